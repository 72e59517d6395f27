"""Gjennomgang as a leader meets it: opened at a place, driven by keys, read back from the file."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from oslo_ik.reviews.spot_checks import get_review, save_place
from oslo_ik.reviews.views import AnswerView, ReviewView
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.review import ReviewScreen
from oslo_ik.screens.widgets.status import StatusLine

NUMBER = "SP-2026-11"


@dataclass
class Desk:
    """A running Gjennomgang beside a second connection to its file."""

    ws: Workspace
    pilot: Pilot[None]
    screen: ReviewScreen

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)

    async def pause(self, seconds: float | None = None) -> None:
        await self.pilot.pause(seconds)

    def review(self) -> ReviewView:
        """The review as another connection reads it."""
        return get_review(self.ws, NUMBER)

    def stored(self, check: str, case: int = 0) -> AnswerView:
        """An answer as another connection reads it."""
        return self.review().cases[case].answer(check)

    def status(self) -> str:
        return self.screen.query_one(StatusLine).text

    def panel(self) -> str:
        return str(self.screen.query_one("#detail-text", Static).content)

    def reasons(self) -> str:
        return str(self.screen.query_one("#reasons", Static).content)


@pytest.fixture
def review(shell: Callable[..., Any]) -> Callable[..., AbstractAsyncContextManager[Desk]]:
    """``review(ws, at="T07-23")`` opens there; ``repeat`` 0 takes every key as a new one."""

    @asynccontextmanager
    async def start(
        ws: Workspace, size: tuple[int, int] = (80, 24), repeat: float = 0, at: str | None = None
    ) -> AsyncIterator[Desk]:
        if at is not None:
            save_place(ws, NUMBER, get_review(ws, NUMBER).cases[0].reference, at)
        async with shell(ws.path, size=size) as s:
            screen = ReviewScreen(NUMBER, repeat=repeat)
            await s.app.push_screen(screen)
            await s.pilot.pause()
            yield Desk(ws, s.pilot, screen)

    return start
