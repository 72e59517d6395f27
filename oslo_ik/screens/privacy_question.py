"""The privacy guard's question: the text with the place marked, and is it about a person?"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum, auto
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from oslo_ik.errors import PrivacyQuestion
from oslo_ik.screens.base import OsloModal
from oslo_ik.screens.widgets.text import safe


class Choice(Enum):
    """What the leader says to the question."""

    SAVE = auto()
    LEAVE_OUT = auto()
    REWRITE = auto()


class PrivacyQuestionScreen(OsloModal[Choice]):
    """SAVE when the leader says that the text does not identify anybody (§14).

    The keys are no answer keys: a key meant for the next check must not confirm anything.
    ``partly`` offers to store the text without the marked place.
    """

    HEADING = "Personvern"
    GUIDE = (
        "Navn, fødselsnummer, telefon og adresse skal ikke stå i internkontrollen. "
        "F8 lagrer teksten som den er, og det loggføres at du ble spurt. "
        "F7, der den tilbys, lagrer teksten uten det merkede. "
        "Esc går tilbake, så du kan skrive den om."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "save", "Ja, lagre"),
        Binding("f7", "leave_out", "Lagre uten det merkede"),
        Binding("escape", "back", "Nei, jeg skriver den om"),
    ]

    def __init__(self, question: PrivacyQuestion, *, partly: bool = False) -> None:
        super().__init__()
        self._question = question
        self._partly = partly

    def body(self) -> Iterable[Widget]:
        """The question in bold, and the place in a box."""
        yield Static(safe(self._question.message, "bold"), classes="question")
        if self._question.shown:
            with VerticalScroll(classes="detail"):
                yield Static(safe(self._question.shown))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """F7 only where a part can be stored."""
        return action != "leave_out" or self._partly

    def action_save(self) -> None:
        """Nobody can be recognised."""
        self.dismiss(Choice.SAVE)

    def action_leave_out(self) -> None:
        """Store the rest."""
        self.dismiss(Choice.LEAVE_OUT)

    def action_back(self) -> None:
        """Back to the text."""
        self.dismiss(Choice.REWRITE)
