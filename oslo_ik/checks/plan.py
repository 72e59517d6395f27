"""The core and the two-year plan of themes behind the kontrollskjema (§5)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, StrictInt

from oslo_ik.checks.catalogue import DATA, read_tables
from oslo_ik.checks.due import parse_period
from oslo_ik.checks.validation import fail, parse_entries
from oslo_ik.checks.vocabulary import Level, ReviewKind

if TYPE_CHECKING:
    from oslo_ik.checks.model import Catalogue

PLAN_FILE = "kontrollskjema.toml"
MAX_CORE = 8
MAX_THEMED = 8

Half = Literal["A", "B"]


class MonthPlan(BaseModel):
    """The theme and the checks of one of the 24 months; year A is an even calendar year."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    year: Half
    month: StrictInt
    theme: str
    checks: tuple[str, ...]


class Plan(BaseModel):
    """The fixed core and the 24 months."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    core: tuple[str, ...]
    months: tuple[MonthPlan, ...]

    def for_period(self, period: str) -> MonthPlan:
        """The month of the plan that a period such as ``2026-11`` falls on."""
        year, month = parse_period(period)
        half = half_of(year)
        return next(entry for entry in self.months if (entry.year, entry.month) == (half, month))

    def year(self, half: Half) -> tuple[MonthPlan, ...]:
        """The twelve months of year A or B."""
        return tuple(entry for entry in self.months if entry.year == half)

    def asked_in(self, half: Half) -> frozenset[str]:
        """Every id that the core and the twelve months of a year ask."""
        themed = {check_id for entry in self.year(half) for check_id in entry.checks}
        return frozenset(themed | set(self.core))


def half_of(year: int) -> Half:
    """«A» for even calendar years, else «B»."""
    return "A" if year % 2 == 0 else "B"


@lru_cache(maxsize=1)
def load_plan() -> Plan:
    """The shipped plan (read once); hold it against a catalogue with ``validate_plan``."""
    return read_plan(DATA / PLAN_FILE)


def read_plan(path: Path) -> Plan:
    """The plan of one file; CatalogueError when a month is missing or doubled."""
    data = read_tables(path, {"core", "month"})
    core = data.get("core")
    if not isinstance(core, list) or not all(isinstance(item, str) for item in core):
        fail(path.name, "den faste kjernen", "core", "må være en liste med id-er")
    months = parse_entries(MonthPlan, "month", data.get("month", []), path.name)
    wanted = {(half, month) for half in ("A", "B") for month in range(1, 13)}
    if len(months) != len(wanted) or {(entry.year, entry.month) for entry in months} != wanted:
        fail(path.name, "planen", "month", "må ha hver måned én gang i år A og én gang i år B")
    return Plan(core=tuple(core), months=months)


def validate_plan(plan: Plan, catalogue: Catalogue, file: str = PLAN_FILE) -> None:
    """Hold the plan against the catalogue: sizes, ids, themes, and only spot-check checks."""
    _validate_ids(plan.core, "den faste kjernen", "core", MAX_CORE, catalogue, file)
    themes = {theme.id for theme in catalogue.themes}
    for entry in plan.months:
        name = f"år {entry.year} måned {entry.month}"
        if entry.theme not in themes:
            fail(file, name, "theme", f"temaet «{entry.theme}» finnes ikke")
        _validate_ids(entry.checks, name, "checks", MAX_THEMED, catalogue, file)
        both = sorted(set(entry.checks) & set(plan.core))
        if both:
            fail(file, name, "checks", f"{both[0]} står allerede i kjernen")


def _validate_ids(
    ids: tuple[str, ...], name: str, field: str, limit: int, catalogue: Catalogue, file: str
) -> None:
    if not 0 < len(ids) <= limit or len(set(ids)) != len(ids):
        fail(file, name, field, f"må ha fra 1 til {limit} ulike id-er")
    for check_id in ids:
        if check_id not in catalogue:
            fail(file, name, field, f"kontrollpunktet «{check_id}» finnes ikke")
        check = catalogue.check(check_id)
        if check.level is Level.SERVICE or not check.asked_by(ReviewKind.SPOT_CHECK):
            fail(file, name, field, f"{check_id} kan ikke spørres om i en stikkprøve")
