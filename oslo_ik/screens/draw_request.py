"""From the form of the draw to a request, and from a plan to words; no widgets here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from oslo_ik.text import number_of, show_date, show_month

if TYPE_CHECKING:
    from oslo_ik.reviews.views import DrawPlan, DrawRequest
    from oslo_ik.reviews.workspace import Workspace

USUAL = "vanlig"
ENHANCED = "forsterket"
OWN_SIZE = "eget"
BY_PLAN = "plan"


def to_request(values: Mapping[str, Any], again: bool) -> DrawRequest:
    """The request of what the form holds; ``again`` is a second draw of the month."""
    from oslo_ik.reviews.views import DrawRequest

    theme = values.get("theme")
    return DrawRequest(
        period=values["period"],
        size=values.get("size"),
        enhanced=values.get("extent") == ENHANCED,
        method=values["method"],
        reported_size=values.get("reported_size"),
        theme=None if theme in (None, BY_PLAN) else theme,
        public_value=values.get("public_value") or "",
        again=again,
        reason=values.get("reason") or None,
    )


def first_period(ws: Workspace) -> str:
    """This month; when it has been drawn, the earliest missing month of the year."""
    from oslo_ik.reviews.overview import overview

    months = overview(ws).months
    for wanted in ("due", "missing"):
        for month in months:
            if month.status == wanted:
                return month.period
    today = ws.today()
    return f"{today.year}-{today.month:02d}"


def drawn_already(ws: Workspace, period: str) -> str | None:
    """The number of the latest unsigned draw of a month, which a second draw would follow."""
    from oslo_ik.reviews.spot_checks import list_reviews

    rows = [row for row in list_reviews(ws) if row.period == period and row.kind == "spot_check"]
    return rows[0].number if rows and all(row.status != "signed" for row in rows) else None


def plan_lines(plan: DrawPlan) -> list[tuple[str, str]]:
    """«Dette skjer», as pairs of label and text."""
    krav = sum(check.is_requirement for check in plan.checks)
    facts = f" og {len(plan.facts)} spørsmål om saken" if plan.facts else ""
    lines = [
        (
            "Nummer",
            f"{plan.number}, {show_month(plan.period)}, saker per {show_date(plan.cut_off)}",
        ),
        ("Ramme", _frame(plan)),
        ("Trekkes", f"{plan.size} av {number_of(plan.frame_size, 'sak', 'saker')}"),
        ("Skjema", f"{plan.theme_label}: {len(plan.checks)} kontrollpunkter ({krav} krav){facts}"),
        ("Tid", f"om lag {number_of(plan.minutes, 'minutt', 'minutter')}"),
    ]
    if plan.difference is not None and plan.method != "lopenummer":
        lines.insert(2, ("Fagsystemet", _difference(plan.difference)))
    return lines


def _frame(plan: DrawPlan) -> str:
    if plan.method == "lopenummer":
        return f"løpenummer 1 til {plan.frame_size} på din egen liste"
    cases = number_of(plan.frame_size, "aktiv sak", "aktive saker")
    people = number_of(plan.caseworkers, "kontaktperson", "kontaktpersoner")
    own = f", {plan.excluded_own} egne holdt utenfor" if plan.excluded_own else ""
    return f"{cases} hos {people}{own}"


def _difference(difference: int) -> str:
    if difference == 0:
        return "like mange saker som listen"
    more = "flere" if difference > 0 else "færre"
    return f"{abs(difference)} {more} enn listen; står i dokumentet"
