"""The first thing painted: the name, and «Åpner …» while the database opens in a thread."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from oslo_ik.errors import OsloIkError
from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.text import safe

if TYPE_CHECKING:
    from oslo_ik.reviews.views import UnitView
    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.screens.overview import Seen


@dataclass
class Opened(Message):
    """The database is open; ``unit`` and ``seen`` are None the first time."""

    workspace: Workspace
    unit: UnitView | None
    seen: Seen | None


@dataclass
class OpenFailed(Message):
    """The database cannot be used as it is."""

    error: OsloIkError


class StartScreen(OsloScreen[None]):
    """Paint first, open afterwards; an error becomes a sentence and «prøv igjen»."""

    HEADING = "oslo-ik"
    OFFERS_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [Binding("p,P", "retry", "Prøv igjen")]

    def __init__(self) -> None:
        super().__init__()
        self._failed = False

    def body(self) -> Iterable[Widget]:
        """One text."""
        yield Static(safe("Åpner …"), id="opening")

    def on_mount(self) -> None:
        """Open after the first paint."""
        self.call_after_refresh(self._open)

    def _open(self) -> None:
        self.run_worker(self._work, thread=True, group="open")

    def _work(self) -> None:
        from oslo_ik.reviews.unit import find_unit
        from oslo_ik.reviews.workspace import open_workspace
        from oslo_ik.screens.overview import load

        app = self.oslo
        given: dict[str, Any] = {"clock": app.clock, "entropy": app.entropy}
        try:
            workspace = open_workspace(
                app.path, **{name: value for name, value in given.items() if value is not None}
            )
            unit = find_unit(workspace)
            seen = load(workspace) if unit else None
        except OsloIkError as error:
            self.post_message(OpenFailed(error))
            return
        self.post_message(Opened(workspace, unit, seen))

    def on_opened(self, message: Opened) -> None:
        """Go in."""
        self.oslo.opened(message.workspace, message.unit, message.seen)

    def on_open_failed(self, message: OpenFailed) -> None:
        """Say what is wrong and how to go on."""
        self._failed = True
        text = safe(
            f"{message.error.message}\n\nDatabasen: {self.oslo.path}\n\n"
            "Trykk p for å prøve igjen, eller Ctrl+Q for å avslutte."
        )
        self.query_one("#opening", Static).update(text)
        self.refresh_bindings()

    def action_retry(self) -> None:
        """Open again."""
        self._failed = False
        self.query_one("#opening", Static).update(safe("Åpner …"))
        self.refresh_bindings()
        self._open()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is nowhere to go back to; trying again needs a failure."""
        if action == "back":
            return False
        return self._failed if action == "retry" else True
