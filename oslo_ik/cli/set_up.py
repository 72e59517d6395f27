"""``oslo-ik oppsett``: the unit, set up once and changed when something is new."""

from __future__ import annotations

from typing import Annotated

import typer

from oslo_ik.cli import options
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.output import say
from oslo_ik.cli.shared import workspace

app = Noun("Sett opp enheten, eller endre oppsettet.")


@app.verb(
    "oppsett",
    "Sett opp enheten, eller endre oppsettet.",
    'oslo-ik oppsett --bydel "Gamle Oslo" --enhet Rusteam --regelverk begge --rolle Seksjonsleder',
)
def set_up(
    ctx: typer.Context,
    district: Annotated[str, options.free_text("--bydel", "Navnet på bydelen.")],
    unit: Annotated[str, options.free_text("--enhet", "Navnet på enheten.")],
    legal_regime: Annotated[
        str,
        options.choice(
            "--regelverk", ("helse", "sosial", "begge"), "Loven enheten arbeider etter."
        ),
    ],
    role: Annotated[str, options.free_text("--rolle", "Rollen til den som kontrollerer.")],
    own_caseworker: Annotated[
        str | None,
        typer.Option(
            "--egen-kode",
            metavar="KODE",
            parser=options.text,
            help="Din egen kode, når du har saker selv: de trekkes aldri. Tom kode fjerner den.",
        ),
    ] = None,
    backup_folder: Annotated[
        str | None,
        typer.Option(
            "--kopimappe",
            metavar="MAPPE",
            parser=options.folder,
            help="Mappen for sikkerhetskopier. Tom mappe: ved siden av databasen.",
        ),
    ] = None,
) -> None:
    """Save the unit."""
    from oslo_ik.reviews.unit import find_unit, save_unit
    from oslo_ik.reviews.views import REGIMES

    ws = workspace(ctx)
    earlier = find_unit(ws)
    if own_caseworker is None and earlier is not None:
        own_caseworker = earlier.own_caseworker
    if backup_folder is None and earlier is not None:
        backup_folder = earlier.backup_folder
    view = save_unit(ws, district, unit, legal_regime, role, own_caseworker, backup_folder)
    say(f"Enheten er satt opp: {view.seed_name}. Regelverk: {REGIMES[view.legal_regime]}.")
    if view.own_caseworker:
        say(f"Sakene til {view.own_caseworker} blir aldri trukket.")
    if view.backup_folder:
        say(f"Sikkerhetskopier: {view.backup_folder}")
    say("Neste steg: oslo-ik saker importer FIL")
