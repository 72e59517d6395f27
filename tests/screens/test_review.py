"""Gjennomgang, driven by keys at 80×24 on a real database: every key, and nothing lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static, TextArea

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.reviews.answers import answer, set_fact, set_note
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.spot_checks import get_review, save_place
from oslo_ik.reviews.views import AnswerView, DrawRequest, ReviewView
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.review import ReviewScreen
from oslo_ik.screens.summary import SummaryScreen
from oslo_ik.screens.widgets.review_comment import CommentEditor
from oslo_ik.screens.widgets.review_list import CheckList
from oslo_ik.screens.widgets.status import StatusLine

NUMBER = "SP-2026-11"
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
HOSTILE = (
    "[ja] [/] [JA] [x",
    "=1+1",
    "rød \x1b[31mtekst\x1b[0m \u202eomvendt",
    "lang " * 1000,
    "æøåÆØÅ",
)


Opened = Callable[..., AbstractAsyncContextManager[tuple[Pilot[None], ReviewScreen]]]


@pytest.fixture
def review(shell: Callable[..., Any]) -> Opened:
    """The review of a workspace on the screen; ``repeat`` 0 takes every key as a new one."""

    @asynccontextmanager
    async def opened(
        ws: Workspace, size: tuple[int, int] = (80, 24), repeat: float = 0
    ) -> AsyncIterator[tuple[Pilot[None], ReviewScreen]]:
        async with shell(ws.path, size=size) as s:
            screen = ReviewScreen(NUMBER, repeat=repeat)
            await s.app.push_screen(screen)
            await s.pilot.pause()
            yield s.pilot, screen

    return opened


def stored(ws: Workspace, check: str, case: int = 0) -> AnswerView:
    """The answer as another connection reads it."""
    return get_review(ws, NUMBER).cases[case].answer(check)


def go_to(ws: Workspace, check: str, case: int = 0) -> None:
    """Let the stored place be a check."""
    save_place(ws, NUMBER, get_review(ws, NUMBER).cases[case].reference, check)


def status(screen: ReviewScreen) -> str:
    return screen.query_one(StatusLine).text


def panel(screen: ReviewScreen) -> str:
    return str(screen.query_one("#detail-text", Static).content)


def reasons(screen: ReviewScreen) -> str:
    return str(screen.query_one("#reasons", Static).content)


def is_settled(view: ReviewView) -> bool:
    return all(not item.is_open for case in view.cases for item in case.answers)


async def test_five_cases_of_sixteen_checks_take_at_most_110_keys(
    review: Opened, drawn: Workspace
) -> None:
    pressed = 0
    async with review(drawn) as (pilot, screen):
        while screen.board.next_open() is not None:
            row, nth = screen.board.row, pressed % 11
            keys = ["j"]
            if row.id == "T07-13":
                keys = ["a"]
            elif row.kind == "check" and nth == 0:
                keys = ["n", "2"]
            elif row.kind == "check" and nth == 6:
                keys = ["u"]
            await pilot.press(*keys)
            pressed += len(keys)
        await pilot.press("enter")
        pressed += 1
        await pilot.pause()
        assert isinstance(screen.app.screen, SummaryScreen)
    view = get_review(drawn, NUMBER)
    assert (len(view.cases), len(view.checks)) == (5, 16)
    assert is_settled(view)
    assert sum(item.reason == Reason.INADEQUATE for c in view.cases for item in c.answers) >= 5
    assert pressed <= 110


async def test_a_verdict_is_committed_before_the_next_key(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("n")
        assert stored(drawn, "T07-23").verdict is Verdict.NO
        assert screen.board.row.id == "T07-22"
        await pilot.press("u")
        assert stored(drawn, "T07-22").verdict is Verdict.NOT_DOCUMENTED


async def test_a_grunn_belongs_to_the_answer_just_given(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("1")
        assert "grunn" in status(screen)
        await pilot.press("n")
        assert reasons(screen).startswith("T07-23: Nei.")
        await pilot.press("3")
        assert stored(drawn, "T07-23").reason == Reason.OUTDATED
        assert stored(drawn, "T07-22").reason is None
        await pilot.press("j")
        assert reasons(screen) == ""
        await pilot.press("up", "up", "1")
        assert stored(drawn, "T07-23").reason == Reason.MISSING


async def test_partial_is_refused_where_it_is_not_offered(review: Opened, drawn: Workspace) -> None:
    check = next(c for c in get_review(drawn, NUMBER).checks if not c.partial)
    go_to(drawn, check.id)
    async with review(drawn) as (pilot, screen):
        await pilot.press("d")
        assert stored(drawn, check.id).is_open
        assert check.id in status(screen) and screen.board.row.id == check.id


async def test_a_fact_settles_the_checks_that_hang_on_it(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "deling")
    async with review(drawn) as (pilot, screen):
        await pilot.press("u")
        assert "j eller n" in status(screen)
        await pilot.press("n")
        assert stored(drawn, "T01-15").by_fact
        table = screen.query_one(CheckList)
        assert str(table.get_cell("T01-15", "answer")) == "Ikke relevant"
        await pilot.press("z")
        assert stored(drawn, "T01-15").is_open
        assert get_review(drawn, NUMBER).cases[0].facts["deling"] is None
        assert screen.board.row.id == "deling"


async def test_undo_puts_the_latest_answer_back(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("j", "n", "z")
        assert stored(drawn, "T07-22").is_open
        assert stored(drawn, "T07-23").verdict is Verdict.YES
        assert screen.board.row.id == "T07-22"
        await pilot.press("z", "z")
        assert stored(drawn, "T07-23").is_open
        assert "ikke noe å angre" in status(screen)


async def test_the_answer_can_be_taken_away(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("j", "up", "x")
        assert stored(drawn, "T07-23").is_open
        assert screen.board.row.id == "T07-23"


async def test_the_cursor_goes_back_to_what_was_skipped_and_then_to_the_next_case(
    review: Opened,
    drawn: Workspace,
) -> None:
    first = get_review(drawn, NUMBER).cases[0].reference
    for check in get_review(drawn, NUMBER).checks[1:-1]:
        answer(drawn, NUMBER, first, check.id, Verdict.YES)
    last, top = get_review(drawn, NUMBER).checks[-1], get_review(drawn, NUMBER).checks[0]
    go_to(drawn, last.id)
    async with review(drawn) as (pilot, screen):
        await pilot.press("j")
        while screen.board.row.kind == "fact" and screen.board.spot.reference == first:
            await pilot.press("j")
        assert (screen.board.spot.reference, screen.board.row.id) == (first, top.id)
        await pilot.press("j")
        second = get_review(drawn, NUMBER).cases[1].reference
        assert screen.board.spot.reference == second
        assert second in status(screen)


async def test_ask_stays_open_and_the_cursor_moves_on(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("s")
        assert stored(drawn, "T07-23").ask and stored(drawn, "T07-23").is_open
        assert screen.board.row.id == "T07-22"
        assert str(screen.query_one(CheckList).get_cell("T07-23", "answer")) == "Spør"
        await pilot.press("up", "s")
        assert not stored(drawn, "T07-23").ask


async def test_not_relevant_asks_for_a_comment_and_a_conditional_check_for_its_fact(
    review: Opened,
    drawn: Workspace,
) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("r")
        assert screen.query_one(TextArea).has_focus
        await pilot.press(*"flyttet", "escape")
        assert stored(drawn, "T07-23").verdict is Verdict.NOT_APPLICABLE
        assert stored(drawn, "T07-23").note == "flyttet"
        assert screen.board.row.id == "T07-22"
    go_to(drawn, "T01-15")
    async with review(drawn) as (pilot, screen):
        await pilot.press("r")
        assert stored(drawn, "T01-15").is_open
        assert "Deling av opplysninger" in status(screen)


async def test_grunn_annet_opens_the_comment_of_that_answer(
    review: Opened, drawn: Workspace
) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("n", "5", *"på papir")
        await pilot.press("escape")
        assert stored(drawn, "T07-23").note == "på papir"
        assert stored(drawn, "T07-22").note is None
        assert screen.board.row.id == "T07-22"
        assert screen.query_one(CheckList).has_focus


async def test_areas_with_one_key_or_ticked(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "T07-13")
    async with review(drawn) as (pilot, screen):
        await pilot.press("a")
        assert stored(drawn, "T07-13").verdict is Verdict.YES
        await pilot.press("up", "m", "space", "enter")
        await pilot.pause()
        assert stored(drawn, "T07-13").verdict is Verdict.PARTIAL
        assert stored(drawn, "T07-13").missing_areas == ("funksjonsevne",)
        assert "Funksjonsevne" in panel(screen) or screen.board.row.id != "T07-13"
        await pilot.press("up")
        assert "Mangler: Funksjonsevne" in panel(screen)


@pytest.mark.parametrize(("day", "verdict"), [("23.07.2026", "yes"), ("22.07.2026", "no")])
async def test_the_date_settles_the_answer(
    review: Opened, drawn: Workspace, day: str, verdict: str
) -> None:
    """Cut-off 23.11.2026 and four months: 23 July still counts, 22 July does not."""
    go_to(drawn, "T07-27")
    async with review(drawn) as (pilot, screen):
        await pilot.press("t", *day, "enter")
        await pilot.pause()
        assert stored(drawn, "T07-27").verdict == Verdict(verdict)
        assert screen.app.screen is screen


async def test_a_serious_check_is_taken_up_with_one_key(review: Opened, listed: Workspace) -> None:
    draw(listed, DrawRequest("2026-11", theme="overgang"))
    first = get_review(listed, NUMBER).cases[0].reference
    set_fact(listed, NUMBER, first, "overgang", True)
    go_to(listed, "T11-24")
    async with review(listed) as (pilot, screen):
        assert "alvorlig hvis ikke ja" in panel(screen)
        await pilot.press("n")
        assert "o tatt opp nå" in reasons(screen)
        await pilot.press("o")
        assert stored(listed, "T11-24").taken_up is not None
        assert stored(listed, "T11-25").taken_up is None
        await pilot.press("o")
        assert stored(listed, "T11-24").taken_up is None


async def test_keys_that_belong_to_other_checks_say_so(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        for key in "amto":
            await pilot.press(key)
            assert status(screen).startswith(f"{key} gjelder bare")
        assert stored(drawn, "T07-23").is_open


async def test_a_held_key_answers_once(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn, repeat=60.0) as (pilot, screen):
        await pilot.press("j", "j", "j")
        assert screen.board.row.id == "T07-22"
        assert stored(drawn, "T07-22").is_open
        await pilot.press("n", "j")
        assert stored(drawn, "T07-22").verdict is Verdict.NO
        assert stored(drawn, "T07-13").verdict is Verdict.YES


async def test_she_comes_back_to_the_same_place(review: Opened, drawn: Workspace) -> None:
    async with review(drawn) as (pilot, screen):
        await pilot.press("right", "right", "end", "up")
        place = screen.board.spot
        await pilot.press("escape")
    async with review(drawn) as (_, screen):
        assert screen.board.spot == place


async def test_after_a_kill_she_is_back_at_the_same_place(review: Opened, drawn: Workspace) -> None:
    """Nothing is flushed: what was committed while she rested is all there is."""
    async with review(drawn) as (pilot, screen):
        await pilot.press("j", "j", "j", "j")
        await pilot.pause(0.4)
        place, answers = screen.board.spot, get_review(drawn, NUMBER).answered
        at = get_review(drawn, NUMBER).place
    assert at == (place.reference, screen.board.rows[place.row].id)
    assert answers == screen.board.review.answered


async def test_a_signed_review_can_be_read_and_not_changed(
    review: Opened, signed: Workspace
) -> None:
    before = get_review(signed, NUMBER)
    async with review(signed) as (pilot, screen):
        assert "ble låst 23.11.2026" in status(screen)
        await pilot.press(
            "j", "n", "s", "k", "x", "z", "1", "o", "a", "right", "j", "tab", "e", "i"
        )
        await pilot.pause()
        assert screen.app.screen is screen
        assert not screen.query_one(CommentEditor).is_open
        assert "låst" in status(screen)
    assert get_review(signed, NUMBER).cases == before.cases


async def test_a_case_can_be_unavailable_and_come_back(review: Opened, drawn: Workspace) -> None:
    async with review(drawn) as (pilot, screen):
        await pilot.press("tab", "i", "j")
        await pilot.pause()
        assert get_review(drawn, NUMBER).cases[0].outcome == "unavailable"
        assert "utilgjengelig" in str(screen.query_one("#case-heading", Static).content)
        await pilot.press("i")
        assert get_review(drawn, NUMBER).cases[0].outcome == "included"


async def test_more_cases_and_another_case(review: Opened, drawn: Workspace) -> None:
    before = [case.reference for case in get_review(drawn, NUMBER).cases]
    async with review(drawn) as (pilot, screen):
        await pilot.press("tab", "f", "2", "enter")
        await pilot.pause()
        now = [case.reference for case in get_review(drawn, NUMBER).cases]
        assert now[:5] == before and len(now) == 7
        await pilot.press("e", *"avsluttet", "enter")
        await pilot.pause()
        after = [case.reference for case in get_review(drawn, NUMBER).cases]
        assert before[0] not in after and after[1:] == now[1:]
        assert screen.board.spot.reference == after[0]


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)])
async def test_nothing_is_wider_than_the_screen(
    review: Opened, drawn: Workspace, size: tuple[int, int]
) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn, size=size) as (pilot, screen):
        for keys in (["n"], ["k"], ["escape", "v"]):
            await pilot.press(*keys)
            await pilot.pause()
            for widget in screen.query("*"):
                if widget.display and widget.region.width:
                    assert widget.region.right <= size[0], widget
                    assert widget.region.bottom <= size[1], widget
        await pilot.press("v")
        await pilot.pause()
        assert screen.query_one(CheckList).virtual_size.width <= size[0]
        assert screen.query_one(CheckList).size.height >= 7


async def test_every_key_has_its_action(review: Opened, drawn: Workspace) -> None:
    async with review(drawn) as (_, screen):
        nodes = {"screen": screen, "": None}
        for active in screen.active_bindings.values():
            name = active.binding.action.partition("(")[0]
            space, _, bare = name.rpartition(".")
            owner = {"app": screen.app, **nodes}[space] or active.node
            assert getattr(owner, f"action_{bare}", None) or getattr(
                owner, f"_action_{bare}", None
            ), active.binding


def test_hostile_texts_are_five() -> None:
    assert len(set(HOSTILE)) == 5 and len(HOSTILE[3]) == 5000


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_hostile_comment_is_kept_and_shown(
    review: Opened, drawn: Workspace, text: str
) -> None:
    from oslo_ik.text import clean

    whole = clean(text).strip()
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("k")
        screen.query_one(TextArea).load_text(text)
        await pilot.press("escape")
        assert stored(drawn, "T07-23").note == whole
        await pilot.pause()
        assert whole in panel(screen)
        await pilot.press("k")
        assert screen.query_one(TextArea).text == whole


async def test_a_comment_is_saved_while_it_is_written(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("k", *"dato")
        assert stored(drawn, "T07-23").note is None
        await pilot.pause(0.6)
        assert stored(drawn, "T07-23").note == "dato"
        assert screen.query_one(CommentEditor).is_open


@pytest.mark.parametrize("key", ["escape", "tab", "ctrl+q"])
async def test_leaving_saves_the_comment(review: Opened, drawn: Workspace, key: str) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, _):
        await pilot.press("k", *"mangler", key)
        assert stored(drawn, "T07-23").note == "mangler"


async def test_a_comment_can_be_emptied(review: Opened, drawn: Workspace) -> None:
    reference = get_review(drawn, NUMBER).cases[0].reference
    set_note(drawn, NUMBER, reference, "T07-23", "gammel")
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("k")
        screen.query_one(TextArea).load_text("")
        await pilot.press("escape")
        assert stored(drawn, "T07-23").note is None


async def test_an_identity_number_is_taken_out_and_the_rest_is_kept(
    review: Opened, drawn: Workspace
) -> None:
    """13097248022 is the tax authority's published example of a valid number."""
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("k", *"gjelder 13097248022")
        await pilot.pause(0.6)
        assert stored(drawn, "T07-23").note is None
        await pilot.press(*" i dag")
        await pilot.pause(0.6)
        assert stored(drawn, "T07-23").note == "gjelder [fjernet nummer] i dag"
        assert screen.query_one(TextArea).text == "gjelder [fjernet nummer] i dag"
        assert "tatt bort" in status(screen)


