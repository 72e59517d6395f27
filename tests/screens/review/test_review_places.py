"""Where she is in Gjennomgang, what changes the sample, and how it fits every screen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Static

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.reviews.answers import answer, set_fact, set_note
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.widgets.footer import shown_keys
from oslo_ik.screens.widgets.review_comment import CommentEditor
from oslo_ik.screens.widgets.review_list import CheckList

NUMBER = "SP-2026-11"
Start = Callable[..., Any]


async def test_the_cursor_goes_back_to_what_was_skipped_and_then_to_the_next_case(
    review: Start,
    drawn: Workspace,
) -> None:
    first = get_review(drawn, NUMBER).cases[0].reference
    for check in get_review(drawn, NUMBER).checks[1:-1]:
        answer(drawn, NUMBER, first, check.id, Verdict.YES)
    last, top = get_review(drawn, NUMBER).checks[-1], get_review(drawn, NUMBER).checks[0]
    async with review(drawn, at=last.id) as desk:
        await desk.press("j")
        while desk.screen.board.row.kind == "fact" and desk.screen.board.spot.reference == first:
            await desk.press("j")
        assert (desk.screen.board.spot.reference, desk.screen.board.row.id) == (first, top.id)
        await desk.press("j")
        second = get_review(drawn, NUMBER).cases[1].reference
        assert desk.screen.board.spot.reference == second
        assert second in desk.status()


async def test_she_comes_back_to_the_same_place(review: Start, drawn: Workspace) -> None:
    async with review(drawn) as desk:
        await desk.press("right", "right", "end", "up")
        place = desk.screen.board.spot
        await desk.press("escape")
    async with review(drawn) as desk:
        assert desk.screen.board.spot == place


async def test_after_a_kill_she_is_back_at_the_same_place(review: Start, drawn: Workspace) -> None:
    """Nothing is flushed: what was committed while she rested is all there is."""
    async with review(drawn) as desk:
        await desk.press("j", "j", "j", "j")
        await desk.pause(0.4)
        place, answers = desk.screen.board.spot, get_review(drawn, NUMBER).answered
        at = get_review(drawn, NUMBER).place
    assert at == (place.reference, desk.screen.board.rows[place.row].id)
    assert answers == desk.screen.board.review.answered


async def test_a_signed_review_can_be_read_and_not_changed(
    review: Start, signed: Workspace
) -> None:
    before = get_review(signed, NUMBER)
    async with review(signed) as desk:
        assert "ble låst 23.11.2026" in desk.status()
        await desk.press("j", "n", "s", "k", "x", "z", "1", "o", "a", "right", "j", "tab", "e", "i")
        await desk.pause()
        assert desk.screen.app.screen is desk.screen
        assert not desk.screen.query_one(CommentEditor).is_open
        assert "låst" in desk.status()
    assert get_review(signed, NUMBER).cases == before.cases


async def test_a_case_can_be_unavailable_and_come_back(review: Start, drawn: Workspace) -> None:
    async with review(drawn) as desk:
        await desk.press("tab", "i", "j")
        await desk.pause()
        assert get_review(drawn, NUMBER).cases[0].outcome == "unavailable"
        assert "utilgjengelig" in str(desk.screen.query_one("#case-heading", Static).content)
        await desk.press("i")
        assert get_review(drawn, NUMBER).cases[0].outcome == "included"


async def test_more_cases_and_another_case(review: Start, drawn: Workspace) -> None:
    before = [case.reference for case in get_review(drawn, NUMBER).cases]
    async with review(drawn) as desk:
        await desk.press("tab", "f", "2", "enter")
        await desk.pause()
        now = [case.reference for case in get_review(drawn, NUMBER).cases]
        assert now[:5] == before and len(now) == 7
        await desk.press("e", *"avsluttet", "enter")
        await desk.pause()
        after = [case.reference for case in get_review(drawn, NUMBER).cases]
        assert before[0] not in after and after[1:] == now[1:]
        assert desk.screen.board.spot.reference == after[0]


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)])
async def test_nothing_is_wider_than_the_screen(
    review: Start, drawn: Workspace, size: tuple[int, int]
) -> None:
    async with review(drawn, size=size, at="T07-23") as desk:
        for keys in (["n"], ["k"], ["escape", "v"]):
            await desk.press(*keys)
            await desk.pause()
            for widget in desk.screen.query("*"):
                if widget.display and widget.region.width:
                    assert widget.region.right <= size[0], widget
                    assert widget.region.bottom <= size[1], widget
        await desk.press("v")
        await desk.pause()
        assert desk.screen.query_one(CheckList).virtual_size.width <= size[0]
        assert desk.screen.query_one(CheckList).size.height >= 7


async def test_every_key_has_its_action(review: Start, drawn: Workspace) -> None:
    async with review(drawn) as desk:
        nodes = {"screen": desk.screen, "": None}
        for active in desk.screen.active_bindings.values():
            name = active.binding.action.partition("(")[0]
            space, _, bare = name.rpartition(".")
            owner = {"app": desk.screen.app, **nodes}[space] or active.node
            assert getattr(owner, f"action_{bare}", None) or getattr(
                owner, f"_action_{bare}", None
            ), active.binding


async def test_the_row_under_the_cursor_is_always_in_sight(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        table = desk.screen.query_one(CheckList)
        for key in [*"jjnjjn", "tab", "j", "tab", "k", "escape", "end"]:
            await desk.press(key)
            await desk.pause()
            row = desk.screen.board.spot.row
            assert 0 <= row - table.scroll_offset.y < table.size.height, key


async def test_the_whole_text_can_be_read_and_scrolled(review: Start, drawn: Workspace) -> None:
    first = get_review(drawn, NUMBER).cases[0].reference
    set_note(drawn, NUMBER, first, "T07-23", "linje\n" * 60 + "slutt")
    async with review(drawn, at="T07-23") as desk:
        await desk.press("v", "end")
        await desk.pause(0.5)
        text = desk.screen.query_one("#detail-scroll")
        assert text.has_focus
        assert text.scroll_offset.y == text.max_scroll_y > 0
        await desk.press("v")
        assert desk.screen.query_one(CheckList).has_focus


async def test_escape_closes_the_whole_text_first(review: Start, drawn: Workspace) -> None:
    reference = get_review(drawn, NUMBER).cases[0].reference
    async with review(drawn, at="T07-23") as desk:
        await desk.press("v")
        await desk.pause()
        labels = {key.names: key.label for key in shown_keys(desk.screen)}
        assert labels["v"] == labels["Esc"] == "Listen igjen"
        assert f"sak 1 av 5: {reference}" in desk.screen.subject
        await desk.press("escape")
        await desk.pause()
        assert desk.screen.app.screen is desk.screen
        assert desk.screen.query_one(CheckList).has_focus
        assert {key.names: key.label for key in shown_keys(desk.screen)}["v"] == "Les alt"
        await desk.press("escape")
        assert desk.screen.app.screen is not desk.screen


async def test_the_keys_shown_are_those_of_the_row(review: Start, drawn: Workspace) -> None:
    def letters() -> set[str]:
        return {key.names for key in shown_keys(desk.screen)} & set("jdnursk")

    async with review(drawn, at="deling") as desk:
        assert letters() == set("jn")
        await desk.press("down")
        await desk.pause()
        row = desk.screen.board.row
        assert letters() == (set("jn") if row.kind == "fact" else set("jdnursk"))
    async with review(drawn, at="T07-23") as desk:
        assert letters() == set("jdnursk")
        # The answer just given keeps its grunn and its comment on the facts of the next case.
        board = desk.screen.board
        await desk.press("n")
        board.show(board.review.cases[1].reference, 0)
        desk.screen.show_spot()
        await desk.pause()
        assert letters() == set("jnk")
        await desk.press("1")
        assert desk.stored("T07-23").reason == "finnes_ikke"


async def test_a_locked_review_shows_no_key_that_answers(review: Start, signed: Workspace) -> None:
    async with review(signed, at=None) as desk:
        desk.screen.board.show(
            desk.screen.board.spot.reference, desk.screen.board.check_row("T07-23")
        )
        desk.screen.show_spot()
        await desk.press("tab")
        await desk.pause()
        shown = {key.names for key in shown_keys(desk.screen)}
        assert not shown & set("jdnurskzxfei")
        assert {"v", "Enter", "Esc"} <= shown


async def test_a_fact_from_the_case_list_says_where_it_comes_from(
    review: Start, listed: Workspace
) -> None:
    """Every case of the list has a start; RT-302 alone has a transition within three months."""
    draw(listed, DrawRequest("2026-11", theme="overgang", size=16))
    async with review(listed, at="overgang") as desk:
        board = desk.screen.board
        for fact, said in (
            ("overgang", "regnet ut av overgangen i sakslisten"),
            ("under_4_maneder", "regnet ut av startdatoen i sakslisten"),
        ):
            row = board.row_of(fact)
            if row is None:
                continue
            for case in board.review.cases:
                board.show(case.reference, row)
                desk.screen.show_spot()
                from_list = fact == "under_4_maneder" or case.reference == "RT-302"
                assert (said in desk.panel()) == from_list, case.reference


async def test_a_sentence_goes_away_with_the_next_key(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("t")
        assert desk.status()
        await desk.press("down")
        assert desk.status() == ""
        await desk.press("z")
        assert desk.status() == "Det er ikke noe å angre."
        await desk.press("j")
        assert "angre" not in desk.status()


async def test_m_follows_to_the_areas_just_answered(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-13") as desk:
        await desk.press("d")
        assert desk.status().startswith("Trykk m og kryss av områdene som mangler.")
        assert "m områder som mangler" in desk.reasons()
        place = desk.screen.board.spot
        await desk.press("m", "space", "enter")
        await desk.pause()
        assert desk.stored("T07-13").missing_areas == ("funksjonsevne",)
        assert desk.screen.board.spot == place
        assert desk.screen.board.row.id != "T07-13"


async def test_not_relevant_names_the_fact_that_makes_a_check_apply(
    review: Start, drawn: Workspace
) -> None:
    first = get_review(drawn, NUMBER).cases[0].reference
    set_fact(drawn, NUMBER, first, "deling", True)
    async with review(drawn, at="T01-15") as desk:
        await desk.press("r")
        assert "«Deling av opplysninger» gjør at T01-15 gjelder" in desk.status()
