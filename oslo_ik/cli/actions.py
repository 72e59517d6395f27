"""``oslo-ik tiltak``: what is done about a finding, by which role, and when."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from oslo_ik.cli import options
from oslo_ik.cli.bokmal import WrongUsage
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.output import Column, say, show
from oslo_ik.cli.shared import workspace
from oslo_ik.text import show_date

if TYPE_CHECKING:
    from oslo_ik.reviews.views import ActionView

app = Noun("Forbedringstiltak på funnene.")
WORDS = ("sterkt", "middels", "svakt")
STATUSES = {
    "ikke_startet": "not_started",
    "pagar": "in_progress",
    "gjennomfort": "done",
    "ikke_viderefort": "dropped",
}
EFFECT_WORDS = {"onsket": "wanted", "delvis": "partial", "ingen": "none", "negativ": "adverse"}


def a_type() -> Any:
    """An option for the type of an action."""
    return typer.Option(
        "--type",
        metavar="TYPE",
        parser=options.action_type,
        help="Hva slags tiltak det er. Hver styrke har sine typer.",
    )


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
    strength: Annotated[str, options.choice("--styrke", WORDS, "Hvor godt tiltaket virker.")],
    role: Annotated[str, options.free_text("--ansvarlig", "Rollen som er ansvarlig, ikke navn.")],
    deadline: Annotated[date, options.a_date("--frist", "Når det skal være gjort.")],
    strength_type: Annotated[str | None, a_type()] = None,
) -> None:
    """Add an action."""
    from oslo_ik.reviews.actions import add_action
    from oslo_ik.reviews.views import STRENGTH_WORDS

    code = STRENGTH_WORDS[strength]
    action = add_action(workspace(ctx), finding_id, text, code, role, deadline, strength_type)
    say(
        f"Forbedringstiltak {action.id} er lagt til funn {action.finding}: {action.text}",
        _told(action),
    )


def _told(action: ActionView) -> str:
    from oslo_ik.reviews.views import STRENGTHS

    kind = f" ({action.strength_type})" if action.strength_type else ""
    return (
        f"  {STRENGTHS[action.strength]}{kind}. Ansvarlig: {action.responsible_role}. "
        f"Frist: {show_date(action.deadline)}."
    )


@app.verb(
    "endre",
    "Endre et forbedringstiltak, før låsing. Det som ikke oppgis, blir stående.",
    "oslo-ik tiltak endre 1 --frist 28.02.2027",
)
def change(
    ctx: typer.Context,
    action_id: options.ActionId,
    text: Annotated[str | None, options.free_text("--tekst", "Hva som skal gjøres.")] = None,
    strength: Annotated[
        str | None,
        options.choice("--styrke", WORDS, "Hvor godt tiltaket virker. En ny styrke fjerner typen."),
    ] = None,
    role: Annotated[
        str | None, options.free_text("--ansvarlig", "Rollen som er ansvarlig, ikke navn.")
    ] = None,
    deadline: Annotated[date | None, options.a_date("--frist", "Når det skal være gjort.")] = None,
    strength_type: Annotated[str | None, a_type()] = None,
) -> None:
    """Change what is given of an action."""
    from oslo_ik.reviews.actions import change_action
    from oslo_ik.reviews.views import STRENGTH_WORDS

    if all(given is None for given in (text, strength, role, deadline, strength_type)):
        raise WrongUsage("Oppgi det som skal endres, for eksempel --frist.")
    code = STRENGTH_WORDS[strength] if strength else None
    action = change_action(workspace(ctx), action_id, text, code, role, deadline, strength_type)
    say(f"Forbedringstiltak {action.id} er endret: {action.text}", _told(action))


@app.verb("fjern", "Fjern et forbedringstiltak, før låsing.")
def remove(ctx: typer.Context, action_id: options.ActionId) -> None:
    """Take an action back."""
    from oslo_ik.reviews.actions import remove_action

    finding = remove_action(workspace(ctx), action_id)
    say(f"Forbedringstiltak {action_id} på funn {finding.id} er fjernet.")
    if not finding.actions:
        say("  Funnet har ingen forbedringstiltak nå.")


@app.verb(
    "svakt",
    "Noter hvorfor et funn bare har svake tiltak. Tom begrunnelse fjerner den.",
    "oslo-ik tiltak svakt --funn 1 --begrunnelse -",
)
def explain_weak(
    ctx: typer.Context,
    finding_id: options.OfFinding,
    reason: Annotated[
        str, options.free_text("--begrunnelse", "Hvorfor det holder med svake tiltak.")
    ],
) -> None:
    """Record why the actions of a finding are all weak."""
    from oslo_ik.reviews.actions import set_weak_reason

    finding = set_weak_reason(workspace(ctx), finding_id, reason)
    say(f"Funn {finding.id}, hvorfor svake tiltak: {finding.weak_reason or 'ikke oppgitt'}")


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

    columns = [
        Column("id", "ID"),
        Column("finding", "Funn"),
        Column("finding_title", "Gjelder"),
        Column("text", "Tiltak"),
        Column("strength", "Styrke", STRENGTHS),
        Column("strength_type", "Type"),
        Column("responsible_role", "Ansvarlig"),
        Column("deadline", "Frist"),
        Column("status", "Status", ACTION_STATUSES),
    ]
    if format == "tabell":
        columns = [column for column in columns if column.field != "strength_type"]
    show([asdict(action) for action in list_actions(workspace(ctx))], columns, format)


@app.verb(
    "status",
    "Sett hvor langt et forbedringstiltak er kommet, etter låsing.",
    "oslo-ik tiltak status 1 --status gjennomfort",
)
def set_status(
    ctx: typer.Context,
    action_id: options.ActionId,
    status: Annotated[str, options.choice("--status", tuple(STATUSES), "Statusen nå.")],
    reason: Annotated[
        str | None,
        options.free_text("--begrunnelse", "Kreves når tiltaket ikke videreføres eller tas opp."),
    ] = None,
) -> None:
    """Follow an action up."""
    from oslo_ik.reviews.follow_up import set_action_status
    from oslo_ik.reviews.views import ACTION_STATUSES

    action = set_action_status(workspace(ctx), action_id, STATUSES[status], reason)
    say(f"Forbedringstiltak {action.id}: {ACTION_STATUSES[action.status].lower()}.")


@app.verb(
    "frist",
    "Flytt fristen for et forbedringstiltak, etter låsing, med begrunnelse.",
    "oslo-ik tiltak frist 1 --frist 28.02.2027 --begrunnelse -",
)
def move(
    ctx: typer.Context,
    action_id: options.ActionId,
    deadline: Annotated[date, options.a_date("--frist", "Den nye fristen.")],
    reason: Annotated[str, options.free_text("--begrunnelse", "Hvorfor den flyttes.")],
) -> None:
    """Move a deadline."""
    from oslo_ik.reviews.follow_up import move_deadline

    action = move_deadline(workspace(ctx), action_id, deadline, reason)
    say(f"Forbedringstiltak {action.id} har ny frist: {show_date(action.deadline)}.")


@app.verb(
    "effekt",
    "Vurder effekten av et gjennomført forbedringstiltak.",
    "oslo-ik tiltak effekt 1 --effekt onsket --belegg -",
)
def judge(
    ctx: typer.Context,
    action_id: options.ActionId,
    effect: Annotated[str, options.choice("--effekt", tuple(EFFECT_WORDS), "Hvordan det virket.")],
    evidence: Annotated[str, options.free_text("--belegg", "Hva vurderingen bygger på.")],
) -> None:
    """Judge the effect of a done action."""
    from oslo_ik.reviews.follow_up import judge_effect
    from oslo_ik.reviews.views import EFFECTS

    action = judge_effect(workspace(ctx), action_id, EFFECT_WORDS[effect], evidence)
    say(f"Forbedringstiltak {action.id}: {EFFECTS[action.effect_result or ''].lower()}.")
