"""What a draw leaves in the database: frozen form, frozen frame, places and drawn cases (§7)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oslo_ik.checks.conditions import facts_needed, prefill
from oslo_ik.reviews.facts import settle
from oslo_ik.reviews.rows import frozen_checks, key

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.checks.forms import Form
    from oslo_ik.reviews import sampling
    from oslo_ik.reviews.frames import Frame
    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import CaseRecord, Review, ReviewCase


def freeze_form(session: Session, review: Review, form: Form) -> None:
    """Keep the checks as they stand today: a review freezes the texts it uses (§5)."""
    from oslo_ik.store.tables import ReviewCheck

    session.add_all(
        ReviewCheck(
            review_id=key(review),
            check_id=check.id,
            position=position,
            frozen=check.model_dump_json(),
        )
        for position, check in enumerate(form.checks, start=1)
    )


def freeze_frame(session: Session, review: Review, cases: Sequence[sampling.FrameCase]) -> None:
    """Keep a copy of the frame that no later import touches."""
    from oslo_ik.store.engine import driver

    driver(session).executemany(
        "INSERT INTO frame_case (review_id, reference, caseworker, drawn_before)"
        " VALUES (?, ?, ?, ?)",
        [(review.id, case.reference, case.caseworker, case.drawn_before) for case in cases],
    )


def store_allocation(session: Session, review: Review, drawn: sampling.Draw) -> None:
    """Store the places per caseload as they now are."""
    from oslo_ik.store.tables import Allocation

    for row in drawn.allocation:
        session.merge(
            Allocation(
                review_id=key(review),
                caseworker=row.caseworker,
                eligible=row.eligible,
                credit_before=str(row.credit_before),
                places=row.places,
                credit_after=str(row.credit_after),
            )
        )


def add_cases(
    ws: Workspace,
    session: Session,
    review: Review,
    places: Sequence[sampling.Place],
    frame: Frame,
    running_numbers: Sequence[int] | None = None,
) -> None:
    """Add drawn cases, each with a running number for documents, and an open answer a check.

    The running numbers are those of the places in an order that nobody can guess, so that a
    document does not show in which order the cases were drawn (§12).
    """
    session.flush()
    checks = frozen_checks(session, review)
    needed = {fact.id for fact in facts_needed(checks, ws.catalogue)}
    numbers = running_numbers or shuffled(ws, [place.position for place in places])
    for place, number in zip(places, numbers, strict=True):
        case = _drawn_case(review, place, number, frame.records.get(place.reference))
        session.add(case)
        session.flush()
        _open_answers(session, case, [check.id for check in checks])
        known = prefill(case.started_on, case.transition, case.transition_on, review.cut_off)
        for fact, value in known.items():
            if fact in needed:
                settle(ws, session, case, fact, value)


def shuffled(ws: Workspace, numbers: Sequence[int]) -> list[int]:
    """The same numbers in an order that nobody can guess."""
    return sorted(numbers, key=lambda _: ws.entropy(16))


def _drawn_case(
    review: Review, place: sampling.Place, number: int, record: CaseRecord | None
) -> ReviewCase:
    from oslo_ik.store.tables import ReviewCase

    return ReviewCase(
        review_id=key(review),
        position=place.position,
        reference=place.reference,
        caseworker=place.caseworker,
        ticket=place.ticket,
        running_number=number,
        started_on=record.started_on if record else None,
        transition=record.transition if record else None,
        transition_on=record.transition_on if record else None,
    )


def _open_answers(session: Session, case: ReviewCase, checks: Sequence[str]) -> None:
    from oslo_ik.store.tables import Answer

    session.add_all(
        Answer(review_id=case.review_id, review_case_id=key(case), check_id=check)
        for check in checks
    )
    session.flush()
