"""Calendar months: periods, cut-off dates and the demands that recur.

An interval is calendar months clamped to the month's end (31 October and four
months is the last of February), never a number of days (§5, §6).
"""

from __future__ import annotations

import calendar
import re
from datetime import date

from oslo_ik.errors import InvalidInput

_PERIOD = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
_FIRST_YEAR, _LAST_YEAR = 1900, 2999


def parse_period(period: str) -> tuple[int, int]:
    """Year and month of ``2026-11``; InvalidInput for anything else."""
    match = _PERIOD.fullmatch(period)
    if match is None or not _FIRST_YEAR <= int(match[1]) <= _LAST_YEAR:
        raise InvalidInput(f"«{period}» er ikke en måned. Skriv år og måned slik: 2026-11.")
    return int(match[1]), int(match[2])


def period_of(day: date) -> str:
    """The period that a date falls in, ``2026-11``."""
    return f"{day.year:04d}-{day.month:02d}"


def add_months(day: date, months: int) -> date:
    """The same day so many calendar months later (or earlier), clamped to the month's end.

    InvalidInput when the answer lies outside the calendar.
    """
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not date.min.year <= year <= date.max.year:
        raise InvalidInput("Datoen ligger for langt unna. Kontroller årstallet.")
    month += 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def month_start(period: str) -> date:
    """The first day of the period."""
    year, month = parse_period(period)
    return date(year, month, 1)


def month_end(period: str) -> date:
    """The last day of the period."""
    year, month = parse_period(period)
    return date(year, month, calendar.monthrange(year, month)[1])


def next_month(period: str) -> str:
    """The period after this one."""
    return period_of(add_months(month_start(period), 1))


def previous_month(period: str) -> str:
    """The period before this one."""
    return period_of(add_months(month_start(period), -1))


def default_cut_off(period: str, today: date) -> date:
    """The earlier of today and the month's end (§7); a month not begun is InvalidInput."""
    if month_start(period) > today:
        raise InvalidInput(f"{period} har ikke begynt ennå. Velg {period_of(today)} eller før.")
    return min(today, month_end(period))


def is_current(performed_on: date, interval_months: int, cut_off: date) -> bool:
    """True when what was done then, plus the months, reaches the cut-off date (§6).

    The sources of the interval are tiltak 5 (summary) and tiltak 7 (evaluation).
    """
    return add_months(performed_on, interval_months) >= cut_off


def followed_under(started_on: date, months: int, on: date) -> bool:
    """True while the follow-up has lasted less than so many calendar months."""
    return add_months(started_on, months) > on
