"""The shipped catalogue against the adopted standard of 2021: what must be there, what must not."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from oslo_ik.checks.catalogue import load_catalogue
from oslo_ik.checks.model import Catalogue, Check
from oslo_ik.checks.vocabulary import Level, Modal, Strength


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def words_of(check: Check) -> str:
    return " ".join([check.text, check.guidance, check.applies_when or ""]).casefold()


def test_all_of_the_standard_is_there(catalogue: Catalogue) -> None:
    assert len(catalogue.checks) >= 100
    assert {check.measure for check in catalogue.checks} == set(range(15))


def test_ids_run_without_holes_in_the_order_of_the_standard(catalogue: Catalogue) -> None:
    expected: list[str] = []
    for measure in range(15):
        count = len(catalogue.select(measure=measure))
        expected += [f"T{measure:02}-{number:02}" for number in range(1, count + 1)]
    assert [check.id for check in catalogue.checks] == expected


def test_the_strength_is_what_the_word_of_the_standard_says(catalogue: Catalogue) -> None:
    for check in catalogue.checks:
        if check.modal is not Modal.INGEN:
            assert check.strength is check.modal.strongest, check.id


@pytest.mark.parametrize(
    ("paragraph", "measures"), [("§ 7-1", {11}), ("§ 7-2", {11, 12}), ("§ 4-2", {14})]
)
def test_each_law_box_counts(catalogue: Catalogue, paragraph: str, measures: set[int]) -> None:
    from_box = [check for check in catalogue.checks if f"lovboks {paragraph}" in check.source]
    assert from_box
    for check in from_box:
        assert check.measure in measures
        assert check.strength is Strength.REQUIREMENT
        assert check.legal_basis is not None
        assert paragraph in check.legal_basis


def test_a_law_is_named_only_where_the_standard_names_it(catalogue: Catalogue) -> None:
    # Tiltak 7 names whole acts, tiltak 8 § 17, and the boxes §§ 7-1, 7-2 and 4-2.
    for check in catalogue.checks:
        if check.legal_basis is not None:
            assert check.measure in {7, 8, 11, 12, 14}, check.id


def test_two_demands_recur_after_four_months(catalogue: Catalogue) -> None:
    recurring = [check for check in catalogue.checks if check.interval_months is not None]
    assert [(check.measure, check.interval_months) for check in recurring] == [(5, 4), (7, 4)]
    assert {check.condition for check in recurring} == {"under_4_maneder"}
    assert recurring[0].modal is Modal.INGEN
    assert recurring[1].modal is Modal.SKAL


@pytest.mark.parametrize("words", ["hvilke opplysninger", "hvem", "hvor lenge"])
def test_informed_consent_is_split(catalogue: Catalogue, words: str) -> None:
    consent = catalogue.select(measure=1, theme="samtykke")
    found = [check for check in consent if words in check.text.casefold()]
    assert len(found) == 1
    assert found[0].modal is Modal.MA


def test_a_decision_is_split_into_scope_period_and_appeal(catalogue: Catalogue) -> None:
    decision = catalogue.select(measure=7, theme="vedtak")
    for word in ("omfang|hvor mye", "period|tidsrom|varighet", "klage"):
        found = [check for check in decision if re.search(word, check.text.casefold())]
        assert found, word


def test_individual_plan_offer_and_response_are_separate(catalogue: Catalogue) -> None:
    plan = catalogue.select(measure=11, theme="individuell_plan", level="sak")
    offers = [check for check in plan if "tilb" in check.text.casefold()]
    answers = [check for check in plan if "svar" in check.text.casefold()]
    assert offers
    assert answers
    assert not {check.id for check in offers if "individuell" in check.text.casefold()} <= {
        check.id for check in answers
    }


@pytest.mark.parametrize(
    "leak",
    [r"\b3\. måned", r"tredje måned", r"hver tredje", r"30\. juni", r"januar", r"innen 31\. mai"],
)
def test_nothing_of_the_draft(catalogue: Catalogue, leak: str) -> None:
    assert [check.id for check in catalogue.checks if re.search(leak, words_of(check))] == []


@pytest.mark.parametrize(
    ("measure", "word", "modal"),
    [
        (7, "kartleggingsverktøy|anerkjent", Modal.SKAL),
        (7, "voldsrisiko", Modal.BOR),
        (8, "§ 17|opplysning, råd", Modal.SKAL),
        (9, "livskvalitet", Modal.SKAL),
        (10, "tilbakemelding", Modal.BOR),
        (11, "kriseplan", Modal.ANBEFALES),
        (11, "tre til seks måneder|3.6 måneder|seks måneder", Modal.KAN),
        (14, "alvorlige hendelser", Modal.MA),
    ],
)
def test_the_words_that_the_draft_had_otherwise(
    catalogue: Catalogue, measure: int, word: str, modal: Modal
) -> None:
    found = [
        check
        for check in catalogue.select(measure=measure)
        if re.search(word, check.text.casefold())
    ]
    assert found
    assert modal in {check.modal for check in found}


def test_one_check_is_answered_by_the_mapping_areas(catalogue: Catalogue) -> None:
    marked = [check for check in catalogue.checks if check.areas]
    assert [check.measure for check in marked] == [7]
    assert marked[0].level is Level.CASE


def test_eight_areas_of_the_standard_and_six_of_the_auditor(catalogue: Catalogue) -> None:
    in_use = Counter(area.origin for area in catalogue.active_areas)
    assert in_use == {"standard": 8, "revisjon": 6}
    assert {area.origin for area in catalogue.areas if not area.active} == {"lokal"}


def test_every_audit_text_carries_its_source(catalogue: Catalogue) -> None:
    audits = [check for check in catalogue.checks if check.audit is not None]
    assert audits
    for check in audits:
        assert re.search(r"\((KORUS|Kommunerevisjonen) 2023\)", check.audit or ""), check.id


def test_every_source_names_measure_and_place(catalogue: Catalogue) -> None:
    for check in catalogue.checks:
        assert check.source.startswith("Oslostandard for rusfaglig arbeid (2021), "), check.id
        place = "«Kartlegging og hovedforløp 2 og 3»" if not check.measure else ""
        assert (place or f"tiltak {check.measure},") in check.source, check.id
        assert re.search(r"(avsnitt [0-9]+|lovboks §)", check.source), check.id


def test_language_is_respectful_and_blames_nobody(catalogue: Catalogue) -> None:
    unwanted = r"misbruk|rusavhengig|narkoman|\bglemt|\bglemte|unnlot|den ansattes feil"
    assert [check.id for check in catalogue.checks if re.search(unwanted, words_of(check))] == []


def test_every_fact_settles_a_check_and_every_theme_holds_one(catalogue: Catalogue) -> None:
    used = {check.condition for check in catalogue.checks}
    assert [fact.id for fact in catalogue.facts if fact.id not in used] == []
    themes = {check.theme for check in catalogue.checks}
    assert [theme.id for theme in catalogue.themes if theme.id not in themes] == []


def test_stop_is_for_the_few_that_may_mean_danger(catalogue: Catalogue) -> None:
    stops = [check for check in catalogue.checks if check.stop]
    assert 0 < len(stops) <= 10
    assert all(check.level is not Level.SERVICE for check in stops)
