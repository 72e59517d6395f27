"""The shipped core and two-year plan keep the coverage promise of §5."""

from __future__ import annotations

import pytest

from oslo_ik.checks.catalogue import load_catalogue
from oslo_ik.checks.forms import coverage, form_for
from oslo_ik.checks.model import Catalogue
from oslo_ik.checks.plan import Half, Plan, load_plan, validate_plan

MAX_FACTS = 4


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def plan() -> Plan:
    return load_plan()


def askable(catalogue: Catalogue, strength: str | None = None) -> set[str]:
    """Ids that a spot check can ask, straight from the data."""
    return {
        check.id
        for check in catalogue.checks
        if "stikkprove" in check.reviews
        and check.level in ("sak", "begge")
        and (strength is None or check.strength == strength)
    }


def test_the_plan_fits_the_catalogue(catalogue: Catalogue, plan: Plan) -> None:
    validate_plan(plan, catalogue)
    known = {check.id for check in catalogue.checks}
    assert set(plan.core) <= known
    assert len(plan.core) <= 8
    assert len(plan.months) == 24
    for month in plan.months:
        assert 0 < len(month.checks) <= 8
        assert set(month.checks) <= known
        assert not set(month.checks) & set(plan.core)


@pytest.mark.parametrize("half", ["A", "B"])
def test_every_krav_is_asked_in_each_year(catalogue: Catalogue, plan: Plan, half: Half) -> None:
    asked = set(plan.core)
    for month in plan.months:
        if month.year == half:
            asked |= set(month.checks)
    assert askable(catalogue, "krav") - asked == set()


def test_all_the_rest_is_asked_in_two_years(catalogue: Catalogue, plan: Plan) -> None:
    asked = set(plan.core).union(*(month.checks for month in plan.months))
    assert asked == askable(catalogue)
    assert coverage(catalogue, asked).missing == ()


def test_any_twelve_months_in_a_row_cover_every_krav(catalogue: Catalogue, plan: Plan) -> None:
    periods = [f"{year}-{month:02}" for year in (2026, 2027, 2028) for month in range(1, 13)]
    short = {}
    for start in range(len(periods) - 11):
        asked = {c.id for p in periods[start : start + 12] for c in form_for(catalogue, p).checks}
        missing = askable(catalogue, "krav") - asked
        if missing:
            short[periods[start]] = missing
    assert short == {}


def test_a_month_is_named_by_the_theme_it_asks_most_about(catalogue: Catalogue, plan: Plan) -> None:
    for month in plan.months:
        themes = [catalogue.check(check_id).theme for check_id in month.checks]
        most = max(themes.count(theme) for theme in themes)
        assert themes.count(month.theme) == most, (month.year, month.month)


def test_few_facts_a_month(catalogue: Catalogue) -> None:
    for year in (2026, 2027):
        for month in range(1, 13):
            form = form_for(catalogue, f"{year}-{month:02}")
            assert len(form.facts) <= MAX_FACTS, form.period


def test_the_form_begins_with_mapping_and_has_no_double(catalogue: Catalogue, plan: Plan) -> None:
    form = form_for(catalogue, "2026-11")
    assert form.checks[0].id == plan.core[0]
    assert form.checks[0].evidence == "kartlegging"
    ids = [check.id for check in form.checks]
    assert len(ids) == len(set(ids))
    assert set(ids) == set(plan.core) | set(plan.for_period("2026-11").checks)


def test_every_theme_with_spot_checks_can_be_chosen(catalogue: Catalogue) -> None:
    for theme in catalogue.themes:
        own = {i for i in askable(catalogue) if catalogue.check(i).theme == theme.id}
        if own - set(load_plan().core):
            form = form_for(catalogue, "2026-11", theme=theme.id)
            assert 0 < len(form.themed) <= 8
            assert form.theme.id == theme.id
