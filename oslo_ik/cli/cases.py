"""``oslo-ik saker``: the case list, imported and looked at."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oslo_ik.cli import options
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.outcome import listed
from oslo_ik.cli.output import Column, progress, say, show
from oslo_ik.cli.shared import parse_path, workspace
from oslo_ik.text import number_of

if TYPE_CHECKING:
    from oslo_ik.reviews.views import CaseView, ImportSummary

app = Noun("Sakslisten: importer den, og se den.")
CONFIRM_LIST = "Er det ingen personopplysninger, importer med --bekreft-personvern."
COLUMNS = (
    Column("reference", "Saksnummer"),
    Column("caseworker", "Kontaktperson"),
    Column("started_on", "Startet"),
    Column("ended_on", "Avsluttet"),
    Column("pathway", "Hovedforløp"),
    Column("transition", "Overgang"),
    Column("transition_on", "Overgangsdato"),
    Column("missing", "Manglet sist"),
)
IN_TABLE = (
    Column("reference", "Sak"),
    Column("caseworker", "Kontaktperson"),
    Column("started_on", "Startet"),
    Column("ended_on", "Avsluttet"),
    Column("pathway", "Forløp"),
    Column("transition", "Overgang"),
    Column("transition_on", "Dato"),
)


@app.verb(
    "importer", "Importer en saksliste (CSV eller XLSX).", "oslo-ik saker importer saker.csv --prov"
)
def import_list(
    ctx: typer.Context,
    path: Annotated[
        Path, typer.Argument(metavar="FIL", parser=parse_path, help="Filen med sakslisten.")
    ],
    preview: Annotated[
        bool, typer.Option("--prov", help="Vis hva som ville skje; ingenting endres.")
    ] = False,
) -> None:
    """Import a case list, or show what an import would do."""
    from oslo_ik.reviews.cases import import_cases, preview_import

    ws = workspace(ctx)
    with progress("Leser saker") as watch:
        summary = (preview_import if preview else import_cases)(ws, path, watch)
    say(*_told(summary, preview))
    say(
        "Dette var en prøve. Ingenting er endret."
        if preview
        else f"Slett filen {path.name} når du ikke trenger den lenger."
    )


def _told(summary: ImportSummary, preview: bool) -> list[str]:
    heading = "Ville ha lest" if preview else "Leste"
    lines = [
        f"{heading} {number_of(summary.rows, 'sak', 'saker')}: "
        f"{number_of(summary.added, 'ny', 'nye')}, {summary.changed} endret, "
        f"{summary.unchanged} uendret.",
        f"Aktive i dag: {number_of(summary.active, 'sak', 'saker')} hos "
        f"{number_of(summary.caseworkers, 'kontaktperson', 'kontaktpersoner')}.",
    ]
    if summary.missing:
        lines.append(
            f"{number_of(len(summary.missing), 'sak', 'saker')} fra før mangler i listen "
            f"(blir merket, ikke slettet, og trekkes ikke): {', '.join(summary.missing)}."
        )
    if summary.dropped_columns:
        lines.append(f"Kolonner som ikke er lest: {', '.join(summary.dropped_columns)}.")
    if summary.questions and preview:
        lines += ["Dette kan være personopplysninger:", *listed(summary.questions), CONFIRM_LIST]
    return lines


@app.verb("list", "Vis de aktive sakene i sakslisten.")
def list_all(ctx: typer.Context, format: options.ListFormat = "tabell") -> None:
    """Print the active cases in Norwegian order."""
    from oslo_ik.reviews.cases import list_cases

    rows = [_row(case) for case in list_cases(workspace(ctx))]
    show(rows, IN_TABLE if format == "tabell" else COLUMNS, format)


def _row(case: CaseView) -> dict[str, object]:
    """A case as data; when it was missed is left out, for it changes with every import."""
    return {
        "reference": case.reference,
        "caseworker": case.caseworker,
        "started_on": case.started_on,
        "ended_on": case.ended_on,
        "pathway": case.pathway,
        "transition": case.transition,
        "transition_on": case.transition_on,
        "missing": case.missing_since is not None,
    }
