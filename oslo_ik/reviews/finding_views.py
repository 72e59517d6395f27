"""Findings and their actions as plain views."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from oslo_ik.checks.verdicts import Tally
from oslo_ik.reviews.rows import key
from oslo_ik.reviews.views import ActionView, FindingView

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.store.tables import Action, Finding, FindingOccurrence, Review


def finding_views(
    session: Session, review: Review | None = None, merged: bool = False
) -> list[FindingView]:
    """The findings of a review (or all), oldest first; ``merged`` ones only when asked for."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import Action, Finding, FindingOccurrence
    from oslo_ik.store.tables import Review as ReviewRow

    question = select(Finding).order_by(col(Finding.id))
    if not merged:
        question = question.where(Finding.status != "merged")
    if review is not None:
        question = question.where(Finding.review_id == review.id)
    findings = session.exec(question).all()
    ids = [key(finding) for finding in findings]
    counts: dict[int, dict[str, Tally]] = defaultdict(dict)
    for row in session.exec(
        select(FindingOccurrence)
        .where(col(FindingOccurrence.finding_id).in_(ids))
        .order_by(col(FindingOccurrence.check_id))
    ).all():
        counts[row.finding_id][row.check_id] = tally_of(row)
    actions: dict[int, list[Action]] = defaultdict(list)
    for action in session.exec(
        select(Action).where(col(Action.finding_id).in_(ids)).order_by(col(Action.id))
    ).all():
        actions[action.finding_id].append(action)
    numbers = dict(session.exec(select(ReviewRow.id, ReviewRow.number)).all())
    return [
        _view(finding, numbers[finding.review_id], counts[key(finding)], actions[key(finding)])
        for finding in findings
    ]


def tally_of(row: FindingOccurrence) -> Tally:
    """The counts of an occurrence."""
    return Tally(**{name: getattr(row, name) for name in Tally.__dataclass_fields__})


def action_view(action: Action, finding: Finding) -> ActionView:
    """The view of an action row."""
    return ActionView(
        id=key(action),
        finding=action.finding_id,
        finding_title=finding.title,
        text=action.text,
        strength=action.strength,
        strength_type=action.strength_type,
        responsible_role=action.responsible_role,
        deadline=action.deadline,
        status=action.status,
        indicator=action.indicator,
        effect_due=action.effect_due,
        effect_result=action.effect_result,
        effect_evidence=action.effect_evidence,
    )


def _view(
    finding: Finding, number: str, counts: dict[str, Tally], actions: list[Action]
) -> FindingView:
    return FindingView(
        id=key(finding),
        review=number,
        kind=finding.kind,
        status=finding.status,
        title=finding.title,
        checks=tuple(counts),
        counts=counts,
        decision_reason=finding.decision_reason,
        merged_into=finding.merged_into,
        no_action_reason=finding.no_action_reason,
        weak_reason=finding.weak_reason,
        eqs_nonconformity=finding.eqs_nonconformity,
        eqs_number=finding.eqs_number,
        actions=tuple(action_view(action, finding) for action in actions),
    )
