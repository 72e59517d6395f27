"""Facts settle the checks that hang on them."""

from __future__ import annotations

from datetime import date

import pytest

from oslo_ik.checks.conditions import applies, facts_needed, prefill
from oslo_ik.checks.model import Catalogue

CUT_OFF = date(2026, 11, 23)


def test_a_check_without_a_condition_always_applies(small: Catalogue) -> None:
    assert applies(small.check("T07-01"), small.fact, {}) is True


@pytest.mark.parametrize(
    ("check_id", "facts", "expected"),
    [
        ("T11-01", {"overgang": True}, True),
        ("T11-01", {"overgang": False}, False),
        ("T11-01", {"overgang": None}, None),
        ("T11-01", {"under_4_maneder": True}, None),
        # The 4-month demand applies when the answer is nei.
        ("T07-03", {"under_4_maneder": True}, False),
        ("T07-03", {"under_4_maneder": False}, True),
    ],
)
def test_the_answer_settles_it(
    small: Catalogue, check_id: str, facts: dict[str, bool | None], expected: bool | None
) -> None:
    assert applies(small.check(check_id), small.fact, facts) is expected


def test_each_fact_is_asked_once_in_the_order_of_the_catalogue(small: Catalogue) -> None:
    backwards = [*reversed(small.checks), *small.checks]
    assert [fact.id for fact in facts_needed(backwards, small)] == ["under_4_maneder", "overgang"]
    assert facts_needed([small.check("T07-01")], small) == ()


@pytest.mark.parametrize(
    ("started", "expected"),
    [
        (date(2026, 7, 24), {"under_4_maneder": True}),
        (date(2026, 7, 23), {"under_4_maneder": False}),
        (None, {}),
    ],
)
def test_a_known_start_settles_the_four_months(
    started: date | None, expected: dict[str, bool]
) -> None:
    assert prefill(started, None, None, CUT_OFF) == expected


@pytest.mark.parametrize(
    ("transition", "on", "expected"),
    [
        ("løslatelse", date(2026, 8, 23), {"overgang": True}),
        ("løslatelse", date(2026, 8, 22), {}),
        ("utskriving", date(2027, 2, 23), {"overgang": True}),
        ("utskriving", date(2027, 2, 24), {}),
        ("løslatelse", None, {}),
        (None, CUT_OFF, {}),
        (" Ingen ", CUT_OFF, {}),
    ],
)
def test_only_a_dated_transition_within_three_months_is_taken_as_ja(
    transition: str | None, on: date | None, expected: dict[str, bool]
) -> None:
    assert prefill(None, transition, on, CUT_OFF) == expected
