"""The comment in Gjennomgang: never lost, never a number, always shown as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual.widgets import Static, TextArea

from oslo_ik.reviews.answers import set_note
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.privacy_question import PrivacyQuestionScreen
from oslo_ik.screens.widgets.review_comment import CommentEditor

NUMBER = "SP-2026-11"
Start = Callable[..., Any]
HOSTILE = (
    "[ja] [/] [JA] [x",
    "=1+1",
    "rød \x1b[31mtekst\x1b[0m \u202eomvendt",
    "lang " * 1000,
    "æøåÆØÅ",
)


def test_hostile_texts_are_five() -> None:
    assert len(set(HOSTILE)) == 5 and len(HOSTILE[3]) == 5000


@pytest.mark.parametrize("text", HOSTILE)
async def test_a_hostile_comment_is_kept_and_shown(
    review: Start, drawn: Workspace, text: str
) -> None:
    from oslo_ik.text import clean

    whole = clean(text).strip()
    async with review(drawn, at="T07-23") as desk:
        await desk.press("k")
        desk.screen.query_one(TextArea).load_text(text)
        await desk.press("escape")
        assert desk.stored("T07-23").note == whole
        await desk.pause()
        assert whole in desk.panel()
        await desk.press("k")
        assert desk.screen.query_one(TextArea).text == whole


async def test_a_comment_is_saved_while_it_is_written(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("k", *"dato")
        assert desk.stored("T07-23").note is None
        await desk.pause(0.6)
        assert desk.stored("T07-23").note == "dato"
        assert desk.screen.query_one(CommentEditor).is_open


@pytest.mark.parametrize("key", ["escape", "tab", "ctrl+q"])
async def test_leaving_saves_the_comment(review: Start, drawn: Workspace, key: str) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("k", *"mangler", key)
        assert desk.stored("T07-23").note == "mangler"


async def test_a_comment_can_be_emptied(review: Start, drawn: Workspace) -> None:
    reference = get_review(drawn, NUMBER).cases[0].reference
    set_note(drawn, NUMBER, reference, "T07-23", "gammel")
    async with review(drawn, at="T07-23") as desk:
        await desk.press("k")
        desk.screen.query_one(TextArea).load_text("")
        await desk.press("escape")
        assert desk.stored("T07-23").note is None


async def test_an_identity_number_is_taken_out_and_the_rest_is_kept(
    review: Start, drawn: Workspace
) -> None:
    """13097248022 is the tax authority's published example of a valid number."""
    async with review(drawn, at="T07-23") as desk:
        await desk.press("k", *"gjelder 13097248022")
        await desk.pause(0.6)
        assert "130972" not in (desk.stored("T07-23").note or "")
        await desk.press(*" i dag")
        await desk.pause(0.6)
        assert desk.stored("T07-23").note == "gjelder [fjernet nummer] i dag"
        assert desk.screen.query_one(TextArea).text == "gjelder [fjernet nummer] i dag"
        assert "tatt bort" in desk.status()


async def test_what_may_be_a_person_is_asked_about_when_the_comment_is_left(
    review: Start,
    drawn: Workspace,
) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("k", *"ring 22 22 55 55 snarest")
        await desk.pause(0.6)
        assert desk.stored("T07-23").note == "ring […] snarest"
        assert desk.reasons().startswith(
            "Ikke lagret: ligner et telefonnummer (▮▮▮). Esc for å svare."
        )
        right = desk.screen.query_one(".title-right", Static)
        assert str(right.content) == "Ikke alt er lagret"
        assert desk.screen.app.screen is desk.screen
        await desk.press("escape")
        await desk.pause()
        assert isinstance(desk.screen.app.screen, PrivacyQuestionScreen)
        await desk.press("j", "n", "enter", "escape")
        await desk.pause()
        area = desk.screen.query_one(TextArea)
        assert area.has_focus
        assert area.text == "ring 22 22 55 55 snarest"
        assert area.selected_text == "22 22 55 55"
        await desk.press("escape")
        await desk.pause()
        await desk.press("f8")
        await desk.pause()
        assert desk.stored("T07-23").note == "ring 22 22 55 55 snarest"
        assert not desk.screen.query_one(CommentEditor).is_open


async def test_the_marked_part_can_be_left_out(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("k", *"ring 22 22 55 55 snarest", "escape")
        await desk.pause()
        await desk.press("f7")
        await desk.pause()
        assert desk.stored("T07-23").note == "ring […] snarest"
        assert not desk.screen.query_one(CommentEditor).is_open
        assert "ring […] snarest" in desk.panel()


@pytest.mark.parametrize("asked_first", [False, True])
async def test_a_question_does_not_hold_the_program_open(
    review: Start, drawn: Workspace, asked_first: bool
) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("k", *"ring 22 22 55 55 snarest")
        if asked_first:
            await desk.press("escape")
            await desk.pause()
        await desk.press("ctrl+q")
        assert desk.stored("T07-23").note == "ring […] snarest"
        assert not desk.screen.app.is_running


async def test_what_was_asked_about_can_be_written_away(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("k", *"ring 22 22 55 55")
        await desk.pause(0.6)
        await desk.press(*["backspace"] * 11, *"dem")
        await desk.pause(0.6)
        assert desk.stored("T07-23").note == "ring dem"
        assert desk.reasons().startswith("Lagres mens du skriver.")
        await desk.press("escape")
        assert not desk.screen.query_one(CommentEditor).is_open


async def test_the_state_of_saving_is_shown(review: Start, drawn: Workspace) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("n")
        right = desk.screen.query_one(".title-right", Static)
        assert str(right.content) == f"Lagret {desk.screen.ws.clock():%H:%M}"
        await desk.press("k", "x")
        assert str(right.content) == "Ikke lagret ennå"
        await desk.press("escape")
        assert str(right.content).startswith("Lagret")


async def test_digits_are_letters_while_a_comment_is_written(
    review: Start, drawn: Workspace
) -> None:
    async with review(drawn, at="T07-23") as desk:
        await desk.press("n", "k", *"side 2")
        assert "Esc når du er ferdig" in desk.reasons()
        await desk.press("escape")
        assert desk.stored("T07-23").note == "side 2"
        assert desk.stored("T07-23").reason is None
        assert desk.reasons().startswith("T07-23: Nei.")
