"""Counting verdicts honestly: «3 av 5», and what stands outside beside it (§6)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from oslo_ik.checks.vocabulary import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

PERCENT_FROM = 20


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cases got each verdict; the field names are the JSON codes."""

    yes: int = 0
    partial: int = 0
    no: int = 0
    not_documented: int = 0
    not_applicable: int = 0
    not_assessed: int = 0

    @classmethod
    def from_verdicts(cls, verdicts: Iterable[Verdict | str]) -> Tally:
        """Count verdicts given as members or as JSON codes."""
        counts = Counter(Verdict(verdict) for verdict in verdicts)
        return cls(**{verdict.value: count for verdict, count in counts.items()})

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            *(getattr(self, field.name) + getattr(other, field.name) for field in fields(self))
        )

    @property
    def assessed(self) -> int:
        """The number under the fraction line: ja + delvis + nei + ikke dokumentert."""
        return self.yes + self.partial + self.no + self.not_documented

    @property
    def met(self) -> int:
        """The number above the line: ja alone; delvis is not met."""
        return self.yes

    @property
    def gaps(self) -> int:
        """Delvis, nei and ikke dokumentert together."""
        return self.assessed - self.met

    @property
    def total(self) -> int:
        """Every case, whatever the verdict."""
        return self.assessed + self.not_applicable + self.not_assessed

    def fraction_text(self) -> str:
        """«3 av 5», or «ingen vurdert» when nothing was assessed."""
        return f"{self.met} av {self.assessed}" if self.assessed else "ingen vurdert"

    def percent(self) -> int | None:
        """Whole per cent met, halves up; None under 20 assessed cases (§6)."""
        if self.assessed < PERCENT_FROM:
            return None
        return (200 * self.met + self.assessed) // (2 * self.assessed)

    def split_text(self) -> str:
        """What was not met, by verdict: «3 nei, 1 ikke dokumentert»; else empty."""
        return self._words(Verdict.PARTIAL, Verdict.NO, Verdict.NOT_DOCUMENTED)

    def outside_text(self) -> str:
        """What stands outside the fraction: «2 ikke relevant, 1 ikke vurdert»; else empty."""
        return self._words(Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED)

    def _words(self, *verdicts: Verdict) -> str:
        counts = ((getattr(self, verdict.value), verdict) for verdict in verdicts)
        return ", ".join(f"{count} {verdict.label.lower()}" for count, verdict in counts if count)
