"""``oslo-ik eksporter``: the Word document of a review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from oslo_ik.cli import options
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.output import say
from oslo_ik.cli.shared import workspace

app = Noun("Skriv Word-dokumentet til EQS.")


@app.verb(
    "eksporter",
    "Skriv Word-dokumentet til en gjennomgang. Før låsing blir det et utkast.",
    "oslo-ik eksporter SP-2026-11 --til stikkprove.docx",
)
def export(
    ctx: typer.Context,
    number: options.Number,
    target: Annotated[
        Path | None,
        options.a_file("--til", "Filen eller mappen; ellers mappen for dokumenter."),
    ] = None,
    template: Annotated[
        Path | None, options.a_file("--mal", "Bydelens egen Word-mal (.docx).")
    ] = None,
) -> None:
    """Write the document and print where it is."""
    from oslo_ik.exports.spot_check import export_review

    say(str(export_review(workspace(ctx), number, target, template)))
