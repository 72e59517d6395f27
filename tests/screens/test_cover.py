"""One key covers the screen, also while typing; nothing shows through, and any key returns."""

from __future__ import annotations

from typing import Any

from textual.widgets import Input

from oslo_ik.errors import PrivacyQuestion
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens import cover
from oslo_ik.screens.cases import CasesScreen
from oslo_ik.screens.cover import CoverScreen
from oslo_ik.screens.privacy_question import PrivacyQuestionScreen


async def test_f9_covers_while_typing_and_a_key_brings_everything_back(
    listed: Workspace, shell: Any
) -> None:
    async with shell(listed.path, toasts=True) as s:
        await s.press("s", "slash", *"RT-3")
        assert "RT-301" in s.text()
        s.app.notify("RT-301", markup=False)
        await s.press("f9")
        assert isinstance(s.screen, CoverScreen)
        assert "RT-" not in s.text()
        assert "Gamle Oslo" not in s.text()
        assert "Trykk en tast for å fortsette." in s.text()
        await s.press("ctrl+p")
        assert not s.screen.query("Input")
        await s.pilot.pause(cover.QUIET_SECONDS + 0.2)
        await s.press("x")
        assert isinstance(s.screen, CasesScreen)
        assert s.screen.query_one("#search", Input).value == "RT-3"


async def test_a_key_held_down_does_not_lift_the_cover(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path) as s:
        await s.press("f9", "f9", "f9", "f9")
        assert isinstance(s.screen, CoverScreen)
        await s.pilot.pause(cover.QUIET_SECONDS + 0.2)
        await s.press("f9")
        assert not isinstance(s.screen, CoverScreen)


async def test_a_question_that_quotes_text_waits_under_the_cover(
    listed: Workspace, shell: Any
) -> None:
    def asks(_: Workspace) -> None:
        raise PrivacyQuestion("Er dette et navn?", "ring Kari Nordmann")

    async with shell(listed.path) as s:
        room = s.screen
        await s.press("f9")
        room.attempt(asks)
        room.in_background(asks)
        await s.settle()
        assert isinstance(s.screen, CoverScreen)
        assert "Kari" not in s.text()
        await s.pilot.pause(cover.QUIET_SECONDS + 0.2)
        await s.press("a")
        assert isinstance(s.screen, PrivacyQuestionScreen)
        assert "ring Kari Nordmann" in s.text()
