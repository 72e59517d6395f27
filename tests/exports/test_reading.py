"""Dates in Norwegian time, and legal lines by the day a document speaks of."""

from __future__ import annotations

import subprocess
import sys
from datetime import date

import pytest

from oslo_ik.exports.legal import legal_lines, marking
from oslo_ik.exports.reading import day, moment


@pytest.mark.parametrize(
    ("instant", "shown"),
    [
        # EU summer time 2026: 29 March to 25 October, both at 01:00 UTC.
        ("2026-03-29T00:59:59Z", "29.03.2026 kl. 01.59"),
        ("2026-03-29T01:00:00Z", "29.03.2026 kl. 03.00"),
        ("2026-10-25T00:59:59Z", "25.10.2026 kl. 02.59"),
        ("2026-10-25T01:00:00Z", "25.10.2026 kl. 02.00"),
        ("2026-12-31T23:30:00Z", "01.01.2027 kl. 00.30"),
        ("2024-03-31T01:00:00Z", "31.03.2024 kl. 03.00"),
    ],
)
def test_instants_are_shown_in_norwegian_time(instant: str, shown: str) -> None:
    assert moment(instant) == shown


def test_dates_and_missing_dates() -> None:
    assert day("2026-11-03") == "03.11.2026"
    assert day(None) == "ikke oppgitt"


def test_a_line_is_printed_only_while_it_is_in_force() -> None:
    archive = "Arkivlova"
    before = [line.text for line in legal_lines("helse", date(2025, 12, 31))]
    after = [line.text for line in legal_lines("helse", date(2026, 1, 1))]
    assert not any(text.startswith(archive) for text in before)
    assert any(text.startswith(archive) for text in after)


def test_a_unit_under_both_acts_gets_both_and_no_line_twice() -> None:
    both = [line.text for line in legal_lines("begge", date(2026, 11, 23))]
    for regime in ("helse", "sosial"):
        assert {line.text for line in legal_lines(regime, date(2026, 11, 23))} <= set(both)
    assert len(both) == len(set(both))


def test_what_nobody_has_checked_says_so() -> None:
    lines = legal_lines("begge", date(2026, 11, 23))
    assert {line.status for line in lines if line.checked is None} == {"må kontrolleres"}
    assert any(line.status == "sist kontrollert 23.11.2026" for line in lines)


@pytest.mark.parametrize(
    ("regime", "act", "other"),
    [
        ("helse", "helsepersonelloven § 21", "sosialtjenesteloven"),
        ("sosial", "sosialtjenesteloven § 44", "helsepersonelloven"),
    ],
)
def test_the_marking_names_the_units_own_acts(regime: str, act: str, other: str) -> None:
    text = marking(regime, date(2026, 11, 23))
    assert text.startswith("TAUSHETSBELAGT")
    assert act in text
    assert other not in text


def test_tables_are_made_without_loading_word() -> None:
    code = "import sys, oslo_ik.exports.tables; sys.exit(bool({'docx', 'lxml'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
