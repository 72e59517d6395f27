"""A verdict a key: what is kept, what is refused, what can be undone (§6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.errors import Incomplete, InvalidInput, NotFound, Refused
from oslo_ik.reviews.answers import (
    answer,
    set_fact,
    set_note,
    set_reason,
    toggle_ask,
    undo,
)
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.summary import summarise, summary
from oslo_ik.reviews.views import AnswerView, DrawRequest
from oslo_ik.reviews.workspace import Workspace

NUMBER = "SP-2026-11"
Room = Callable[..., Workspace]
GAPS = (Verdict.PARTIAL, Verdict.NO, Verdict.NOT_DOCUMENTED)


def first(ws: Workspace) -> str:
    return get_review(ws, NUMBER).cases[0].reference


def stored(ws: Workspace, reference: str, check: str) -> AnswerView:
    return get_review(ws, NUMBER).case(reference).answer(check)


def test_every_answer_starts_as_not_assessed(drawn: Workspace) -> None:
    review = get_review(drawn, NUMBER)
    assert len(review.cases) == 5
    assert len(review.checks) == 16
    for case in review.cases:
        for given in case.answers:
            assert given.verdict is Verdict.NOT_ASSESSED or given.by_fact


@pytest.mark.parametrize("verdict", list(Verdict))
def test_a_verdict_is_committed_at_once(drawn: Workspace, room: Room, verdict: Verdict) -> None:
    reference = first(drawn)
    given = answer(drawn, NUMBER, reference, "T07-23", verdict)
    assert given == stored(room(drawn.path), reference, "T07-23")
    assert given.verdict is verdict
    assert given.is_open == (verdict is Verdict.NOT_ASSESSED)
    others = [a for a in get_review(drawn, NUMBER).case(reference).answers if a.check != "T07-23"]
    assert all(a.is_open or a.by_fact for a in others)


def test_delvis_only_where_it_can_be(drawn: Workspace) -> None:
    reference = first(drawn)
    answer(drawn, NUMBER, reference, "T01-01", Verdict.NO)
    with pytest.raises(Refused, match="finnes eller finnes ikke"):
        answer(drawn, NUMBER, reference, "T01-01", Verdict.PARTIAL)
    assert stored(drawn, reference, "T01-01").verdict is Verdict.NO
    assert answer(drawn, NUMBER, reference, "T07-23", Verdict.PARTIAL).verdict is Verdict.PARTIAL


@pytest.mark.parametrize("verdict", GAPS)
@pytest.mark.parametrize("reason", list(Reason))
def test_any_grunn_goes_with_any_gap(drawn: Workspace, verdict: Verdict, reason: Reason) -> None:
    reference = first(drawn)
    given = answer(drawn, NUMBER, reference, "T07-23", verdict, reason)
    assert given.reason == reason.value
    # The same verdict keeps it, another one does not.
    assert answer(drawn, NUMBER, reference, "T07-23", verdict).reason == reason.value
    other = Verdict.NO if verdict is not Verdict.NO else Verdict.NOT_DOCUMENTED
    assert answer(drawn, NUMBER, reference, "T07-23", other).reason is None


def test_a_ja_has_no_grunn(drawn: Workspace) -> None:
    reference = first(drawn)
    with pytest.raises(InvalidInput):
        answer(drawn, NUMBER, reference, "T07-23", Verdict.YES, Reason.MISSING)
    answer(drawn, NUMBER, reference, "T07-23", Verdict.NO, Reason.MISSING)
    assert answer(drawn, NUMBER, reference, "T07-23", Verdict.YES).reason is None
    for check in ("T07-23", "T07-22"):
        with pytest.raises(Refused):
            set_reason(drawn, NUMBER, reference, check, Reason.MISSING)
    answer(drawn, NUMBER, reference, "T07-22", Verdict.NO)
    assert set_reason(drawn, NUMBER, reference, "T07-22", Reason.OUTDATED).reason == "utdatert"
    assert set_reason(drawn, NUMBER, reference, "T07-22", None).reason is None


def test_annet_needs_a_comment_before_the_summary(drawn: Workspace) -> None:
    reference = first(drawn)
    place = (drawn, NUMBER, reference, "T07-23")
    for note in (None, "", "  ", "\u202e"):
        with pytest.raises(Refused, match="kommentar"):
            answer(*place, Verdict.NO, Reason.OTHER, note, complete=True)
    answer(*place, Verdict.NO, Reason.OTHER)
    with pytest.raises(Incomplete) as caught:
        summarise(drawn, NUMBER)
    assert len(caught.value.missing) == 1
    assert reference in caught.value.missing[0]
    assert "T07-23" in caught.value.missing[0]
    assert get_review(drawn, NUMBER).status == "open"
    set_note(*place, "Bare muntlig.")
    answer(*place, Verdict.NO, Reason.OTHER, complete=True)
    assert summarise(drawn, NUMBER).review.status == "summarised"


def test_ikke_relevant_needs_a_comment_or_a_fact(drawn: Workspace) -> None:
    reference = first(drawn)
    place = (drawn, NUMBER, reference, "T07-24")
    with pytest.raises(Refused, match="kommentar"):
        answer(*place, Verdict.NOT_APPLICABLE, complete=True)
    with pytest.raises(InvalidInput):
        answer(*place, Verdict.NOT_APPLICABLE, Reason.MISSING, "Fordi.")
    given = answer(*place, Verdict.NOT_APPLICABLE, Reason.OTHER, "Fordi.", complete=True)
    assert (given.reason, given.by_fact, given.note) == ("annet", False, "Fordi.")
    set_note(*place, "")
    with pytest.raises(Incomplete):
        summarise(drawn, NUMBER)
    with pytest.raises(Refused, match="Deling av opplysninger"):
        answer(drawn, NUMBER, reference, "T01-16", Verdict.NOT_APPLICABLE, Reason.OTHER, "Nei.")
    assert stored(drawn, reference, "T01-16").is_open


def test_a_comment_is_never_lost_by_a_verdict(drawn: Workspace) -> None:
    reference = first(drawn)
    set_note(drawn, NUMBER, reference, "T07-23", "Skrevet før svaret.")
    for verdict in (Verdict.NO, Verdict.YES, Verdict.NOT_ASSESSED):
        given = answer(drawn, NUMBER, reference, "T07-23", verdict)
        assert given.note == "Skrevet før svaret."
    assert set_note(drawn, NUMBER, reference, "T07-23", "  ").note is None


def test_a_comment_is_cleaned_and_otherwise_as_typed(drawn: Workspace) -> None:
    reference = first(drawn)
    typed = {
        "[ja] [/] [JA] [x": "[ja] [/] [JA] [x",
        "=1+1": "=1+1",
        "\x1b[2Jæøå\x07\u202eÆØÅ": "[2JæøåÆØÅ",
        "to\r\nlinjer": "to\nlinjer",
        "a\u030a": "å",
        "x" * 5000: "x" * 5000,
    }
    for text, kept in typed.items():
        assert set_note(drawn, NUMBER, reference, "T07-23", text).note == kept
        assert stored(drawn, reference, "T07-23").note == kept


def test_ask_is_still_not_assessed(drawn: Workspace) -> None:
    reference = first(drawn)
    place = (drawn, NUMBER, reference, "T07-23")
    asked = toggle_ask(*place)
    assert (asked.ask, asked.verdict) == (True, Verdict.NOT_ASSESSED)
    (listed,) = [m for m in summary(drawn, NUMBER).unanswered if m.kind == "ask"]
    assert (listed.reference, listed.check) == (reference, "T07-23")
    assert not toggle_ask(*place).ask
    toggle_ask(*place)
    assert not answer(*place, Verdict.NO).ask
    with pytest.raises(Refused):
        toggle_ask(*place)


def test_what_is_not_there(drawn: Workspace) -> None:
    reference = first(drawn)
    for place in (
        ("SP-2026-01", reference, "T07-23"),
        (NUMBER, "RT-901", "T07-23"),
        (NUMBER, reference, "T12-01"),
        (NUMBER, reference, ""),
    ):
        with pytest.raises(NotFound):
            answer(drawn, *place, Verdict.YES)
    # Small letters and blanks are forgiven, as typed on a command line.
    assert answer(drawn, " sp-2026-11 ", f" {reference} ", "t07-23", Verdict.YES).check == "T07-23"


# Undo


def whole(ws: Workspace) -> Any:
    return [
        {a.check: (a.verdict, a.reason, a.note, a.performed_on, a.missing_areas, a.ask, a.taken_up)
         for a in case.answers}
        for case in get_review(ws, NUMBER).cases
    ]  # fmt: skip


def facts_and_answers(ws: Workspace) -> Any:
    return whole(ws), [case.facts for case in get_review(ws, NUMBER).cases]


def test_undo_steps_back_across_restarts(drawn: Workspace, room: Room) -> None:
    reference, other = (case.reference for case in get_review(drawn, NUMBER).cases[:2])
    steps = [
        lambda ws: answer(ws, NUMBER, reference, "T07-23", Verdict.NO, Reason.MISSING, "Merk."),
        lambda ws: answer(ws, NUMBER, other, "T07-22", Verdict.YES),
        lambda ws: set_reason(ws, NUMBER, reference, "T07-23", Reason.OUTDATED),
        lambda ws: set_note(ws, NUMBER, reference, "T07-23", ""),
        lambda ws: answer(ws, NUMBER, reference, "T07-23", Verdict.YES),
        lambda ws: toggle_ask(ws, NUMBER, reference, "T07-24"),
        lambda ws: answer(ws, NUMBER, reference, "T07-23", Verdict.NOT_ASSESSED),
        lambda ws: answer(ws, NUMBER, other, "T05-19", Verdict.YES, performed_on=date(2026, 9, 1)),
    ]
    where = [(reference, "T07-23"), (other, "T07-22"), *[(reference, "T07-23")] * 3,
             (reference, "T07-24"), (reference, "T07-23"), (other, "T05-19")]  # fmt: skip
    seen = [whole(drawn)]
    for step in steps:
        step(drawn)
        seen.append(whole(drawn))
    for expected, place in zip(reversed(seen[:-1]), reversed(where), strict=True):
        ws = room(drawn.path)
        undone = undo(ws, NUMBER)
        assert undone is not None and (undone.reference, undone.check) == place
        assert whole(ws) == expected
    assert undo(drawn, NUMBER) is None


def test_the_same_answer_again_is_no_step(drawn: Workspace) -> None:
    reference = first(drawn)
    answer(drawn, NUMBER, reference, "T07-23", Verdict.YES)
    version = stored(drawn, reference, "T07-23").version
    answer(drawn, NUMBER, reference, "T07-23", Verdict.YES)
    assert stored(drawn, reference, "T07-23").version == version
    undone = undo(drawn, NUMBER)
    assert undone is not None and undone.what == "Ja på T07-23"
    assert undo(drawn, NUMBER) is None


def test_undo_never_contradicts_a_fact(drawn: Workspace) -> None:
    reference = first(drawn)
    answer(drawn, NUMBER, reference, "T01-16", Verdict.NO)
    answer(drawn, NUMBER, reference, "T01-16", Verdict.NOT_ASSESSED)
    set_fact(drawn, NUMBER, reference, "deling", False)
    set_note(drawn, NUMBER, reference, "T01-17", "Merk.")
    set_fact(drawn, NUMBER, reference, "deling", True)
    set_fact(drawn, NUMBER, reference, "deling", False)
    facts = []
    while undo(drawn, NUMBER) is not None:
        facts.append(get_review(drawn, NUMBER).case(reference).facts["deling"])
        by_fact = stored(drawn, reference, "T01-16").by_fact
        assert by_fact == (facts[-1] is False)
        assert by_fact == stored(drawn, reference, "T01-17").by_fact
    assert facts == [True, False, False, None, None, None]
    assert stored(drawn, reference, "T01-16").is_open
    assert stored(drawn, reference, "T01-17").note is None


def test_undo_covers_answers_comments_and_facts_in_their_order(
    listed: Workspace, room: Room
) -> None:
    """The same steps as a leader met: a comment, a nei in another case, and a fact."""
    draw(listed, DrawRequest("2026-11", theme="overgang"))
    cases = get_review(listed, NUMBER).cases
    first, third = cases[0].reference, cases[2].reference
    before = facts_and_answers(listed)
    answer(listed, NUMBER, first, "T07-24", Verdict.NO)
    set_note(listed, NUMBER, third, "T07-23", "Sk")
    set_note(listed, NUMBER, third, "T07-23", "Skrevet.")
    toggle_ask(listed, NUMBER, third, "T11-24")
    middle = facts_and_answers(listed)
    set_fact(listed, NUMBER, third, "overgang", False)
    told = []
    for expected in (middle, None, None, before):
        ws = room(listed.path)
        undone = undo(ws, NUMBER)
        assert undone is not None
        told.append((undone.what, undone.position, undone.check, undone.fact))
        assert expected is None or facts_and_answers(ws) == expected
    assert told == [
        ("faktumet «Overgang»", 3, None, "overgang"),
        ("«spør» på T11-24", 3, "T11-24", None),
        ("kommentaren til T07-23", 3, "T07-23", None),
        ("Nei på T07-24", 1, "T07-24", None),
    ]
    assert undo(listed, NUMBER) is None


def test_the_fact_that_makes_a_check_apply_is_named(drawn: Workspace) -> None:
    reference = first(drawn)
    place = (drawn, NUMBER, reference, "T01-16", Verdict.NOT_APPLICABLE)
    with pytest.raises(Refused, match="Svar på det først"):
        answer(*place)
    set_fact(drawn, NUMBER, reference, "deling", True)
    with pytest.raises(Refused, match="«Deling av opplysninger» gjør at T01-16 gjelder"):
        answer(*place)


def test_a_comment_written_with_pauses_is_one_step_to_undo(drawn: Workspace) -> None:
    """Autosave stores at every pause; one undo takes all of it back, a second the verdict."""
    reference = first(drawn)
    answer(drawn, NUMBER, reference, "T07-23", Verdict.NO)
    for text in ("Avtalt", "Avtalt på", "Avtalt på telefon"):
        set_note(drawn, NUMBER, reference, "T07-23", text)
    undo(drawn, NUMBER)
    shown = stored(drawn, reference, "T07-23")
    assert (shown.verdict, shown.note) == (Verdict.NO, None)
    undo(drawn, NUMBER)
    assert stored(drawn, reference, "T07-23").is_open


def test_a_second_comment_after_another_answer_is_a_step_of_its_own(drawn: Workspace) -> None:
    reference = first(drawn)
    set_note(drawn, NUMBER, reference, "T07-23", "Først.")
    answer(drawn, NUMBER, reference, "T07-22", Verdict.YES)
    set_note(drawn, NUMBER, reference, "T07-23", "Først. Så mer.")
    undo(drawn, NUMBER)
    assert stored(drawn, reference, "T07-23").note == "Først."
