"""``oslo-ik tiltak``: what is done about a finding, by which role, and when."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from oslo_ik.cli import options
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.output import Column, say, show
from oslo_ik.cli.shared import workspace
from oslo_ik.text import show_date

app = Noun("Forbedringstiltak på funnene.")


@app.verb(
    "ny",
    "Legg et forbedringstiltak til et funn.",
    "oslo-ik tiltak ny --funn 1 --tekst - --styrke middels --ansvarlig Fagansvarlig "
    "--frist 31.01.2027",
)
def add(
    ctx: typer.Context,
    finding_id: options.OfFinding,
    text: Annotated[str, options.free_text("--tekst", "Hva som skal gjøres.")],
    strength: Annotated[
        str,
        options.choice("--styrke", ("sterkt", "middels", "svakt"), "Hvor godt tiltaket virker."),
    ],
    role: Annotated[str, options.free_text("--ansvarlig", "Rollen som er ansvarlig, ikke navn.")],
    deadline: Annotated[date, options.a_date("--frist", "Når det skal være gjort.")],
) -> None:
    """Add an action."""
    from oslo_ik.reviews.actions import add_action
    from oslo_ik.reviews.views import STRENGTH_WORDS, STRENGTHS

    action = add_action(workspace(ctx), finding_id, text, STRENGTH_WORDS[strength], role, deadline)
    say(
        f"Forbedringstiltak {action.id} er lagt til funn {action.finding}: {action.text}",
        f"  {STRENGTHS[action.strength]}. Ansvarlig: {action.responsible_role}. "
        f"Frist: {show_date(action.deadline)}.",
    )


@app.verb("ingen", "Noter at et funn ikke får forbedringstiltak, med begrunnelse.")
def none(
    ctx: typer.Context,
    finding_id: options.OfFinding,
    reason: Annotated[str, options.free_text("--begrunnelse", "Hvorfor det ikke trengs tiltak.")],
) -> None:
    """Record that there is no action, and why."""
    from oslo_ik.reviews.actions import no_action

    finding = no_action(workspace(ctx), finding_id, reason)
    say(f"Funn {finding.id} får ingen forbedringstiltak: {finding.no_action_reason}")


@app.verb("list", "Vis forbedringstiltakene, den nærmeste fristen først.")
def list_all(ctx: typer.Context, format: options.ListFormat = "tabell") -> None:
    """Print the actions by deadline."""
    from oslo_ik.reviews.actions import list_actions
    from oslo_ik.reviews.views import ACTION_STATUSES, STRENGTHS

    columns = (
        Column("id", "ID"),
        Column("finding", "Funn"),
        Column("finding_title", "Gjelder"),
        Column("text", "Tiltak"),
        Column("strength", "Styrke", STRENGTHS),
        Column("responsible_role", "Ansvarlig"),
        Column("deadline", "Frist"),
        Column("status", "Status", ACTION_STATUSES),
    )
    show([asdict(action) for action in list_actions(workspace(ctx))], columns, format)
