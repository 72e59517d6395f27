"""After locking: actions are followed until they work, and a finding closes only then (§8)."""

from __future__ import annotations

from datetime import date

import pytest

from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.content import review_content
from oslo_ik.reviews.findings import list_findings
from oslo_ik.reviews.follow_up import (
    close_finding,
    finding_history,
    judge_effect,
    move_deadline,
    reopen_finding,
    report_eqs,
    set_action_status,
)
from oslo_ik.reviews.spot_checks import list_reviews
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.views import FindingView
from oslo_ik.reviews.workspace import Workspace


def with_action(ws: Workspace) -> FindingView:
    return next(f for f in list_findings(ws) if f.status == "confirmed" and f.actions)


def now(ws: Workspace, finding_id: int) -> FindingView:
    return next(f for f in list_findings(ws) if f.id == finding_id)


def test_a_finding_goes_on_with_its_actions_and_closes_when_the_effect_is_judged(
    signed: Workspace,
) -> None:
    finding = with_action(signed)
    ids = [action.id for action in finding.actions]
    set_action_status(signed, ids[0], "in_progress")
    assert now(signed, finding.id).status == "in_progress"
    with pytest.raises(Refused):
        judge_effect(signed, ids[0], "wanted", "For tidlig.")
    with pytest.raises(Refused):
        close_finding(signed, finding.id)
    for action in ids:
        set_action_status(signed, action, "done")
    assert now(signed, finding.id).status == "done"
    with pytest.raises(Refused):
        close_finding(signed, finding.id)
    for action in ids:
        judge_effect(signed, action, "wanted", "5 av 6 i neste stikkprøve, mot 2 av 6.")
    assert now(signed, finding.id).status == "effect_judged"
    assert close_finding(signed, finding.id).status == "closed"
    with pytest.raises(Refused):
        set_action_status(signed, ids[0], "in_progress", "Feil.")
    assert reopen_finding(signed, finding.id, "Kom tilbake.").status == "effect_judged"
    told = [(entry.what, entry.value) for entry in finding_history(signed, finding.id)]
    for step in (
        ("status", "in_progress"),
        ("status", "done"),
        ("effect", "wanted"),
        ("status", "closed"),
    ):
        assert step in told


def test_reasons_are_asked_for_where_something_is_given_up(signed: Workspace) -> None:
    action = with_action(signed).actions[0]
    with pytest.raises(Refused):
        set_action_status(signed, action.id, "dropped")
    assert set_action_status(signed, action.id, "dropped", "Dekkes av ny avtale.").status == (
        "dropped"
    )
    with pytest.raises(Refused):
        set_action_status(signed, action.id, "not_started")
    with pytest.raises(InvalidInput):
        set_action_status(signed, action.id, "ferdig")
    with pytest.raises(Refused):
        move_deadline(signed, action.id, date(2027, 6, 1), "Senere.")


def test_a_moved_deadline_keeps_the_agreed_one_in_the_seal(signed: Workspace) -> None:
    finding = with_action(signed)
    action = finding.actions[0]
    number = list_reviews(signed)[0].number
    before = review_content(signed, number).content
    with pytest.raises(Refused):
        move_deadline(signed, action.id, date(2027, 6, 1), " ")
    assert move_deadline(
        signed, action.id, date(2027, 6, 1), "Venter på fagsystemet."
    ).deadline == (date(2027, 6, 1))
    report_eqs(signed, finding.id, "EQS 4711")
    assert now(signed, finding.id).eqs_number == "EQS 4711"
    assert review_content(signed, number).content == before
    assert verify(signed).ok


def test_nothing_is_followed_up_before_locking(answered: Workspace) -> None:
    from oslo_ik.reviews.actions import add_action
    from oslo_ik.reviews.findings import confirm
    from oslo_ik.reviews.summary import summarise

    finding = summarise(answered, "SP-2026-11").findings[0]
    confirm(answered, finding.id)
    action = add_action(
        answered, finding.id, "Sjekkliste.", "intermediate", "Fagansvarlig", date(2027, 1, 15)
    )
    with pytest.raises(Refused):
        set_action_status(answered, action.id, "done")
