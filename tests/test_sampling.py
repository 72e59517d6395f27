"""The draw, against published vectors, the package it must agree with, and chance itself."""

from __future__ import annotations

import hashlib
import json
import random
import unicodedata
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import consistent_sampler
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslo_ik.errors import InvalidInput
from oslo_ik.reviews import sampling
from oslo_ik.reviews.sampling import Draw, FrameCase, Method

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parent / "data" / "vectors.json").read_text(encoding="utf-8")
)
PUBLISHED = VECTORS["consistent_sampler_published"]
METHODS: tuple[Method, ...] = ("per_kontaktperson", "tilfeldig", "lopenummer")
SEED = "314159"


def portfolio(sizes: list[int], drawn_before: frozenset[str] = frozenset()) -> list[FrameCase]:
    """Cases K01-001 … for caseworkers K01, K02 … with these many cases."""
    return [
        FrameCase(f"K{k:02d}-{i:03d}", f"K{k:02d}", f"K{k:02d}-{i:03d}" in drawn_before)
        for k, size in enumerate(sizes, 1)
        for i in range(1, size + 1)
    ]


def nobodys(references: list[str]) -> list[FrameCase]:
    return [FrameCase(reference, None, False) for reference in references]


def references(draw: Draw) -> list[str]:
    return [place.reference for place in draw.order]


def package_order(ids: list[str], seed: str) -> list[str]:
    return list(consistent_sampler.sampler(ids, seed=seed, output="id"))


# Tickets and the seed


def test_published_ticket() -> None:
    vector = PUBLISHED["functions"][0]
    assert vector["f"] == "first_fraction"
    assert sampling.ticket(*vector["args"]) == vector["result"]


@pytest.mark.parametrize("vector", PUBLISHED["orders_without_replacement"])
@pytest.mark.parametrize("method", ["tilfeldig", "lopenummer"])
def test_published_orders(vector: dict[str, Any], method: Method) -> None:
    drawn = sampling.draw(nobodys(vector["ids"]), vector["seed"], method, len(vector["ids"]))
    assert references(drawn) == vector["order"]
    shown = [consistent_sampler.trim(place.ticket) for place in drawn.order]
    assert shown == vector["tickets9"]
    assert [place.position for place in drawn.order] == list(range(1, len(vector["ids"]) + 1))


@settings(deadline=None)
@given(
    st.lists(st.text(st.characters(categories=("L", "N", "P"))), min_size=1, unique=True),
    st.text(st.characters(categories=("L", "N")), min_size=1),
)
def test_same_order_as_the_package(raw: list[str], seed: str) -> None:
    ids = sorted({unicodedata.normalize("NFC", reference) for reference in raw})
    drawn = sampling.draw(nobodys(ids), seed, "tilfeldig", len(ids))
    assert references(drawn) == package_order(ids, seed)
    for place in drawn.order:
        assert place.ticket == consistent_sampler.first_fraction(place.reference, seed)


def test_tickets_of_every_length_agree_with_the_package() -> None:
    # A 256-bit number has 78 digits or somewhat fewer; three lengths occur among 3,000.
    ids = [str(number) for number in range(3000)]
    ours = [sampling.ticket(reference, SEED) for reference in ids]
    assert ours == [consistent_sampler.first_fraction(reference, SEED) for reference in ids]
    assert {len(ticket) for ticket in ours} >= {78, 79, 80}


def test_commitment_and_seed() -> None:
    vector = VECTORS["seed_commitment_example"]
    secret = bytes.fromhex(vector["secret_hex"])
    assert sampling.commitment(secret) == vector["commitment_sha256"]
    unit, period, public = vector["unit"], vector["period"], vector["public_value"]
    assert sampling.seed(unit, period, secret, public) == vector["seed_sha256"]


def test_an_absent_public_value_is_the_empty_string() -> None:
    secret = bytes(range(32))
    message = b"oslo-ik/v1/seed\x00Bydel \xc3\x98\x002026-11\x00" + secret + b"\x00"
    assert sampling.seed("Bydel Ø", "2026-11", secret) == hashlib.sha256(message).hexdigest()


def test_fingerprint_of_the_frame() -> None:
    # printf 'A-10\nA-2\n\303\205-1' | sha256sum
    expected = hashlib.sha256(b"A-10\nA-2\n\xc3\x85-1").hexdigest()
    assert sampling.frame_fingerprint(["A\u030a-1", "A-2", "A-10"]) == expected
    assert sampling.frame_fingerprint(["Å-1", "A-10", "A-2"]) == expected
    assert sampling.frame_fingerprint(["Å-1", "A-10"]) != expected


