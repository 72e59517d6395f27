"""The plan and the form of a month, on a small catalogue with a plan made by hand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from oslo_ik.checks.catalogue import add_local
from oslo_ik.checks.forms import coverage, estimate_minutes, form_for
from oslo_ik.checks.model import Catalogue
from oslo_ik.checks.plan import Plan, half_of, read_plan, validate_plan
from oslo_ik.errors import CatalogueError, InvalidInput, NotFound


def plan_text(core: str = '["T07-01"]', november: str = '["T07-02", "T11-01"]') -> str:
    lines = [f"core = {core}"]
    for half in "AB":
        for month in range(1, 13):
            checks = november if (half, month) == ("A", 11) else '["T07-02"]'
            lines += ["[[month]]", f'year = "{half}"', f"month = {month}"]
            lines += ['theme = "vedtak"', f"checks = {checks}"]
    return "\n".join(lines)


def write_plan(folder: Path, text: str) -> Path:
    path = folder / "kontrollskjema.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    return read_plan(write_plan(tmp_path, plan_text()))


def ids(checks: tuple[object, ...]) -> list[str]:
    return [check.id for check in checks]  # type: ignore[attr-defined]


def test_year_a_is_an_even_year(plan: Plan) -> None:
    assert half_of(2026) == "A"
    assert half_of(2027) == "B"
    assert plan.for_period("2026-11").checks == ("T07-02", "T11-01")
    assert plan.for_period("2027-11").checks == ("T07-02",)
    assert plan.asked_in("A") == {"T07-01", "T07-02", "T11-01"}
    assert plan.asked_in("B") == {"T07-01", "T07-02"}


def test_the_form_of_a_month_follows_the_record(small: Catalogue, plan: Plan) -> None:
    form = form_for(small, "2026-11", plan=plan)
    assert form.theme.label == "Vedtak"
    assert ids(form.core) == ["T07-01"]
    assert ids(form.themed) == ["T07-02", "T11-01"]
    # kartlegging, then journal (T11-01), then vedtak (T07-02)
    assert ids(form.checks) == ["T07-01", "T11-01", "T07-02"]
    assert [fact.id for fact in form.facts] == ["overgang"]


def test_a_theme_of_ones_own(small: Catalogue, plan: Plan) -> None:
    form = form_for(small, "2026-11", theme="kartlegging", plan=plan)
    assert form.theme.id == "kartlegging"
    assert ids(form.themed) == ["T07-03"]
    assert form_for(small, "2026-11", "vedtak", plan) == form_for(small, "2026-11", plan=plan)


def test_a_theme_without_spot_checks_is_refused(small: Catalogue, plan: Plan) -> None:
    with pytest.raises(InvalidInput, match="Kompetanse"):
        form_for(small, "2026-11", theme="kompetanse", plan=plan)
    with pytest.raises(NotFound, match="Temaet"):
        form_for(small, "2026-11", theme="været", plan=plan)
    with pytest.raises(InvalidInput, match="er ikke en måned"):
        form_for(small, "november", plan=plan)


def test_own_checks_come_before_recommendations_but_never_before_krav(
    small: Catalogue, plan: Plan, tmp_path: Path
) -> None:
    path = tmp_path / "bydel.toml"
    entry = (
        '[[check]]\nid = "GO-T07-{:02}"\nmeasure = 7\ntext = "Eget."\nguidance = "Se."\n'
        'modal = "ingen"\nstrength = "krav"\nlevel = "sak"\nreviews = ["stikkprove"]\n'
        'theme = "vedtak"\nevidence = "vedtak"\nsource = "Egen rutine"\n'
    )
    own = "\n".join(entry.format(number) for number in range(1, 10))
    path.write_text(f'prefix = "GO"\n{own}', encoding="utf-8")
    form = form_for(add_local(small, path), "2026-11", plan=plan)
    assert ids(form.themed) == ["T07-02", *(f"GO-T07-{n:02}" for n in range(1, 8))]


@pytest.mark.parametrize(
    ("core", "november", "problem"),
    [
        ('["T07-01"]', '["T07-99"]', "«T07-99» finnes ikke"),
        ('["T07-01"]', '["T12-01"]', "T12-01 kan ikke spørres om"),
        ('["T07-01"]', '["T07-01"]', "står allerede i kjernen"),
        ('["T07-01"]', "[]", "fra 1 til 8"),
        ('["T07-01", "T07-01"]', '["T07-02"]', "fra 1 til 8"),
        ("[]", '["T07-02"]', "kjernen"),
    ],
)
def test_a_plan_that_does_not_fit_the_catalogue(
    small: Catalogue, tmp_path: Path, core: str, november: str, problem: str
) -> None:
    plan = read_plan(write_plan(tmp_path, plan_text(core, november)))
    with pytest.raises(CatalogueError, match=problem):
        validate_plan(plan, small)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("month = 12", "month = 13", "hver måned én gang"),
        ("month = 12", "month = 11", "hver måned én gang"),
        ('year = "B"', 'year = "C"', "gyldig valg"),
        ('core = ["T07-01"]', 'core = "T07-01"', "kjernen"),
    ],
)
def test_a_plan_with_a_mistake(tmp_path: Path, old: str, new: str, problem: str) -> None:
    with pytest.raises(CatalogueError, match=problem):
        read_plan(write_plan(tmp_path, plan_text().replace(old, new, 1)))


def test_minutes() -> None:
    # §5: twenty minutes for five cases with core and theme (8 + 8), about four facts.
    assert estimate_minutes(5, 16, 4) == 20
    assert estimate_minutes(0, 16, 4) == 0
    assert estimate_minutes(10, 16, 4) == 40
    assert estimate_minutes(5, 16, 5) > 20


def test_coverage_counts_what_a_spot_check_can_ask(small: Catalogue) -> None:
    found = coverage(small, {"T07-01", "T12-01"})
    assert (found.krav_asked, found.krav_total) == (1, 3)
    assert (found.rest_asked, found.rest_total) == (0, 1)
    assert found.missing == ("T07-02", "T07-03", "T11-01")


def test_coverage_by_date_is_twelve_months_for_krav_and_twenty_four_for_the_rest(
    small: Catalogue,
) -> None:
    asked = {
        "T07-01": date(2025, 11, 23),
        "T07-02": date(2025, 11, 24),
        "T07-03": date(2026, 11, 24),
        "T11-01": date(2024, 11, 24),
    }
    found = coverage(small, asked, on=date(2026, 11, 23))
    assert found.missing == ("T07-01", "T07-03")
    assert (found.rest_asked, found.rest_total) == (1, 1)
    assert coverage(small, asked).missing == ()
