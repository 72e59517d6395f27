"""The palette: Norwegian, folded, only what is possible now, and it does what it says."""

from __future__ import annotations

from typing import Any

import pytest
from textual.widgets import Input

from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.cases import CasesScreen
from oslo_ik.screens.checks import ChecksScreen
from oslo_ik.screens.follow_up import FollowUpScreen
from oslo_ik.screens.import_cases import ImportScreen
from oslo_ik.screens.palette import PaletteScreen, score
from oslo_ik.screens.rooms import ROOMS


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("apne", "Åpne Saker"),
        ("aapne", "Åpne Saker"),
        ("ÅPNE", "Åpne Saker"),
        ("a\u030apne", "Åpne Saker"),
        ("sok", "Søk"),
        ("soek", "Søk"),
        ("las", "Lås og ferdigstill"),
        ("ferdig", "Lås og ferdigstill"),
        ("pasjonsvaer", "Pasjonsvær"),
        ("pasjonsvar", "Pasjonsvær"),
        ("gjgang", "Gjennomgang"),
    ],
)
def test_a_label_is_found_without_norwegian_letters(typed: str, label: str) -> None:
    assert score(typed, label) is not None


def test_what_begins_with_the_letters_comes_first_and_the_rest_is_left_out() -> None:
    assert score("sak", "Saker") == 0
    assert score("sak", "Åpne Saker") == 1
    assert score("ake", "Åpne Saker") == 2
    assert score("xyz", "Åpne Saker") is None
    assert score("", "Hva som helst") == 0


async def test_the_palette_opens_with_everything_and_says_so_when_nothing_fits(
    listed: Workspace, shell: Any
) -> None:
    async with shell(listed.path) as s:
        await s.press("ctrl+p")
        assert "Søk etter noe å gjøre …" in s.text()
        for label in ("Åpne Trekk", "Åpne Saker", "Åpne Kontrollpunkter", "Avslutt", "Hjelp"):
            assert label in s.text()
        await s.press(*"qqq")
        assert "Ingen treff" in s.text()
        await s.press("enter")
        assert isinstance(s.screen, PaletteScreen)
        for english in ("Search", "No matches", "Theme", "Quit"):
            assert english not in s.text()


async def test_rooms_that_are_not_possible_yet_are_not_offered(
    listed: Workspace, shell: Any
) -> None:
    async with shell(listed.path) as s:
        await s.press("ctrl+p")
        for label in ("Åpne Gjennomgang", "Åpne Lås", "Åpne Eksporter", "Åpne Funn"):
            assert label not in s.text()


async def test_rooms_of_a_review_are_offered_once_there_is_one(
    drawn: Workspace, shell: Any
) -> None:
    async with shell(drawn.path) as s:
        await s.press("ctrl+p")
        for label in ("Åpne Gjennomgang", "Åpne Lås", "Åpne Eksporter", "Åpne Funn"):
            assert label in s.text()


async def test_a_command_of_the_room_is_run_in_the_room(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path) as s:
        await s.press("s", "ctrl+p", *"importer", "enter")
        assert isinstance(s.screen, ImportScreen)
        await s.press("ctrl+p", *"apne kontr", "enter")
        assert isinstance(s.screen, ChecksScreen)
        await s.press("ctrl+p", *"ga til oversikt", "enter")
        await s.press("s")
        assert isinstance(s.screen, CasesScreen)
        await s.press("ctrl+p", *"sok", "enter")
        assert s.screen.focused is s.screen.query_one("#search", Input)


async def test_arrows_choose_and_escape_closes(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path) as s:
        before = s.screen
        await s.press("ctrl+p", *"åpne", "down", "up", "down", "enter")
        assert isinstance(s.screen, CasesScreen)
        await s.press("ctrl+p", "escape", "escape")
        assert s.screen is before


async def test_the_look_changes_between_dark_and_light(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path) as s:
        was = s.app.theme
        await s.press("ctrl+p", *"utseende", "enter")
        assert {was, s.app.theme} == {"oslo-lys", "oslo-mork"}


async def test_a_rooms_letter_is_told_only_where_it_opens_the_room(
    drawn: Workspace, shell: Any
) -> None:
    def told(s: Any, label: str) -> str:
        (row,) = [row for row in s.text().splitlines() if label in row]
        return str(row)

    async with shell(drawn.path, size=(100, 45)) as s:
        await s.press("ctrl+p")
        assert "g  " in told(s, "Åpne Gjennomgang")
        await s.press("escape", "g", "ctrl+p", *"åpne")
        for room in ROOMS:
            cells = [cell.strip() for cell in told(s, f"Åpne {room.label}").split("│")]
            assert f"Åpne {room.label}" in cells


async def test_only_keys_that_work_beside_a_field_are_told(listed: Workspace, shell: Any) -> None:
    """On Trekk the cursor stands in a field, where «?» is a letter and F1 is not."""
    async with shell(listed.path) as s:
        await s.press("t", "ctrl+p", *"hjelp")
        assert "F1" in s.text()
        assert "?" not in s.text().split("Hjelp")[0].splitlines()[-1]


async def test_what_is_not_possible_now_says_why_when_it_is_asked_for(
    listed: Workspace, shell: Any
) -> None:
    async with shell(listed.path) as s:
        await s.press("ctrl+p", *"laas")
        assert "Lås og ferdigstill: ikke mulig nå, ingen stikkprøve pågår" in s.text()
        await s.press("enter")
        assert isinstance(s.screen, PaletteScreen)


@pytest.mark.parametrize(("down", "room"), [(0, CasesScreen), (1, FollowUpScreen)])
async def test_search_is_found_from_anywhere(
    listed: Workspace, shell: Any, down: int, room: type[Any]
) -> None:
    async with shell(listed.path) as s:
        await s.press("ctrl+p", *"sok", *(["down"] * down), "enter")
        await s.settle()
        assert isinstance(s.screen, room)
        if room is CasesScreen:
            assert s.screen.focused is s.screen.query_one("#search", Input)


async def test_help_gives_each_arrow_its_own_meaning(drawn: Workspace, shell: Any) -> None:
    async with shell(drawn.path, size=(100, 60)) as s:
        await s.press("g", "f1")
        rows = [row.strip(" │") for row in s.text().splitlines()]
        assert any(row.startswith("← ") and row.endswith("Forrige sak") for row in rows)
        assert any(row.startswith("→ ") and row.endswith("Neste sak") for row in rows)
