"""docs/katalog.md says the same as the data."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from oslo_ik.checks.catalogue import load_catalogue
from oslo_ik.checks.model import Catalogue
from oslo_ik.checks.plan import load_plan

PAGE = Path(__file__).parents[2] / "docs" / "katalog.md"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


@pytest.fixture(scope="module")
def page() -> str:
    return PAGE.read_text(encoding="utf-8")


def listed(page: str) -> list[tuple[str, str]]:
    """Id and text of the checks listed before the sentences that became no check."""
    lists = page.partition("## Setninger som ikke ble kontrollpunkt")[0]
    return re.findall(r"^- (T[0-9]{2}-[0-9]{2}) (.+)$", lists, re.MULTILINE)


def numbers(page: str) -> list[list[int]]:
    """The rows of the table of counts: krav, anbefaling, mulighet, sak, tjeneste, begge, all."""
    rows = re.findall(r"^\|[^|]+((?:\| [0-9]+ ){7})\|$", page, re.MULTILINE)
    return [[int(number) for number in row.split("|") if number.strip()] for row in rows]


def counts(checks: tuple[object, ...]) -> list[int]:
    values = [(check.strength, check.level) for check in checks]  # type: ignore[attr-defined]
    strengths = [sum(s == name for s, _ in values) for name in ("krav", "anbefaling", "mulighet")]
    levels = [sum(lv == name for _, lv in values) for name in ("sak", "tjeneste", "begge")]
    return [*strengths, *levels, len(checks)]


def test_the_table_counts_what_the_file_holds(catalogue: Catalogue, page: str) -> None:
    expected = [counts(catalogue.select(measure=measure)) for measure in range(15)]
    assert numbers(page) == [*expected, counts(catalogue.checks)]


def test_every_id_on_the_page_exists(catalogue: Catalogue, page: str) -> None:
    ids = set(re.findall(r"(?<!GO-)\bT[0-9]{2}-[0-9]{2}\b", page))
    assert ids
    assert {check_id for check_id in ids if check_id not in catalogue} == set()


def test_texts_on_the_page_are_the_texts_of_the_checks(catalogue: Catalogue, page: str) -> None:
    assert {check_id for check_id, _ in listed(page)} >= set(load_plan().core)
    for check_id, text in listed(page):
        assert catalogue.check(check_id).text == text


def test_case_checks_left_out_of_the_spot_check_are_listed_and_none_is_krav(
    catalogue: Catalogue, page: str
) -> None:
    left = [c for c in catalogue.checks if c.level != "tjeneste" and not c.asked_by("stikkprove")]
    named = {check_id for check_id, _ in listed(page)}
    assert {check.id for check in left} == named - set(load_plan().core)
    assert [check.id for check in left if check.is_requirement] == []


def test_every_measure_has_its_list_of_sentences(page: str) -> None:
    headings = re.findall(r"^### (.+)$", page, re.MULTILINE)
    for measure in range(1, 15):
        assert any(heading.startswith(f"Tiltak {measure}:") for heading in headings), measure
    assert "Kartlegging og hovedforløp 2 og 3" in headings
