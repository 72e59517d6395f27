"""One question of a form, as data: its label, its kind, and how what is typed becomes a value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from oslo_ik.errors import InvalidInput
from oslo_ik.text import parse_date, parse_month, plain_line, show_date

Value = str | int | date | None
Kind = Literal["text", "choice", "date", "number", "month"]


@dataclass(frozen=True)
class Field:
    """One question of a form. ``value`` is what it starts with; dates and numbers too."""

    id: str
    label: str
    kind: Kind = "text"
    help: str = ""
    required: bool = False
    value: Value = None
    choices: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()
    minimum: int = 0
    maximum: int = 99_999

    def parse(self, typed: str) -> Value:
        """The value of what was typed; InvalidInput says what to write."""
        text = plain_line(typed).strip()
        if not text:
            if self.required:
                raise InvalidInput("Dette feltet må fylles ut.")
            return "" if self.kind == "text" else None
        if self.kind == "date":
            return parse_date(text)
        if self.kind == "month":
            return parse_month(text)
        return self._number(text) if self.kind == "number" else text

    def _number(self, text: str) -> int:
        if not (text.isascii() and text.isdigit()):
            raise InvalidInput("Skriv et helt tall, bare sifre.")
        if len(text) > 9 or not self.minimum <= int(text) <= self.maximum:
            raise InvalidInput(f"Skriv et tall fra {self.minimum} til {self.maximum}.")
        return int(text)

    @property
    def shown(self) -> str:
        """The first value as text."""
        if self.value is None:
            return ""
        return (
            show_date(self.value) if isinstance(self.value, date) else plain_line(str(self.value))
        )
