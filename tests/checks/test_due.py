"""Calendar months, periods and the demands that recur."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslo_ik.checks.due import (
    add_months,
    default_cut_off,
    followed_under,
    is_current,
    month_end,
    month_start,
    next_month,
    parse_period,
    period_of,
    previous_month,
)
from oslo_ik.errors import InvalidInput


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2025, 10, 31), 4, date(2026, 2, 28)),
        (date(2027, 10, 31), 4, date(2028, 2, 29)),
        (date(2026, 1, 15), 4, date(2026, 5, 15)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
        (date(2026, 5, 31), 12, date(2027, 5, 31)),
    ],
)
def test_months_are_calendar_months_clamped(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


def test_months_outside_the_calendar_are_refused() -> None:
    with pytest.raises(InvalidInput):
        add_months(date.max, 1)
    with pytest.raises(InvalidInput):
        add_months(date.min, -1)


@given(
    st.dates(date(1950, 1, 1), date(2150, 1, 1)),
    st.integers(-240, 240),
)
def test_a_month_step_lands_in_the_right_month(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == day.day or (
        later.day < day.day and (later + timedelta(days=1)).month != later.month
    )


def test_four_months_is_not_120_days() -> None:
    # 31 October + 4 months = 28 February; 120 days would reach exactly that day,
    # 30 June + 4 months = 30 October lies 122 days on.
    assert is_current(date(2026, 6, 30), 4, date(2026, 10, 30))
    assert not is_current(date(2026, 6, 30), 4, date(2026, 10, 31))
    assert is_current(date(2025, 10, 31), 4, date(2026, 2, 28))
    assert not is_current(date(2025, 10, 31), 4, date(2026, 3, 1))


def test_followed_under_four_months_ends_on_the_day() -> None:
    assert followed_under(date(2026, 7, 24), 4, date(2026, 11, 23))
    assert not followed_under(date(2026, 7, 23), 4, date(2026, 11, 23))


def test_periods() -> None:
    assert parse_period("2026-11") == (2026, 11)
    assert period_of(date(2026, 1, 31)) == "2026-01"
    assert month_start("2026-11") == date(2026, 11, 1)
    assert month_end("2028-02") == date(2028, 2, 29)
    assert next_month("2026-12") == "2027-01"
    assert previous_month("2026-01") == "2025-12"


@pytest.mark.parametrize(
    "period",
    ["2026-13", "2026-00", "2026-1", "26-11", "2026/11", "", "2026-11\n", "0000-01", "٢٠٢٦-11"],
)
def test_what_is_not_a_month_is_refused(period: str) -> None:
    with pytest.raises(InvalidInput, match="er ikke en måned"):
        parse_period(period)


def test_default_cut_off_is_the_earlier_of_today_and_the_months_end() -> None:
    assert default_cut_off("2026-11", date(2026, 11, 23)) == date(2026, 11, 23)
    assert default_cut_off("2026-10", date(2026, 11, 23)) == date(2026, 10, 31)
    assert default_cut_off("2026-11", date(2026, 11, 1)) == date(2026, 11, 1)
    with pytest.raises(InvalidInput, match="2026-11 eller før"):
        default_cut_off("2026-12", date(2026, 11, 30))
