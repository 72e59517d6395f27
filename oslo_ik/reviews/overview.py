"""Oversikt: the year's wheel, what is open and due, and how much has been asked (§11)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from oslo_ik.checks.due import period_of
from oslo_ik.checks.forms import Coverage, coverage
from oslo_ik.reviews.actions import list_actions
from oslo_ik.reviews.cases import has_cases, list_cases
from oslo_ik.reviews.findings import list_findings
from oslo_ik.reviews.spot_checks import list_reviews, row_in_hand
from oslo_ik.reviews.summary import OPEN_STATUSES
from oslo_ik.reviews.unit import find_unit
from oslo_ik.reviews.views import ActionView, ReviewRow, UnitView

if TYPE_CHECKING:
    from oslo_ik.reviews.workspace import Workspace

OPEN_ACTIONS = ("not_started", "in_progress")


@dataclass(frozen=True)
class MonthStatus:
    """One month of the wheel: signed, summarised, open, due, missing, future or before."""

    period: str
    status: str
    number: str | None


@dataclass(frozen=True)
class Overview:
    """What the leader sees first."""

    unit: UnitView | None
    today: date
    months: tuple[MonthStatus, ...]
    current: ReviewRow | None
    reviews: tuple[ReviewRow, ...]
    open_findings: int
    open_actions: int
    overdue_actions: int
    next_deadline: ActionView | None
    coverage: Coverage
    active_cases: int
    has_cases: bool


def overview(ws: Workspace) -> Overview:
    """The overview of the unit today; a month without a control is shown as missing (§2)."""
    today = ws.today()
    reviews = [row for row in list_reviews(ws) if row.kind == "spot_check"]
    actions = [action for action in list_actions(ws) if action.status in OPEN_ACTIONS]
    due = [action for action in actions if action.deadline >= today]
    findings = [
        finding
        for finding in list_findings(ws)
        if finding.status in OPEN_STATUSES and finding.kind != "good_practice"
    ]
    known = has_cases(ws)
    return Overview(
        unit=find_unit(ws),
        today=today,
        months=_wheel(ws, reviews, today),
        current=row_in_hand(reviews),
        reviews=tuple(reviews),
        open_findings=len(findings),
        open_actions=len(actions),
        overdue_actions=len(actions) - len(due),
        next_deadline=due[0] if due else None,
        coverage=coverage(ws.catalogue, asked_checks(ws), today),
        active_cases=len(list_cases(ws)) if known else 0,
        has_cases=known,
    )


def asked_checks(ws: Workspace) -> dict[str, date]:
    """The checks that a signed spot check has an answer to, with the latest cut-off date."""
    from sqlmodel import col, func, select

    from oslo_ik.store.tables import Answer, Review

    question = (
        select(Answer.check_id, func.max(Review.cut_off))
        .join(Review, col(Review.id) == col(Answer.review_id))
        .where(col(Review.status) == "signed", col(Answer.verdict) != "not_assessed")
        .group_by(col(Answer.check_id))
    )
    with ws.database.read() as session:
        return dict(session.exec(question).all())


def _wheel(ws: Workspace, reviews: list[ReviewRow], today: date) -> tuple[MonthStatus, ...]:
    """The twelve months of this year.

    A month before the unit began to use the program is ``before``: there was nothing to miss.
    """
    best: dict[str, ReviewRow] = {}
    for row in reviews:
        held = best.get(row.period)
        if held is None or (row.status == "signed" and held.status != "signed"):
            best[row.period] = row
    this = period_of(today)
    first = _first_period(ws, reviews)
    months = []
    for month in range(1, 13):
        period = f"{today.year}-{month:02d}"
        found = best.get(period)
        if found is not None:
            status = found.status
        elif period > this:
            status = "future"
        elif period == this:
            status = "due"
        else:
            status = "missing" if first is not None and period >= first else "before"
        months.append(MonthStatus(period, status, found.number if found else None))
    return tuple(months)


def _first_period(ws: Workspace, reviews: list[ReviewRow]) -> str | None:
    from oslo_ik.store.tables import Unit

    with ws.database.read() as session:
        unit = session.get(Unit, 1)
    periods = [row.period for row in reviews]
    if unit is not None:
        periods.append(unit.created_at[:7])
    return min(periods, default=None)
