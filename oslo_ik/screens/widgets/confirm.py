"""A question that is answered with j (ja) or n (nei); Escape is nei."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from oslo_ik.screens.base import OsloModal
from oslo_ik.screens.widgets.text import safe


class ConfirmScreen(OsloModal[bool]):
    """``push_screen(ConfirmScreen("…?", "detail"), callback)``; the callback gets True for ja."""

    HEADING = "Bekreft"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j,J", "answer(True)", "Ja"),
        Binding("n,N", "answer(False)", "Nei"),
        Binding("escape", "answer(False)", "Nei"),
    ]

    def __init__(self, question: str, detail: str = "", yes: str = "", no: str = "") -> None:
        super().__init__()
        self._question = question
        self._detail = detail
        self.key_labels = {
            "answer(True)": f"Ja, {yes}" if yes else "Ja",
            "answer(False)": f"Nei, {no}" if no else "Nei",
        }

    def body(self) -> Iterable[Widget]:
        """The question in bold, and the detail in a scrollable box when it is long."""
        yield Static(safe(self._question, "bold"), classes="question")
        if self._detail:
            with VerticalScroll(classes="detail"):
                yield Static(safe(self._detail))

    def action_answer(self, yes: bool) -> None:
        """Close with the answer."""
        self.dismiss(yes)

    def action_back(self) -> None:
        """Escape is nei."""
        self.dismiss(False)
