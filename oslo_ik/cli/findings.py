"""``oslo-ik funn``: what the summary found, and what the leader makes of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from oslo_ik.cli import options
from oslo_ik.cli.bokmal import WrongUsage
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.output import Column, say, show
from oslo_ik.cli.shared import workspace

if TYPE_CHECKING:
    from oslo_ik.reviews.views import FindingView

app = Noun("Funnene fra oppsummeringen: bekreft, avvis, slå sammen.")
YES_OR_NO = ("ja", "nei")


@app.verb("list", "Vis funnene, med hvor mange saker som manglet det.")
def list_all(
    ctx: typer.Context,
    number: Annotated[
        str | None,
        typer.Option(
            "--gjennomgang",
            metavar="NR",
            parser=options.review_number,
            help="Bare funnene i denne gjennomgangen.",
        ),
    ] = None,
    format: options.ListFormat = "tabell",
) -> None:
    """Print the findings of one review, or of all."""
    from oslo_ik.reviews.findings import list_findings
    from oslo_ik.reviews.views import FINDING_STATUSES, KINDS

    findings = list_findings(workspace(ctx), number, merged=True)
    columns = (
        Column("id", "ID"),
        Column("review", "Gjennomgang"),
        Column("kind", "Type", KINDS),
        Column("status", "Status", FINDING_STATUSES),
        Column("merged_into", "Slått sammen med"),
        Column("title", "Funn"),
        Column("count_text", "Antall"),
        Column("action_count", "Tiltak"),
    )
    rows = [
        _row(f) | {"count_text": f.count_text(), "action_count": len(f.actions)} for f in findings
    ]
    show(rows, columns, format, [_row(finding) for finding in findings])


def _row(finding: FindingView) -> dict[str, Any]:
    """A finding as data; it never names a case or a caseworker."""
    return asdict(finding)


@app.verb("bekreft", "Bekreft ett eller flere funn.", "oslo-ik funn bekreft 1 2 3")
def confirm_all(ctx: typer.Context, ids: options.FindingIds) -> None:
    """Confirm findings, each told as it is done."""
    from oslo_ik.reviews.findings import confirm

    ws = workspace(ctx)
    for finding_id in ids:
        finding = confirm(ws, finding_id)
        say(f"Funn {finding.id} er bekreftet: {finding.title}")
        if finding.kind == "requirement_not_met" and not finding.actions:
            say(f"  Neste steg: oslo-ik tiltak ny --funn {finding.id} …")


@app.verb("avvis", "Avvis et funn, med begrunnelse.", "oslo-ik funn avvis 2 --begrunnelse -")
def dismiss_one(
    ctx: typer.Context,
    finding_id: options.FindingId,
    reason: Annotated[str, options.free_text("--begrunnelse", "Hvorfor funnet avvises.")],
) -> None:
    """Dismiss a finding."""
    from oslo_ik.reviews.findings import dismiss

    finding = dismiss(workspace(ctx), finding_id, reason)
    say(f"Funn {finding.id} er avvist: {finding.title}")


@app.verb("sla-sammen", "Slå sammen to eller flere funn.", "oslo-ik funn sla-sammen 1 3")
def merge_some(ctx: typer.Context, ids: options.FindingIds) -> None:
    """Merge findings into the first of them."""
    from oslo_ik.reviews.findings import merge

    finding = merge(workspace(ctx), ids)
    say(f"Slått sammen til funn {finding.id}: {finding.title}", f"  {finding.count_text()}")


@app.verb("endre", "Gi et funn en annen tittel.", "oslo-ik funn endre 1 --tittel -")
def rename_one(
    ctx: typer.Context,
    finding_id: options.FindingId,
    title: Annotated[str, options.free_text("--tittel", "Den nye tittelen.")],
) -> None:
    """Rename a finding."""
    from oslo_ik.reviews.findings import rename

    finding = rename(workspace(ctx), finding_id, title)
    say(f"Funn {finding.id} heter nå: {finding.title}")


@app.verb(
    "god-praksis",
    "Noter god praksis: noe andre kan lære av.",
    "oslo-ik funn god-praksis SP-2026-11 --kontrollpunkt T07-01 --tekst -",
)
def note_good_practice(
    ctx: typer.Context,
    number: options.Number,
    check: options.CheckId,
    text: Annotated[str, options.free_text("--tekst", "Hva som er bra.")],
) -> None:
    """Record good practice as a finding of its own."""
    from oslo_ik.reviews.findings import add_good_practice

    finding = add_good_practice(workspace(ctx), number, check, text)
    say(f"God praksis er notert som funn {finding.id}: {finding.title}")


@app.verb(
    "eqs",
    "Noter om et funn meldes som avvik i EQS, og nummeret det fikk der.",
    "oslo-ik funn eqs 1 --avvik ja --nummer 2026/1234",
)
def decide_eqs(
    ctx: typer.Context,
    finding_id: options.FindingId,
    nonconformity: Annotated[
        str, options.choice("--avvik", YES_OR_NO, "Om funnet meldes som avvik.")
    ],
    eqs_number: Annotated[
        str | None,
        typer.Option(
            "--nummer",
            metavar="NUMMER",
            parser=options.text,
            help="Nummeret fra EQS; kan vente til låsing. Tomt nummer fjerner det.",
        ),
    ] = None,
) -> None:
    """Record whether a finding is reported in EQS, and its number there."""
    from oslo_ik.reviews.findings import set_eqs

    if nonconformity == "nei" and eqs_number:
        raise WrongUsage("--nummer hører til --avvik ja.")
    finding = set_eqs(workspace(ctx), finding_id, nonconformity == "ja", eqs_number)
    if not finding.eqs_nonconformity:
        say(f"Funn {finding.id} meldes ikke som avvik i EQS.")
        return
    say(f"Funn {finding.id} meldes som avvik i EQS. Nummer: {finding.eqs_number or 'ikke oppgitt'}")
    if finding.eqs_number is None:
        say(f"  Tekst til EQS: oslo-ik funn eqs-tekst {finding.id}")


@app.verb("eqs-tekst", "Skriv teksten til et avvik i EQS, ferdig til å lime inn.")
def print_eqs_text(ctx: typer.Context, finding_id: options.FindingId) -> None:
    """Print the text for EQS and nothing else."""
    from oslo_ik.reviews.findings import eqs_text

    say(eqs_text(workspace(ctx), finding_id))


@app.verb("eqs-nummer", "Noter EQS-nummeret på et avvik, etter låsing.")
def note_eqs_number(
    ctx: typer.Context,
    finding_id: options.FindingId,
    eqs_number: Annotated[
        str,
        typer.Option("--nummer", metavar="NUMMER", parser=options.text, help="Nummeret fra EQS."),
    ],
) -> None:
    """Record the number of a reported nonconformity after locking."""
    from oslo_ik.reviews.follow_up import report_eqs

    finding = report_eqs(workspace(ctx), finding_id, eqs_number)
    say(f"Funn {finding.id} er meldt som avvik i EQS: {finding.eqs_number}")


@app.verb("lukk", "Lukk et funn når tiltakene er avsluttet og effekten er vurdert.")
def close_one(
    ctx: typer.Context,
    finding_id: options.FindingId,
    evidence: Annotated[
        str | None,
        options.free_text("--belegg", "Hva lukkingen bygger på, når intet tiltak er gjennomført."),
    ] = None,
) -> None:
    """Close a finding."""
    from oslo_ik.reviews.follow_up import close_finding

    finding = close_finding(workspace(ctx), finding_id, evidence)
    say(f"Funn {finding.id} er lukket: {finding.title}")


@app.verb("apne", "Åpne et lukket funn igjen, med begrunnelse.")
def reopen_one(
    ctx: typer.Context,
    finding_id: options.FindingId,
    reason: Annotated[str, options.free_text("--begrunnelse", "Hvorfor det åpnes igjen.")],
) -> None:
    """Open a closed finding again."""
    from oslo_ik.reviews.follow_up import reopen_finding
    from oslo_ik.reviews.views import FINDING_STATUSES

    finding = reopen_finding(workspace(ctx), finding_id, reason)
    say(f"Funn {finding.id} er åpnet igjen. Status: {FINDING_STATUSES[finding.status].lower()}.")


@app.verb("historikk", "Vis hva som har skjedd med et funn og tiltakene.")
def print_history(
    ctx: typer.Context, finding_id: options.FindingId, format: options.ListFormat = "tabell"
) -> None:
    """Print the history of a finding, oldest first."""
    from oslo_ik.reviews.follow_up import finding_history

    columns = (
        Column("happened_at", "Når (UTC)"),
        Column("action", "Tiltak"),
        Column("what", "Hva", {"status": "Status", "deadline": "Frist", "effect": "Effekt"}),
        Column("value", "Til", _history_words()),
        Column("reason", "Begrunnelse"),
    )
    entries = finding_history(workspace(ctx), finding_id)
    show([asdict(entry) for entry in entries], columns, format)


def _history_words() -> dict[str, str]:
    from oslo_ik.reviews.views import ACTION_STATUSES, EFFECTS, FINDING_STATUSES

    return {**FINDING_STATUSES, **EFFECTS, **ACTION_STATUSES}
