"""``oslo-ik funn``: what the summary found, and what the leader makes of it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from oslo_ik.cli import options
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.output import Column, say, show
from oslo_ik.cli.shared import workspace

if TYPE_CHECKING:
    from oslo_ik.reviews.views import FindingView

app = Noun("Funnene fra oppsummeringen: bekreft, avvis, slå sammen.")


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

    findings = list_findings(workspace(ctx), number)
    columns = (
        Column("id", "ID"),
        Column("review", "Gjennomgang"),
        Column("kind", "Type", KINDS),
        Column("status", "Status", FINDING_STATUSES),
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
