"""The unit, the place that is remembered, the JSON of a review, and the year at a glance."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from oslo_ik.errors import InvalidInput, NotFound, NotSetUp
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.follow_up import close_finding, move_deadline, set_action_status
from oslo_ik.reviews.overview import overview
from oslo_ik.reviews.spot_checks import (
    current_review,
    get_review,
    list_reviews,
    review_json,
    save_place,
)
from oslo_ik.reviews.unit import DISTRICTS, find_unit, get_unit, save_unit
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace, open_workspace

NUMBER = "SP-2026-11"
Room = Callable[..., Workspace]


# The unit


def test_before_set_up(tmp_path: Path) -> None:
    ws = open_workspace(tmp_path / "ny.db")
    assert find_unit(ws) is None
    with pytest.raises(NotSetUp):
        get_unit(ws)
    seen = overview(ws)
    assert (seen.unit, seen.current, seen.has_cases, seen.active_cases) == (None, None, False, 0)
    assert list_reviews(ws) == []
    assert current_review(ws) is None


def test_what_is_saved_is_what_is_read(ws: Workspace, room: Room) -> None:
    save_unit(ws, " Bydel grünerløkka ", "Rus og\tavhengighet", "helse", "Fagleder", " ", " ")
    unit = get_unit(room(ws.path))
    assert (unit.district, unit.name) == ("Grünerløkka", "Rus og avhengighet")
    assert unit.seed_name == "Grünerløkka/Rus og avhengighet"
    assert unit.code == "grunerlokka-rus-og-avhengighet"
    assert (unit.own_caseworker, unit.backup_folder, unit.demo) == (None, None, False)
    assert len(set(DISTRICTS)) == 15


@pytest.mark.parametrize(
    "wrong",
    [
        ("", "Rusteam", "helse", "Leder"),
        ("Alna", " \n", "helse", "Leder"),
        ("Alna", "Rusteam", "helse", "\u200f"),
        ("Alna", "Rusteam", "annet", "Leder"),
        ("Alna", "R" * 81, "helse", "Leder"),
    ],
)
def test_what_cannot_be_saved(ws: Workspace, wrong: tuple[str, str, str, str]) -> None:
    before = get_unit(ws)
    with pytest.raises(InvalidInput):
        save_unit(ws, *wrong)
    assert get_unit(ws) == before


def test_a_demo_stays_a_demo(ws: Workspace) -> None:
    save_unit(ws, "Alna", "Rusteam", "helse", "Leder", demo=True)
    assert save_unit(ws, "Alna", "Rusteam", "helse", "Leder").demo


# The place, and the JSON


def test_the_place_is_remembered(drawn: Workspace, room: Room) -> None:
    review = get_review(drawn, NUMBER)
    assert review.place is None
    third = review.cases[2].reference
    save_place(drawn, NUMBER, third, "T07-24")
    save_place(drawn, NUMBER, third, "T07-25")
    assert get_review(room(drawn.path), NUMBER).place == (third, "T07-25")
    save_place(drawn, NUMBER, third, None)
    assert get_review(drawn, NUMBER).place == (third, None)
    with pytest.raises(NotFound):
        save_place(drawn, NUMBER, "RT-901", None)


def test_the_json_has_every_field_and_no_caseworker(answered: Workspace) -> None:
    told = review_json(answered, NUMBER)
    assert json.loads(json.dumps(told, ensure_ascii=False)) == told
    assert {"number", "unit", "period", "status", "method", "size", "checks", "cases",
            "seal"} <= set(told)  # fmt: skip
    assert told["seal"] is None
    for case in told["cases"]:
        assert {"position", "reference", "outcome", "facts", "answers"} <= set(case)
        assert [answer["check"] for answer in case["answers"]] == told["checks"]
        for answer in case["answers"]:
            assert {"check", "verdict", "reason", "note", "performed_on",
                    "missing_areas"} <= set(answer)  # fmt: skip
    text = json.dumps(told)
    assert "caseworker" not in text
    assert not any(f'"{code}"' in text for code in ("K1", "K2", "K3", "L9"))


def test_the_json_carries_the_seal(signed: Workspace) -> None:
    assert review_json(signed, NUMBER)["seal"] == get_review(signed, NUMBER).seal is not None


# The year


def wheel(ws: Workspace) -> dict[str, str]:
    return {month.period[5:]: month.status for month in overview(ws).months}


def test_a_month_without_a_control_is_missing(year: Workspace, room: Room) -> None:
    december = room(year.path, now=datetime(2026, 12, 3, 12, tzinfo=UTC))
    expected = {f"{month:02d}": "before" for month in range(1, 9)}
    expected |= {"09": "signed", "10": "signed", "11": "signed", "12": "due"}
    assert wheel(december) == expected
    draw(december, DrawRequest("2026-12", size=1))
    assert wheel(december)["12"] == "open"
    seen = overview(december)
    assert seen.current is not None
    assert seen.current.number == "SP-2026-12"
    march = room(year.path, now=datetime(2027, 3, 3, 12, tzinfo=UTC))
    assert list(wheel(march).values()) == ["missing", "missing", "due", *["future"] * 9]


def test_open_findings_and_deadlines(year: Workspace, room: Room) -> None:
    seen = overview(year)
    # T07-23 with an action and T01-10 without one, in each of three months.
    assert (seen.open_findings, seen.open_actions, seen.overdue_actions) == (6, 3, 0)
    assert seen.next_deadline is not None
    assert seen.next_deadline.deadline == date(2027, 1, 31)
    assert (seen.active_cases, seen.has_cases) == (18, True)
    february = room(year.path, now=datetime(2027, 2, 1, 12, tzinfo=UTC))
    late = overview(february)
    assert (late.open_actions, late.overdue_actions, late.next_deadline) == (3, 3, None)
    action: Any = seen.next_deadline
    move_deadline(february, action.id, date(2027, 5, 1), "Ferie.")
    assert overview(february).overdue_actions == 2
    set_action_status(february, action.id, "dropped", "Dekket av annet.")
    close_finding(february, action.finding, "Ny rutine i EQS.")
    after = overview(february)
    assert (after.open_findings, after.open_actions, after.overdue_actions) == (5, 2, 2)


def test_coverage_is_what_signed_reviews_asked(stages: Any, tmp_path: Path, room: Room) -> None:
    nothing = overview(room(stages.copy("drawn", tmp_path / "trukket.db"))).coverage
    assert (nothing.krav_asked, nothing.rest_asked) == (0, 0)
    ws = room(stages.copy("year", tmp_path / "aar.db"))
    asked = {c.id: c for m in ("09", "10", "11") for c in get_review(ws, f"SP-2026-{m}").checks}
    seen = overview(ws).coverage
    assert seen.krav_asked == sum(check.is_requirement for check in asked.values())
    assert seen.rest_asked == len(asked) - seen.krav_asked
    assert not set(seen.missing) & set(asked)
