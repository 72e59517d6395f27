"""The line at the top (where am I, is it saved) and the line above the keys (what happened)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from oslo_ik.screens.widgets.text import line, safe


class TitleLine(Horizontal):
    """Screen · unit · what it is about, and at the right whether everything is saved."""

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading

    def compose(self) -> ComposeResult:
        """Two texts on one line; the left one gives way."""
        yield Static(safe(self._heading), classes="title-left")
        yield Static("", classes="title-right")

    def show(self, *parts: str) -> None:
        """Put the parts after the heading, divided by dots."""
        rest = "".join(f"· {line(part, 200)} " for part in parts if part)
        content = Content.assemble((f"{line(self._heading)} ", "bold"), rest.rstrip())
        self.query_one(".title-left", Static).update(content)

    def show_saved(self, text: str) -> None:
        """The state of saving, in words."""
        self.query_one(".title-right", Static).update(safe(line(text, 30)))


class StatusLine(Static):
    """One sentence about what just happened; an error begins with an exclamation mark."""

    text: reactive[str] = reactive("", layout=True)
    is_error: reactive[bool] = reactive(False)

    def render(self) -> Content:
        """The sentence, or nothing."""
        return safe(f"! {self.text}" if self.text and self.is_error else self.text)

    def watch_is_error(self, is_error: bool) -> None:
        """Colour beside the mark."""
        self.set_class(is_error, "-error")
