"""The app: opens the workspace after the first paint, and wires rooms, palette and cover.

Nothing of the database or the documents is imported here; a test holds that.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from rich.segment import Segments
from rich.text import Text
from textual.app import App
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widgets import Input, TextArea

from oslo_ik.screens import rooms, theme
from oslo_ik.screens.base import PaletteCommand
from oslo_ik.screens.cover import CoverScreen
from oslo_ik.screens.start import StartScreen
from oslo_ik.screens.widgets.text import line

if TYPE_CHECKING:
    from oslo_ik.reviews.views import UnitView
    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.screens.overview import Seen

CRASHED = (
    "oslo-ik møtte en feil og måtte lukkes. Alle svar du har gitt, er lagret. "
    "Start programmet igjen. Skjer det samme på nytt, meld fra til den som drifter programmet."
)


class OsloIkApp(App[None]):
    """``OsloIkApp(path).run()``. ``clock`` and ``entropy`` are given by tests and by the demo."""

    TITLE = "oslo-ik"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+p", "palette", "Finn", priority=True),
        Binding("f9", "cover", "Skjul skjermen", priority=True),
        Binding("ctrl+q", "quit", "Avslutt", priority=True),
    ]

    def __init__(
        self,
        path: Path,
        clock: Callable[[], datetime] | None = None,
        entropy: Callable[[int], bytes] | None = None,
    ) -> None:
        super().__init__()
        self.path = path
        self.clock = clock
        self.entropy = entropy
        self.unit: UnitView | None = None
        self._workspace: Workspace | None = None
        self._waiting: list[Callable[[], object]] = []
        for look in theme.THEMES:
            self.register_theme(look)
        self.theme = theme.DARK

    def get_default_screen(self) -> Screen[Any]:
        """What is painted before the database is opened."""
        return StartScreen()

    @property
    def ws(self) -> Workspace:
        """The open workspace; only rooms that come after the start screen ask for it."""
        if self._workspace is None:
            raise RuntimeError("the workspace is not open yet")
        return self._workspace

    @property
    def is_open(self) -> bool:
        """True once the database is open."""
        return self._workspace is not None

    @property
    def unit_name(self) -> str:
        """Bydel and unit as one string; empty before set-up."""
        return self.unit.seed_name if self.unit else ""

    def opened(self, workspace: Workspace, unit: UnitView | None, seen: Seen | None) -> None:
        """The database is open: to Oversikt, by way of set-up the first time."""
        self._workspace = workspace
        self.unit = unit
        rooms.enter(self, seen)

    def action_palette(self) -> None:
        """Everything that is possible now."""
        from oslo_ik.screens.palette import PaletteScreen

        self.push_screen(PaletteScreen(self.screen))

    def action_go(self, room: str) -> None:
        """Leave what is open and go to a room."""
        rooms.go(self, room)

    def action_cover(self) -> None:
        """Cover the screen at once, whatever is being typed."""
        if isinstance(self.screen, CoverScreen):
            self.screen.key_came()
        else:
            self.push_screen(CoverScreen(), self._uncovered)

    def action_look(self) -> None:
        """Between the light and the dark look."""
        self.theme = theme.LIGHT if self.theme == theme.DARK else theme.DARK

    def action_help_quit(self) -> None:
        """Ctrl+C copies; it does not quit."""
        self.tell("Trykk Ctrl+Q for å avslutte.")

    def tell(self, sentence: str, *, error: bool = False) -> None:
        """A toast; beside a field that is being typed in, the line above the keys instead."""
        if isinstance(self.focused, Input | TextArea):
            say = getattr(self.screen, "say", None)
            if say is not None:
                say(sentence, error=error)
                return
        self.notify(
            line(sentence), severity="error" if error else "information", timeout=4, markup=False
        )

    async def action_quit(self) -> None:
        """Quit when every open screen has committed what was typed."""
        for screen in reversed(self.screen_stack):
            flush = getattr(screen, "flush_to_quit", None)
            if flush is not None and not flush():
                return
        self.exit()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No palette on the palette; on the cover every key only lifts the cover."""
        if action == "palette":
            return self.is_open and getattr(self.screen, "OFFERS_PALETTE", False)
        if action == "cover":
            return self.is_open
        return action != "quit" or not isinstance(self.screen, CoverScreen)

    def palette_commands(self, below: Screen[Any]) -> list[PaletteCommand]:
        """What is possible everywhere; ``below`` is the screen that the palette lies on."""
        dark = self.theme == theme.DARK
        return [
            *rooms.commands(self, below),
            PaletteCommand(
                "Bytt til lyst utseende" if dark else "Bytt til mørkt utseende", self.action_look
            ),
            PaletteCommand("Skjul skjermen", self.action_cover, "F9"),
            PaletteCommand("Avslutt", lambda: self.call_later(self.action_quit), "Ctrl+Q"),
        ]

    def when_visible(self, run: Callable[[], object]) -> None:
        """Run now, or as soon as the screen is no longer covered."""
        if isinstance(self.screen, CoverScreen):
            self._waiting.append(run)
        else:
            run()

    def _uncovered(self, _: object) -> None:
        waiting, self._waiting = self._waiting, []
        for run in waiting:
            run()

    def _fatal_error(self) -> None:
        # Textual would print a traceback with local variables, which hold what was typed.
        if "debug" in self.features:
            super()._fatal_error()
            return
        sentence = self.console.render(Text(CRASHED), self.console.options)
        self._exit_renderables[:] = [Segments(sentence)]
        self._close_messages_no_wait()
