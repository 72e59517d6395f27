"""Counting verdicts: what stands in the fraction, and what stands beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oslo_ik.checks.verdicts import Tally
from oslo_ik.checks.vocabulary import Modal, Reason, Strength, Verdict
from oslo_ik.errors import InvalidInput

MIXED = Tally(yes=3, partial=0, no=1, not_documented=1, not_applicable=2, not_assessed=1)


def test_the_fraction_leaves_two_verdicts_outside() -> None:
    assert MIXED.assessed == 5
    assert MIXED.met == 3
    assert MIXED.gaps == 2
    assert MIXED.total == 8
    assert MIXED.fraction_text() == "3 av 5"
    assert MIXED.split_text() == "1 nei, 1 ikke dokumentert"
    assert MIXED.outside_text() == "2 ikke relevant, 1 ikke vurdert"


def test_partial_is_not_met() -> None:
    tally = Tally(yes=1, partial=2)
    assert tally.fraction_text() == "1 av 3"
    assert tally.split_text() == "2 delvis"


def test_nothing_assessed() -> None:
    assert Tally().fraction_text() == "ingen vurdert"
    assert Tally(not_applicable=2).fraction_text() == "ingen vurdert"
    assert Tally().split_text() == ""
    assert Tally(yes=4).outside_text() == ""


@pytest.mark.parametrize(
    ("yes", "no", "expected"),
    [(19, 0, None), (20, 0, 100), (10, 10, 50), (1, 39, 3), (0, 20, 0), (13, 7, 65)],
)
def test_a_percentage_appears_only_from_twenty(yes: int, no: int, expected: int | None) -> None:
    # 1 of 40 is 2.5: halves go up.
    assert Tally(yes=yes, no=no).percent() == expected
    assert Tally(yes=yes, no=no, not_applicable=50).percent() == expected


@given(st.lists(st.sampled_from(Verdict)), st.lists(st.sampled_from(Verdict)))
def test_adding_tallies_is_counting_all(one: list[Verdict], two: list[Verdict]) -> None:
    added = Tally.from_verdicts(one) + Tally.from_verdicts(two)
    assert added == Tally.from_verdicts([*two, *one])
    assert added.total == len(one) + len(two)


def test_codes_count_as_members_do() -> None:
    assert Tally.from_verdicts(["yes", "no", "no"]) == Tally(yes=1, no=2)


def test_words_and_codes_of_the_verdicts() -> None:
    # §6 of the design gives the labels and the codes; section 6 of the command line the words.
    assert [(v.value, v.word, v.label) for v in Verdict] == [
        ("yes", "ja", "Ja"),
        ("partial", "delvis", "Delvis"),
        ("no", "nei", "Nei"),
        ("not_documented", "ikke_dokumentert", "Ikke dokumentert"),
        ("not_applicable", "ikke_relevant", "Ikke relevant"),
        ("not_assessed", "ikke_vurdert", "Ikke vurdert"),
    ]
    assert Verdict.from_word(" Ikke dokumentert ") is Verdict.NOT_DOCUMENTED
    with pytest.raises(InvalidInput, match="ja, delvis, nei"):
        Verdict.from_word("kanskje")


def test_reasons() -> None:
    assert [(r.value, r.label) for r in Reason] == [
        ("finnes_ikke", "finnes ikke"),
        ("mangelfull", "mangelfull"),
        ("utdatert", "utdatert"),
        ("ikke_skrevet", "gjort, men ikke skrevet"),
        ("annet", "annet"),
    ]
    assert Reason.from_word("Utdatert") is Reason.OUTDATED
    with pytest.raises(InvalidInput, match="mangelfull"):
        Reason.from_word("glemt")


def test_gaps_are_the_three_that_propose_a_finding() -> None:
    assert {v for v in Verdict if v.is_gap} == {
        Verdict.PARTIAL,
        Verdict.NO,
        Verdict.NOT_DOCUMENTED,
    }


@pytest.mark.parametrize(
    ("modal", "strength"),
    [
        ("skal", "krav"),
        ("må", "krav"),
        ("plikt", "krav"),
        ("ansvar", "krav"),
        ("bør", "anbefaling"),
        ("anbefales", "anbefaling"),
        ("kan", "mulighet"),
        ("ingen", "krav"),
    ],
)
def test_the_strongest_reading_of_a_word(modal: str, strength: str) -> None:
    assert Modal(modal).strongest is Strength(strength)
