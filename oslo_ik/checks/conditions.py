"""Case facts and the checks they settle (§6).

A fact is asked once a case. A check that carries a condition applies or falls
away by that answer, so that «ikke relevant» never hides a nei.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from oslo_ik.checks.due import add_months, followed_under

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date

    from oslo_ik.checks.model import Catalogue, Check, Fact

UNDER_4_MONTHS = "under_4_maneder"
TRANSITION = "overgang"
FOLLOW_UP_MONTHS = 4
TRANSITION_MONTHS = 3

_NO_TRANSITION = {"", "nei", "ingen", "ingen kjent", "-"}


def applies(
    check: Check, fact_lookup: Callable[[str], Fact], facts: Mapping[str, bool | None]
) -> bool | None:
    """True or False when it is settled, None while the fact is unanswered.

    ``fact_lookup`` is ``Catalogue.fact`` or the like; ``facts`` holds the
    answers of one case, True for ja. A check without a condition applies.
    """
    if check.condition is None:
        return True
    answer = facts.get(check.condition)
    if answer is None:
        return None
    return answer == fact_lookup(check.condition).applies_on


def facts_needed(checks: Iterable[Check], catalogue: Catalogue) -> tuple[Fact, ...]:
    """The facts that these checks hang on, each once, in the order of the catalogue."""
    wanted = {check.condition for check in checks}
    return tuple(fact for fact in catalogue.facts if fact.id in wanted)


def prefill(
    started_on: date | None,
    transition: str | None,
    transition_on: date | None,
    cut_off: date,
) -> dict[str, bool]:
    """What the case list itself says about the facts of one case; the rest is left out.

    A known start settles ``under_4_maneder`` either way. A named transition with
    a date at most three months before or after the cut-off makes ``overgang``
    true; its absence proves nothing, so it is never false here.
    """
    known: dict[str, bool] = {}
    if started_on is not None:
        known[UNDER_4_MONTHS] = followed_under(started_on, FOLLOW_UP_MONTHS, cut_off)
    if transition_on is not None and (transition or "").strip().casefold() not in _NO_TRANSITION:
        earliest = add_months(cut_off, -TRANSITION_MONTHS)
        if earliest <= transition_on <= add_months(cut_off, TRANSITION_MONTHS):
            known[TRANSITION] = True
    return known
