"""What settles an answer besides a key: a fact of the case, a date, the areas missing (§5, §6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import InvalidInput, NotFound, Refused
from oslo_ik.reviews.answers import (
    answer,
    set_fact,
    set_missing_areas,
    set_note,
    set_performed_on,
    toggle_ask,
    undo,
)
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.facts import set_facts
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.views import AnswerView, DrawRequest
from oslo_ik.reviews.workspace import Workspace

NUMBER = "SP-2026-11"
SHARING = ("T01-15", "T01-16", "T01-17", "T01-18")
RECURRING = ("T05-19", "T07-27")
STANDARD = ["funksjonsevne", "familie_nettverk", "okonomi", "bosituasjon", "utdanning_arbeid",
            "kriminalitet", "somatisk_helse", "psykisk_helse"]  # fmt: skip


def first(ws: Workspace) -> str:
    """A case with a known start long ago."""
    return next(c.reference for c in get_review(ws, NUMBER).cases if not c.facts["under_4_maneder"])


def stored(ws: Workspace, reference: str, check: str) -> AnswerView:
    return get_review(ws, NUMBER).case(reference).answer(check)


# Facts


def test_the_list_answers_what_it_can(listed: Workspace) -> None:
    review = draw(listed, DrawRequest("2026-11", size=16, theme="overgang"))
    assert {fact.id for fact in review.facts} >= {"under_4_maneder", "overgang"}
    for case in review.cases:
        short = case.reference in ("RT-105", "RT-203")
        assert case.facts["under_4_maneder"] is short
        assert case.facts["overgang"] is (True if case.reference == "RT-302" else None)
        for check in RECURRING:
            given = case.answer(check)
            assert given.by_fact is short
            if short:
                assert given.verdict is Verdict.NOT_APPLICABLE
                assert given.reason == "under_4_maneder"


def test_a_fact_settles_its_checks_both_ways(drawn: Workspace) -> None:
    reference = first(drawn)
    toggle_ask(drawn, NUMBER, reference, "T01-15")
    case = set_fact(drawn, NUMBER, reference, "deling", False)
    for given in case.answers:
        assert given.by_fact == (given.check in SHARING)
        if given.by_fact:
            assert (given.verdict, given.reason) == (Verdict.NOT_APPLICABLE, "deling")
            assert not given.ask
            assert not given.is_open
    for check in SHARING:
        for verdict in Verdict:
            with pytest.raises(Refused, match="Deling av opplysninger"):
                answer(drawn, NUMBER, reference, check, verdict)
    for value in (True, None):
        case = set_fact(drawn, NUMBER, reference, "deling", value)
        assert case.facts["deling"] is value
        assert all(case.answer(check).is_open for check in SHARING)
        set_fact(drawn, NUMBER, reference, "deling", False)


def test_a_fact_is_asked_the_other_way_round_too(drawn: Workspace) -> None:
    """«Under 4 måneder» makes the recurring demands fall away when the answer is ja."""
    reference = first(drawn)
    case = set_fact(drawn, NUMBER, reference, "under_4_maneder", True)
    assert all(case.answer(check).by_fact for check in RECURRING)
    case = set_fact(drawn, NUMBER, reference, "under_4_maneder", False)
    assert all(case.answer(check).is_open for check in RECURRING)


@pytest.mark.parametrize("verdict", [v for v in Verdict if v.is_assessed])
def test_a_fact_never_hides_an_answer(drawn: Workspace, verdict: Verdict) -> None:
    reference = first(drawn)
    if verdict is Verdict.PARTIAL:
        answer(drawn, NUMBER, reference, "T01-16", verdict)
    else:
        answer(drawn, NUMBER, reference, "T01-18", verdict)
    before = get_review(drawn, NUMBER)
    with pytest.raises(Refused, match=r"T01-1[68] er alt besvart"):
        set_fact(drawn, NUMBER, reference, "deling", False)
    assert get_review(drawn, NUMBER) == before
    set_fact(drawn, NUMBER, reference, "deling", True)


def test_several_facts_are_all_or_none(drawn: Workspace) -> None:
    reference = first(drawn)
    answer(drawn, NUMBER, reference, "T07-01", Verdict.NO)
    before = get_review(drawn, NUMBER)
    for second in ({"kjente_parorende": False}, {"har_barn": True}):
        with pytest.raises((Refused, NotFound)):
            set_facts(drawn, NUMBER, reference, {"deling": False, **second})
        assert get_review(drawn, NUMBER) == before
    case = set_facts(drawn, NUMBER, reference, {"deling": False, "kjente_parorende": True})
    assert (case.facts["deling"], case.facts["kjente_parorende"]) == (False, True)


def test_facts_that_are_not_asked(drawn: Workspace) -> None:
    for fact in ("overgang", "har_barn", "finnes_ikke", ""):
        with pytest.raises(NotFound):
            set_fact(drawn, NUMBER, first(drawn), fact, True)


def test_a_fact_belongs_to_one_case(drawn: Workspace) -> None:
    reference = first(drawn)
    set_fact(drawn, NUMBER, reference, "deling", False)
    for case in get_review(drawn, NUMBER).cases:
        assert case.facts["deling"] is (False if case.reference == reference else None)


def test_a_fact_reopens_a_summary(drawn: Workspace) -> None:
    summarise(drawn, NUMBER)
    set_fact(drawn, NUMBER, first(drawn), "deling", True)
    assert get_review(drawn, NUMBER).status == "open"


# Dates: calendar months, clamped to the month's end


def at_cut_off(listed: Workspace, room: Callable[..., Workspace], day: str) -> tuple[Any, ...]:
    ws = room(listed.path, now=datetime.fromisoformat(f"{day}T12:00:00+01:00"))
    review = draw(ws, DrawRequest(day[:7]))
    assert review.cut_off == date.fromisoformat(day)
    case = next(c for c in review.cases if c.facts["under_4_maneder"] is False)
    return ws, review.number, case.reference


@pytest.mark.parametrize(
    ("cut_off", "performed_on", "current"),
    [
        ("2026-11-23", "2026-07-23", True),
        ("2026-11-23", "2026-07-22", False),
        ("2026-11-23", "2026-11-23", True),
        # 31 October and four months is the last of February, as are the 30th and the 29th.
        ("2027-02-28", "2026-10-31", True),
        ("2027-02-28", "2026-10-29", True),
        ("2027-02-28", "2026-10-28", True),
        ("2027-02-28", "2026-10-27", False),
        ("2028-02-29", "2027-10-31", True),
        ("2028-02-29", "2027-10-29", True),
        ("2028-02-29", "2027-10-28", False),
        ("2027-06-30", "2027-02-28", False),
        ("2027-06-28", "2027-02-28", True),
    ],
)
def test_the_date_settles_the_answer(
    listed: Workspace,
    room: Callable[..., Workspace],
    cut_off: str,
    performed_on: str,
    current: bool,
) -> None:
    ws, number, reference = at_cut_off(listed, room, cut_off)
    day = date.fromisoformat(performed_on)
    right, wrong = (Verdict.YES, Verdict.NO) if current else (Verdict.NO, Verdict.YES)
    for check in RECURRING:
        with pytest.raises(Refused, match="sier " + ("ja" if current else "nei")):
            answer(ws, number, reference, check, wrong, performed_on=day)
        assert get_review(ws, number).case(reference).answer(check).is_open
        given = set_performed_on(ws, number, reference, check, day)
        assert (given.verdict, given.performed_on) == (right, day)
        assert answer(ws, number, reference, check, right, performed_on=day) == given


def test_a_stored_date_holds_until_it_is_taken_away(drawn: Workspace) -> None:
    reference = first(drawn)
    place = (drawn, NUMBER, reference, "T05-19")
    set_performed_on(*place, date(2026, 9, 1))
    for verdict in (Verdict.NO, Verdict.NOT_DOCUMENTED):
        with pytest.raises(Refused, match=r"01\.09\.2026"):
            answer(*place, verdict)
    assert set_note(*place, "Se notat.").performed_on == date(2026, 9, 1)
    assert set_performed_on(*place, date(2026, 1, 5)).verdict is Verdict.NO
    assert answer(*place, Verdict.NOT_ASSESSED).performed_on is None
    assert answer(*place, Verdict.NOT_DOCUMENTED).performed_on is None
    for _ in range(2):
        undone = undo(drawn, NUMBER)
        assert undone is not None
        assert (undone.reference, undone.check) == (reference, "T05-19")
    assert stored(drawn, reference, "T05-19").performed_on == date(2026, 1, 5)


def test_a_date_that_cannot_be(drawn: Workspace) -> None:
    reference = first(drawn)
    for step in (
        lambda day: set_performed_on(drawn, NUMBER, reference, "T05-19", day),
        lambda day: answer(drawn, NUMBER, reference, "T05-19", Verdict.YES, performed_on=day),
    ):
        with pytest.raises(InvalidInput, match="fram i tid"):
            step(date(2026, 11, 24))
    with pytest.raises(Refused):
        set_performed_on(drawn, NUMBER, reference, "T07-23", date(2026, 9, 1))
    with pytest.raises(InvalidInput):
        answer(drawn, NUMBER, reference, "T07-23", Verdict.YES, performed_on=date(2026, 9, 1))
    set_fact(drawn, NUMBER, reference, "under_4_maneder", True)
    with pytest.raises(Refused):
        set_performed_on(drawn, NUMBER, reference, "T05-19", date(2026, 9, 1))


# Areas: eight of the standard, six of the auditor


def test_the_areas_decide(drawn: Workspace) -> None:
    place = (drawn, NUMBER, first(drawn), "T07-13")
    auditors = [a.id for a in drawn.catalogue.areas if a.origin == "revisjon"]
    assert len(auditors) == 6
    cases = [
        ((), Verdict.YES),
        (("okonomi",), Verdict.PARTIAL),
        (("okonomi", "ernaering"), Verdict.PARTIAL),
        (STANDARD[:7], Verdict.PARTIAL),
        (STANDARD, Verdict.NO),
        ([*STANDARD, *auditors], Verdict.NO),
        (auditors, Verdict.YES),
        (("okonomi", "okonomi"), Verdict.PARTIAL),
        ((), Verdict.YES),
    ]
    for areas, verdict in cases:
        given = set_missing_areas(*place, areas)
        assert (given.verdict, given.missing_areas) == (verdict, tuple(dict.fromkeys(areas)))
        assert given == stored(drawn, place[2], "T07-13")


def test_all_mapped_after_all_clears_the_auditors_area(drawn: Workspace) -> None:
    place = (drawn, NUMBER, first(drawn), "T07-13")
    assert set_missing_areas(*place, ["tannhelse"]).missing_areas == ("tannhelse",)
    assert answer(*place, Verdict.YES).missing_areas == ("tannhelse",)
    assert set_missing_areas(*place, []).missing_areas == ()


def test_areas_and_verdict_may_not_contradict(drawn: Workspace) -> None:
    place = (drawn, NUMBER, first(drawn), "T07-13")
    with pytest.raises(Refused, match="delvis eller nei"):
        answer(*place, Verdict.YES, missing_areas=["okonomi", "tannhelse"])
    for verdict in (Verdict.PARTIAL, Verdict.NO, Verdict.NOT_DOCUMENTED):
        with pytest.raises(Refused, match="utenfor standarden"):
            answer(*place, verdict, missing_areas=["tannhelse", "voldshistorikk"])
        given = answer(*place, verdict, missing_areas=["okonomi"])
        assert (given.verdict, given.missing_areas) == (verdict, ("okonomi",))
    assert answer(*place, Verdict.YES).missing_areas == ()
    # Without areas a nei says that there is no mapping at all.
    assert answer(*place, Verdict.NO).missing_areas == ()


def test_areas_that_are_not_there(drawn: Workspace) -> None:
    reference = first(drawn)
    with pytest.raises(NotFound):
        set_missing_areas(drawn, NUMBER, reference, "T07-13", ["humør"])
    for areas in ([], ["okonomi"]):
        with pytest.raises(InvalidInput):
            set_missing_areas(drawn, NUMBER, reference, "T07-23", areas)
        assert stored(drawn, reference, "T07-23").is_open
    with pytest.raises(InvalidInput):
        answer(drawn, NUMBER, reference, "T07-23", Verdict.NO, missing_areas=["okonomi"])
