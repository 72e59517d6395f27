"""The frame of a draw: who can be drawn, on which date, and why not others (§7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from oslo_ik.checks.due import add_months, default_cut_off, month_start
from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.cases import is_active, load_cases
from oslo_ik.reviews.sampling import FrameCase, running_numbers
from oslo_ik.reviews.views import METHODS, DrawRequest, UnitView
from oslo_ik.text import fold, show_date

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.store.tables import CaseRecord, Review

MONTHS_OFF = 12


@dataclass(frozen=True)
class Frame:
    """The frame with what it left out; ``records`` by reference (empty for running numbers)."""

    cases: tuple[FrameCase, ...]
    records: dict[str, CaseRecord]
    excluded_own: int
    missing_in_list: int

    @property
    def caseworkers(self) -> int:
        """How many caseloads the frame has."""
        return len({case.caseworker for case in self.cases if case.caseworker is not None})


def cut_off_of(request: DrawRequest, today: date) -> date:
    """The cut-off date of a request; InvalidInput for a future month or a date outside it."""
    latest = default_cut_off(request.period, today)
    if request.cut_off is None:
        return latest
    if not month_start(request.period) <= request.cut_off <= latest:
        raise InvalidInput(
            f"Skjæringsdatoen må ligge mellom {show_date(month_start(request.period))} "
            f"og {show_date(latest)}."
        )
    return request.cut_off


def build_frame(session: Session, unit: UnitView, request: DrawRequest, cut_off: date) -> Frame:
    """The frame by the request's method; Refused or InvalidInput when there is none."""
    if request.method not in METHODS:
        raise InvalidInput(f"Metoden er ukjent. Bruk en av disse: {', '.join(METHODS)}.")
    if request.method == "lopenummer":
        return _numbered(request.reported_size)
    if request.reported_size is not None and request.reported_size < 0:
        raise InvalidInput("Antall saker i fagsystemet kan ikke være mindre enn 0.")
    active = [
        row for row in load_cases(session) if is_active(row.started_on, row.ended_on, cut_off)
    ]
    # The newest list is the list: what it leaves out is kept and reported, but not drawn.
    records = [row for row in active if row.missing_since is None]
    own_code = fold(unit.own_caseworker or "")
    own = [row for row in records if own_code and fold(row.caseworker) == own_code]
    others = [row for row in records if row not in own] if own else records
    if not others:
        raise Refused(
            f"Ingen aktive saker å trekke fra {show_date(cut_off)}. Importer sakslisten først."
        )
    seen = answered_before(session, cut_off)
    return Frame(
        cases=tuple(
            FrameCase(row.reference, row.caseworker, row.reference in seen) for row in others
        ),
        records={row.reference: row for row in others},
        excluded_own=len(own),
        missing_in_list=len(active) - len(records),
    )


def _numbered(count: int | None) -> Frame:
    if count is None:
        raise InvalidInput("Oppgi hvor mange aktive saker listen din har, for å trekke løpenummer.")
    if not 1 <= count <= 5000:
        raise InvalidInput("Antall saker må være mellom 1 og 5000.")
    return Frame(running_numbers(count), {}, 0, 0)


def frozen_frame(session: Session, review: Review) -> Frame:
    """The frame as it was frozen at the draw, with what the case list says of its cases now."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import FrameCase as FrameRow

    rows = session.exec(
        select(FrameRow).where(FrameRow.review_id == review.id).order_by(col(FrameRow.reference))
    ).all()
    known = {row.reference: row for row in load_cases(session)} if rows[0].caseworker else {}
    return Frame(
        cases=tuple(FrameCase(row.reference, row.caseworker, row.drawn_before) for row in rows),
        records=known,
        excluded_own=review.excluded_own,
        missing_in_list=0,
    )


def answered_before(session: Session, cut_off: date) -> set[str]:
    """References answered in a signed review of the last twelve months before ``cut_off``."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import Answer, Review, ReviewCase

    question = (
        select(ReviewCase.reference)
        .join(Review, col(Review.id) == col(ReviewCase.review_id))
        .join(Answer, col(Answer.review_case_id) == col(ReviewCase.id))
        .where(
            col(Review.status) == "signed",
            col(Review.method) != "lopenummer",
            col(Review.cut_off) > add_months(cut_off, -MONTHS_OFF),
            col(ReviewCase.outcome) == "included",
            # A check that a fact has settled is nobody's answer.
            col(Answer.answered_at).is_not(None),
        )
        .distinct()
    )
    return set(session.exec(question).all())


def carried_credits(session: Session, period: str) -> dict[str, Fraction]:
    """Credits from the latest draw of an earlier month, by caseworker (§7)."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import Allocation, Review

    latest = session.exec(
        select(Review)
        .where(
            col(Review.kind) == "spot_check",
            col(Review.period) < period,
            col(Review.method) == "per_kontaktperson",
        )
        .order_by(col(Review.period).desc(), col(Review.sequence).desc())
    ).first()
    if latest is None:
        return {}
    rows = session.exec(select(Allocation).where(Allocation.review_id == latest.id)).all()
    return {row.caseworker: Fraction(row.credit_after) for row in rows}
