"""The cover: a neutral screen for when somebody comes in; any key brings the work back."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.events import Key
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

# A key that is held down repeats after up to 0.7 s, and must not lift the cover again.
QUIET_SECONDS = 0.8


class CoverScreen(Screen[None]):
    """Nothing confidential, and no toasts."""

    AUTO_FOCUS = ""

    def __init__(self, quiet: float = QUIET_SECONDS) -> None:
        super().__init__()
        self._quiet = quiet
        self._armed = False
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """One sentence in the middle."""
        yield Static("Pause\n\nTrykk en tast for å fortsette.", id="cover", markup=False)

    def on_mount(self) -> None:
        """Begin to wait for the hand to leave the key."""
        self._rest()

    def _rest(self) -> None:
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(self._quiet, self._arm)

    def _arm(self) -> None:
        self._armed = True

    def on_key(self, event: Key) -> None:
        """Any key, and the key does nothing else."""
        event.stop()
        event.prevent_default()
        self.key_came()

    def key_came(self) -> None:
        """Lift the cover, unless the key that laid it is still repeating."""
        if self._armed:
            self.dismiss()
        else:
            self._rest()

    def palette_commands(self) -> Iterable[object]:
        """Nothing."""
        return ()
