"""Drawing a month's cases: once, and then extended or replaced without a new lottery (§7)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from oslo_ik.checks.due import parse_period
from oslo_ik.checks.forms import form_for
from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews import frames, sampling
from oslo_ik.reviews.drawn_cases import (
    add_cases,
    freeze_form,
    freeze_frame,
    store_allocation,
)
from oslo_ik.reviews.month_secrets import ensure_secret
from oslo_ik.reviews.planning import (
    checked_public_value,
    next_sequence,
    of_month,
    plan_draw,
    review_number,
    same_public_value,
)
from oslo_ik.reviews.rows import case_row, key, reopen, review_row
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.undoing import forget_case
from oslo_ik.reviews.unit import require_unit
from oslo_ik.reviews.views import DrawRequest, ReviewView, UnitView

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Answer, Review, ReviewCase

__all__ = ["draw", "extend", "mark_unavailable", "plan_draw", "replace_case"]


def draw(ws: Workspace, request: DrawRequest) -> ReviewView:
    """Draw the month's cases, once: the frame, the texts and the protocol are frozen.

    A second draw of the month needs ``again`` and a reason, uses the same secret and public
    value, and both stay; after locking it is refused. Raises InvalidInput, Refused, NotSetUp.
    """
    parse_period(request.period)
    form = form_for(ws.catalogue, request.period, request.theme)
    with ws.database.write() as session:
        unit = require_unit(session)
        cut_off = frames.cut_off_of(request, ws.today())
        sequence = next_sequence(session, request)
        frame = frames.build_frame(session, unit, request, cut_off)
        review = _new_review(ws, session, unit, replace(request, cut_off=cut_off), frame, sequence)
        review.theme = form.theme.id
        session.add(review)
        session.flush()
        drawn = sampling.draw(
            frame.cases,
            review.seed,
            sampling.as_method(request.method),
            review.size,
            frames.carried_credits(session, request.period),
        )
        freeze_form(session, review, form)
        freeze_frame(session, review, frame.cases)
        store_allocation(session, review, drawn)
        add_cases(ws, session, review, drawn.order, frame)
        number = review.number
    return get_review(ws, number)


def _new_review(
    ws: Workspace,
    session: Session,
    unit: UnitView,
    request: DrawRequest,
    frame: frames.Frame,
    sequence: int,
) -> Review:
    from oslo_ik.store.engine import driver
    from oslo_ik.store.tables import Review

    assert request.cut_off is not None  # noqa: S101 - settled by the caller
    public_value = checked_public_value(request.public_value)
    seed_name = unit.seed_name
    if sequence > 1:
        # The same lottery, even when the unit has got another name since.
        seed_name = of_month(session, request.period)[0].unit
        public_value = same_public_value(session, request.period, public_value)
    secret, commitment, made_at = ensure_secret(driver(session), ws, seed_name, request.period)
    size = sampling.sample_size(len(frame.cases), request.size, request.enhanced)
    return Review(
        number=review_number(request.period, sequence),
        kind="spot_check",
        unit=seed_name,
        period=request.period,
        sequence=sequence,
        catalogue=ws.catalogue.edition.id,
        method=request.method,
        cut_off=request.cut_off,
        size=size,
        steps=json.dumps([size]),
        frame_size=len(frame.cases),
        frame_sha256=sampling.frame_fingerprint(case.reference for case in frame.cases),
        reported_size=request.reported_size,
        excluded_own=frame.excluded_own,
        commitment=commitment,
        committed_at=made_at,
        secret=secret,
        seed=sampling.seed(seed_name, request.period, bytes.fromhex(secret), public_value),
        public_value=public_value,
        redraw_reason=ws.guard(session, request.reason, "Begrunnelse") if sequence > 1 else None,
        role=unit.role,
        legal_regime=unit.legal_regime,
        demo=unit.demo,
        created_at=ws.now(),
    )


def extend(ws: Workspace, number: str, count: int) -> ReviewView:
    """«Flere»: ``count`` more cases, place by place from what is given; nothing drawn changes.

    Raises InvalidInput when the sample would pass its upper limit or the frame is used up.
    """
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        if review.size + count > sampling.MAX_SIZE:
            raise InvalidInput(
                f"En stikkprøve kan ha høyst {sampling.MAX_SIZE} saker; "
                f"{review.number} har {review.size}."
            )
        frame = frames.frozen_frame(session, review)
        before = current_draw(session, review)
        after = sampling.extend(
            frame.cases,
            review.seed,
            before,
            taken_references(session, review),
            count,
            frames.carried_credits(session, review.period),
        )
        store_allocation(session, review, after)
        add_cases(ws, session, review, after.order[len(before.order) :], frame)
        review.size = after.size
        review.steps = json.dumps([*json.loads(review.steps), count])
        reopen(session, review)
    return get_review(ws, number)


def replace_case(ws: Workspace, number: str, reference: str, reason: str) -> ReviewView:
    """«Ikke aktuell»: the place goes to the next ticket of the same caseload, with a reason.

    Only before the case has an answer (ISA 530 §10; §7). Raises Refused.
    """
    from oslo_ik.store.tables import Replacement

    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        case = case_row(session, review, reference)
        why = ws.guard(session, reason, "Begrunnelse")
        if why is None:
            raise Refused("Erstatning trenger en begrunnelse. Skriv hvorfor saken ikke er aktuell.")
        if case.outcome == "unavailable":
            raise Refused(f"{case.reference} er merket utilgjengelig og blir stående. Angre først.")
        answers = _answers(session, case)
        if any(row.answered_at is not None for row in answers):
            raise Refused(f"{reference} har svar og kan ikke erstattes. Merk den utilgjengelig.")
        frame = frames.frozen_frame(session, review)
        chosen = sampling.replacement(
            frame.cases,
            review.seed,
            case.caseworker,
            taken_references(session, review),
            sampling.as_method(review.method),
        )
        if chosen is None:
            raise Refused("Det er ingen flere saker å trekke i rammen. La saken stå utilgjengelig.")
        place = sampling.Place(
            case.position,
            chosen.reference,
            chosen.caseworker,
            sampling.ticket(chosen.reference, review.seed),
        )
        running_number = case.running_number
        forget_case(session, case)
        case.outcome, case.running_number = "replaced", -key(case)
        session.add(case)
        session.flush()
        add_cases(ws, session, review, [place], frame, [running_number])
        session.add(
            Replacement(
                review_id=key(review),
                position=case.position,
                reference_out=case.reference,
                reference_in=chosen.reference,
                reason=why,
                replaced_at=ws.now(),
            )
        )
        reopen(session, review)
    return get_review(ws, number)


def mark_unavailable(ws: Workspace, number: str, reference: str, undo: bool = False) -> ReviewView:
    """«Utilgjengelig»: the case stays and its checks count as ikke dokumentert (§7).

    Answers given before stay in the row and come back with ``undo``.
    """
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        case = case_row(session, review, reference)
        case.outcome = "included" if undo else "unavailable"
        session.add(case)
        reopen(session, review)
    return get_review(ws, number)


def current_draw(session: Session, review: Review) -> sampling.Draw:
    """The draw as it now stands: the cases that hold the places, and the allocation."""
    from fractions import Fraction

    from sqlmodel import col, select

    from oslo_ik.store.tables import Allocation, ReviewCase

    cases = session.exec(
        select(ReviewCase)
        .where(ReviewCase.review_id == review.id, ReviewCase.outcome != "replaced")
        .order_by(col(ReviewCase.position))
    ).all()
    rows = session.exec(select(Allocation).where(Allocation.review_id == review.id)).all()
    return sampling.Draw(
        sampling.as_method(review.method),
        review.size,
        tuple(sampling.Place(c.position, c.reference, c.caseworker, c.ticket) for c in cases),
        tuple(
            sampling.Allocation(
                row.caseworker,
                row.eligible,
                Fraction(row.credit_before),
                row.places,
                Fraction(row.credit_after),
            )
            for row in rows
        ),
    )


def taken_references(session: Session, review: Review) -> set[str]:
    """Every reference drawn at any time in this review, replaced ones included."""
    from sqlmodel import select

    from oslo_ik.store.tables import ReviewCase

    question = select(ReviewCase.reference).where(ReviewCase.review_id == review.id)
    return set(session.exec(question).all())


def _answers(session: Session, case: ReviewCase) -> Sequence[Answer]:
    from sqlmodel import select

    from oslo_ik.store.tables import Answer

    return session.exec(select(Answer).where(Answer.review_case_id == case.id)).all()
