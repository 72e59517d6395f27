"""What a finding needs before locking: an action, a reason, perhaps a number from EQS (§8)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.actions import (
    STRENGTH_TYPES,
    add_action,
    list_actions,
    no_action,
    set_weak_reason,
)
from oslo_ik.reviews.findings import (
    confirm,
    dismiss,
    eqs_text,
    list_findings,
    set_eqs,
)
from oslo_ik.reviews.signing import ready_to_sign
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.views import FindingView
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


def test_what_blocks_locking(answered: Workspace) -> None:
    assert kinds(answered) == {"summary": 1}
    found = {f.checks[0]: f.id for f in summarise(answered, NUMBER).findings}
    assert kinds(answered) == {"undecided": 4}
    for check in ("T07-23", "T07-13", "T01-10"):
        confirm(answered, found[check])
    assert kinds(answered) == {"undecided": 1, "no_action": 3}
    # An improvement point needs a decision, not an action.
    confirm(answered, found["T01-09"])
    assert kinds(answered) == {"no_action": 3}
    add_action(answered, found["T07-23"], "Rutine.", "weak", "Fagansvarlig", FRIST)
    no_action(answered, found["T07-13"], "Ett tilfelle.")
    assert kinds(answered) == {"no_action": 1}
    dismiss(answered, found["T01-10"], "Dekket.")
    assert kinds(answered) == {}
    for missing in ready_to_sign(answered, NUMBER):
        assert missing.text


def test_an_action_is_whole_or_refused(answered: Workspace, found: dict[str, Any]) -> None:
    finding = found["T07-23"].id
    for reason in ("", " "):
        with pytest.raises(Refused):
            no_action(answered, finding, reason)
    for wrong in (
        ("", "weak", "Leder", FRIST),
        ("x" * 301, "weak", "Leder", FRIST),
        ("Rutine.", "sterkt", "Leder", FRIST),
        ("Rutine.", "weak", " ", FRIST),
        ("Rutine.", "weak", "Leder", date(2026, 11, 22)),
    ):
        with pytest.raises(InvalidInput):
            add_action(answered, finding, *wrong)
    with pytest.raises(InvalidInput):
        add_action(answered, finding, "R.", "weak", "Leder", FRIST, STRENGTH_TYPES["strong"][0])
    assert list_actions(answered) == []
    no_action(answered, finding, "Ikke nå.")
    today = add_action(answered, finding, "R.", "weak", "Leder", date(2026, 11, 23))
    reasons = {f.id: f.no_action_reason for f in list_findings(answered, NUMBER)}
    assert reasons[today.finding] is None
    with pytest.raises(Refused, match="har alt"):
        no_action(answered, finding, "Likevel ikke.")
    dismiss(answered, found["T01-10"].id, "Dekket.")
    with pytest.raises(Refused):
        add_action(answered, found["T01-10"].id, "R.", "weak", "Leder", FRIST)


@pytest.mark.parametrize("strength", STRENGTH_TYPES)
def test_weak_actions_are_never_refused(
    answered: Workspace, found: dict[str, FindingView], strength: str
) -> None:
    finding = found["T07-23"].id
    confirm(answered, finding)
    for kind in STRENGTH_TYPES[strength]:
        made = add_action(answered, finding, "Gjør det.", strength, "Fagansvarlig", FRIST, kind)
        assert (made.strength, made.strength_type, made.status) == (strength, kind, "not_started")
    assert kinds(answered)["no_action"] == 0
    assert set_weak_reason(answered, finding, "Lite tid.").weak_reason == "Lite tid."
    assert set_weak_reason(answered, finding, "").weak_reason is None


def test_actions_are_listed_by_deadline(answered: Workspace, found: dict[str, Any]) -> None:
    days = [date(2027, 3, 1), date(2026, 12, 1), date(2027, 1, 1)]
    for day in days:
        add_action(answered, found["T07-23"].id, "Gjør det.", "weak", "Leder", day)
    assert [a.deadline for a in list_actions(answered, NUMBER)] == sorted(days)


# EQS


def test_the_text_for_eqs_names_nobody(answered: Workspace, found: dict[str, Any]) -> None:
    finding = found["T07-23"].id
    add_action(answered, finding, "Sjekkliste.", "intermediate", "Fagansvarlig", FRIST)
    text = eqs_text(answered, finding)
    for part in ("SP-2026-11", "november 2026", "Gamle Oslo/Rusteam", "5 saker", "16",
                 "T07-23: 2 av 5 (1 nei, 1 ikke dokumentert)", "31.01.2027", "Sjekkliste.",
                 "Krav ikke oppfylt"):  # fmt: skip
        assert part in text
    for case in get_review(answered, NUMBER).cases:
        assert case.reference not in text
        assert case.caseworker is not None
        assert case.caseworker not in text.replace("Krav", "")
    assert "{" not in text


def test_the_text_for_eqs_says_how_binding_each_check_is(
    answered: Workspace, found: dict[str, Any]
) -> None:
    words = {check.id: check.strength.value.capitalize() for check in answered.catalogue.checks}
    assert {"Krav", "Anbefaling"} <= {words[check] for check in found}
    for check, finding in found.items():
        text = eqs_text(answered, finding.id)
        said = [word for word in ("Krav", "Anbefaling", "Mulighet") if f". {word}: " in text]
        assert said == [words[check]]


def test_eqs_is_said_only_by_the_leader(answered: Workspace, found: dict[str, Any]) -> None:
    finding = found["T07-23"]
    assert finding.eqs_nonconformity is None
    assert set_eqs(answered, finding.id, True).eqs_number is None
    told = set_eqs(answered, finding.id, True, " 2026/1234 ")
    assert (told.eqs_nonconformity, told.eqs_number) == (True, "2026/1234")
    told = set_eqs(answered, finding.id, False)
    assert (told.eqs_nonconformity, told.eqs_number) == (False, None)
