"""``oslo-ik verifiser``: whether what was locked is as it was."""

from __future__ import annotations

from typing import Annotated

import typer

from oslo_ik.cli import options
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.outcome import REFUSED
from oslo_ik.cli.output import complain, say
from oslo_ik.cli.shared import workspace

app = Noun("Kontroller at det som er låst, er uendret.")


@app.verb(
    "verifiser",
    "Regn ut kjeden på nytt, og si fra om den første raden som er endret. Endringer oppdages så "
    "lenge ett dokument med kontrollsummen finnes utenfor programmet.",
    "oslo-ik verifiser --mot SP-2026-11_gamle-oslo-rusteam_v1.docx",
)
def verify_all(
    ctx: typer.Context,
    against: Annotated[
        str | None,
        typer.Option(
            "--mot",
            metavar="DOKUMENT|KONTROLLSUM",
            parser=options.text,
            help="Et eksportert dokument, eller kontrollsummen i det (16 eller 64 tegn).",
        ),
    ] = None,
) -> None:
    """Verify the chain, its texts and its rows; exit status 1 names what differs."""
    from oslo_ik.reviews.verifying import verify
    from oslo_ik.store.chain import short_seal

    found = verify(workspace(ctx, allow_changed_guards=True), against)
    if found.problem is not None:
        complain(found.problem, *found.notes)
        raise typer.Exit(REFUSED)
    if found.head is None:
        say("Alt stemmer. Ingenting er låst ennå.")
    else:
        say(
            f"Alt stemmer: {found.links} ledd i kjeden, siste kontrollsum {short_seal(found.head)}."
        )
    if found.against is not None:
        say("Kontrollsummen finnes i kjeden.")
    say(*found.notes) if found.notes else None
