"""``oslo-ik kontrollpunkter``: the catalogue, without any database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from oslo_ik.checks.vocabulary import Level, ReviewKind
from oslo_ik.cli import options
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.output import Column, show, show_one

if TYPE_CHECKING:
    from oslo_ik.checks.model import Check

app = Noun("Kontrollpunktene fra Oslostandarden.")
LAST_MEASURE = 14
IN_LIST = ("id", "measure", "strength", "level", "theme", "text")


def _columns(themes: dict[str, str]) -> tuple[Column, ...]:
    return (
        Column("id", "ID"),
        Column("measure", "Tiltak"),
        Column("text", "Kontrollpunkt"),
        Column("guidance", "Veiledning"),
        Column("modal", "Ord i standarden"),
        Column("strength", "Styrke"),
        Column("legal_basis", "Hjemmel"),
        Column("level", "Nivå"),
        Column("reviews", "Gjennomganger", {kind.value: kind.label for kind in ReviewKind}),
        Column("theme", "Tema", themes),
        Column("condition", "Vilkår"),
        Column("applies_when", "Gjelder når"),
        Column("partial", "Delvis tilbys"),
        Column("areas", "Besvares per område"),
        Column("interval_months", "Frist i måneder"),
        Column("evidence", "Finnes i"),
        Column("stop", "Kan bety fare nå"),
        Column("source", "Kilde"),
        Column("audit", "Tidligere kontroller"),
    )


@app.verb(
    "list",
    "Vis kontrollpunktene, eventuelt bare noen av dem.",
    "oslo-ik kontrollpunkter list --tiltak 7 --niva sak",
)
def list_checks(
    measure: Annotated[
        int | None,
        typer.Option(
            "--tiltak",
            metavar="N",
            parser=options.whole(0, LAST_MEASURE),
            help="Tiltaket i standarden, 1-14; 0 er kartlegging og hovedforløp 2 og 3.",
        ),
    ] = None,
    level: Annotated[
        str | None,
        options.choice("--niva", tuple(Level), "Hva punktet holdes opp mot."),
    ] = None,
    review: Annotated[
        str | None,
        options.choice("--gjennomgang", tuple(ReviewKind), "Gjennomgangen som spør om punktet."),
    ] = None,
    theme: Annotated[str | None, options.theme("Bare punktene i ett tema.")] = None,
    format: options.ListFormat = "tabell",
) -> None:
    """Print the checks that match everything given."""
    from oslo_ik.checks.catalogue import load_catalogue

    catalogue = load_catalogue()
    if theme is not None:
        theme = catalogue.theme(theme).id
    chosen = catalogue.select(measure, level, review, theme)
    columns = _columns({theme.id: theme.label for theme in catalogue.themes})
    if format == "tabell":
        columns = tuple(column for column in columns if column.field in IN_LIST)
    show([_row(check) for check in chosen], columns, format)


@app.verb(
    "vis", "Vis alt om ett kontrollpunkt, med veiledning.", "oslo-ik kontrollpunkter vis T07-01"
)
def show_check(
    check_id: Annotated[
        str, typer.Argument(metavar="ID", parser=options.text, help="Id-en til kontrollpunktet.")
    ],
    format: options.ListFormat = "tabell",
) -> None:
    """Print one check with every field."""
    from oslo_ik.checks.catalogue import load_catalogue

    catalogue = load_catalogue()
    columns = _columns({theme.id: theme.label for theme in catalogue.themes})
    show_one(_row(catalogue.check(check_id)), columns, format)


def _row(check: Check) -> dict[str, Any]:
    """A check as data, with exactly the fields of the catalogue."""
    return check.model_dump(mode="json")
