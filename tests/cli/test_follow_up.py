"""After locking, on the command line: status, deadline, effect, closing, history."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

LATER = datetime.now().astimezone().date() + timedelta(days=400)


@pytest.fixture
def action(at_stage: Any, near: Any) -> dict[str, Any]:
    """An action of a locked month, on a finding that has no other."""
    at_stage("signed")
    actions = near.json("tiltak", "list")
    alone = [a for a in actions if sum(b["finding"] == a["finding"] for b in actions) == 1]
    return alone[0]


def status_of(near: Any, finding: int) -> str:
    return next(row["status"] for row in near.json("funn", "list") if row["id"] == finding)


def test_from_agreed_to_closed_and_open_again(near: Any, action: dict[str, Any]) -> None:
    one, finding = action["id"], action["finding"]
    assert near.ok("tiltak", "status", one, "--status", "pagar").endswith("pågår.\n")
    assert status_of(near, finding) == "in_progress"
    assert (
        "gjennomført"
        in near.refused("tiltak", "effekt", one, "--effekt", "onsket", "--belegg", "x")[0]
    )
    assert near.refused("funn", "lukk", finding)
    near.ok("tiltak", "status", one, "--status", "gjennomfort")
    near.ok("tiltak", "effekt", one, "--effekt", "delvis", "--belegg", "-", input="4 av 5.")
    assert near.ok("funn", "lukk", finding).startswith(f"Funn {finding} er lukket")
    assert status_of(near, finding) == "closed"
    near.ok("funn", "apne", finding, "--begrunnelse", "-", input="Kom igjen.")
    assert status_of(near, finding) == "effect_judged"
    told = near.json("funn", "historikk", finding)
    assert [entry["value"] for entry in told if entry["action"] == one] == [
        "in_progress",
        "done",
        "partial",
    ]
    assert "Kom igjen." in [entry["reason"] for entry in told if entry["action"] is None]
    assert "Alt stemmer" in near.ok("verifiser")


def test_a_deadline_moves_only_with_a_reason(near: Any, action: dict[str, Any]) -> None:
    words = ("tiltak", "frist", action["id"], "--frist", LATER.isoformat(), "--begrunnelse")
    assert "begrunnelse" in near.refused(*words, " ")[0]
    near.ok(*words, "Venter på fagsystemet.")
    moved = next(a for a in near.json("tiltak", "list") if a["id"] == action["id"])
    assert moved["deadline"] == LATER.isoformat()
    assert "Alt stemmer" in near.ok("verifiser")


def test_the_number_from_eqs_may_come_later(near: Any, action: dict[str, Any]) -> None:
    near.ok("funn", "eqs-nummer", action["finding"], "--nummer", "EQS 4711")
    row = next(r for r in near.json("funn", "list") if r["id"] == action["finding"])
    assert (row["eqs_nonconformity"], row["eqs_number"]) == (True, "EQS 4711")
