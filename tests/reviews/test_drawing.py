"""The draw of a month: once, honest, frozen, and recomputed here from its protocol (§7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import consistent_sampler
import pytest

from oslo_ik.errors import InvalidInput, NotFound, NotSetUp, Refused
from oslo_ik.reviews.cases import import_cases
from oslo_ik.reviews.drawing import draw, extend, plan_draw
from oslo_ik.reviews.protocol import protocol
from oslo_ik.reviews.spot_checks import get_review, list_reviews
from oslo_ik.reviews.unit import save_unit
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace, open_workspace

NOV = "2026-11"
NUMBER = "SP-2026-11"
Check = Callable[[dict[str, Any]], None]
OwnDraw = Callable[[dict[str, Any]], Any]


def test_the_protocol_recomputes_everything(
    drawn: Workspace, check_protocol: Check, own_draw: OwnDraw
) -> None:
    told = protocol(drawn, NUMBER)
    check_protocol(told)
    order, allocation = own_draw(told)
    assert [row["reference"] for row in told["order"]] == order
    assert allocation == {
        row["caseworker"]: (row["places"], Fraction(row["credit_after"]))
        for row in told["allocation"]
    }
    assert {c["caseworker"]: c["eligible"] for c in told["allocation"]} == {
        "K1": 7,
        "K2": 5,
        "K3": 4,
    }
    assert told["unit"] == "Gamle Oslo/Rusteam"
    assert told["replacements"] == []
    assert told["frame"]["reported_size"] == 20


def test_each_caseload_is_the_packages_draw(drawn: Workspace) -> None:
    told = protocol(drawn, NUMBER)
    drawn_refs = {row["reference"] for row in told["order"]}
    for row in told["allocation"]:
        own = [
            c["reference"] for c in told["frame"]["cases"] if c["caseworker"] == row["caseworker"]
        ]
        smallest = list(consistent_sampler.sampler(own, seed=told["seed"], output="id"))
        assert drawn_refs & set(own) == set(smallest[: row["places"]])


@pytest.mark.parametrize("method", ["tilfeldig", "lopenummer"])
def test_the_other_methods_are_the_packages_draw(
    listed: Workspace, check_protocol: Check, method: str
) -> None:
    draw(listed, DrawRequest(NOV, 4, method=method, reported_size=23, public_value="6345 4660"))
    told = protocol(listed, NUMBER)
    check_protocol(told)
    assert told["public_value"] == "63454660"
    ids = [case["reference"] for case in told["frame"]["cases"]]
    assert len(ids) == (16 if method == "tilfeldig" else 23)
    order = list(consistent_sampler.sampler(ids, seed=told["seed"], output="id", take=4))
    assert [row["reference"] for row in told["order"]] == order
    assert told["allocation"] == []


def test_running_numbers_need_no_import(ws: Workspace) -> None:
    with pytest.raises(InvalidInput):
        draw(ws, DrawRequest(NOV, method="lopenummer"))
    for count in (0, -3, 5001):
        with pytest.raises(InvalidInput):
            draw(ws, DrawRequest(NOV, method="lopenummer", reported_size=count))
    review = draw(ws, DrawRequest(NOV, method="lopenummer", reported_size=3))
    assert {case.reference for case in review.cases} == {"1", "2", "3"}
    assert {case.caseworker for case in review.cases} == {None}
    assert review.frame_size == 3


# The frame


def test_the_frame_leaves_out_own_cases_and_ended_ones(listed: Workspace) -> None:
    plan = plan_draw(listed, DrawRequest(NOV, reported_size=20))
    assert (plan.frame_size, plan.excluded_own, plan.caseworkers) == (16, 2, 3)
    assert plan.difference == 2
    assert any("2 saker flere" in warning for warning in plan.warnings)
    assert plan_draw(listed, DrawRequest(NOV, reported_size=17)).difference == -1
    assert plan_draw(listed, DrawRequest(NOV)).difference is None
    assert list_reviews(listed) == []
    # On 31 May the ended case was active; the two new ones had not begun.
    may = plan_draw(listed, DrawRequest("2026-05"))
    assert (may.cut_off, may.frame_size) == (date(2026, 5, 31), 15)


def test_own_code_is_forgiving_about_case(listed: Workspace) -> None:
    save_unit(listed, "Gamle Oslo", "Rusteam", "begge", "Seksjonsleder", own_caseworker="l9")
    assert plan_draw(listed, DrawRequest(NOV)).excluded_own == 2


def test_a_later_import_touches_nothing_that_was_drawn(
    drawn: Workspace, own_draw: OwnDraw, tmp_path: Path
) -> None:
    before = protocol(drawn, NUMBER)
    cases = get_review(drawn, NUMBER).cases
    new = tmp_path / "ny.csv"
    lines = [f"{c['reference']};K7" for c in before["frame"]["cases"][::2]]
    new.write_text("saksnummer;kontaktperson\nNY-1;K8\n" + "\n".join(lines), encoding="utf-8")
    import_cases(drawn, new)
    assert protocol(drawn, NUMBER) == before
    assert get_review(drawn, NUMBER).cases == cases
    after = extend(drawn, NUMBER, 2)
    assert after.cases[:5] == cases
    assert {case.caseworker for case in after.cases} <= {"K1", "K2", "K3"}
    order, allocation = own_draw(protocol(drawn, NUMBER))
    assert [case.reference for case in after.cases] == order
    assert sum(places for places, _ in allocation.values()) == 7


# What is asked for


def test_nothing_is_drawn_without_a_unit_or_cases(tmp_path: Path, ws: Workspace) -> None:
    with pytest.raises(NotSetUp):
        draw(open_workspace(tmp_path / "tom.db"), DrawRequest(NOV))
    with pytest.raises(Refused, match="Importer sakslisten"):
        draw(ws, DrawRequest(NOV))


@pytest.mark.parametrize(
    "request_",
    [
        DrawRequest("2026-12"),
        DrawRequest("2027-01"),
        DrawRequest("2026-13"),
        DrawRequest("november"),
        DrawRequest(NOV, cut_off=date(2026, 10, 31)),
        DrawRequest(NOV, cut_off=date(2026, 11, 24)),
        DrawRequest("2026-10", cut_off=date(2026, 11, 1)),
        DrawRequest(NOV, method="utvalgte"),
        DrawRequest(NOV, reported_size=-1),
        DrawRequest(NOV, size=0),
        DrawRequest(NOV, size=31),
        DrawRequest(NOV, size=5, enhanced=True),
        DrawRequest(NOV, public_value="12a"),
        DrawRequest(NOV, public_value="1" * 81),
        DrawRequest(NOV, theme="finnes_ikke"),
    ],
)
def test_what_cannot_be_drawn(listed: Workspace, request_: DrawRequest) -> None:
    for function in (plan_draw, draw):
        with pytest.raises((InvalidInput, NotFound)):
            function(listed, request_)
    assert list_reviews(listed) == []


def test_the_cut_off_is_the_earlier_of_today_and_the_months_end(listed: Workspace) -> None:
    assert plan_draw(listed, DrawRequest(NOV)).cut_off == date(2026, 11, 23)
    assert plan_draw(listed, DrawRequest("2026-10")).cut_off == date(2026, 10, 31)
    chosen = DrawRequest(NOV, cut_off=date(2026, 11, 1))
    assert draw(listed, chosen).cut_off == date(2026, 11, 1)


def test_the_size(listed: Workspace, tmp_path: Path) -> None:
    assert plan_draw(listed, DrawRequest(NOV)).size == 5
    assert plan_draw(listed, DrawRequest(NOV, size=30)).size == 16
    assert plan_draw(listed, DrawRequest(NOV, enhanced=True)).size == 5
    many = tmp_path / "mange.csv"
    lines = "\n".join(f"M-{n};K{n % 4}" for n in range(200))
    many.write_text("saksnummer;kontaktperson\n" + lines, encoding="utf-8")
    import_cases(listed, many)
    # ISO 2859-1 level I: 13 of 151–280.
    assert plan_draw(listed, DrawRequest(NOV, enhanced=True)).size == 13
