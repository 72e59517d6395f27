"""Reading spot checks: the list, one with everything, and where the leader left it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from oslo_ik.checks.conditions import facts_needed
from oslo_ik.checks.model import Check, Fact
from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import NotFound
from oslo_ik.reviews.rows import case_row, frozen_checks, key, review_row, superseding
from oslo_ik.reviews.views import (
    UNFINISHED,
    AnswerView,
    ReviewCaseView,
    ReviewRow,
    ReviewView,
    TakenUp,
)

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Answer, Review, ReviewCase


def list_reviews(ws: Workspace) -> list[ReviewRow]:
    """Every review, newest month first."""
    from sqlmodel import col, func, select

    from oslo_ik.store.tables import Answer, Finding, Review, ReviewCase, Seal

    live = (
        select(Answer.review_id, ReviewCase.outcome, Answer.verdict, func.count())
        .join(ReviewCase, col(ReviewCase.id) == col(Answer.review_case_id))
        .where(col(ReviewCase.outcome) != "replaced")
        .group_by(col(Answer.review_id), col(ReviewCase.outcome), col(Answer.verdict))
    )
    with ws.database.read() as session:
        reviews = session.exec(
            select(Review).order_by(col(Review.period).desc(), col(Review.sequence).desc())
        ).all()
        total: Counter[int] = Counter()
        unanswered: Counter[int] = Counter()
        for review_id, outcome, verdict, count in session.exec(live).all():
            total[review_id] += count
            if outcome == "included" and verdict == Verdict.NOT_ASSESSED:
                unanswered[review_id] += count
        findings = Counter(
            session.exec(select(Finding.review_id).where(Finding.status != "merged")).all()
        )
        seals = {
            row.review_id: row.seal
            for row in session.exec(select(Seal).where(Seal.kind == "review.signed")).all()
        }
    latest = {(row.kind, row.period): row.sequence for row in reversed(reviews)}
    return [
        ReviewRow(
            number=review.number,
            kind=review.kind,
            period=review.period,
            status=_shown_status(review, latest[review.kind, review.period]),
            theme=review.theme,
            size=review.size,
            answered=total[key(review)] - unanswered[key(review)],
            total=total[key(review)],
            findings=findings[key(review)],
            created_at=review.created_at,
            signed_at=review.signed_at,
            seal=seals.get(key(review)),
        )
        for review in reviews
    ]


def _shown_status(review: Review, latest: int) -> str:
    """A spot check that was drawn again and never locked is shown as such (§7)."""
    again = review.kind == "spot_check" and review.sequence < latest
    return "superseded" if again and review.status != "signed" else review.status


def get_review(ws: Workspace, number: str) -> ReviewView:
    """One review with its frozen form, its cases in drawn order, and the leader's place."""
    with ws.database.read() as session:
        return load_review(ws, session, review_row(session, number))


def current_review(ws: Workspace) -> ReviewView | None:
    """The unsigned review to go on with, newest first; None when everything is locked."""
    row = row_in_hand(list_reviews(ws))
    return get_review(ws, row.number) if row else None


def row_in_hand(rows: Sequence[ReviewRow]) -> ReviewRow | None:
    """The newest review of ``rows`` that is neither locked nor drawn again; None if none is."""
    return next((row for row in rows if row.status in UNFINISHED), None)


