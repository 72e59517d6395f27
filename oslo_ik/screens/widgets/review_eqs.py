"""Text for EQS, shown so that it can be read, marked and copied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static, TextArea

from oslo_ik.screens.base import OsloModal
from oslo_ik.screens.widgets.text import safe
from oslo_ik.text import clean


class EqsTextScreen(OsloModal[None]):
    """``c`` copies the whole text; a part of it can be marked with Shift and the arrows."""

    HEADING = "Tekst til EQS"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("c,C", "copy", "Kopier alt"),
        Binding("escape", "back", "Lukk"),
    ]

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = clean(text)

    def body(self) -> Iterable[Widget]:
        """A field that can be read and marked, not written in."""
        yield Static(safe("Lim teksten inn i EQS, og skriv nummeret tilbake med tasten a."))
        yield TextArea(self._text, read_only=True, soft_wrap=True, id="eqs-text", compact=True)

    def action_copy(self) -> None:
        """To the clipboard, and say so; some terminals do not pass it on."""
        self.app.copy_to_clipboard(self._text)
        self.say("Kopiert. Kommer ikke teksten fram i EQS, merker du den med musen og kopierer.")
