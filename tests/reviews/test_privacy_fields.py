"""The privacy guard stands before every field that a person can write in (§14)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import PrivacyQuestion, PrivacyRefused
from oslo_ik.reviews.actions import add_action, no_action, set_weak_reason
from oslo_ik.reviews.answers import answer, set_note, take_up
from oslo_ik.reviews.drawing import draw, replace_case
from oslo_ik.reviews.findings import (
    add_good_practice,
    confirm,
    dismiss,
    list_findings,
    merge,
    rename,
    set_eqs,
)
from oslo_ik.reviews.follow_up import (
    close_finding,
    judge_effect,
    move_deadline,
    report_eqs,
    set_action_status,
)
from oslo_ik.reviews.signing import sign
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.unit import save_unit
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace

N = "SP-2026-11"
# A synthetic number of the vectors (month +80), and eight digits that look like a phone.
IDENTITY = "17851210083"
PHONE = "92345678"
SIGN_ROLE = "Seksjonsleder"
FRIST = date(2027, 1, 31)

Field = Callable[[Workspace, str], Any]
# Findings 1 and 2 are T07-23 and T11-24; RT-102 has no answer.
FIELDS: dict[str, Field] = {
    "note": lambda ws, text: set_note(ws, N, "RT-302", "T07-22", text),
    "note with ja": lambda ws, text: answer(ws, N, "RT-302", "T07-22", Verdict.YES, None, text),
    "taken up": lambda ws, text: take_up(ws, N, "RT-302", "T11-24", what=text),
    "taken up with": lambda ws, text: take_up(ws, N, "RT-302", "T11-24", role=text),
    "replacement": lambda ws, text: replace_case(ws, N, "RT-102", text),
    "second draw": lambda ws, text: draw(ws, DrawRequest("2026-11", again=True, reason=text)),
    "dismissal": lambda ws, text: dismiss(ws, 1, text),
    "merged title": lambda ws, text: merge(ws, [1, 2], text),
    "title": lambda ws, text: rename(ws, 1, text),
    "good practice": lambda ws, text: add_good_practice(ws, N, "T07-22", text),
    "EQS number": lambda ws, text: set_eqs(ws, 1, True, text),
    "action": lambda ws, text: add_action(ws, 1, text, "weak", "Fagansvarlig", FRIST),
    "responsible": lambda ws, text: add_action(ws, 1, "Rutine.", "weak", text, FRIST),
    "no action": lambda ws, text: no_action(ws, 1, text),
    "weak reason": lambda ws, text: set_weak_reason(ws, 1, text),
    "signing role": lambda ws, text: sign(ws, N, text, "Ikke rukket."),
    "unanswered": lambda ws, text: sign(ws, N, SIGN_ROLE, text),
    "district": lambda ws, text: save_unit(ws, text, "Rusteam", "helse", SIGN_ROLE),
    "unit": lambda ws, text: save_unit(ws, "Alna", text, "helse", SIGN_ROLE),
    "role": lambda ws, text: save_unit(ws, "Alna", "Rusteam", "helse", text),
    "own code": lambda ws, text: save_unit(ws, "Alna", "Rusteam", "helse", SIGN_ROLE, text),
}  # fmt: skip


# After locking, on the finding of T07-23 (1) with its action (1); what it takes to get there.
LATER: dict[str, tuple[Field, Field]] = {
    "dropped": (lambda ws, text: set_action_status(ws, 1, "dropped", text), lambda ws, _: None),
    "deadline": (lambda ws, text: move_deadline(ws, 1, FRIST, text), lambda ws, _: None),
    "effect": (
        lambda ws, text: judge_effect(ws, 1, "none", text),
        lambda ws, _: set_action_status(ws, 1, "done"),
    ),
    "EQS later": (lambda ws, text: report_eqs(ws, 1, text), lambda ws, _: None),
    "closing": (
        lambda ws, text: close_finding(ws, 1, text),
        lambda ws, _: set_action_status(ws, 1, "dropped", "Dekket."),
    ),
}


@pytest.fixture(scope="module")
def ready_to_sign(
    stages: Any, room: Callable[..., Workspace], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Everything decided: what is not answered only needs a reason."""
    path = stages.copy("listed", tmp_path_factory.mktemp("vakt") / "oslo-ik.db")
    ws = room(path)
    drawn = draw(ws, DrawRequest("2026-11", size=15, theme="overgang"))
    assert {"RT-102", "RT-302"} <= {case.reference for case in drawn.cases}
    answer(ws, N, "RT-302", "T07-23", Verdict.NO)
    answer(ws, N, "RT-302", "T11-24", Verdict.NO)
    summarise(ws, N)
    assert [f.checks for f in list_findings(ws, N)] == [("T07-23",), ("T11-24",)]
    for finding in (1, 2):
        confirm(ws, finding)
        no_action(ws, finding, "Rettet.")
    return path