def load_review(ws: Workspace, session: Session, review: Review) -> ReviewView:
    """The view of a review row."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import Place, ReviewCase, Seal

    checks = frozen_checks(session, review)
    cases = session.exec(
        select(ReviewCase)
        .where(ReviewCase.review_id == review.id, ReviewCase.outcome != "replaced")
        .order_by(col(ReviewCase.position))
    ).all()
    place = session.get(Place, review.id)
    at = {key(case): case.reference for case in cases}
    seal = session.exec(
        select(Seal.seal).where(Seal.review_id == review.id, Seal.kind == "review.signed")
    ).first()
    facts = facts_needed(checks, ws.catalogue)
    return ReviewView(
        number=review.number,
        kind=review.kind,
        unit=review.unit,
        period=review.period,
        status="superseded" if superseding(session, review) else review.status,
        method=review.method,
        size=review.size,
        theme=review.theme,
        theme_label=theme_label(ws, review.theme),
        cut_off=review.cut_off,
        frame_size=review.frame_size,
        reported_size=review.reported_size,
        excluded_own=review.excluded_own,
        created_at=review.created_at,
        signed_at=review.signed_at,
        signed_role=review.signed_role,
        seal=seal,
        checks=checks,
        facts=facts,
        cases=_case_views(session, review, cases, checks, facts),
        place=(at[place.review_case_id], place.check_id)
        if place and place.review_case_id in at
        else None,
    )


def theme_label(ws: Workspace, theme: str | None) -> str:
    """The theme in words; its id when the catalogue has dropped it."""
    if theme is None:
        return ""
    try:
        return ws.catalogue.theme(theme).label
    except NotFound:
        return theme


def get_case(ws: Workspace, session: Session, review: Review, case: ReviewCase) -> ReviewCaseView:
    """The view of one drawn case."""
    checks = frozen_checks(session, review)
    facts = facts_needed(checks, ws.catalogue)
    return _case_views(session, review, [case], checks, facts)[0]


def _case_views(
    session: Session,
    review: Review,
    cases: Sequence[ReviewCase],
    checks: Sequence[Check],
    facts: Sequence[Fact],
) -> tuple[ReviewCaseView, ...]:
    from sqlmodel import col, select

    from oslo_ik.store.tables import Answer, CaseFact

    ids = [key(case) for case in cases]
    answers: dict[int, dict[str, Answer]] = {case_id: {} for case_id in ids}
    for row in session.exec(select(Answer).where(col(Answer.review_case_id).in_(ids))).all():
        answers[row.review_case_id][row.check_id] = row
    known: dict[tuple[int, str], bool] = {
        (row.review_case_id, row.fact): row.value
        for row in session.exec(select(CaseFact).where(col(CaseFact.review_case_id).in_(ids))).all()
    }
    return tuple(
        ReviewCaseView(
            position=case.position,
            reference=case.reference,
            caseworker=case.caseworker,
            running_number=case.running_number,
            outcome=case.outcome,
            started_on=case.started_on,
            transition=case.transition,
            transition_on=case.transition_on,
            facts={fact.id: known.get((key(case), fact.id)) for fact in facts},
            answers=tuple(
                answer_view(answers[key(case)][check.id], check, case.outcome) for check in checks
            ),
        )
        for case in cases
    )


def answer_view(row: Answer, check: Check, outcome: str = "included") -> AnswerView:
    """An answer row as it counts: the checks of an unavailable case are ikke dokumentert (§7)."""
    if outcome == "unavailable":
        return AnswerView(check.id, Verdict.NOT_DOCUMENTED, version=row.version)
    by_fact = row.verdict == Verdict.NOT_APPLICABLE and row.reason == check.condition
    return AnswerView(
        check=check.id,
        verdict=Verdict(row.verdict),
        reason=row.reason,
        note=row.note,
        performed_on=row.performed_on,
        missing_areas=tuple(json.loads(row.missing_areas)),
        ask=row.ask,
        by_fact=by_fact and check.condition is not None,
        taken_up=TakenUp(row.taken_up_what, row.taken_up_role, row.taken_up_on)
        if row.taken_up
        else None,
        version=row.version,
    )


def save_place(ws: Workspace, number: str, reference: str, check_id: str | None) -> None:
    """Remember where the leader is, so that she comes back to it."""
    from oslo_ik.store.tables import Place

    with ws.database.write() as session:
        review = review_row(session, number)
        case = case_row(session, review, reference)
        session.merge(Place(review_id=key(review), review_case_id=key(case), check_id=check_id))


def review_json(ws: Workspace, number: str) -> dict[str, Any]:
    """A spot check as JSON: no caseworker stands beside an answer (§10)."""
    review = get_review(ws, number)
    return {
        "number": review.number,
        "kind": review.kind,
        "unit": review.unit,
        "period": review.period,
        "status": review.status,
        "method": review.method,
        "size": review.size,
        "theme": review.theme,
        "cut_off": review.cut_off.isoformat(),
        "checks": [check.id for check in review.checks],
        "cases": [_case_json(case) for case in review.cases],
        "seal": review.seal,
    }


def _taken_up_json(told: TakenUp | None) -> dict[str, Any] | None:
    if told is None:
        return None
    return {
        "what": told.what,
        "role": told.role,
        "on": told.on.isoformat() if told.on else None,
    }


def _case_json(case: ReviewCaseView) -> dict[str, Any]:
    return {
        "position": case.position,
        "reference": case.reference,
        "outcome": case.outcome,
        "facts": case.facts,
        "answers": [
            {
                "check": answer.check,
                "verdict": answer.verdict.value,
                "reason": answer.reason,
                "note": answer.note,
                "performed_on": answer.performed_on.isoformat() if answer.performed_on else None,
                "missing_areas": list(answer.missing_areas),
                "ask": answer.ask,
                "taken_up": _taken_up_json(answer.taken_up),
            }
            for answer in case.answers
        ],
    }
