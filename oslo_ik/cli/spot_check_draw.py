"""``stikkprove trekk|flere|erstatt|utilgjengelig``: which cases are checked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from oslo_ik.cli import options
from oslo_ik.cli.bokmal import WrongUsage
from oslo_ik.cli.output import complain, on_terminal, say
from oslo_ik.cli.shared import workspace
from oslo_ik.text import number_of, show_date, show_month

if TYPE_CHECKING:
    from oslo_ik.reviews.views import DrawPlan, DrawRequest, ReviewCaseView, ReviewView
    from oslo_ik.reviews.workspace import Workspace

METHODS = ("per_kontaktperson", "tilfeldig", "lopenummer")
MOST = 5000
HOW_MANY = "Hvor mange aktive saker viser fagsystemet? (Enter = vet ikke) "


def draw_cases(
    ctx: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(
            "--maned",
            metavar="ÅÅÅÅ-MM",
            parser=options.month,
            help="Måneden som kontrolleres; ellers denne.",
        ),
    ] = None,
    size: Annotated[
        int | None, options.a_number("--antall", 1, MOST, "Hvor mange saker; ellers 5.")
    ] = None,
    enhanced: Annotated[
        bool,
        typer.Option("--forsterket", help="Større utvalg etter antall saker, høyst 30."),
    ] = False,
    method: Annotated[
        str, options.choice("--metode", METHODS, "Hvordan det trekkes; ellers per_kontaktperson.")
    ] = METHODS[0],
    reported_size: Annotated[
        int | None,
        options.a_number("--antall-saker", 0, MOST, "Hvor mange aktive saker fagsystemet viser."),
    ] = None,
    theme: Annotated[
        str | None, options.theme("Månedens tema; ellers det som står i årsplanen.")
    ] = None,
    public_value: Annotated[
        str | None,
        typer.Option(
            "--offentlig-tall",
            metavar="SIFRE",
            parser=options.text,
            help="Sifre fra en annen person, som blandes inn i trekningen.",
        ),
    ] = None,
    cut_off: Annotated[
        date | None,
        options.a_date("--skjaringsdato", "Dagen saken må være aktiv; ellers i dag."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--pa-nytt", help="Trekk på nytt fordi listen var feil.")
    ] = False,
    reason: Annotated[
        str | None, options.free_text("--begrunnelse", "Hvorfor det trekkes på nytt.")
    ] = None,
) -> None:
    """Draw the month's cases and tell which, in order."""
    from oslo_ik.checks.due import period_of
    from oslo_ik.reviews.drawing import draw, plan_draw
    from oslo_ik.reviews.views import DrawRequest

    if size is not None and enhanced:
        raise WrongUsage("Bruk enten --antall eller --forsterket, ikke begge.")
    if reason is not None and not again:
        raise WrongUsage("--begrunnelse hører til --pa-nytt.")
    ws = workspace(ctx)
    request = DrawRequest(
        period=period or period_of(ws.today()),
        size=size,
        enhanced=enhanced,
        method=method,
        reported_size=reported_size,
        theme=theme,
        public_value=public_value or "",
        cut_off=cut_off,
        again=again,
        reason=reason,
    )
    request = _asked(ws, request)
    plan = plan_draw(ws, request)
    _tell_draw(draw(ws, request), plan)


def _asked(ws: Workspace, request: DrawRequest) -> DrawRequest:
    """The request with the number that the case-record system shows, when somebody can say."""
    from dataclasses import replace

    from oslo_ik.reviews.drawing import plan_draw

    if request.reported_size is not None or not on_terminal():
        return request
    # What would be refused whatever the number is, is refused before anything is asked.
    plan_draw(ws, replace(request, reported_size=1))
    number = options.whole(0, MOST)
    while True:
        typed = input(HOW_MANY).strip()
        if not typed:
            return request
        try:
            return replace(request, reported_size=number(typed))
        except WrongUsage as error:
            complain(error.message)


def _tell_draw(review: ReviewView, plan: DrawPlan) -> None:
    frame = number_of(review.frame_size, "sak", "saker")
    checks = number_of(len(review.checks), "kontrollpunkt", "kontrollpunkter")
    say(
        f"Trakk {review.size} av {frame} for {show_month(review.period)}: {review.number}.",
        *_places(review.cases),
        f"Skjæringsdato: {show_date(review.cut_off)}.",
        f"Tema: {review.theme_label}. {checks} for hver sak.",
        f"Anslått tid: {number_of(plan.minutes, 'minutt', 'minutter')}.",
        *(f"Merk: {warning}" for warning in plan.warnings),
    )


def _places(cases: Sequence[ReviewCaseView]) -> list[str]:
    return [f"  {case.position:>2}. {case.reference}" for case in cases]


def more(
    ctx: typer.Context,
    number: options.Number,
    count: Annotated[int, options.a_number("--antall", 1, MOST, "Hvor mange saker til.")],
) -> None:
    """Draw more cases."""
    from oslo_ik.reviews.drawing import extend

    review = extend(workspace(ctx), number, count)
    new = review.cases[-count:]
    say(
        f"{review.number} har nå {number_of(len(review.cases), 'sak', 'saker')}. Nye:",
        *_places(new),
    )


def replace(
    ctx: typer.Context,
    number: options.Number,
    reference: options.CaseReference,
    reason: Annotated[str, options.free_text("--begrunnelse", "Hvorfor saken ikke er aktuell.")],
) -> None:
    """Replace a case that does not belong in the sample."""
    from oslo_ik.reviews.drawing import replace_case
    from oslo_ik.reviews.spot_checks import get_review

    ws = workspace(ctx)
    before = {case.reference for case in get_review(ws, number).cases}
    review = replace_case(ws, number, reference, reason)
    new = next(case for case in review.cases if case.reference not in before)
    say(f"{reference} er erstattet av {new.reference} på plass {new.position}.")


def unavailable(
    ctx: typer.Context,
    number: options.Number,
    reference: options.CaseReference,
    undo: Annotated[bool, typer.Option("--angre", help="Ta merket bort igjen.")] = False,
) -> None:
    """Mark a case as unavailable, or take the mark away."""
    from oslo_ik.reviews.drawing import mark_unavailable

    mark_unavailable(workspace(ctx), number, reference, undo)
    say(
        f"{reference} er ikke lenger merket utilgjengelig."
        if undo
        else f"{reference} er utilgjengelig: kontrollpunktene teller som ikke dokumentert."
    )
