"""One draw a unit and month, and one secret a month (§7)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import Refused, ReviewSigned
from oslo_ik.reviews.answers import answer
from oslo_ik.reviews.cases import import_cases
from oslo_ik.reviews.drawing import draw, extend, plan_draw
from oslo_ik.reviews.findings import confirm
from oslo_ik.reviews.protocol import protocol
from oslo_ik.reviews.signing import sign
from oslo_ik.reviews.spot_checks import current_review, get_review, list_reviews
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.unit import save_unit
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace

NOV = "2026-11"
NUMBER = "SP-2026-11"


def test_a_second_draw_is_the_same_lottery(
    drawn: Workspace, check_protocol: Callable[[dict[str, Any]], None], tmp_path: Path
) -> None:
    first = protocol(drawn, NUMBER)
    with pytest.raises(Refused, match="alt trukket"):
        draw(drawn, DrawRequest(NOV))
    for reason in (None, "", " \n"):
        with pytest.raises(Refused, match="begrunnelse"):
            draw(drawn, DrawRequest(NOV, again=True, reason=reason))
    with pytest.raises(Refused, match="samme offentlige tall"):
        draw(drawn, DrawRequest(NOV, again=True, reason="Feil liste.", public_value="77"))
    save_unit(drawn, "Gamle Oslo", "Rusteam øst", "begge", "Seksjonsleder", "L9")
    new = tmp_path / "ny.csv"
    lines = [f"{case['reference']};{case['caseworker']};" for case in first["frame"]["cases"]]
    lines = [line + ("2026-01-01" if "RT-101" in line else "") for line in lines]
    text = "saksnummer;kontaktperson;avsluttet\n" + "\n".join(lines)
    new.write_text(text, encoding="utf-8")
    import_cases(drawn, new)
    second = draw(drawn, DrawRequest(NOV, again=True, reason="RT-101 er avsluttet."))
    assert second.number == "SP-2026-11-2"
    told = protocol(drawn, second.number)
    for name in ("secret", "seed", "commitment", "committed_at", "public_value", "unit"):
        assert told[name] == first[name]
    check_protocol(told)
    assert told["frame"]["size"] == 15
    assert told["redraw_reason"] == "RT-101 er avsluttet."
    assert protocol(drawn, NUMBER) == first
    third = draw(drawn, DrawRequest(NOV, again=True, reason="Enda en feil."))
    assert third.number == "SP-2026-11-3"
    assert [row.number for row in list_reviews(drawn)][-1] == NUMBER
    current = current_review(drawn)
    assert current is not None
    assert current.number == third.number


def test_a_public_value_is_shared_by_the_second_draw(listed: Workspace) -> None:
    draw(listed, DrawRequest(NOV, public_value="0123456789"))
    draw(listed, DrawRequest(NOV, again=True, reason="Feil liste.", public_value="0123456789"))
    assert protocol(listed, NUMBER + "-2")["public_value"] == "0123456789"


def test_after_locking_no_draw_and_an_abandoned_one_is_not_the_next(
    drawn: Workspace,
) -> None:
    second = draw(drawn, DrawRequest(NOV, again=True, reason="Feil liste."))
    summarise(drawn, second.number)
    sign(drawn, second.number, "Seksjonsleder", "Prøve uten svar.")
    for request in (DrawRequest(NOV), DrawRequest(NOV, again=True, reason="En gang til.")):
        with pytest.raises(Refused, match="låst"):
            draw(drawn, request)
        with pytest.raises(Refused, match="låst"):
            plan_draw(drawn, request)
    assert current_review(drawn) is None
    with pytest.raises(ReviewSigned):
        extend(drawn, second.number, 1)


# Secrets


def test_every_start_makes_this_month_and_next_once(
    ws: Workspace, room: Callable[..., Workspace]
) -> None:
    def secrets() -> dict[str, Any]:
        from oslo_ik.store.engine import driver

        with ws.database.read() as session:
            return {
                row[0]: row[1:]
                for row in driver(session).execute(
                    "SELECT period, secret, commitment, created_at FROM month_secret"
                )
            }

    first = secrets()
    assert set(first) == {NOV, "2026-12"}
    assert first[NOV][0] != first["2026-12"][0]
    for secret, commitment, made_at in first.values():
        assert (
            commitment
            == hashlib.sha256(b"oslo-ik/v1/commit\x00" + bytes.fromhex(secret)).hexdigest()
        )
        assert made_at == "2026-11-23T11:00:00Z"
    room(ws.path, seed=99)
    save_unit(ws, "Gamle Oslo", "Rusteam vest", "begge", "Seksjonsleder")
    assert secrets() == first
    room(ws.path, now=datetime(2026, 12, 1, tzinfo=UTC), seed=100)
    assert {period: first[period] for period in first}.items() <= secrets().items()
    assert set(secrets()) == {NOV, "2026-12", "2027-01"}


def test_findings_of_a_draw_that_was_made_again_stay_as_they_were(drawn: Workspace) -> None:
    reference = get_review(drawn, NUMBER).cases[0].reference
    answer(drawn, NUMBER, reference, "T07-23", Verdict.NO)
    finding = summarise(drawn, NUMBER).findings[0]
    draw(drawn, DrawRequest(NOV, again=True, reason="Feil liste."))
    with pytest.raises(Refused, match="trukket på nytt"):
        confirm(drawn, finding.id)
