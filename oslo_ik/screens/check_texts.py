"""A check in words: its row in the list, and everything about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rich.text import Text
from textual.content import Content

from oslo_ik.screens.widgets.text import cell, line, safe
from oslo_ik.text import MONTHS, show_date

if TYPE_CHECKING:
    from datetime import date

    from oslo_ik.checks.model import Check

NOT_IN_SPOT_CHECK = "–"
LEVELS = {"sak": "den enkelte saken", "tjeneste": "tjenesten", "begge": "saken og tjenesten"}


def asked_word(check: Check, asked: Mapping[str, date]) -> str:
    """«nov 2026», «ikke ennå», or a dash where no spot check asks."""
    if check.id in asked:
        day = asked[check.id]
        return f"{MONTHS[day.month - 1][:3]} {day.year}"
    in_spot_check = check.asked_by("stikkprove") and check.level != "tjeneste"
    return "ikke ennå" if in_spot_check else NOT_IN_SPOT_CHECK


def row_cells(check: Check, asked: Mapping[str, date]) -> list[Text]:
    """One row of the list."""
    return [
        cell(check.id),
        cell(check.strength.label),
        cell(asked_word(check, asked)),
        cell(check.text, 150),
    ]


def details(check: Check, theme: str, fact: str | None, asked: Mapping[str, date]) -> Content:
    """Text, guidance, strength, source and all the rest, one paragraph each."""
    measured = ("", f"Tiltak {check.measure}")
    unmeasured = ("Tiltak", "Kartlegging og hovedforløp 2 og 3")
    pairs = [
        ("Styrke", f"{check.strength.label} (standardens ord: {check.modal.value})"),
        measured if check.measure else unmeasured,
        ("Tema", theme),
        ("Gjelder", LEVELS[check.level.value]),
        ("", check.applies_when),
        ("Avgjøres av", fact),
        ("Hvor", check.evidence.value),
        ("Frist", f"hver {check.interval_months}. måned" if check.interval_months else None),
        ("Delvis", None if check.partial else "tilbys ikke: det finnes eller finnes ikke"),
        ("Stopp", "alt annet enn ja kan bety fare nå" if check.stop else None),
        ("Lovgrunnlag", check.legal_basis),
        ("Kilde", check.source),
        ("Revisjon", check.audit),
        ("Brukes i", ", ".join(kind.label for kind in check.reviews)),
        ("Spurt", _asked(check, asked)),
    ]
    parts = [
        Content.assemble((check.id, "bold $key"), "  ", (line(check.text), "bold")),
        safe(check.guidance),
        Content("\n").join(
            Content.assemble((f"{label}: " if label else "", "$text-muted"), line(text))
            for label, text in pairs
            if text
        ),
    ]
    return Content("\n\n").join(parts)


def _asked(check: Check, asked: Mapping[str, date]) -> str:
    if check.id in asked:
        return f"sist i stikkprøven med skjæringsdato {show_date(asked[check.id])}"
    if asked_word(check, asked) == NOT_IN_SPOT_CHECK:
        return "ikke i stikkprøver"
    return "ikke i noen låst stikkprøve ennå"
