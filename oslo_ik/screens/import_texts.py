"""The words around an import: what would happen, and what happened."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual.content import Content

from oslo_ik.screens.widgets.text import cell, safe
from oslo_ik.text import show_date

if TYPE_CHECKING:
    from datetime import date

    from oslo_ik.reviews.views import CaseView, ImportSummary

NAMED = 8


def preview_text(summary: ImportSummary, name: str) -> Content:
    """What an import of the file would do."""
    lines = [
        safe(f"{name}: {_cases(summary.rows)}. Ingenting er importert ennå.", "bold"),
        safe(_numbers(summary)),
        *_dropped(summary),
        *_missing(summary),
        safe("Trykk i for å importere, eller Esc for å velge en annen fil."),
        safe("De første radene:", "$text-muted"),
    ]
    return Content("\n").join(lines)


def done_text(summary: ImportSummary, path: Path) -> Content:
    """What the import did, and the reminder to delete the file."""
    lines = [
        safe(f"Importert: {_cases(summary.rows)}.", "bold"),
        safe(_numbers(summary)),
        *_dropped(summary),
        *_missing(summary),
        safe(""),
        safe(f"Slett filen nå, hvis du ikke trenger den: {path}", "bold"),
        safe("Den kan inneholde navn og andre opplysninger som ikke skal ligge på maskinen."),
        safe(""),
        safe("Trykk t for å trekke stikkprøven, eller Esc for å se sakene."),
    ]
    return Content("\n").join(lines)


def sample_cells(case: CaseView) -> list[Text]:
    """One row of the first rows."""
    transition = case.transition or ""
    if case.transition_on:
        transition = f"{show_date(case.transition_on)} {transition}"
    texts = (
        case.reference,
        case.caseworker,
        _day(case.started_on),
        _day(case.ended_on),
        case.pathway or "",
        transition,
    )
    return [cell(text) for text in texts]


def _cases(count: int) -> str:
    return "1 sak" if count == 1 else f"{count} saker"


def _numbers(summary: ImportSummary) -> str:
    return (
        f"Nye: {summary.added}   Endret: {summary.changed}   Uendret: {summary.unchanged}   "
        f"Aktive nå: {summary.active}   Kontaktpersoner: {summary.caseworkers}"
    )


def _dropped(summary: ImportSummary) -> list[Content]:
    if not summary.dropped_columns:
        return []
    names = ", ".join(summary.dropped_columns)
    return [safe(f"Kolonner som ikke blir lest: {names}.")]


def _missing(summary: ImportSummary) -> list[Content]:
    if not summary.missing:
        return []
    named = ", ".join(summary.missing[:NAMED])
    more = len(summary.missing) - NAMED
    rest = f" og {more} til" if more > 0 else ""
    return [safe(f"Mangler i denne listen (blir merket, ikke slettet): {named}{rest}.")]


def _day(day: date | None) -> str:
    return show_date(day) if day else ""
