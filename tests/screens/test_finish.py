"""Lås og ferdigstill and Eksporter, driven by keys at 80×24 on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from textual.pilot import Pilot
from textual.widgets import Input, Static

from oslo_ik.reviews.actions import no_action
from oslo_ik.reviews.findings import confirm, list_findings
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.export import ExportScreen
from oslo_ik.screens.finish import FinishScreen, MissingList
from oslo_ik.screens.review import ReviewScreen
from oslo_ik.screens.summary import SummaryScreen
from oslo_ik.screens.widgets.review_summary_list import SummaryList
from oslo_ik.screens.widgets.status import StatusLine
from oslo_ik.store.chain import short_seal

NUMBER = "SP-2026-11"
REASON = "Kontaktpersonen er syk."


Opened = Callable[..., AbstractAsyncContextManager[tuple[Pilot[None], Any]]]


@pytest.fixture
def opened(shell: Callable[..., Any]) -> Opened:
    """A screen on top of Oversikt."""

    @asynccontextmanager
    async def start(
        ws: Workspace, screen: OsloScreen[None], size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[tuple[Pilot[None], OsloScreen[None]]]:
        async with shell(ws.path, size=size) as s:
            await s.app.push_screen(screen)
            await s.settle()
            yield s.pilot, screen

    return start


async def done(pilot: Pilot[None]) -> None:
    """Wait for the thread, and for what it posts."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def text(screen: OsloScreen[None], selector: str) -> str:
    return str(screen.query_one(selector, Static).content)


def decide(ws: Workspace) -> None:
    summarise(ws, NUMBER)
    for finding in list_findings(ws, NUMBER):
        confirm(ws, finding.id)
        if finding.kind == "requirement_not_met":
            no_action(ws, finding.id, "Ett tilfelle.")


async def test_what_is_missing_is_listed_and_one_key_away(
    opened: Opened, answered: Workspace
) -> None:
    summarise(answered, NUMBER)
    async with opened(answered, FinishScreen(NUMBER)) as (pilot, screen):
        blocking = len(list_findings(answered, NUMBER))
        assert f"({blocking})" in text(screen, "#missing-title")
        await pilot.press("f8")
        await pilot.press("down", "enter")
        await pilot.pause()
        there = screen.app.screen
        assert isinstance(there, SummaryScreen)
        entry = there.query_one(SummaryList).entry
        assert entry is not None and entry.finding is not None
        assert entry.finding.id == list_findings(answered, NUMBER)[1].id
    assert get_review(answered, NUMBER).status == "summarised"


async def test_what_is_not_decided_is_said_before_the_key_and_in_the_question(
    shell: Callable[..., Any], answered: Workspace
) -> None:
    decide(answered)
    krav = [f for f in list_findings(answered, NUMBER) if f.kind == "requirement_not_met"]
    told = ("1 punkt er ikke besvart (spør)", f"{len(krav)} funn mangler svar om avvik i EQS")
    async with shell(answered.path, size=(80, 24)) as s:
        await s.app.push_screen(FinishScreen(NUMBER))
        await s.settle()
        assert all(sentence in s.text() for sentence in told)
        assert "1 åpent" in s.text()
        s.screen.query_one("#reason", Input).value = REASON
        await s.press("f8")
        assert all(sentence in s.text() for sentence in told)
        await s.press("n")
        s.screen.query_one(MissingList).focus()
        await s.press("down", "enter")
        assert isinstance(s.screen, SummaryScreen)
        entry = s.screen.query_one(SummaryList).entry
        assert entry is not None and entry.finding is not None
        assert entry.finding.id == krav[0].id
        await s.press("l", "shift+tab")
        s.screen.query_one(MissingList).focus()
        await s.press("home", "enter")
        assert isinstance(s.screen, ReviewScreen)


async def test_locking_says_where_the_copy_is(opened: Opened, answered: Workspace) -> None:
    decide(answered)
    async with opened(answered, FinishScreen(NUMBER)) as (pilot, screen):
        screen.query_one("#reason", Input).value = REASON
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("j")
        await done(pilot)
        folder = answered.path.parent / "sikkerhetskopier"
        assert list(folder.glob("*.db"))
        assert str(folder) in screen.query_one(StatusLine).text