@pytest.fixture
def decided(ready_to_sign: Path, database: Path, room: Callable[..., Workspace]) -> Workspace:
    database.write_bytes(ready_to_sign.read_bytes())
    return room(database)


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


@pytest.mark.parametrize("field", FIELDS)
def test_an_identity_number_is_refused_and_nothing_is_changed(
    decided: Workspace, field: str
) -> None:
    before = dump(decided.path)
    spaced = f"{IDENTITY[:6]} {IDENTITY[6:]}"
    for text, ws in (
        (f"Se {IDENTITY}", decided),
        (f"Se {spaced}.", decided.confirming()),
        ("Skriv til ola.nordmann@example.no", decided.confirming()),
    ):
        with pytest.raises(PrivacyRefused) as caught:
            FIELDS[field](ws, text)
        told = caught.value.message + caught.value.shown
        assert IDENTITY not in told
        assert spaced not in told
        assert "example" not in told
        assert caught.value.message.endswith(".")
    assert dump(decided.path) == before
    assert not (decided.path.parent / "sikkerhetskopier").exists()


@pytest.mark.parametrize("field", FIELDS)
def test_a_question_is_asked_and_its_confirmation_logged_without_the_text(
    decided: Workspace, field: str
) -> None:
    before = dump(decided.path)
    text = f"Ring {PHONE}"
    with pytest.raises(PrivacyQuestion) as caught:
        FIELDS[field](decided, text)
    assert PHONE not in caught.value.message + caught.value.shown
    assert dump(decided.path) == before
    FIELDS[field](decided.confirming(), text)
    after = dump(decided.path)
    assert any(PHONE in line for line in after)
    logged = [line for line in after if line.startswith('INSERT INTO "guard_confirmation"')]
    assert len(logged) == 1
    assert PHONE not in logged[0]
    assert "Ring" not in logged[0]
    assert "'phone'" in logged[0]
    assert "2026-11-23T11:00:00Z" in logged[0]


@pytest.mark.parametrize("field", LATER)
def test_what_is_written_after_locking(signed: Workspace, field: str) -> None:
    give, prepare = LATER[field]
    prepare(signed, "")
    before = dump(signed.path)
    with pytest.raises(PrivacyRefused):
        give(signed.confirming(), f"Se {IDENTITY}")
    with pytest.raises(PrivacyQuestion):
        give(signed, f"Ring {PHONE}")
    assert dump(signed.path) == before
    give(signed.confirming(), f"Ring {PHONE}")
    logged = [line for line in dump(signed.path) if 'INSERT INTO "guard_confirmation"' in line]
    assert len(logged) == 1
    assert PHONE not in logged[0]
    assert verify(signed).ok


def test_the_units_own_name_is_no_question(decided: Workspace) -> None:
    given = set_note(decided, N, "RT-302", "T07-22", "Avtalt med Rusteam Gamle Oslo.")
    assert given.note == "Avtalt med Rusteam Gamle Oslo."


def test_errors_and_logs_never_carry_a_text(
    decided: Workspace, caplog: pytest.LogCaptureFixture
) -> None:
    """A statement that the database refuses shows no values (hide_parameters)."""
    from sqlalchemy import text

    from oslo_ik.errors import OsloIkError

    caplog.set_level("DEBUG")
    with pytest.raises(OsloIkError) as caught, decided.database.write() as session:
        session.connection().execute(
            text("INSERT INTO answer (id, note) VALUES (1, :note)"), {"note": "HEMMELIG"}
        )
    chain: BaseException | None = caught.value
    while chain is not None:
        assert "HEMMELIG" not in str(chain)
        chain = chain.__cause__
    assert "HEMMELIG" not in caplog.text
