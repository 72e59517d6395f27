"""The parts of a review's content: the draw, a case with its answers, a finding (§9)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from oslo_ik.reviews.views import AnswerView, FindingView, ReviewCaseView, ReviewView

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.store.tables import Review

Commit = Callable[[str, str | None], dict[str, str] | None]


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def case_content(case: ReviewCaseView, commit: Commit) -> dict[str, Any]:
    """A case by its running number; the reference is only a commitment."""
    path = f"cases/{case.running_number}"
    return {
        "no": case.running_number,
        "reference": commit(f"{path}/reference", case.reference),
        "outcome": case.outcome,
        "facts": case.facts,
        "answers": [_answer(answer, f"{path}/{answer.check}", commit) for answer in case.answers],
    }


def _answer(answer: AnswerView, path: str, commit: Commit) -> dict[str, Any]:
    taken_up = answer.taken_up
    return {
        "check": answer.check,
        "verdict": answer.verdict.value,
        "reason": answer.reason,
        "by_fact": answer.by_fact,
        "note": commit(f"{path}/note", answer.note),
        "performed_on": _iso(answer.performed_on),
        "missing_areas": list(answer.missing_areas),
        "ask": answer.ask,
        "taken_up": {
            "what": commit(f"{path}/taken_up_what", taken_up.what),
            "role": commit(f"{path}/taken_up_role", taken_up.role),
            "on": _iso(taken_up.on),
        }
        if taken_up
        else None,
    }


def draw_content(
    session: Session, review: Review, view: ReviewView, commit: Commit
) -> dict[str, Any]:
    """How the cases were drawn, without references, codes or tickets (§7)."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import Replacement

    replaced = session.exec(
        select(Replacement).where(Replacement.review_id == review.id).order_by(col(Replacement.id))
    ).all()
    return {
        "method": review.method,
        "size": review.size,
        "cut_off": review.cut_off.isoformat(),
        "frame_size": review.frame_size,
        "frame_sha256": review.frame_sha256,
        "reported_size": review.reported_size,
        "excluded_own": review.excluded_own,
        "public_value": review.public_value,
        "commitment": review.commitment,
        "committed_at": review.committed_at,
        "seed": review.seed,
        "next_period": review.next_period,
        "next_commitment": review.next_commitment,
        "redraw_reason": commit("draw/redraw_reason", review.redraw_reason),
        "places": _places(session, review),
        "replacements": [
            {
                "position": row.position,
                "reason": commit(f"draw/replacements/{i}/reason", row.reason),
                "reference_out": commit(f"draw/replacements/{i}/out", row.reference_out),
                "reference_in": commit(f"draw/replacements/{i}/in", row.reference_in),
            }
            for i, row in enumerate(replaced, start=1)
        ],
        "unavailable": sum(case.outcome == "unavailable" for case in view.cases),
    }


def _places(session: Session, review: Review) -> list[int]:
    """Places per caseload in an order that the month's secret decides, without codes."""
    from sqlmodel import select

    from oslo_ik.store.tables import Allocation

    rows = session.exec(select(Allocation).where(Allocation.review_id == review.id)).all()

    def hidden(caseworker: str) -> bytes:
        return hashlib.sha256(f"{review.secret}/places/{caseworker}".encode()).digest()

    return [row.places for row in sorted(rows, key=lambda row: hidden(row.caseworker))]


def finding_content(finding: FindingView, commit: Commit, path: str) -> dict[str, Any]:
    """A finding with its counts and actions."""
    path = f"{path}/{finding.id}"
    return {
        "id": finding.id,
        "kind": finding.kind,
        "status": finding.status,
        "title": commit(f"{path}/title", finding.title),
        "checks": [{"check": check, **asdict(tally)} for check, tally in finding.counts.items()],
        "decision_reason": commit(f"{path}/decision_reason", finding.decision_reason),
        "merged_into": finding.merged_into,
        "no_action_reason": commit(f"{path}/no_action_reason", finding.no_action_reason),
        "weak_reason": commit(f"{path}/weak_reason", finding.weak_reason),
        "eqs_nonconformity": finding.eqs_nonconformity,
        "eqs_number": finding.eqs_number,
        "actions": _actions(finding, commit, path),
    }


def previous_content(finding: FindingView, commit: Commit) -> dict[str, Any]:
    """An open finding of an earlier month, as it stands on the day of signing."""
    path = f"previous/{finding.id}"
    return {
        "id": finding.id,
        "review": finding.review,
        "kind": finding.kind,
        "status": finding.status,
        "title": commit(f"{path}/title", finding.title),
        "checks": list(finding.checks),
        "count_text": finding.count_text(),
        "actions": _actions(finding, commit, path),
    }


def _actions(finding: FindingView, commit: Commit, path: str) -> list[dict[str, Any]]:
    return [
        {
            "id": action.id,
            "text": commit(f"{path}/actions/{action.id}/text", action.text),
            "strength": action.strength,
            "strength_type": action.strength_type,
            "responsible_role": commit(f"{path}/actions/{action.id}/role", action.responsible_role),
            "deadline": action.deadline.isoformat(),
            "status": action.status,
        }
        for action in finding.actions
    ]
