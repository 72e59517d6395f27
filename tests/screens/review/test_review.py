"""The keys that answer in Gjennomgang, at 80×24 on a real database."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Static, TextArea

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.reviews.answers import set_fact
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.views import DrawRequest, ReviewView
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.summary import SummaryScreen
from oslo_ik.screens.widgets.review_list import CheckList

NUMBER = "SP-2026-11"
Start = Callable[..., Any]


def is_settled(view: ReviewView) -> bool:
    return all(not item.is_open for case in view.cases for item in case.answers)


async def test_five_cases_of_sixteen_checks_take_at_most_110_keys(
    review: Start, drawn: Workspace
) -> None:
    pressed = 0
    async with review(drawn) as desk:
        while desk.screen.board.next_open() is not None:
            row, nth = desk.screen.board.row, pressed % 11
            keys = ["j"]
            if row.id == "T07-13":
                keys = ["a"]
            elif row.kind == "check" and nth == 0:
                keys = ["n", "2"]
            elif row.kind == "check" and nth == 6:
                keys = ["u"]
            await desk.press(*keys)
            pressed += len(keys)
        await desk.press("enter")
        pressed += 1
        await desk.pause()
        assert isinstance(desk.screen.app.screen, SummaryScreen)
    view = get_review(drawn, NUMBER)
    assert (len(view.cases), len(view.checks)) == (5, 16)
    assert is_settled(view)
    assert sum(item.reason == Reason.INADEQUATE for c in view.cases for item in c.answers) >= 5
    assert pressed <= 110


async def test_a_verdict_is_committed_before_the_next_key(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("n")
        assert desk.stored("T07-23").verdict is Verdict.NO
        assert desk.screen.board.row.id == "T07-22"
        await desk.press("u")
        assert desk.stored("T07-22").verdict is Verdict.NOT_DOCUMENTED


async def test_a_grunn_belongs_to_the_answer_just_given(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("1")
        assert "grunn" in desk.status()
        await desk.press("n")
        assert desk.reasons().startswith("T07-23: Nei.")
        await desk.press("3")
        assert desk.stored("T07-23").reason == Reason.OUTDATED
        assert desk.stored("T07-22").reason is None
        await desk.press("j")
        assert desk.reasons() == ""
        await desk.press("up", "up", "1")
        assert desk.stored("T07-23").reason == Reason.MISSING


async def test_partial_is_refused_where_it_is_not_offered(review: Start, drawn: Workspace) -> None:
    check = next(c for c in get_review(drawn, NUMBER).checks if not c.partial)
    async with review(drawn, at=check.id) as desk:
        await desk.press("d")
        assert desk.stored(check.id).is_open
        assert check.id in desk.status() and desk.screen.board.row.id == check.id


async def test_a_fact_settles_the_checks_that_hang_on_it(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="deling") as desk:
        await desk.press("u")
        assert "j eller n" in desk.status()
        await desk.press("n")
        assert desk.stored("T01-15").by_fact
        table = desk.screen.query_one(CheckList)
        assert str(table.get_cell("T01-15", "answer")) == "Ikke relevant"
        await desk.press("z")
        assert desk.stored("T01-15").is_open
        assert get_review(drawn, NUMBER).cases[0].facts["deling"] is None
        assert desk.screen.board.row.id == "deling"


async def test_undo_goes_to_what_it_takes_back_after_a_restart(
    review: Start, listed: Workspace
) -> None:
    """A nei in case 1, then a comment and a fact in case 3; undone in the next sitting."""
    draw(listed, DrawRequest("2026-11", theme="overgang"))
    async with review(listed, at="T07-24") as desk:
        await desk.press("n")
        third = desk.screen.board.review.cases[2]
        row = desk.screen.board.row_of
        desk.screen.board.show(third.reference, row("T07-23"))
        desk.screen._target = None
        desk.screen.show_spot()
        await desk.press("k", *"skrevet", "escape")
        desk.screen.board.show(third.reference, row("overgang"))
        desk.screen.show_spot()
        await desk.press("n")
        assert desk.stored("T11-24", case=2).by_fact
    async with review(listed) as desk:
        await desk.press("z")
        assert desk.status() == "Angret: faktumet «Overgang» i sak 3."
        assert desk.screen.board.row.id == "overgang"
        assert desk.stored("T11-24", case=2).is_open
        await desk.press("z")
        assert desk.status() == "Angret: kommentaren til T07-23 i sak 3."
        assert desk.stored("T07-23", case=2).note is None
        await desk.press("z")
        assert desk.status() == "Angret: Nei på T07-24 i sak 1. Du står nå i sak 1."
        assert desk.stored("T07-24").is_open
        assert desk.screen.board.case_index == 0
        await desk.press("z")
        assert desk.status() == "Det er ikke noe å angre."


async def test_after_an_undo_the_grunn_belongs_to_the_line_shown(
    review: Start, drawn: Workspace
) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("n", "n", "up", "j", "z")
        assert desk.screen.board.row.id == "T07-22"
        assert desk.reasons().startswith("T07-22: Nei.")
        await desk.press("2")
        assert desk.stored("T07-22").reason == Reason.INADEQUATE
        assert desk.stored("T07-23").reason is None


async def test_undo_puts_the_latest_answer_back(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("j", "n", "z")
        assert desk.stored("T07-22").is_open
        assert desk.stored("T07-23").verdict is Verdict.YES
        assert desk.screen.board.row.id == "T07-22"
        await desk.press("z", "z")
        assert desk.stored("T07-23").is_open
        assert "ikke noe å angre" in desk.status()


async def test_the_answer_can_be_taken_away(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("j", "up", "x")
        assert desk.stored("T07-23").is_open
        assert desk.screen.board.row.id == "T07-23"


async def test_ask_stays_open_and_the_cursor_moves_on(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("s")
        assert desk.stored("T07-23").ask and desk.stored("T07-23").is_open
        assert desk.screen.board.row.id == "T07-22"
        assert str(desk.screen.query_one(CheckList).get_cell("T07-23", "answer")) == "Spør"
        await desk.press("up", "s")
        assert not desk.stored("T07-23").ask


async def test_not_relevant_asks_for_a_comment_and_a_conditional_check_for_its_fact(
    review: Start,
    drawn: Workspace,
) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("r")
        assert desk.screen.query_one(TextArea).has_focus
        label = str(desk.screen.query_one("#comment-label", Static).content)
        assert label.startswith("Skriv hvorfor det ikke er relevant.")
        await desk.press(*"flyttet", "escape")
        assert desk.stored("T07-23").verdict is Verdict.NOT_APPLICABLE
        assert desk.stored("T07-23").note == "flyttet"
        assert desk.screen.board.row.id == "T07-22"
    async with review(drawn, at="T01-15") as desk:
        await desk.press("r")
        assert desk.stored("T01-15").is_open
        assert "Deling av opplysninger" in desk.status()


async def test_grunn_annet_opens_the_comment_of_that_answer(
    review: Start, drawn: Workspace
) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("n", "5", *"på papir")
        await desk.press("escape")
        assert desk.stored("T07-23").note == "på papir"
        assert desk.stored("T07-22").note is None
        assert desk.screen.board.row.id == "T07-22"
        assert desk.screen.query_one(CheckList).has_focus


async def test_areas_with_one_key_or_ticked(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-13") as desk:
        await desk.press("a")
        assert desk.stored("T07-13").verdict is Verdict.YES
        await desk.press("up", "m", "space", "enter")
        await desk.pause()
        assert desk.stored("T07-13").verdict is Verdict.PARTIAL
        assert desk.stored("T07-13").missing_areas == ("funksjonsevne",)
        await desk.press("up")
        assert "Mangler: Funksjonsevne" in desk.panel()


@pytest.mark.parametrize(("day", "verdict"), [("23.07.2026", "yes"), ("22.07.2026", "no")])
async def test_the_date_settles_the_answer(
    review: Start, drawn: Workspace, day: str, verdict: str
) -> None:
    """Cut-off 23.11.2026 and four months: 23 July still counts, 22 July does not."""
    async with review(drawn, at="T07-27") as desk:
        await desk.press("t", *day, "enter")
        await desk.pause()
        assert desk.stored("T07-27").verdict == Verdict(verdict)
        assert desk.screen.app.screen is desk.screen


async def test_a_serious_check_is_taken_up_with_one_key(review: Start, listed: Workspace) -> None:
    draw(listed, DrawRequest("2026-11", theme="overgang"))
    first = get_review(listed, NUMBER).cases[0].reference
    set_fact(listed, NUMBER, first, "overgang", True)
    async with review(listed, at="T11-24") as desk:
        assert "alvorlig hvis ikke ja" in desk.panel()
        await desk.press("n")
        assert "o tatt opp nå" in desk.reasons()
        serious = "Alvorlig: ta det opp nå. Trykk o når det er gjort."
        assert desk.status().startswith(serious)
        table = desk.screen.query_one(CheckList)
        assert str(table.get_cell("T11-24", "answer")) == "Nei: ta opp"
        await desk.press("o")
        assert serious not in desk.status()
        assert str(table.get_cell("T11-24", "answer")) == "Nei: tatt opp"
        assert desk.stored("T11-24").taken_up is not None
        assert desk.stored("T11-25").taken_up is None
        await desk.press("o")
        assert desk.stored("T11-24").taken_up is None


async def test_keys_that_belong_to_other_checks_say_so(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        for key in "amto":
            await desk.press(key)
            assert desk.status().startswith(f"{key} gjelder bare")
        assert desk.stored("T07-23").is_open


async def test_a_held_key_answers_once(review: Start, drawn: Workspace) -> None:
    async with review(drawn, repeat=60.0, at="T07-23") as desk:
        await desk.press("j", "j", "j")
        assert desk.screen.board.row.id == "T07-22"
        assert desk.stored("T07-22").is_open
        await desk.press("n", "j")
        assert desk.stored("T07-22").verdict is Verdict.NO
        assert desk.stored("T07-13").verdict is Verdict.YES
