"""The kontrollskjema of a month: the fixed core and the theme, in the order of the record.

Twenty minutes for five cases and sixteen checks is the promise (§5); the plan
covers every krav in twelve months and the rest in twenty-four.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from oslo_ik.checks.conditions import facts_needed
from oslo_ik.checks.due import add_months, parse_period
from oslo_ik.checks.plan import MAX_THEMED, Plan, half_of, load_plan, validate_plan
from oslo_ik.checks.vocabulary import Level, ReviewKind
from oslo_ik.errors import InvalidInput

if TYPE_CHECKING:
    from oslo_ik.checks.model import Catalogue, Check, Fact, Theme

SECONDS_A_CASE = 48
SECONDS_A_CHECK = 10
SECONDS_A_FACT = 8

KRAV_MONTHS = 12
REST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Form:
    """What a spot check asks in one month; core and themed never share a check."""

    period: str
    theme: Theme
    core: tuple[Check, ...]
    themed: tuple[Check, ...]
    facts: tuple[Fact, ...]

    @property
    def checks(self) -> tuple[Check, ...]:
        """Core and theme together, in the order in which the record is read.

        By place of evidence (kartlegging first); at one place the core as the plan
        has it, then the theme as it stands in the catalogue.
        """
        return tuple(sorted((*self.core, *self.themed), key=lambda check: check.evidence.position))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what a spot check can ask has been asked; ``missing`` has krav first."""

    krav_total: int
    krav_asked: int
    rest_total: int
    rest_asked: int
    missing: tuple[str, ...]


def form_for(
    catalogue: Catalogue, period: str, theme: str | None = None, plan: Plan | None = None
) -> Form:
    """The form of a period such as ``2026-11``, by the plan or with a theme of the leader's own.

    NotFound for an unknown theme, InvalidInput for a bad period or for a theme
    that no spot check asks about.
    """
    plan = plan or load_plan()
    validate_plan(plan, catalogue)
    entry = plan.for_period(period)
    chosen = catalogue.theme(theme if theme is not None else entry.theme)
    core = tuple(map(catalogue.check, plan.core))
    if chosen.id == entry.theme:
        themed = _planned(catalogue, plan, entry.checks, chosen.id)
    else:
        themed = _chosen(catalogue, plan, period, chosen)
    facts = facts_needed((*core, *themed), catalogue)
    return Form(period, chosen, core, themed, facts)


def _planned(
    catalogue: Catalogue, plan: Plan, ids: Collection[str], theme: str
) -> tuple[Check, ...]:
    """The checks of the plan; a bydel's own on the theme come before its recommendations."""
    own = [check for check in _own_checks(catalogue, plan) if check.theme == theme]
    planned = _in_order(catalogue, ids)
    krav = [check for check in planned if check.is_requirement]
    rest = [check for check in planned if not check.is_requirement]
    kept = [*krav, *own, *rest][:MAX_THEMED]
    return _in_order(catalogue, [check.id for check in kept])


def _chosen(catalogue: Catalogue, plan: Plan, period: str, theme: Theme) -> tuple[Check, ...]:
    """At most eight checks on a theme: krav first, then own, then what this year's plan asks."""
    this_year = plan.asked_in(half_of(parse_period(period)[0]))
    own = {check.id for check in _own_checks(catalogue, plan)}
    candidates = [
        check
        for check in spot_checks(catalogue)
        if check.theme == theme.id and check.id not in plan.core
    ]
    if not candidates:
        raise InvalidInput(
            f"Temaet «{theme.label}» har ingen kontrollpunkter for stikkprøven. Velg et annet tema."
        )
    candidates.sort(
        key=lambda check: (not check.is_requirement, check.id not in own, check.id not in this_year)
    )
    return _in_order(catalogue, [check.id for check in candidates[:MAX_THEMED]])


def _own_checks(catalogue: Catalogue, plan: Plan) -> list[Check]:
    in_plan = plan.asked_in("A") | plan.asked_in("B")
    return [check for check in spot_checks(catalogue) if check.id not in in_plan]


def _in_order(catalogue: Catalogue, ids: Collection[str]) -> tuple[Check, ...]:
    return tuple(sorted(map(catalogue.check, ids), key=catalogue.position))


def spot_checks(catalogue: Catalogue) -> tuple[Check, ...]:
    """Every check that a spot check can ask about a case, in order."""
    return tuple(
        check
        for check in catalogue.select(review=ReviewKind.SPOT_CHECK)
        if check.level is not Level.SERVICE
    )


def estimate_minutes(case_count: int, check_count: int, fact_count: int) -> int:
    """Whole minutes, rounded up: 20 for five cases with 16 checks and 4 facts.

    A case costs the time to find it in the case-record system, a check and a fact
    the time to look and press a key.
    """
    per_case = SECONDS_A_CASE + check_count * SECONDS_A_CHECK + fact_count * SECONDS_A_FACT
    return math.ceil(case_count * per_case / 60)


def coverage(
    catalogue: Catalogue, asked: Mapping[str, date] | Collection[str], on: date | None = None
) -> Coverage:
    """How many krav, and how many of the rest, are among the ids that were asked.

    With dates and ``on``, a krav counts for twelve months and the rest for
    twenty-four; otherwise every id given counts.
    """
    krav = [check.id for check in spot_checks(catalogue) if check.is_requirement]
    rest = [check.id for check in spot_checks(catalogue) if not check.is_requirement]
    krav_missing = _not_asked(krav, asked, on, KRAV_MONTHS)
    rest_missing = _not_asked(rest, asked, on, REST_MONTHS)
    return Coverage(
        krav_total=len(krav),
        krav_asked=len(krav) - len(krav_missing),
        rest_total=len(rest),
        rest_asked=len(rest) - len(rest_missing),
        missing=(*krav_missing, *rest_missing),
    )


def _not_asked(
    ids: list[str], asked: Mapping[str, date] | Collection[str], on: date | None, months: int
) -> list[str]:
    if on is None or not isinstance(asked, Mapping):
        return [check_id for check_id in ids if check_id not in asked]
    since = add_months(on, -months)
    return [check_id for check_id in ids if not since < asked.get(check_id, date.min) <= on]
