"""``oslo-ik demo``: a made-up bydel to try everything on."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from oslo_ik.cli.bokmal import WrongUsage
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.output import complain, on_terminal, say
from oslo_ik.cli.shared import demo_clock, open_app, parse_path, shared
from oslo_ik.errors import DatabaseError

app = Noun("Prøv alt på en oppdiktet bydel.")


@app.verb(
    "demo",
    "Prøv alt på en oppdiktet bydel, i en egen mappe ved siden av dine egne data.",
    "oslo-ik demo --uten-skjerm",
)
def demo(
    ctx: typer.Context,
    folder: Annotated[
        Path | None,
        typer.Option(
            "--mappe",
            metavar="MAPPE",
            parser=parse_path,
            help="Mappen som demoen skal ligge i; ellers en egen i datamappen din.",
        ),
    ] = None,
    no_screen: Annotated[
        bool,
        typer.Option("--uten-skjerm", help="Gjør hele måneden uten skjerm, og si hva som skjer."),
    ] = False,
) -> None:
    """Open the app on the demo, or play the month without a screen."""
    from oslo_ik.reviews.demo import build_demo
    from oslo_ik.settings import demo_folder

    if shared(ctx).database is not None:
        raise WrongUsage("Demoen har sin egen database. Bruk --mappe for å velge hvor den ligger.")
    clock = demo_clock(ctx)
    place = folder or demo_folder()
    if sys.stderr.isatty():
        complain("Gjør klar demoen …")
    try:
        path = build_demo(place, clock())
    except OSError as error:
        raise DatabaseError(
            f"Demoen kan ikke lages i {place}. Velg en mappe du kan skrive i, med --mappe."
        ) from error
    if no_screen or not on_terminal():
        _play(path, clock)
    else:
        open_app(path, clock)


def _play(path: Path, clock: Callable[[], datetime]) -> None:
    """The whole month, told step by step, to the document."""
    from oslo_ik.exports.spot_check import export_review
    from oslo_ik.reviews.demo import play_month
    from oslo_ik.reviews.workspace import open_workspace

    say(f"Demoen ligger i {path.parent}.")
    ws = open_workspace(path, clock)
    number = play_month(ws, say)
    say(f"Dokumentet ligger her: {export_review(ws, number)}")
