"""The protocol of a draw: all that is needed to recompute it; it stays on the machine (§7)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from oslo_ik.reviews.rows import review_row

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Review


def protocol(ws: Workspace, number: str) -> dict[str, Any]:
    """Frame, secret, seed, allocation and order of a draw, as JSON data.

    Credits are exact fractions as text. ``order`` holds the cases that now have a place, by
    position; ``replacements`` those that lost theirs. ``steps`` is how many places the draw and
    each «flere» gave: what is owed a caseload depends on it.
    """
    with ws.database.read() as session:
        review = review_row(session, number)
        return {
            "number": review.number,
            "unit": review.unit,
            "period": review.period,
            "cut_off": review.cut_off.isoformat(),
            "size": review.size,
            "steps": json.loads(review.steps),
            "frame": _frame(session, review),
            "commitment": review.commitment,
            "committed_at": review.committed_at,
            "secret": review.secret,
            "seed": review.seed,
            "public_value": review.public_value,
            "method": review.method,
            "allocation": _allocation(session, review),
            "order": _order(session, review),
            "replacements": _replacements(session, review),
            "redraw_reason": review.redraw_reason,
        }


def _frame(session: Session, review: Review) -> dict[str, Any]:
    from sqlmodel import col, select

    from oslo_ik.store.tables import FrameCase

    rows = session.exec(
        select(FrameCase).where(FrameCase.review_id == review.id).order_by(col(FrameCase.reference))
    ).all()
    return {
        "size": review.frame_size,
        "sha256": review.frame_sha256,
        "reported_size": review.reported_size,
        "excluded_own": review.excluded_own,
        "cases": [
            {
                "reference": row.reference,
                "caseworker": row.caseworker,
                "drawn_before": row.drawn_before,
            }
            for row in rows
        ],
    }


def _allocation(session: Session, review: Review) -> list[dict[str, Any]]:
    from sqlmodel import col, select

    from oslo_ik.store.tables import Allocation

    rows = session.exec(
        select(Allocation)
        .where(Allocation.review_id == review.id)
        .order_by(col(Allocation.caseworker))
    ).all()
    return [
        {
            "caseworker": row.caseworker,
            "eligible": row.eligible,
            "credit_before": row.credit_before,
            "places": row.places,
            "credit_after": row.credit_after,
        }
        for row in rows
    ]


def _order(session: Session, review: Review) -> list[dict[str, Any]]:
    from sqlmodel import col, select

    from oslo_ik.store.tables import ReviewCase

    rows = session.exec(
        select(ReviewCase)
        .where(ReviewCase.review_id == review.id, ReviewCase.outcome != "replaced")
        .order_by(col(ReviewCase.position))
    ).all()
    return [
        {"position": row.position, "reference": row.reference, "ticket": row.ticket} for row in rows
    ]


def _replacements(session: Session, review: Review) -> list[dict[str, Any]]:
    from sqlmodel import col, select

    from oslo_ik.store.tables import Replacement

    rows = session.exec(
        select(Replacement).where(Replacement.review_id == review.id).order_by(col(Replacement.id))
    ).all()
    return [
        {
            "position": row.position,
            "reference_out": row.reference_out,
            "reference_in": row.reference_in,
            "reason": row.reason,
        }
        for row in rows
    ]