async def test_locking_asks_for_the_reason_and_once_more(
    opened: Opened, answered: Workspace
) -> None:
    decide(answered)
    async with opened(answered, FinishScreen(NUMBER)) as (pilot, screen):
        assert screen.query_one("#role", Input).value == "Seksjonsleder"
        await pilot.press("f8")
        assert screen.app.screen is screen
        screen.query_one("#reason", Input).value = REASON
        await pilot.press("f8")
        await pilot.pause()
        assert screen.app.screen is not screen
        await pilot.press("n")
        await pilot.pause()
        assert get_review(answered, NUMBER).status == "summarised"
        await pilot.press("f8")
        await pilot.pause()
        await pilot.press("j")
        await done(pilot)
        view = get_review(answered, NUMBER)
        assert (view.status, view.signed_role) == ("signed", "Seksjonsleder")
        assert view.seal is not None
        groups = f"{view.seal[:4]} {view.seal[4:8]} {view.seal[8:12]} {view.seal[12:16]}"
        assert f"Kontrollsum: {groups}" in text(screen, "#seal")
        await pilot.press("x")
        await pilot.pause()
        assert isinstance(screen.app.screen, ExportScreen)


async def test_a_locked_review_shows_its_seal(opened: Opened, signed: Workspace) -> None:
    async with opened(signed, FinishScreen(NUMBER)) as (pilot, screen):
        seal = get_review(signed, NUMBER).seal
        assert seal is not None and short_seal(seal) in text(screen, "#seal")
        await pilot.press("f8")
        assert screen.app.screen is screen


async def test_the_document_goes_where_it_is_told(
    opened: Opened, signed: Workspace, tmp_path: Path
) -> None:
    target = tmp_path / "ut" / "stikkprøve.docx"
    target.parent.mkdir()
    async with opened(signed, ExportScreen(NUMBER)) as (pilot, screen):
        assert "klar" in text(screen, "#state")
        screen.query_one("#target", Input).value = str(target)
        await pilot.press("f5")
        await done(pilot)
        seal = get_review(signed, NUMBER).seal
        assert seal is not None
        assert str(target) in text(screen, "#result")
        assert short_seal(seal) in text(screen, "#result")
    document = Document(str(target))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert any(cell.split(" / ")[0] == NUMBER for cell in cells)
    assert any(short_seal(seal) in cell for cell in cells)


async def test_enter_twice_is_enough_and_a_draft_says_so(
    opened: Opened, answered: Workspace
) -> None:
    async with opened(answered, ExportScreen(NUMBER)) as (pilot, screen):
        assert "UTKAST" in text(screen, "#state")
        await pilot.press("enter", "enter")
        await done(pilot)
        shown = text(screen, "#result")
        assert "UTKAST" in shown
        path = Path(shown.splitlines()[1])
        assert path.is_file() and path.suffix == ".docx"


async def test_a_bad_target_is_a_sentence_and_she_can_try_again(
    opened: Opened, signed: Workspace
) -> None:
    async with opened(signed, ExportScreen(NUMBER)) as (pilot, screen):
        screen.query_one("#target", Input).value = "/finnes/ikke/fil.docx"
        await pilot.press("f5")
        await done(pilot)
        assert text(screen, "#result") == ""
        assert screen.check_action("export", ()) is True


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)])
@pytest.mark.parametrize("kind", [FinishScreen, ExportScreen])
async def test_nothing_is_wider_than_the_screen(
    opened: Opened,
    answered: Workspace,
    size: tuple[int, int],
    kind: type[FinishScreen] | type[ExportScreen],
) -> None:
    decide(answered)
    async with opened(answered, kind(NUMBER), size=size) as (_, screen):
        for widget in screen.query("*"):
            if widget.display and widget.region.width:
                assert widget.region.right <= size[0], widget
                assert widget.region.bottom <= size[1], widget


@pytest.mark.parametrize("kind", [FinishScreen, ExportScreen])
async def test_every_key_has_its_action(
    opened: Opened, signed: Workspace, kind: type[FinishScreen] | type[ExportScreen]
) -> None:
    async with opened(signed, kind(NUMBER)) as (_, screen):
        for active in screen.active_bindings.values():
            name = active.binding.action.partition("(")[0]
            space, _, bare = name.rpartition(".")
            owner = {"app": screen.app, "screen": screen}.get(space, active.node)
            assert hasattr(owner, f"action_{bare}"), active.binding
