"""Finding the rows of a review by what a leader calls them; one sentence when missing."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from oslo_ik.checks.model import Check
from oslo_ik.errors import NotFound, Refused, ReviewSigned

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.store.tables import Action, Answer, Finding, Review, ReviewCase


class _Keyed(Protocol):
    id: int | None


def key(row: _Keyed) -> int:
    """The primary key of a stored row."""
    if row.id is None:
        raise ValueError("the row has not been stored")
    return row.id


def review_row(session: Session, number: str, unsigned: bool = False) -> Review:
    """The review with this number; NotFound, and ReviewSigned or Refused when it must be open."""
    from sqlmodel import select

    from oslo_ik.store.tables import Review

    wanted = number.strip().upper()
    review = session.exec(select(Review).where(Review.number == wanted)).first()
    if review is None:
        raise NotFound(f"Gjennomgangen «{number}» finnes ikke. Se «oslo-ik stikkprove list».")
    if unsigned:
        _must_be_open(session, review)
    return review


def _must_be_open(session: Session, review: Review) -> None:
    """ReviewSigned when it is locked, Refused when it was drawn again."""
    if review.status == "signed":
        raise ReviewSigned(review.number)
    later = superseding(session, review)
    if later is not None:
        raise Refused(f"{review.number} er trukket på nytt. Gå videre i {later}.")


def superseding(session: Session, review: Review) -> str | None:
    """The number of a later draw of the same month; the earlier one stays as it was (§7)."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import Review

    if review.status == "signed" or review.kind != "spot_check":
        return None
    return session.exec(
        select(Review.number)
        .where(
            Review.kind == review.kind,
            Review.period == review.period,
            col(Review.sequence) > review.sequence,
        )
        .order_by(col(Review.sequence).desc())
    ).first()


def case_row(session: Session, review: Review, reference: str) -> ReviewCase:
    """The drawn case with this reference; NotFound when it is not (or no longer) drawn."""
    from sqlmodel import select

    from oslo_ik.store.tables import ReviewCase

    wanted = unicodedata.normalize("NFC", reference).strip()
    case = session.exec(
        select(ReviewCase).where(
            ReviewCase.review_id == review.id,
            ReviewCase.reference == wanted,
            ReviewCase.outcome != "replaced",
        )
    ).first()
    if case is None:
        raise NotFound(f"Saken «{wanted}» er ikke trukket i {review.number}.")
    return case


def answer_row(session: Session, case: ReviewCase, check: Check) -> Answer:
    """The answer to one check of one drawn case."""
    from sqlmodel import select

    from oslo_ik.store.tables import Answer

    return session.exec(
        select(Answer).where(Answer.review_case_id == case.id, Answer.check_id == check.id)
    ).one()


def finding_row(session: Session, finding_id: int, decidable: bool = False) -> Finding:
    """The finding with this id; NotFound, and ReviewSigned or Refused when it must be decidable."""
    from oslo_ik.store.tables import Finding, Review

    finding = session.get(Finding, finding_id)
    if finding is None:
        raise NotFound(f"Funn {finding_id} finnes ikke. Se «oslo-ik funn list».")
    if decidable:
        _must_be_open(session, session.get_one(Review, finding.review_id))
    return finding


def action_row(session: Session, action_id: int) -> Action:
    """The forbedringstiltak with this id; NotFound."""
    from oslo_ik.store.tables import Action

    action = session.get(Action, action_id)
    if action is None:
        raise NotFound(f"Tiltak {action_id} finnes ikke. Se «oslo-ik tiltak list».")
    return action


@lru_cache(maxsize=2048)
def _thawed(frozen: str) -> Check:
    return Check.model_validate_json(frozen)


def frozen_checks(session: Session, review: Review) -> tuple[Check, ...]:
    """The checks as they were frozen at the draw, in the order of the form."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import ReviewCheck

    rows = session.exec(
        select(ReviewCheck.frozen)
        .where(ReviewCheck.review_id == review.id)
        .order_by(col(ReviewCheck.position))
    ).all()
    return tuple(_thawed(frozen) for frozen in rows)


def frozen_check(session: Session, review: Review, check_id: str) -> Check:
    """One frozen check; NotFound when the form does not ask it."""
    from oslo_ik.store.tables import ReviewCheck

    wanted = check_id.strip().upper()
    row = session.get(ReviewCheck, (review.id, wanted))
    if row is None:
        raise NotFound(f"Kontrollpunktet «{check_id}» er ikke med i {review.number}.")
    return _thawed(row.frozen)


def reopen(session: Session, review: Review) -> None:
    """A change reopens a summarised review; decisions on findings are kept (§8)."""
    if review.status == "signed":
        raise Refused(f"{review.number} er låst.")
    if review.status == "summarised":
        review.status = "open"
    session.add(review)
