"""The legal lines of a document and its confidentiality marking, from a dated data file.

A line is chosen by the unit's rules and by the day that the document speaks of, never by
today's date: an old review keeps the lines of its time.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any

from oslo_ik.text import show_date


@dataclass(frozen=True)
class LegalLine:
    """A reference, where it was read, and when somebody last held it against that source."""

    text: str
    source: str
    checked: date | None

    @property
    def status(self) -> str:
        """«sist kontrollert 23.11.2026», or that it must be checked."""
        return f"sist kontrollert {show_date(self.checked)}" if self.checked else "må kontrolleres"


def legal_lines(regime: str, day: date) -> list[LegalLine]:
    """The lines for ``helse``, ``sosial`` or ``begge`` that were in force on ``day``."""
    wanted = {"helse", "sosial"} if regime == "begge" else {regime}
    return [
        LegalLine(row["text"], row["source"], row.get("checked"))
        for row in _data()["line"]
        if wanted & set(row["regimes"]) and _in_force(row, day)
    ]


def marking(regime: str, day: date) -> str:
    """The confidentiality marking in full.

    Only what is confidential is exempt from public access, and the marking itself exempts
    nothing (offentleglova §§ 13 and 14; see the reference on documents for the quality system).
    """
    rows = [row for row in _data()["marking"] if row["regime"] == regime and _in_force(row, day)]
    acts = f", jf. {rows[-1]['acts']}" if rows else ""
    return (
        "TAUSHETSBELAGT. Kan inneholde opplysninger om noens personlige forhold. Det som er "
        f"taushetsbelagt, skal unntas etter offentleglova § 13{acts}. Resten vurderes for seg; "
        "som organinternt arbeidsdokument eventuelt etter offentleglova § 14."
    )


def _in_force(row: dict[str, Any], day: date) -> bool:
    ends: date | None = row.get("valid_to")
    begins: date = row["valid_from"]
    return begins <= day and (ends is None or day < ends)


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    file = resources.files("oslo_ik.exports").joinpath("data/hjemler.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
