"""The app as a leader meets it: started on a real file, waited for, and read from the screen."""

from __future__ import annotations

import html
import re
from collections import defaultdict
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from oslo_ik.screens.app import OsloIkApp

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
_TEXT = re.compile(r'<text class="[^"]*" x="([\d.]+)" y="([\d.]+)"[^>]*>(.*?)</text>')


@dataclass
class Shell:
    """A running app."""

    app: OsloIkApp
    pilot: Pilot[None]

    @property
    def screen(self) -> Screen[Any]:
        return self.app.screen

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.settle()

    async def settle(self) -> None:
        """Threads have finished, and what they posted has been shown."""
        await self.pilot.pause()
        while any(not worker.is_finished for worker in self.app.workers):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()
        await self.pilot.pause()

    async def until(self, shown: Callable[[], object]) -> None:
        for _ in range(200):
            if shown():
                return
            await self.pilot.pause(0.02)
        raise AssertionError("it never came:\n" + self.text())

    def text(self) -> str:
        """What stands on the screen, line by line, from the picture that Textual draws."""
        lines: dict[float, list[tuple[float, str]]] = defaultdict(list)
        for x, y, inside in _TEXT.findall(self.app.export_screenshot()):
            lines[float(y)].append((float(x), html.unescape(inside).replace("\xa0", " ")))
        return "\n".join(
            "".join(part for _, part in sorted(parts)).rstrip()
            for _, parts in sorted(lines.items())
        )


Start = Callable[..., AbstractAsyncContextManager[Shell]]


@pytest.fixture
def shell() -> Start:
    """``async with shell(path, size=(80, 24)) as s``: the database is open, a room is shown."""

    @asynccontextmanager
    async def start(
        path: Path, size: tuple[int, int] = (80, 24), now: datetime = NOON, toasts: bool = False
    ) -> AsyncIterator[Shell]:
        app = OsloIkApp(path, clock=lambda: now)
        async with app.run_test(size=size, notifications=toasts) as pilot:
            running = Shell(app, pilot)
            await running.until(lambda: len(app.screen_stack) > 1)
            await running.settle()
            yield running

    return start
