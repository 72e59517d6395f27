"""Oppsummering and findings: counted honestly, decided by the leader (§8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date

import pytest

from oslo_ik.checks.verdicts import Tally
from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import InvalidInput, NotFound, Refused
from oslo_ik.reviews.actions import (
    add_action,
    no_action,
)
from oslo_ik.reviews.answers import answer
from oslo_ik.reviews.content import review_content
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.findings import (
    add_good_practice,
    confirm,
    dismiss,
    list_findings,
    merge,
    rename,
)
from oslo_ik.reviews.signing import ready_to_sign, sign
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.summary import summarise, summary
from oslo_ik.reviews.views import DrawRequest, FindingView
from oslo_ik.reviews.workspace import Workspace

NUMBER = "SP-2026-11"
FRIST = date(2027, 1, 31)


@pytest.fixture
def found(answered: Workspace) -> dict[str, FindingView]:
    """The proposals of the answered month, by check."""
    return {finding.checks[0]: finding for finding in summarise(answered, NUMBER).findings}


def kinds(ws: Workspace) -> Counter[str]:
    return Counter(missing.kind for missing in ready_to_sign(ws, NUMBER))


def history(ws: Workspace, finding: int) -> list[tuple[str, str | None]]:
    from oslo_ik.store.engine import driver

    with ws.database.read() as session:
        return (
            driver(session)
            .execute("SELECT status, reason FROM finding_event WHERE finding_id = ?", (finding,))
            .fetchall()
        )


# Counts and proposals


def test_the_counts_are_those_of_the_answers(answered: Workspace) -> None:
    review = get_review(answered, NUMBER)
    tallies = summary(answered, NUMBER).tallies
    assert list(tallies) == [check.id for check in review.checks]
    for check, tally in tallies.items():
        given = Counter(case.answer(check).verdict for case in review.cases)
        assert tally == Tally(**{v.value: given[v] for v in Verdict})
        assert tally.total == 5
    assert tallies["T07-23"] == Tally(yes=3, no=1, not_documented=1)
    assert tallies["T07-24"].fraction_text() == "4 av 4"
    assert tallies["T07-24"].outside_text() == "1 ikke relevant"
    assert tallies["T07-25"] == Tally(yes=4, not_assessed=1)


def test_reading_the_summary_changes_nothing(answered: Workspace) -> None:
    before = answered.path.read_bytes()
    assert summary(answered, NUMBER).findings == ()
    assert answered.path.read_bytes() == before


def test_one_proposal_a_check_that_fell_short(found: dict[str, FindingView]) -> None:
    assert set(found) == {"T07-23", "T07-13", "T01-09", "T01-10"}
    assert {f.status for f in found.values()} == {"proposed"}
    assert {check: f.kind for check, f in found.items()} == {
        "T07-23": "requirement_not_met",
        "T07-13": "requirement_not_met",
        "T01-10": "requirement_not_met",
        "T01-09": "improvement_point",
    }
    assert found["T07-23"].count_text() == "T07-23: 2 av 5 (1 nei, 1 ikke dokumentert)"
    assert found["T01-09"].count_text() == "T01-09: 1 av 5 (1 delvis)"


def test_a_proposal_that_no_longer_holds_is_withdrawn(
    answered: Workspace, found: dict[str, FindingView]
) -> None:
    confirm(answered, found["T01-10"].id)
    dismiss(answered, found["T07-13"].id, "Dekket.")
    mend(answered, "T01-10", "T01-09", "T07-13")
    left = {f.checks[0]: f for f in summarise(answered, NUMBER).findings}
    assert set(left) == {"T07-23", "T01-10", "T07-13"}
    assert left["T01-10"].counts["T01-10"] == Tally(yes=5)
    assert left["T07-13"].status == "dismissed"


def mend(ws: Workspace, *checks: str) -> None:
    for case in get_review(ws, NUMBER).cases:
        for check in checks:
            if case.answer(check).verdict.is_gap:
                answer(ws, NUMBER, case.reference, check, Verdict.YES)


def test_a_merged_proposal_is_withdrawn_as_a_whole(
    answered: Workspace, found: dict[str, FindingView]
) -> None:
    one = merge(answered, [found["T01-10"].id, found["T01-09"].id])
    mend(answered, "T01-10")
    left = {f.id: f for f in summarise(answered, NUMBER).findings}
    assert left[one.id].checks == ("T01-09",)
    mend(answered, "T01-09")
    assert one.id not in {f.id for f in summarise(answered, NUMBER).findings}
    assert {f["status"] for f in review_content(answered, NUMBER).content["findings"]} == {
        "proposed"
    }


def test_a_proposal_with_an_action_is_not_thrown_away(
    answered: Workspace, found: dict[str, FindingView]
) -> None:
    add_action(answered, found["T01-10"].id, "Sjekkliste.", "weak", "Leder", FRIST)
    mend(answered, "T01-10")
    left = {f.checks[0]: f for f in summarise(answered, NUMBER).findings}
    assert left["T01-10"].counts["T01-10"].gaps == 0
    assert [action.text for action in left["T01-10"].actions] == ["Sjekkliste."]


# Decisions


def test_a_dismissal_needs_a_reason_and_is_kept(
    answered: Workspace, found: dict[str, FindingView]
) -> None:
    finding = found["T07-23"].id
    for reason in ("", "  ", "\u200f"):
        with pytest.raises(Refused, match="begrunnelse"):
            dismiss(answered, finding, reason)
    assert dismiss(answered, finding, "Rettet samme dag.").decision_reason == "Rettet samme dag."
    assert confirm(answered, finding).decision_reason is None
    confirm(answered, finding)
    assert history(answered, finding) == [
        ("proposed", None),
        ("dismissed", "Rettet samme dag."),
        ("confirmed", None),
    ]
    for unknown in (0, 999):
        with pytest.raises(NotFound):
            confirm(answered, unknown)


def test_merging_keeps_every_check_and_every_action(
    answered: Workspace, found: dict[str, FindingView]
) -> None:
    point, krav, plan = (found[check].id for check in ("T01-09", "T07-23", "T01-10"))
    confirm(answered, point)
    no_action(answered, point, "Ikke nå.")
    confirm(answered, krav)
    add_action(answered, krav, "Sjekkliste.", "intermediate", "Fagansvarlig", FRIST)
    one = merge(answered, [point, krav, plan, krav])
    assert (one.id, one.kind, one.status) == (point, "requirement_not_met", "confirmed")
    assert set(one.checks) == {"T01-09", "T07-23", "T01-10"}
    assert one.counts["T07-23"] == found["T07-23"].counts["T07-23"]
    assert [a.text for a in one.actions] == ["Sjekkliste."]
    assert one.no_action_reason is None
    assert found["T01-09"].title[:40] in one.title
    assert len(one.title) <= 300
    assert {f.id for f in list_findings(answered, NUMBER)} == {point, found["T07-13"].id}
    assert history(answered, krav)[-1] == ("merged", None)
    for step in (
        lambda: confirm(answered, krav),
        lambda: dismiss(answered, krav, "Nei."),
        lambda: merge(answered, [krav, point]),
        lambda: add_action(answered, krav, "Nytt.", "weak", "Leder", FRIST),
    ):
        with pytest.raises(Refused):
            step()
    again = {f.id: f for f in summarise(answered, NUMBER).findings}
    assert set(again) == {point, found["T07-13"].id}


def test_what_cannot_be_merged(answered: Workspace, found: dict[str, FindingView]) -> None:
    one, two = found["T07-23"].id, found["T01-10"].id
    good = add_good_practice(answered, NUMBER, "T07-22", "Gode notater.").id
    for ids in ([], [one], [one, one]):
        with pytest.raises(InvalidInput):
            merge(answered, ids)
    with pytest.raises(NotFound):
        merge(answered, [one, 999])
    with pytest.raises(Refused, match="God praksis"):
        merge(answered, [one, good])
    # An undecided proposal must not vanish inside one that was dismissed.
    dismiss(answered, one, "Rettet.")
    for ids in ([one, two], [two, one]):
        with pytest.raises(Refused, match="avvist"):
            merge(answered, ids)
    assert len(list_findings(answered, NUMBER)) == 5


def test_findings_of_two_reviews_are_not_merged(
    year: Workspace, play: Callable[[Workspace, str], str]
) -> None:
    from oslo_ik.errors import ReviewSigned

    ids = [list_findings(year, f"SP-2026-{m}")[0].id for m in ("09", "10")]
    with pytest.raises(ReviewSigned):
        merge(year, ids)


def test_titles_are_the_leaders(answered: Workspace, found: dict[str, FindingView]) -> None:
    finding = found["T07-23"].id
    assert rename(answered, finding, "  Mangler [x] = 1  ").title == "Mangler [x] = 1"
    with pytest.raises(InvalidInput):
        rename(answered, finding, " ")
    merged = merge(answered, [finding, found["T01-10"].id], "Begge deler")
    assert merged.title == "Begge deler"


def test_good_practice(answered: Workspace, found: dict[str, FindingView]) -> None:
    for title in ("", " "):
        with pytest.raises(InvalidInput):
            add_good_practice(answered, NUMBER, "T07-22", title)
    with pytest.raises(NotFound):
        add_good_practice(answered, NUMBER, "T99-99", "Bra.")
    good = add_good_practice(answered, NUMBER, "T07-23", "Bra i tre saker.")
    assert (good.kind, good.status) == ("good_practice", "confirmed")
    assert kinds(answered) == {"undecided": 4}
    # It stands beside the finding on the same check, and outlives a new summary.
    assert [f.id for f in summarise(answered, NUMBER).findings].count(good.id) == 1


def test_an_earlier_month_counts_when_it_is_locked(answered: Workspace) -> None:
    """What is not locked can still be changed, so it is not carried into another month."""
    october = draw(answered, DrawRequest("2026-10", size=1))
    answer(answered, october.number, october.cases[0].reference, "T07-23", Verdict.NO)
    (finding,) = summarise(answered, october.number).findings
    confirm(answered, finding.id)
    no_action(answered, finding.id, "Rettet.")
    assert summary(answered, NUMBER).previous == ()
    sign(answered, october.number, "Seksjonsleder", "Prøve.")
    assert [f.id for f in summary(answered, NUMBER).previous] == [finding.id]
    assert summary(answered, october.number).previous == ()
