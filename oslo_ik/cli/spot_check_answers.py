"""``stikkprove fakta|svar|spor|tatt-opp|angre|oppsummer|ferdigstill``: answers, and locking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.cli import options
from oslo_ik.cli.bokmal import WrongUsage
from oslo_ik.cli.output import say
from oslo_ik.cli.shared import workspace
from oslo_ik.cli.spot_check_views import taken_up_text
from oslo_ik.errors import Refused
from oslo_ik.text import number_of

if TYPE_CHECKING:
    from oslo_ik.reviews.views import SummaryView

MAX_SHOWN = 20
VERDICTS = tuple(verdict.word for verdict in Verdict)


def give_facts(
    ctx: typer.Context,
    number: options.Number,
    reference: options.CaseReference,
    facts: Annotated[
        list[str],
        typer.Argument(
            metavar="FAKTUM=ja|nei", parser=options.text, help="Ett eller flere fakta, med svar."
        ),
    ],
) -> None:
    """Answer facts of a case: all of those given, or none."""
    from oslo_ik.reviews.facts import set_facts

    given = options.fact_values(facts)
    case = set_facts(workspace(ctx), number, reference, given)
    words = {True: "ja", False: "nei", None: "ukjent"}
    told = ", ".join(f"{fact} {words[value]}" for fact, value in given.items())
    left = number_of(case.open_count, "kontrollpunkt", "kontrollpunkter")
    say(f"Lagret for {case.reference}: {told}. {left} gjenstår.")


def give_answer(
    ctx: typer.Context,
    number: options.Number,
    reference: Annotated[
        str | None,
        typer.Option("--sak", metavar="REF", parser=options.text, help="Saksnummeret til saken."),
    ] = None,
    check: Annotated[
        str | None,
        typer.Option("--kontrollpunkt", metavar="ID", parser=options.text, help="Kontrollpunktet."),
    ] = None,
    verdict: Annotated[
        Verdict | None,
        typer.Option(
            "--svar",
            metavar="SVAR",
            parser=options.verdict,
            help=f"{', '.join(VERDICTS[:-1])}; {VERDICTS[-1]} tar svaret bort.",
        ),
    ] = None,
    reason: Annotated[
        Reason | None,
        typer.Option(
            "--grunn",
            metavar="GRUNN",
            parser=options.reason,
            help=f"{', '.join(Reason)}. Hører til delvis, nei og ikke_dokumentert.",
        ),
    ] = None,
    note: Annotated[
        str | None, options.free_text("--kommentar", "Kommentar. Må med for grunnen annet.")
    ] = None,
    performed_on: Annotated[
        date | None, options.a_date("--utfort", "Når det sist ble gjort, for punkter med frist.")
    ] = None,
    missing_areas: Annotated[
        list[str] | None,
        typer.Option(
            "--mangler",
            metavar="OMRÅDE …",
            parser=options.text,
            help="Områder som ikke er kartlagt. Flere skilles med mellomrom.",
        ),
    ] = None,
    path: Annotated[
        Path | None, options.a_file("--fil", "Svar på mange kontrollpunkter fra en CSV-fil.")
    ] = None,
) -> None:
    """Give one answer, or all those of a file."""
    if path is not None:
        if any((reference, check, verdict, reason, note, performed_on, missing_areas)):
            raise WrongUsage("--fil står alene: svarene er i filen.")
        _from_file(ctx, number, path)
        return
    missing = [
        name
        for name, value in (("--sak", reference), ("--kontrollpunkt", check), ("--svar", verdict))
        if value is None
    ]
    if reference is None or check is None or verdict is None:
        raise WrongUsage(f"Valget {missing[0]} mangler. Oppgi --sak, --kontrollpunkt og --svar.")
    from oslo_ik.reviews.answers import answer

    given = answer(
        workspace(ctx),
        number,
        reference,
        check,
        verdict,
        reason,
        note,
        performed_on,
        tuple(missing_areas or ()),
        complete=True,
    )
    say(f"Lagret: {reference}, {given.check}: {given.verdict.label}.")


def _from_file(ctx: typer.Context, number: str, path: Path) -> None:
    from oslo_ik.reviews.answers import import_answers

    count = import_answers(workspace(ctx), number, path)
    say(f"Lagret {count} svar i {number}.")


def ask(
    ctx: typer.Context,
    number: options.Number,
    reference: options.CaseReference,
    check: options.CheckId,
) -> None:
    """Mark «spør kontaktpersonen», or take the mark away."""
    from oslo_ik.reviews.answers import toggle_ask

    given = toggle_ask(workspace(ctx), number, reference, check)
    say(
        f"{reference}, {given.check}: spør kontaktpersonen. Punktet er ikke vurdert ennå."
        if given.ask
        else f"{reference}, {given.check} er ikke lenger merket med spør."
    )


def take_up_now(
    ctx: typer.Context,
    number: options.Number,
    reference: options.CaseReference,
    check: options.CheckId,
    what: Annotated[str | None, options.free_text("--hva", "Hva som ble tatt opp.")] = None,
    role: Annotated[
        str | None, options.free_text("--rolle", "Rollen det ble tatt opp med, ikke navn.")
    ] = None,
    on: Annotated[date | None, options.a_date("--nar", "Dagen det ble tatt opp.")] = None,
    undo: Annotated[bool, typer.Option("--angre", help="Ta merket bort igjen.")] = False,
) -> None:
    """Record that a serious shortcoming was taken up at once."""
    from oslo_ik.reviews.answers import take_up

    if undo and any(value is not None for value in (what, role, on)):
        raise WrongUsage("--angre står alene: det som er skrevet, blir stående.")
    given = take_up(workspace(ctx), number, reference, check, what, role, on, taken_up=not undo)
    told = taken_up_text(given.taken_up)
    if told is None:
        say(f"{reference}, {given.check} er ikke lenger merket tatt opp.")
    else:
        say(f"{reference}, {given.check} er tatt opp.", f"  {told}")


def undo_last(ctx: typer.Context, number: options.Number) -> None:
    """Take the latest change of an answer, a comment or a fact back."""
    from oslo_ik.reviews.answers import undo

    undone = undo(workspace(ctx), number)
    if undone is None:
        raise Refused(
            f"Det er ingenting å angre i {number}. Endre et svar med «oslo-ik stikkprove svar»."
        )
    say(f"Angret: {undone.what} i sak {undone.reference}.")


def sum_up(ctx: typer.Context, number: options.Number) -> None:
    """Sum up, propose findings, and say what comes next."""
    from oslo_ik.reviews.summary import summarise

    say(*_told(summarise(workspace(ctx), number)))


def _told(summary: SummaryView) -> list[str]:
    number = summary.review.number
    lines = [f"{number} er oppsummert.", *_counts(summary)]
    if summary.unanswered:
        count = number_of(len(summary.unanswered), "kontrollpunkt", "kontrollpunkter")
        lines.append(f"{count} er ikke vurdert:")
        lines += _shortened([missing.text for missing in summary.unanswered])
    proposed = [finding for finding in summary.findings if finding.status == "proposed"]
    lines.append(f"Funn: {len(summary.findings)}, hvorav {len(proposed)} ikke er avgjort.")
    lines += [f"  {f.id}. {f.title} ({f.count_text()})" for f in proposed]
    blocking = [missing.text for missing in summary.blocking if missing.kind != "undecided"]
    if blocking:
        lines += ["Før låsing:", *_shortened(blocking)]
    if proposed:
        lines.append("Neste steg: oslo-ik funn bekreft ID …, eller avvis ID --begrunnelse -")
    else:
        lines.append(f"Neste steg: oslo-ik stikkprove ferdigstill {number} --rolle ROLLE")
    return lines


def _counts(summary: SummaryView) -> Iterator[str]:
    """A line a check: met of assessed, the gaps by verdict, and what stands outside."""
    for check in summary.review.checks:
        tally = summary.tallies[check.id]
        split, outside = tally.split_text(), tally.outside_text()
        # A finding beneath counts those that fell short; the words keep the two apart.
        met = f"oppfylt {tally.fraction_text()}" if tally.assessed else tally.fraction_text()
        yield (
            f"  {check.id}: {met}"
            + (f" ({split})" if split else "")
            + (f"; {outside}" if outside else "")
        )


def _shortened(texts: list[str]) -> list[str]:
    more = len(texts) - MAX_SHOWN
    lines = [f"  {text}" for text in texts[:MAX_SHOWN]]
    return [*lines, f"  … og {more} til."] if more > 0 else lines


def lock(
    ctx: typer.Context,
    number: options.Number,
    role: Annotated[str, options.free_text("--rolle", "Rollen til den som låser.")],
    reason: Annotated[
        str | None,
        options.free_text("--begrunnelse", "Hvorfor noen kontrollpunkter ikke er vurdert."),
    ] = None,
) -> None:
    """Lock a review and show its seal."""
    from oslo_ik.reviews.signing import sign
    from oslo_ik.store.chain import short_seal

    seal = sign(workspace(ctx), number, role, reason)
    say(
        f"{seal.number} er låst.",
        f"Kontrollsum: {short_seal(seal.seal)}",
        f"Nummer i kjeden: {seal.sequence}",
        f"Neste steg: oslo-ik eksporter {seal.number}",
    )
