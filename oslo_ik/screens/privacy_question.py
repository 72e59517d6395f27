"""The privacy guard's question: the text with the place marked, and is it about a person?"""

from __future__ import annotations

from oslo_ik.errors import PrivacyQuestion
from oslo_ik.screens.widgets.confirm import ConfirmScreen


class PrivacyQuestionScreen(ConfirmScreen):
    """True when the leader says that the text does not identify anybody (§14)."""

    HEADING = "Personvern"
    GUIDE = (
        "Navn, fødselsnummer, telefon og adresse skal ikke stå i internkontrollen. "
        "Svarer du ja, lagres teksten som den er, og det loggføres at du ble spurt. "
        "Svarer du nei, kan du skrive den om."
    )

    def __init__(self, question: PrivacyQuestion) -> None:
        super().__init__(question.message, question.shown, "lagre", "jeg skriver den om")
