"""The one formatter of lists."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from typing import Any

import pytest

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import InvalidInput
from oslo_ik.exports.tables import render

COLUMNS = [
    ("id", "Nr."),
    ("text", "Kontrollpunkt"),
    ("count", "Antall"),
    ("on", "Dato"),
    ("ok", "Sant"),
]
LONG = "Kartleggingen dekker alle områder som er relevante for personen. " * 4
ROWS: list[dict[str, Any]] = [
    {"id": "0012", "text": LONG, "count": 3, "on": date(2026, 11, 3), "ok": True},
    {"id": "1e5", "text": "=1+1", "count": 12, "on": None, "ok": False},
    {"id": "T-3", "text": '[ja] [/] "x"; y\nny linje', "count": None, "on": None, "ok": None},
]
HOSTILE = "a\x1b[31mb\x9b2Jc\x07d\u202ee"


@pytest.mark.parametrize("width", [60, 80, 100, 200])
def test_a_table_fits_its_room(width: int) -> None:
    shown = render(ROWS, COLUMNS, "tabell", width=width).splitlines()
    assert max(map(len, shown)) <= width
    assert shown[0].split() == ["Nr.", "Kontrollpunkt", "Antall", "Dato", "Sant"]


def test_without_a_terminal_a_table_is_a_hundred_wide() -> None:
    assert max(map(len, render(ROWS, COLUMNS, "tabell").splitlines())) <= 100


def test_a_table_shows_values_as_they_are() -> None:
    text = render(ROWS, COLUMNS, "tabell", width=120)
    assert "0012" in text and "1e5" in text, "never taken for numbers"
    assert "03.11.2026" in text
    assert " ja" in text and "nei" in text
    assert "None" not in text
    words = " ".join(text.split())
    assert LONG.split()[0] in words


def test_control_characters_never_reach_the_terminal() -> None:
    for format in ("tabell", "csv", "json"):
        text = render([{"id": HOSTILE}], [("id", HOSTILE)], format, width=100)
        assert not [c for c in text if ord(c) < 32 and c != "\n"]
        assert not [c for c in text if 0x7F <= ord(c) < 0xA0 or c == "\u202e"]


def test_csv_reads_back_and_holds_no_formula() -> None:
    text = render(ROWS, COLUMNS, "csv")
    assert not text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    assert rows[0] == [heading for _, heading in COLUMNS]
    assert rows[1] == ["0012", LONG, "3", "2026-11-03", "ja"]
    assert rows[2] == ["1e5", "'=1+1", "12", "", "nei"]
    assert rows[3][1] == '[ja] [/] "x"; y\nny linje'


def test_json_keeps_keys_nulls_and_letters() -> None:
    assert json.loads(render(ROWS, COLUMNS, "json"))[2]["on"] is None
    assert json.loads(render(ROWS, COLUMNS, "json"))[0]["on"] == "2026-11-03"
    text = render(ROWS, COLUMNS, "json", payload={"verdict": Verdict.NO, "sted": "Sagene, øst"})
    assert json.loads(text) == {"verdict": "no", "sted": "Sagene, øst"}
    assert "øst" in text and text.startswith('{\n  "')
    assert json.loads(render([{"a": HOSTILE}], [], "json")) == [{"a": HOSTILE}]


def test_an_empty_list_says_so_to_people_only() -> None:
    assert render([], COLUMNS, "tabell") == "Ingenting å vise."
    assert render([], COLUMNS, "json") == "[]"
    assert render([], COLUMNS, "csv") == "Nr.;Kontrollpunkt;Antall;Dato;Sant"


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(InvalidInput, match="tabell, csv, json"):
        render([], COLUMNS, "xml")
