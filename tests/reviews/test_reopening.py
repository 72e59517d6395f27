"""Tatt opp nå on a stop check, and what a new answer does to a summary (§8)."""

from __future__ import annotations

from datetime import date

import pytest

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.answers import answer, set_fact, take_up
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.findings import confirm, dismiss, list_findings
from oslo_ik.reviews.spot_checks import get_review, save_place
from oslo_ik.reviews.summary import summarise, summary
from oslo_ik.reviews.views import DrawRequest, ReviewView
from oslo_ik.reviews.workspace import Workspace

NUMBER = "SP-2026-11"
GAPS = (Verdict.PARTIAL, Verdict.NO, Verdict.NOT_DOCUMENTED)


def first(ws: Workspace) -> str:
    return get_review(ws, NUMBER).cases[0].reference


@pytest.fixture
def transition(listed: Workspace) -> ReviewView:
    """A draw of everything with the theme that has stop checks."""
    return draw(listed, DrawRequest("2026-11", size=16, theme="overgang"))


def test_taken_up_is_for_stop_checks_that_are_not_met(
    listed: Workspace, transition: ReviewView
) -> None:
    # The list says that RT-302 is released on 10.12.2026.
    place = (listed, NUMBER, "RT-302", "T11-24")
    assert transition.case("RT-302").facts["overgang"] is True
    for verdict in (Verdict.NOT_ASSESSED, Verdict.YES):
        answer(*place, verdict)
        with pytest.raises(Refused):
            take_up(*place)
    with pytest.raises(Refused):
        answer(listed, NUMBER, "RT-302", "T07-23", Verdict.NO)
        take_up(listed, NUMBER, "RT-302", "T07-23")
    for verdict in GAPS:
        answer(*place, verdict)
        assert take_up(*place).taken_up is not None
    with pytest.raises(InvalidInput):
        take_up(*place, on=date(2026, 11, 24))
    told = take_up(*place, "Kriseplan laget.", "Fagansvarlig", date(2026, 11, 23)).taken_up
    assert told is not None
    assert (told.what, told.role, told.on) == (
        "Kriseplan laget.",
        "Fagansvarlig",
        date(2026, 11, 23),
    )
    assert summary(listed, NUMBER).taken_up[0][0] == "RT-302"
    assert take_up(*place).taken_up == told
    assert take_up(*place, taken_up=False).taken_up is None
    take_up(*place)
    assert answer(*place, Verdict.YES).taken_up is None


def test_taken_up_never_blocks(listed: Workspace, transition: ReviewView) -> None:
    answer(listed, NUMBER, "RT-302", "T11-24", Verdict.NO)
    take_up(listed, NUMBER, "RT-302", "T11-24")
    kinds = {missing.kind for missing in summarise(listed, NUMBER).blocking}
    assert kinds == {"undecided"}


def test_a_new_answer_reopens_and_keeps_the_decisions(answered: Workspace) -> None:
    summarise(answered, NUMBER)
    by_check = {f.checks[0]: f for f in list_findings(answered, NUMBER)}
    confirm(answered, by_check["T07-23"].id)
    dismiss(answered, by_check["T01-09"].id, "Dekket.")
    save_place(answered, NUMBER, first(answered), "T07-22")
    set_fact(answered, NUMBER, first(answered), "deling", True)
    assert get_review(answered, NUMBER).status == "summarised"
    case = get_review(answered, NUMBER).cases[4].reference
    answer(answered, NUMBER, case, "T07-23", Verdict.NO)
    assert get_review(answered, NUMBER).status == "open"
    assert "summary" in {missing.kind for missing in summary(answered, NUMBER).blocking}
    after = {f.checks[0]: f for f in summarise(answered, NUMBER).findings}
    assert after["T07-23"].status == "confirmed"
    assert after["T07-23"].counts["T07-23"].gaps == by_check["T07-23"].counts["T07-23"].gaps + 1
    assert (after["T01-09"].status, after["T01-09"].decision_reason) == ("dismissed", "Dekket.")
    assert {check: f.id for check, f in after.items()} == {c: f.id for c, f in by_check.items()}