# Size


@pytest.mark.parametrize("row", VECTORS["iso2859_1_sample_sizes"]["rows"])
def test_enhanced_is_level_one(row: list[Any]) -> None:
    lot_from, lot_to, _letter, level_one = row[:4]
    for frame in (lot_from, (lot_from + lot_to) // 2, lot_to):
        assert sampling.sample_size(frame, enhanced=True) == min(max(level_one, 5), 30, frame)


def test_sizes() -> None:
    assert [sampling.sample_size(n) for n in (1, 4, 5, 6, 600)] == [1, 4, 5, 5, 5]
    assert [sampling.sample_size(n, 30) for n in (1, 29, 30, 31)] == [1, 29, 30, 30]
    assert sampling.sample_size(100, 1) == 1
    assert sampling.sample_size(5000, enhanced=True) == 30
    assert sampling.sample_size(1, enhanced=True) == 1


@pytest.mark.parametrize(
    ("frame", "requested", "enhanced"), [(0, None, False), (9, 0, False), (9, -1, False)]
)
def test_impossible_sizes_are_refused(frame: int, requested: int | None, enhanced: bool) -> None:
    with pytest.raises(InvalidInput):
        sampling.sample_size(frame, requested, enhanced)


def test_more_than_thirty_and_two_choices_are_refused() -> None:
    with pytest.raises(InvalidInput, match="fra 1 til 30"):
        sampling.sample_size(600, 31)
    with pytest.raises(InvalidInput, match="ikke begge"):
        sampling.sample_size(600, 10, enhanced=True)


# Places per caseload


def test_stratified_example() -> None:
    vector = VECTORS["draw_stratified_example"]
    # Twenty-four cases each is one of the populations that the example can have come from.
    frame = [
        FrameCase(f"B07|SB0{k}|S-0{k}{i:02d}", f"SB0{k}", False)
        for k in range(1, 6)
        for i in range(1, 25)
    ]
    drawn = sampling.draw(frame, vector["seed"], "per_kontaktperson", 10)
    for caseworker, expected in vector["per_stratum"].items():
        own = [place.reference for place in drawn.order if place.caseworker == caseworker]
        assert own == expected
        for reference in vector["replacements_in_order"][caseworker]:
            case = sampling.replacement(frame, vector["seed"], caseworker, own)
            assert case is not None
            assert case.reference == reference
            own.append(reference)


def months(sizes: list[int], size: int, count: int) -> list[list[int]]:
    """Places per caseworker and month, credit carried on."""
    frame, credits, rows = portfolio(sizes), {}, []
    for month in range(count):
        drawn = sampling.draw(frame, f"seed {month}", "per_kontaktperson", size, credits)
        places = Counter(place.caseworker for place in drawn.order)
        assert [row.places for row in drawn.allocation] == [
            places[row.caseworker] for row in drawn.allocation
        ]
        rows.append([row.places for row in drawn.allocation])
        credits = {row.caseworker: row.credit_after for row in drawn.allocation}
    return rows


def test_a_year_with_credit_carried_over() -> None:
    vector = VECTORS["allocation_carry_over"]
    rows = months(vector["cases_per_caseworker"], vector["n_per_month"], 12)
    assert rows == vector["months"]
    assert [sum(column) for column in zip(*rows, strict=True)] == vector["year_total"]


def test_more_caseworkers_than_places() -> None:
    vector = VECTORS["allocation_more_strata_than_n"]
    rows = months(vector["cases"], vector["n"], 8)
    assert rows == vector["eight_months"]
    assert rows[0] == vector["month1"]


def test_never_a_whole_place_from_the_exact_share() -> None:
    chance = random.Random(20)
    worst = Fraction(0)
    for _ in range(1000):
        sizes = [chance.randint(15, 60) for _ in range(chance.randint(2, 12))]
        size, total = chance.randint(5, 12), sum(sizes)
        sums = [sum(column) for column in zip(*allocated(sizes, size, 12), strict=True)]
        for own, given_places in zip(sizes, sums, strict=True):
            worst = max(worst, abs(Fraction(12 * size * own, total) - given_places))
    assert worst < 1


def allocated(sizes: list[int], size: int, count: int) -> list[list[int]]:
    """As ``months``, without the tickets, which take no part in who gets a place."""
    rows = [
        sampling.Allocation(f"K{k:02d}", own, Fraction(0), 0, Fraction(0))
        for k, own in enumerate(sizes, 1)
    ]
    room, result = {row.caseworker: row.eligible for row in rows}, []
    for _ in range(count):
        _, after = sampling._allocate(rows, room, size, size, sum(sizes))
        result.append([row.places for row in after])
        rows = [
            sampling.Allocation(row.caseworker, row.eligible, row.credit_after, 0, Fraction(0))
            for row in after
        ]
    return result


def test_allocation_without_tickets_is_the_same() -> None:
    assert allocated([3, 4, 5], 5, 6) == months([3, 4, 5], 5, 6)


def test_no_caseload_gives_more_than_it_has() -> None:
    credits = {"K01": Fraction(9)}
    drawn = sampling.draw(portfolio([2, 10]), SEED, "per_kontaktperson", 6, credits)
    first, second = drawn.allocation
    assert (first.eligible, first.places, second.places) == (2, 2, 4)
    assert first.credit_before == 9
    assert first.credit_after == Fraction(6 * 2, 12) + 9 - 2
    assert second.credit_after == Fraction(6 * 10, 12) - 4


def test_who_has_left_has_no_credit() -> None:
    frame = portfolio([10, 10])
    with_leaver = sampling.draw(
        frame, SEED, "per_kontaktperson", 5, {"K99": Fraction(7), "K02": Fraction(1, 4)}
    )
    without = sampling.draw(frame, SEED, "per_kontaktperson", 5, {"K02": Fraction(1, 4)})
    assert with_leaver == without
    assert [row.caseworker for row in without.allocation] == ["K01", "K02"]
    assert [row.places for row in without.allocation] == [2, 3]


def test_ties_go_to_the_lowest_code_by_code_point() -> None:
    frame = [FrameCase(f"{code}-{i}", code, False) for code in ("ø1", "a2", "Z3") for i in range(4)]
    drawn = sampling.draw(frame, SEED, "per_kontaktperson", 2)
    assert [place.caseworker for place in drawn.order] == ["Z3", "a2"]
    assert [row.caseworker for row in drawn.allocation] == ["Z3", "a2", "ø1"]


def test_cases_drawn_before_come_last_in_their_caseload() -> None:
    before = frozenset(package_order([f"K01-{i:03d}" for i in range(1, 7)], SEED)[:4])
    frame = portfolio([6], before)
    fresh, drawn_before = [], []
    for reference in package_order([case.reference for case in frame], SEED):
        (drawn_before if reference in before else fresh).append(reference)
    assert references(sampling.draw(frame, SEED, "per_kontaktperson", 6)) == fresh + drawn_before
    assert references(sampling.draw(frame, SEED, "tilfeldig", 6)) == package_order(
        fresh + drawn_before, SEED
    )


def test_running_numbers() -> None:
    frame = sampling.running_numbers(12)
    assert [case.reference for case in frame] == [str(n) for n in range(1, 13)]
    drawn = sampling.draw(frame, SEED, "lopenummer", 5)
    assert references(drawn) == package_order([str(n) for n in range(1, 13)], SEED)[:5]
    assert {place.caseworker for place in drawn.order} == {None}
    assert drawn.allocation == ()
    with pytest.raises(InvalidInput):
        sampling.running_numbers(0)


# What is refused


@pytest.mark.parametrize("method", METHODS)
def test_a_reference_twice_or_no_case_is_refused(method: Method) -> None:
    twice = [FrameCase("Å-1", "K01", False), FrameCase("A\u030a-1", "K02", False)]
    with pytest.raises(InvalidInput, match="flere ganger"):
        sampling.draw(twice, SEED, method, 1)
    with pytest.raises(InvalidInput, match="flere ganger"):
        sampling.replacement(twice, SEED, None, [], method)
    with pytest.raises(InvalidInput, match="ingen aktive saker"):
        sampling.draw([], SEED, method, 1)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("size", [0, -1, 7])
def test_a_size_that_cannot_be_is_refused(method: Method, size: int) -> None:
    with pytest.raises(InvalidInput):
        sampling.draw(portfolio([3, 3]), SEED, method, size)
    first = sampling.draw(portfolio([3, 3]), SEED, method, 6)
    with pytest.raises(InvalidInput):
        sampling.extend(portfolio([3, 3]), SEED, first, [], size)


def test_a_case_without_caseworker_cannot_be_drawn_by_caseload() -> None:
    with pytest.raises(InvalidInput, match="mangler kontaktperson"):
        sampling.draw(nobodys(["1", "2"]), SEED, "per_kontaktperson", 1)


def test_composed_and_decomposed_references_are_one() -> None:
    composed = [FrameCase("Å-1", "Ø", False), FrameCase("B-1", "Å", False)]
    decomposed = [
        FrameCase(
            unicodedata.normalize("NFD", case.reference),
            unicodedata.normalize("NFD", case.caseworker or ""),
            False,
        )
        for case in composed
    ]
    one, other = (
        sampling.draw(frame, SEED, "per_kontaktperson", 2) for frame in (composed, decomposed)
    )
    assert one == other
    left = sampling.replacement(composed, SEED, None, ["A\u030a-1"])
    assert left is not None
    assert left.reference == "B-1"


def test_a_method_is_one_of_three_words() -> None:
    assert [sampling.as_method(method) for method in METHODS] == list(METHODS)
    with pytest.raises(InvalidInput, match="per_kontaktperson, tilfeldig eller lopenummer"):
        sampling.as_method("Tilfeldig")


# More places and replacements never change the rest


@st.composite
def situations(draw: st.DrawFn) -> tuple[list[FrameCase], Method, int, dict[str, Fraction]]:
    sizes = draw(st.lists(st.integers(1, 12), min_size=1, max_size=6))
    frame = [
        FrameCase(case.reference, case.caseworker, draw(st.booleans())) for case in portfolio(sizes)
    ]
    method = draw(st.sampled_from(METHODS))
    size = draw(st.integers(1, len(frame)))
    credits = draw(
        st.dictionaries(
            st.sampled_from(["K01", "K02", "K09"]),
            st.fractions(-2, 2, max_denominator=50),
        )
    )
    return frame, method, size, credits


@given(situations(), st.integers(1, 8), st.integers(0, 4), st.data())
@settings(max_examples=300, deadline=None)
def test_more_places_change_nothing(
    situation: tuple[list[FrameCase], Method, int, dict[str, Fraction]],
    extra: int,
    replaced: int,
    data: st.DataObject,
) -> None:
    frame, method, size, credits = situation
    first = sampling.draw(frame, SEED, method, size, credits)
    rest = [case.reference for case in frame if case.reference not in references(first)]
    taken = data.draw(st.lists(st.sampled_from(rest), max_size=replaced)) if rest else []
    left = len(set(rest) - set(taken))
    if extra > left:
        with pytest.raises(InvalidInput):
            sampling.extend(frame, SEED, first, taken, extra, credits)
        return
    more = sampling.extend(frame, SEED, first, taken, extra, credits)
    assert more.order[:size] == first.order
    assert more.size == len(more.order) == size + extra
    assert [place.position for place in more.order] == list(range(1, size + extra + 1))
    assert len(set(references(more))) == size + extra
    assert not set(references(more)) & set(taken)
    drawn = Counter(place.caseworker for place in more.order)
    for row in more.allocation:
        own = sum(case.caseworker == row.caseworker for case in frame)
        target = Fraction((size + extra) * own, len(frame)) + row.credit_before
        assert row.places == drawn[row.caseworker] <= own
        assert row.credit_after == target - row.places


def test_more_places_go_where_most_is_owed() -> None:
    # Exact shares of 7 in [10, 10, 1]: 3 1/3, 3 1/3, 1/3; five gave 3, 2, 0, so K02 is next.
    frame = portfolio([10, 10, 1])
    first = sampling.draw(frame, SEED, "per_kontaktperson", 5)
    assert [row.places for row in first.allocation] == [3, 2, 0]
    more = sampling.extend(frame, SEED, first, references(first), 2)
    assert [place.caseworker for place in more.order[5:]] == ["K02", "K01"]
    assert [row.credit_after for row in more.allocation] == [
        Fraction(-2, 3),
        Fraction(1, 3),
        Fraction(1, 3),
    ]


@given(st.integers(1, 40), st.integers(1, 20), st.integers(1, 20))
@settings(deadline=None)
def test_by_ticket_alone_more_places_are_a_larger_draw(total: int, size: int, extra: int) -> None:
    if size + extra > total:
        return
    frame = sampling.running_numbers(total)
    first = sampling.draw(frame, SEED, "lopenummer", size)
    more = sampling.extend(frame, SEED, first, references(first), extra)
    assert more == sampling.draw(frame, SEED, "lopenummer", size + extra)


@given(situations(), st.data())
@settings(max_examples=300, deadline=None)
def test_a_replacement_is_what_would_have_been_drawn(
    situation: tuple[list[FrameCase], Method, int, dict[str, Fraction]], data: st.DataObject
) -> None:
    frame, method, size, credits = situation
    first = sampling.draw(frame, SEED, method, size, credits)
    gone = data.draw(st.sampled_from(first.order))
    case = sampling.replacement(frame, SEED, gone.caseworker, references(first), method)
    if size == len(frame):
        assert case is None
        return
    assert case is not None
    assert case.reference not in references(first)
    own = [c for c in frame if c.caseworker == gone.caseworker]
    untouched = [c for c in own if c.reference not in references(first)]
    scope = own if method == "per_kontaktperson" and untouched else frame
    # The rest of the scope drawn anew without the case that went: the others and the new one.
    kept = [p.reference for p in first.order if p.reference in {c.reference for c in scope}]
    if scope is frame and method == "per_kontaktperson":
        return
    scope = [c for c in scope if c.reference != gone.reference]
    anew = sampling.draw(scope, SEED, method, len(kept))
    assert set(references(anew)) == (set(kept) - {gone.reference}) | {case.reference}


def test_an_empty_caseload_gives_its_place_to_the_whole_frame() -> None:
    frame = portfolio([1, 4, 4])
    others = package_order([case.reference for case in frame if case.caseworker != "K01"], SEED)
    case = sampling.replacement(frame, SEED, "K01", ["K01-001"])
    assert case is not None
    assert case.reference == others[0]
    case = sampling.replacement(frame, SEED, "K01", ["K01-001", others[0]])
    assert case is not None
    assert case.reference == others[1]
    rested = [FrameCase(c.reference, c.caseworker, c.reference == others[0]) for c in frame]
    case = sampling.replacement(rested, SEED, "K01", ["K01-001"])
    assert case is not None
    assert case.reference == others[1]
    assert sampling.replacement(frame, SEED, "K01", [c.reference for c in frame]) is None


def test_by_ticket_alone_a_replacement_looks_at_nothing_else() -> None:
    frame = [FrameCase(c.reference, c.caseworker, c.caseworker == "K01") for c in portfolio([5, 5])]
    order = package_order([case.reference for case in frame], SEED)
    for method in ("tilfeldig", "lopenummer"):
        case = sampling.replacement(frame, SEED, "K02", order[:3], method)
        assert case is not None
        assert case.reference == order[3]


def test_one_case_less_changes_at_most_one_place() -> None:
    chance = random.Random(19)
    changed = 0
    for _ in range(1000):
        frame = nobodys([f"S-{n}" for n in chance.sample(range(10**6), chance.randint(6, 60))])
        seed = str(chance.getrandbits(64))
        size = chance.randint(1, len(frame) - 1)
        before = references(sampling.draw(frame, seed, "tilfeldig", size))
        gone = chance.choice(frame)
        after = references(
            sampling.draw([case for case in frame if case != gone], seed, "tilfeldig", size)
        )
        lost = [reference for reference in before if reference not in after]
        assert lost == ([gone.reference] if gone.reference in before else [])
        assert [r for r in after if r in before] == [r for r in before if r not in lost]
        changed += bool(lost)
    assert 0 < changed < 1000


# Chance

# Upper critical values of chi-square at 0.001 by degrees of freedom: NIST/SEMATECH e-Handbook
# of Statistical Methods, table 1.3.6.7.4.
CRITICAL = {9: 27.877, 11: 31.264}


def chi_square(counts: Counter[str], names: list[str]) -> float:
    expected = sum(counts.values()) / len(names)
    return sum((counts[name] - expected) ** 2 / expected for name in names)


@pytest.mark.parametrize("method", ["per_kontaktperson", "tilfeldig"])
def test_every_case_is_as_likely_as_the_next(method: Method) -> None:
    frame = portfolio([12])
    names = [case.reference for case in frame]
    counts = Counter(
        place.reference
        for number in range(6000)
        for place in sampling.draw(frame, f"2026|{number}", method, 1).order
    )
    assert chi_square(counts, names) < CRITICAL[11]


def test_the_first_digit_of_a_ticket_is_uniform_and_the_test_can_tell() -> None:
    tickets = [sampling.ticket(f"S-{number}", SEED) for number in range(6000)]
    assert chi_square(Counter(t[2] for t in tickets), list("0123456789")) < CRITICAL[9]
    unreversed = Counter(ticket[-1] for ticket in tickets)
    assert chi_square(unreversed, list("0123456789")) > CRITICAL[9]
