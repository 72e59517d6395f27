"""What may happen to a draw afterwards, and what it takes along to the next month (§7)."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import InvalidInput, NotFound, Refused
from oslo_ik.reviews.answers import answer, set_note, undo
from oslo_ik.reviews.drawing import draw, extend, mark_unavailable, replace_case
from oslo_ik.reviews.protocol import protocol
from oslo_ik.reviews.signing import sign
from oslo_ik.reviews.spot_checks import get_review, list_reviews, review_json
from oslo_ik.reviews.summary import summarise, summary
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace

NUMBER = "SP-2026-11"
ImportRows = Callable[..., None]
Room = Callable[..., Workspace]


# Flere and ikke aktuell


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    sizes=st.lists(st.integers(1, 7), min_size=1, max_size=5),
    size=st.integers(1, 6),
    steps=st.lists(st.tuples(st.booleans(), st.integers(1, 5)), max_size=5),
)
def test_more_and_replacements_never_change_the_rest(
    stages: Any,
    room: Room,
    import_rows: ImportRows,
    check_protocol: Callable[[dict[str, Any]], None],
    sizes: list[int],
    size: int,
    steps: list[tuple[bool, int]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        ws = room(stages.copy("unit", Path(folder) / "oslo-ik.db"))
        rows = [(f"S{k}-{i}", f"K{k}") for k, n in enumerate(sizes) for i in range(n)]
        import_rows(ws, rows)
        owner = dict(rows)
        places = {c.position: c for c in draw(ws, DrawRequest("2026-11", size=size)).cases}
        out: set[str] = set()
        for more, number in steps:
            before = dict(places)
            try:
                if more:
                    review = extend(ws, NUMBER, number)
                else:
                    position = min(number, len(places))
                    review = replace_case(ws, NUMBER, places[position].reference, "Avsluttet.")
            except (InvalidInput, Refused):
                used = {case.reference for case in places.values()} | out
                assert len(rows) - len(used) < (number if more else 1) or (
                    more and len(places) + number > 30
                )
                assert {c.position: c for c in get_review(ws, NUMBER).cases} == before
                continue
            places = {case.position: case for case in review.cases}
            if not more:
                gone = before.pop(position)
                out.add(gone.reference)
                left = {r for r, k in rows if k == gone.caseworker} - out
                left -= {case.reference for case in before.values()}
                new = places[position]
                assert new.running_number == gone.running_number
                assert (new.caseworker == gone.caseworker) == bool(left)
            else:
                assert len(places) == len(before) + number
            assert before.items() <= places.items()
            references = [case.reference for case in places.values()]
            assert len(set(references)) == len(references)
            assert not out & set(references)
            assert sorted(c.running_number for c in places.values()) == list(
                range(1, len(places) + 1)
            )
            assert all(owner[case.reference] == case.caseworker for case in places.values())
        told = protocol(ws, NUMBER)
        check_protocol(told)
        assert {row["reference_out"] for row in told["replacements"]} == out


def test_more_is_at_most_thirty_and_at_least_one(drawn: Workspace) -> None:
    for count in (0, -1, 12, 26):
        with pytest.raises(InvalidInput):
            extend(drawn, NUMBER, count)
    assert get_review(drawn, NUMBER).size == 5
    assert extend(drawn, NUMBER, 11).size == 16


def test_a_replacement_needs_a_reason_and_comes_before_answers(drawn: Workspace) -> None:
    review = get_review(drawn, NUMBER)
    first, second = review.cases[0].reference, review.cases[1].reference
    for reason in ("", "  ", "\u202e\x00"):
        with pytest.raises(Refused, match="begrunnelse"):
            replace_case(drawn, NUMBER, first, reason)
    answer(drawn, NUMBER, first, "T07-23", Verdict.NO)
    with pytest.raises(Refused, match="har svar"):
        replace_case(drawn, NUMBER, first, "Flyttet.")
    # A note is no answer, and what has been taken back is none either.
    undo(drawn, NUMBER)
    set_note(drawn, NUMBER, first, "T07-22", "Sjekk dette.")
    replaced = replace_case(drawn, NUMBER, first, "Flyttet.")
    with pytest.raises(NotFound):
        replace_case(drawn, NUMBER, first, "En gang til.")
    with pytest.raises(NotFound):
        answer(drawn, NUMBER, first, "T07-23", Verdict.YES)
    assert first not in {case.reference for case in replaced.cases}
    # What was noted on the case that went out can no longer be undone into sight.
    assert undo(drawn, NUMBER) is None
    told = protocol(drawn, NUMBER)["replacements"]
    assert told == [
        {
            "position": 1,
            "reference_out": first,
            "reference_in": replaced.cases[0].reference,
            "reason": "Flyttet.",
        }
    ]
    assert replaced.cases[1].reference == second


def test_the_frame_can_be_used_up(listed: Workspace) -> None:
    draw(listed, DrawRequest("2026-11", size=16))
    with pytest.raises(Refused, match="ingen flere saker"):
        replace_case(listed, NUMBER, "RT-101", "Flyttet.")
    with pytest.raises(InvalidInput):
        extend(listed, NUMBER, 1)


# Utilgjengelig


def test_an_unavailable_case_counts_as_not_documented(drawn: Workspace) -> None:
    review = get_review(drawn, NUMBER)
    reference = review.cases[2].reference
    answer(drawn, NUMBER, reference, "T07-23", Verdict.YES, note="Sett i mappen.")
    before = get_review(drawn, NUMBER).case(reference)
    after = mark_unavailable(drawn, NUMBER, reference)
    case = after.case(reference)
    assert case.outcome == "unavailable"
    assert {a.verdict for a in case.answers} == {Verdict.NOT_DOCUMENTED}
    assert all(after.tally(check.id).not_documented == 1 for check in after.checks)
    assert after.case(reference).position == 3
    row = list_reviews(drawn)[0]
    assert (row.answered, row.total) == (after.answered, after.total)
    told = next(c for c in review_json(drawn, NUMBER)["cases"] if c["reference"] == reference)
    assert {a["verdict"] for a in told["answers"]} == {"not_documented"}
    assert reference not in {m.reference for m in summary(drawn, NUMBER).unanswered}
    for step in (
        lambda: answer(drawn, NUMBER, reference, "T07-23", Verdict.NO),
        lambda: undo(drawn, NUMBER),
    ):
        with pytest.raises(Refused, match="utilgjengelig"):
            step()
    assert mark_unavailable(drawn, NUMBER, reference, undo=True).case(reference) == before


def test_findings_count_an_unavailable_case(answered: Workspace) -> None:
    review = get_review(answered, NUMBER)
    mark_unavailable(answered, NUMBER, review.cases[0].reference)
    findings = summarise(answered, NUMBER).findings
    assert len(findings) == len(review.checks)
    for finding in findings:
        assert finding.counts[finding.checks[0]].not_documented >= 1


# What goes on to the next month


def credits_of(ws: Workspace, number: str, when: str) -> dict[str, Fraction]:
    rows = protocol(ws, number)["allocation"]
    return {row["caseworker"]: Fraction(row[f"credit_{when}"]) for row in rows}


def test_credit_comes_from_the_latest_draw_of_an_earlier_month(
    listed: Workspace, import_rows: ImportRows, own_draw: Callable[[Any], Any]
) -> None:
    draw(listed, DrawRequest("2026-06"))
    draw(listed, DrawRequest("2026-09"))
    draw(listed, DrawRequest("2026-09", size=3, again=True, reason="Feil liste."))
    draw(listed, DrawRequest("2026-11", size=4))
    assert credits_of(listed, "SP-2026-06", "before") == dict.fromkeys(("K1", "K2", "K3"), 0)
    # A month that is drawn late does not take what a later month left over.
    assert credits_of(listed, "SP-2026-09", "before") == credits_of(listed, "SP-2026-06", "after")
    latest = credits_of(listed, "SP-2026-09-2", "after")
    assert credits_of(listed, NUMBER, "before") == latest
    draw(listed, DrawRequest("2026-10"))
    assert credits_of(listed, "SP-2026-10", "before") == latest
    for number in ("SP-2026-06", "SP-2026-09", "SP-2026-09-2", NUMBER, "SP-2026-10"):
        told = protocol(listed, number)
        order, allocation = own_draw(told)
        assert [row["reference"] for row in told["order"]] == order
        assert credits_of(listed, number, "after") == {c: a[1] for c, a in allocation.items()}


def test_who_leaves_loses_the_credit(ws: Workspace, room: Room, import_rows: ImportRows) -> None:
    rows = [(f"A{n}", "K1", "2025-01-01") for n in range(4)] + [("B1", "K2", "2025-01-01")]
    import_rows(ws, rows)
    draw(ws, DrawRequest("2026-10", size=2))
    assert set(credits_of(ws, "SP-2026-10", "after")) == {"K1", "K2"}
    import_rows(ws, [(r, "K3" if k == "K2" else k, s) for r, k, s in rows])
    draw(ws, DrawRequest("2026-11", size=2))
    before = credits_of(ws, NUMBER, "before")
    assert before == {"K1": credits_of(ws, "SP-2026-10", "after")["K1"], "K3": 0}


def drawn_before(ws: Workspace, number: str) -> set[str]:
    cases = protocol(ws, number)["frame"]["cases"]
    return {case["reference"] for case in cases if case["drawn_before"]}


def references(ws: Workspace, number: str) -> set[str]:
    return {case.reference for case in get_review(ws, number).cases}


@pytest.mark.parametrize(
    ("day", "months"),
    [
        ("2027-09-22", ("09", "10", "11")),
        ("2027-09-23", ("10", "11")),
        ("2027-11-22", ("11",)),
        ("2027-11-23", ()),
    ],
)
def test_twelve_months_count_back_from_the_cut_off(
    year: Workspace, room: Room, day: str, months: tuple[str, ...]
) -> None:
    """The reviews were drawn on the 23rd of September, October and November 2026."""
    seen: set[str] = set()
    for month in months:
        seen |= references(year, f"SP-2026-{month}")
    ws = room(year.path, now=datetime.fromisoformat(f"{day}T12:00:00+01:00"))
    number = draw(ws, DrawRequest(day[:7], size=3)).number
    assert drawn_before(ws, number) == seen


def test_what_was_looked_into_comes_last(year: Workspace, room: Room) -> None:
    ws = room(year.path, now=datetime.fromisoformat("2026-12-10T12:00:00+01:00"))
    seen = {ref for month in ("09", "10", "11") for ref in references(year, f"SP-2026-{month}")}
    fresh = 16 - len(seen)
    review = draw(ws, DrawRequest("2026-12", size=3))
    assert not references(ws, review.number) & seen
    assert fresh == 16 - len(drawn_before(ws, review.number))


def test_only_a_case_that_was_answered_and_locked_counts(
    ws: Workspace, import_rows: ImportRows
) -> None:
    """Facts from the list settle checks, but nobody has looked into the case."""
    import_rows(ws, [(f"S{n}", "K1", "2026-10-01") for n in range(6)])
    october = draw(ws, DrawRequest("2026-10", size=4))
    one, two, three, _ = [case.reference for case in october.cases]
    answer(ws, october.number, one, "T07-23", Verdict.YES)
    answer(ws, october.number, two, "T07-23", Verdict.YES)
    answer(ws, october.number, two, "T07-23", Verdict.NOT_ASSESSED)
    answer(ws, october.number, three, "T07-23", Verdict.NO)
    mark_unavailable(ws, october.number, three)
    draw(ws, DrawRequest("2026-11", size=1))
    assert drawn_before(ws, NUMBER) == set()
    summarise(ws, october.number)
    from oslo_ik.reviews.actions import no_action
    from oslo_ik.reviews.findings import confirm, list_findings

    for finding in list_findings(ws, october.number):
        confirm(ws, finding.id)
        no_action(ws, finding.id, "Mappen er låst.")
    sign(ws, october.number, "Seksjonsleder", "Ikke rukket.")
    draw(ws, DrawRequest("2026-11", size=1, again=True, reason="Prøve."))
    assert drawn_before(ws, NUMBER + "-2") == {one}


def test_an_unavailable_case_stays_and_is_not_replaced(drawn: Workspace) -> None:
    """Utilgjengelig is a deviation, ikke aktuell is a replacement: never both (ISA 530, §7)."""
    reference = get_review(drawn, NUMBER).cases[0].reference
    mark_unavailable(drawn, NUMBER, reference)
    with pytest.raises(Refused, match="utilgjengelig"):
        replace_case(drawn, NUMBER, reference, "Avsluttet.")
    assert get_review(drawn, NUMBER).cases[0].outcome == "unavailable"
