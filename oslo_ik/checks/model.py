"""What the catalogue is made of: checks, facts, areas, themes and the whole (§5)."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeVar
from unicodedata import normalize

from pydantic import BaseModel, ConfigDict, StrictBool, StrictInt

from oslo_ik.checks.vocabulary import (
    Evidence,
    Level,
    Modal,
    Reason,
    ReviewKind,
    Strength,
    Verdict,
)
from oslo_ik.errors import NotFound

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = [
    "Area",
    "Catalogue",
    "Check",
    "Edition",
    "Evidence",
    "Fact",
    "Level",
    "Modal",
    "Reason",
    "ReviewKind",
    "Strength",
    "Theme",
    "Verdict",
]


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Edition(_Frozen):
    """Which standard the catalogue is read from; ``adopted`` is ``YYYY-MM``."""

    id: str
    title: str
    adopted: str
    publisher: str


class Theme(_Frozen):
    """A group of checks that one month can be about."""

    id: str
    label: str


class Fact(_Frozen):
    """A fact about a case, asked once a case, that settles conditional checks.

    ``applies_if`` is the answer by which the checks that carry the fact apply.
    """

    id: str
    label: str
    question: str
    applies_if: Literal["ja", "nei"]

    @property
    def applies_on(self) -> bool:
        """``applies_if`` as the stored answer: True for ja."""
        return self.applies_if == "ja"


class Area(_Frozen):
    """An area of life that a mapping covers; only ``standard`` can be a breach."""

    id: str
    label: str
    origin: Literal["standard", "revisjon", "lokal"]
    active: StrictBool = True
    note: str | None = None
    source: str


class Check(_Frozen):
    """One demand of the standard that can be held against a record or the service."""

    id: str
    measure: StrictInt
    text: str
    guidance: str
    modal: Modal
    strength: Strength
    legal_basis: str | None = None
    level: Level
    reviews: tuple[ReviewKind, ...]
    theme: str
    condition: str | None = None
    applies_when: str | None = None
    partial: StrictBool = True
    areas: StrictBool = False
    interval_months: StrictInt | None = None
    evidence: Evidence
    stop: StrictBool = False
    source: str
    audit: str | None = None

    @property
    def is_requirement(self) -> bool:
        """True for krav: a gap proposes «Krav ikke oppfylt» (§8)."""
        return self.strength is Strength.REQUIREMENT

    def asked_by(self, review: ReviewKind | str) -> bool:
        """True when a review of this kind may ask the check."""
        return review in self.reviews

    def matches(self, search: str) -> bool:
        """True when the words stand in id, text or guidance, whatever the case."""
        haystack = f"{self.id}\n{self.text}\n{self.guidance}".casefold()
        return normalize("NFC", search).strip().casefold() in haystack


_Named = TypeVar("_Named", Check, Fact, Area, Theme)


class Catalogue(_Frozen):
    """One edition of the standard, in the order of its file, with the local additions."""

    edition: Edition
    checks: tuple[Check, ...]
    facts: tuple[Fact, ...]
    areas: tuple[Area, ...]
    themes: tuple[Theme, ...]

    @cached_property
    def _checks_by_id(self) -> dict[str, Check]:
        return {check.id: check for check in self.checks}

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {check.id: position for position, check in enumerate(self.checks)}

    def __contains__(self, check_id: object) -> bool:
        """True when a check has exactly this id."""
        return check_id in self._checks_by_id

    def check(self, check_id: str) -> Check:
        """The check with this id (small letters forgiven); NotFound names near ids."""
        wanted = check_id.strip().upper()
        return _find(self._checks_by_id, wanted, "Kontrollpunktet")

    def fact(self, fact_id: str) -> Fact:
        """The fact with this id; NotFound names near ids."""
        return _find({fact.id: fact for fact in self.facts}, fact_id.strip(), "Faktumet")

    def area(self, area_id: str) -> Area:
        """The mapping area with this id; NotFound names near ids."""
        return _find({area.id: area for area in self.areas}, area_id.strip(), "Området")

    def theme(self, theme_id: str) -> Theme:
        """The theme with this id; NotFound names near ids."""
        return _find({theme.id: theme for theme in self.themes}, theme_id.strip(), "Temaet")

    @property
    def active_areas(self) -> tuple[Area, ...]:
        """The mapping areas in use, in order."""
        return tuple(area for area in self.areas if area.active)

    def position(self, check: Check) -> int:
        """The place of a check in the catalogue, from 0."""
        return self._positions[check.id]

    def select(
        self,
        measure: int | None = None,
        level: Level | str | None = None,
        review: ReviewKind | str | None = None,
        theme: str | None = None,
        search: str | None = None,
    ) -> tuple[Check, ...]:
        """The checks that match everything given, in order.

        ``level`` is matched exactly: sak, tjeneste or begge.
        """
        return tuple(
            check
            for check in self.checks
            if (measure is None or check.measure == measure)
            and (level is None or check.level == level)
            and (review is None or check.asked_by(review))
            and (theme is None or check.theme == theme)
            and (search is None or check.matches(search))
        )


_SHORT_LIST = 25


def _find(items: Mapping[str, _Named], wanted: str, noun: str) -> _Named:
    if wanted in items:
        return items[wanted]
    from difflib import get_close_matches

    near = get_close_matches(wanted, items, n=3, cutoff=0.6)
    if near:
        hint = f"Mente du {' eller '.join(near)}?"
    elif len(items) <= _SHORT_LIST:
        hint = f"Disse finnes: {', '.join(items)}."
    else:
        hint = "Se «oslo-ik kontrollpunkter list»."
    raise NotFound(f"{noun} «{wanted}» finnes ikke. {hint}")
