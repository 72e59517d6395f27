"""What a draw would do, and whether the month may be drawn at all (§7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oslo_ik import privacy
from oslo_ik.checks.due import parse_period
from oslo_ik.checks.forms import estimate_minutes, form_for
from oslo_ik.errors import InvalidInput, PrivacyRefused, Refused
from oslo_ik.reviews import frames, sampling
from oslo_ik.reviews.unit import require_unit
from oslo_ik.reviews.views import DrawPlan, DrawRequest, UnitView
from oslo_ik.text import clean, number_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Review

PREFIX = "SP"
MAX_PUBLIC_DIGITS = 80


def plan_draw(ws: Workspace, request: DrawRequest) -> DrawPlan:
    """What a draw would do; nothing is drawn and nothing stored.

    Raises NotSetUp, InvalidInput, or Refused when the month is drawn already and ``again`` is
    not asked for.
    """
    parse_period(request.period)
    checked_public_value(request.public_value)
    with ws.database.read() as session:
        unit = require_unit(session)
        cut_off = frames.cut_off_of(request, ws.today())
        sequence = next_sequence(session, request)
        frame = frames.build_frame(session, unit, request, cut_off)
    form = form_for(ws.catalogue, request.period, request.theme)
    size = sampling.sample_size(len(frame.cases), request.size, request.enhanced)
    return DrawPlan(
        number=review_number(request.period, sequence),
        period=request.period,
        cut_off=cut_off,
        method=request.method,
        frame_size=len(frame.cases),
        excluded_own=frame.excluded_own,
        caseworkers=frame.caseworkers,
        reported_size=request.reported_size,
        size=size,
        theme=form.theme.id,
        theme_label=form.theme.label,
        checks=form.checks,
        facts=form.facts,
        minutes=estimate_minutes(size, len(form.checks), len(form.facts)),
        warnings=_warnings(unit, request, frame, size),
    )


def checked_public_value(text: str) -> str:
    """The digits a second person gave, without blanks; InvalidInput or PrivacyRefused."""
    value = clean(text).strip().replace(" ", "")
    if value and not (value.isascii() and value.isdigit() and len(value) <= MAX_PUBLIC_DIGITS):
        raise InvalidInput(
            f"Det offentlige tallet skal bare ha sifre, høyst {MAX_PUBLIC_DIGITS}. Skriv på nytt."
        )
    if any(hit.refused for hit in privacy.scan(value)):
        raise PrivacyRefused("Det offentlige tallet ligner et fødselsnummer. Velg et annet tall.")
    return value


def review_number(period: str, sequence: int) -> str:
    """``SP-2026-11``, and ``SP-2026-11-2`` for a second draw (§10)."""
    return f"{PREFIX}-{period}" if sequence == 1 else f"{PREFIX}-{period}-{sequence}"


def of_month(session: Session, period: str) -> Sequence[Review]:
    """The spot checks of a month, first draw first."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import Review

    return session.exec(
        select(Review)
        .where(Review.kind == "spot_check", Review.period == period)
        .order_by(col(Review.sequence))
    ).all()


def next_sequence(session: Session, request: DrawRequest) -> int:
    """1 for the month's first draw; the next number for a permitted second one."""
    earlier = of_month(session, request.period)
    if not earlier:
        return 1
    signed = [review.number for review in earlier if review.status == "signed"]
    if signed:
        raise Refused(f"{signed[0]} er låst. Det kan ikke trekkes på nytt for {request.period}.")
    if not request.again:
        raise Refused(
            f"{earlier[-1].number} er alt trukket. Var listen feil, trekk på nytt med begrunnelse."
        )
    if not clean(request.reason or "").strip():
        raise Refused("Ny trekning trenger en begrunnelse. Skriv hva som var feil med listen.")
    return earlier[-1].sequence + 1


def same_public_value(session: Session, period: str, given: str) -> str:
    """The first draw's public value, which a second draw shares (§7)."""
    first = of_month(session, period)[0].public_value
    if given and given != first:
        raise Refused("Ny trekning bruker samme offentlige tall som før. La feltet stå tomt.")
    return first


def _warnings(
    unit: UnitView, request: DrawRequest, frame: frames.Frame, size: int
) -> tuple[str, ...]:
    notes = []
    if request.method != "lopenummer" and request.reported_size is not None:
        difference = request.reported_size - len(frame.cases) - frame.excluded_own
        if difference:
            nouns = ("sak mer", "saker flere") if difference > 0 else ("sak mindre", "saker færre")
            notes.append(
                f"Fagsystemet viser {number_of(abs(difference), *nouns)} enn listen. "
                "Forskjellen står i dokumentet."
            )
    if frame.missing_in_list:
        notes.append(
            f"{number_of(frame.missing_in_list, 'sak', 'saker')} mangler i den siste listen og er "
            "ikke med i rammen."
        )
    if frame.excluded_own:
        own = number_of(frame.excluded_own, "egen sak", "egne saker")
        notes.append(f"{own} ({unit.own_caseworker}) er holdt utenfor.")
    if size == len(frame.cases):
        notes.append("Alle sakene i rammen blir kontrollert.")
    return tuple(notes)