async def test_what_may_be_a_person_is_asked_about_when_the_comment_is_left(
    review: Opened,
    drawn: Workspace,
) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("k", *"ring 22 22 55 55 snarest")
        await pilot.pause(0.6)
        assert stored(drawn, "T07-23").note is None
        assert screen.app.screen is screen
        await pilot.press("escape")
        await pilot.pause()
        assert screen.app.screen is not screen
        await pilot.press("n")
        await pilot.pause()
        assert screen.query_one(TextArea).has_focus
        assert screen.query_one(TextArea).text == "ring 22 22 55 55 snarest"
        await pilot.press("escape")
        await pilot.pause()
        await pilot.press("j")
        await pilot.pause()
        assert stored(drawn, "T07-23").note == "ring 22 22 55 55 snarest"
        assert not screen.query_one(CommentEditor).is_open


async def test_the_state_of_saving_is_shown(review: Opened, drawn: Workspace) -> None:
    go_to(drawn, "T07-23")
    async with review(drawn) as (pilot, screen):
        await pilot.press("n")
        right = screen.query_one(".title-right", Static)
        assert str(right.content) == f"Lagret {NOON:%H:%M}"
        await pilot.press("k", "x")
        assert str(right.content) == "Ikke lagret ennå"
        await pilot.press("escape")
        assert str(right.content).startswith("Lagret")
