"""Lås og ferdigstill: what blocks it, the copy before it, and nothing after it (§9)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.errors import DatabaseError, Incomplete, InvalidInput, ReviewSigned, TamperedError
from oslo_ik.reviews import actions, answers, drawing, findings
from oslo_ik.reviews.cases import import_cases
from oslo_ik.reviews.overview import overview
from oslo_ik.reviews.signing import ready_to_sign, sign
from oslo_ik.reviews.spot_checks import current_review, get_review, save_place
from oslo_ik.reviews.summary import summarise, summary
from oslo_ik.reviews.unit import save_unit
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.workspace import Workspace

NUMBER = "SP-2026-11"
FRIST = date(2027, 1, 31)


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


@pytest.fixture(scope="module")
def decided_path(
    stages: Any, room: Callable[..., Workspace], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    path = stages.copy("answered", tmp_path_factory.mktemp("klar") / "oslo-ik.db")
    ws = room(path)
    for finding in summarise(ws, NUMBER).findings:
        findings.confirm(ws, finding.id)
        actions.no_action(ws, finding.id, "Rettet under kontrollen.")
    return path


@pytest.fixture
def decided(decided_path: Path, database: Path, room: Callable[..., Workspace]) -> Workspace:
    """Everything decided; one check is not answered."""
    database.write_bytes(decided_path.read_bytes())
    return room(database)


def backups(ws: Workspace) -> list[Path]:
    return sorted((ws.path.parent / "sikkerhetskopier").glob("*"))


def not_signed(ws: Workspace) -> None:
    assert get_review(ws, NUMBER).status != "signed"
    assert verify(ws).links == 0


def test_an_open_review_is_not_signed(answered: Workspace) -> None:
    with pytest.raises(Incomplete) as caught:
        sign(answered, NUMBER, "Seksjonsleder", "Syk.")
    assert list(caught.value.missing) == [m.text for m in ready_to_sign(answered, NUMBER)]
    assert caught.value.missing
    not_signed(answered)
    assert backups(answered) == []


def test_undecided_findings_block(answered: Workspace) -> None:
    proposed = summarise(answered, NUMBER).findings
    with pytest.raises(Incomplete) as caught:
        sign(answered, NUMBER, "Seksjonsleder", "Syk.")
    assert len(caught.value.missing) == len(proposed)
    for finding, missing in zip(proposed, caught.value.missing, strict=True):
        assert finding.title in missing
    for finding in proposed:
        findings.confirm(answered, finding.id)
    with pytest.raises(Incomplete) as caught:
        sign(answered, NUMBER, "Seksjonsleder", "Syk.")
    assert len(caught.value.missing) == sum(f.kind == "requirement_not_met" for f in proposed)
    not_signed(answered)


def test_what_is_unanswered_needs_a_reason(decided: Workspace) -> None:
    for reason in (None, "", " \n", "\u202e"):
        with pytest.raises(Incomplete) as caught:
            sign(decided, NUMBER, "Seksjonsleder", reason)
        assert len(caught.value.missing) == 1
        assert "T07-25" in caught.value.missing[0]
        assert "spør kontaktpersonen" in caught.value.missing[0]
    for role in ("", "  ", "\x00\u200f"):
        with pytest.raises(InvalidInput):
            sign(decided, NUMBER, role, "Syk.")
    assert backups(decided) == []
    not_signed(decided)
    case = get_review(decided, NUMBER).cases[4].reference
    answers.answer(decided, NUMBER, case, "T07-25", Verdict.YES)
    summarise(decided, NUMBER)
    sign(decided, NUMBER, "Seksjonsleder")
    assert get_review(decided, NUMBER).status == "signed"


def test_what_locking_leaves(decided: Workspace) -> None:
    seal = sign(decided, NUMBER, " Seksjonsleder ", "Syk.")
    review = get_review(decided, NUMBER)
    assert (review.status, review.seal, review.signed_role) == (
        "signed",
        seal.seal,
        "Seksjonsleder",
    )
    assert review.signed_at == seal.sealed_at == "2026-11-23T11:00:00Z"
    assert (seal.sequence, seal.kind, seal.previous) == (1, "review.signed", "0" * 64)
    assert verify(decided, seal.seal).ok
    assert current_review(decided) is None
    november = overview(decided).months[10]
    assert (november.status, november.number) == ("signed", NUMBER)
    # What an answer was before is of no use now, and could hold a deleted text.
    assert not any('"answer_event"' in line and "INSERT" in line for line in dump(decided.path))


def test_the_copy_is_made_before_and_is_the_unlocked_file(decided: Workspace) -> None:
    before = dump(decided.path)
    sign(decided, NUMBER, "Seksjonsleder", "Syk.")
    (copy,) = backups(decided)
    assert copy.name.endswith("for-laasing.db")
    assert dump(copy) == before
    assert dump(decided.path) != before


def test_the_leaders_own_folder_for_copies(decided: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "minnepinne" / "kopier"
    with pytest.raises(InvalidInput, match="finnes ikke"):
        save_unit(decided, "Gamle Oslo", "Rusteam", "begge", "Leder", "L9", str(folder))
    folder.mkdir(parents=True)
    save_unit(decided, "Gamle Oslo", "Rusteam", "begge", "Seksjonsleder", "L9", str(folder))
    sign(decided, NUMBER, "Seksjonsleder", "Syk.")
    assert len(list(folder.iterdir())) == 1
    assert backups(decided) == []


def test_without_a_copy_nothing_is_locked(decided: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "minnepinne"
    folder.mkdir()
    save_unit(decided, "Gamle Oslo", "Rusteam", "begge", "Seksjonsleder", "L9", str(folder))
    folder.rmdir()
    folder.write_bytes(b"")
    before = dump(decided.path)
    with pytest.raises(DatabaseError) as caught:
        sign(decided, NUMBER, "Seksjonsleder", "Syk.")
    assert "Sikkerhetskopien" in caught.value.message
    assert "oppsettet" in caught.value.message
    assert dump(decided.path) == before


@pytest.mark.parametrize(
    ("guard", "harm"),
    [
        ("seal_chain_update", "AFTER INSERT ON seal BEGIN UPDATE seal SET content ="
         " replace(content, 'not_documented', 'yes') WHERE sequence = NEW.sequence; END"),
        ("seal_chain_update", "AFTER INSERT ON seal BEGIN UPDATE seal SET previous ="
         " replace(previous, '0', '1') WHERE sequence = NEW.sequence; END"),
        ("sealed_text_chain_update", "AFTER INSERT ON sealed_text BEGIN UPDATE sealed_text SET"
         " text = text || 'x' WHERE sequence = NEW.sequence AND path = NEW.path; END"),
    ],
)  # fmt: skip
def test_what_is_written_wrong_is_not_locked(decided: Workspace, guard: str, harm: str) -> None:
    """A fault between the writing and the reading back: here a trigger that spoils the row."""
    raw = sqlite3.connect(decided.path)
    raw.execute(f"DROP TRIGGER {guard}")
    raw.execute(f"CREATE TRIGGER skade {harm}")
    raw.close()
    before = dump(decided.path)
    with pytest.raises(TamperedError, match="Ingenting er låst"):
        sign(decided, NUMBER, "Seksjonsleder", "Syk.")
    assert dump(decided.path) == before


# After locking

AFTER: dict[str, Callable[[Workspace, str, int], Any]] = {
    "answer": lambda ws, ref, f: answers.answer(ws, NUMBER, ref, "T07-23", Verdict.YES),
    "set_reason": lambda ws, ref, f: answers.set_reason(ws, NUMBER, ref, "T07-23", Reason.OUTDATED),
    "set_note": lambda ws, ref, f: answers.set_note(ws, NUMBER, ref, "T07-23", "Ny."),
    "set_performed_on": lambda ws, ref, f: answers.set_performed_on(
        ws, NUMBER, ref, "T05-19", date(2026, 1, 1)
    ),
    "set_missing_areas": lambda ws, ref, f: answers.set_missing_areas(
        ws, NUMBER, ref, "T07-13", []
    ),
    "toggle_ask": lambda ws, ref, f: answers.toggle_ask(ws, NUMBER, ref, "T07-25"),
    "take_up": lambda ws, ref, f: answers.take_up(ws, NUMBER, ref, "T07-23", "Tatt opp."),
    "set_fact": lambda ws, ref, f: answers.set_fact(ws, NUMBER, ref, "deling", None),
    "undo": lambda ws, ref, f: answers.undo(ws, NUMBER),
    "import_answers": lambda ws, ref, f: answers.import_answers(
        ws, NUMBER, _file(ws, f"sak;kontrollpunkt;svar\n{ref};T07-23;ja\n")
    ),
    "extend": lambda ws, ref, f: drawing.extend(ws, NUMBER, 1),
    "replace_case": lambda ws, ref, f: drawing.replace_case(ws, NUMBER, ref, "Flyttet."),
    "mark_unavailable": lambda ws, ref, f: drawing.mark_unavailable(ws, NUMBER, ref),
    "summarise": lambda ws, ref, f: summarise(ws, NUMBER),
    "ready_to_sign": lambda ws, ref, f: ready_to_sign(ws, NUMBER),
    "sign": lambda ws, ref, f: sign(ws, NUMBER, "Seksjonsleder", "Igjen."),
    "confirm": lambda ws, ref, f: findings.confirm(ws, f),
    "dismiss": lambda ws, ref, f: findings.dismiss(ws, f, "Nei."),
    "merge": lambda ws, ref, f: findings.merge(ws, [f, f + 1]),
    "rename": lambda ws, ref, f: findings.rename(ws, f, "Ny tittel"),
    "add_good_practice": lambda ws, ref, f: findings.add_good_practice(
        ws, NUMBER, "T07-23", "Bra."
    ),
    "add_action": lambda ws, ref, f: actions.add_action(ws, f, "Ny.", "weak", "Leder", FRIST),
    "no_action": lambda ws, ref, f: actions.no_action(ws, f, "Ikke nå."),
    "set_weak_reason": lambda ws, ref, f: actions.set_weak_reason(ws, f, "Fordi."),
}


def _file(ws: Workspace, text: str) -> Path:
    path = ws.path.with_name("svar.csv")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("step", AFTER)
def test_nothing_changes_after_locking(signed: Workspace, step: str) -> None:
    reference = get_review(signed, NUMBER).cases[0].reference
    finding = findings.list_findings(signed, NUMBER)[0].id
    before = signed.path.read_bytes()
    with pytest.raises(ReviewSigned) as caught:
        AFTER[step](signed, reference, finding)
    assert caught.value.message.startswith("SP-2026-11 er låst og kan ikke endres.")
    assert signed.path.read_bytes() == before


def test_what_may_go_on_after_locking(signed: Workspace, write_case_list: Any) -> None:
    """A new list, another name and the leader's place leave the seal whole."""
    review = get_review(signed, NUMBER)
    path = write_case_list(signed.path.with_name("ny.csv"))
    path.write_text("saksnummer;kontaktperson\nNY-1;K9\n", encoding="utf-8")
    import_cases(signed, path)
    save_unit(signed, "Alna", "Nytt navn", "helse", "Fagleder", "K1")
    save_place(signed, NUMBER, review.cases[1].reference, "T07-23")
    after = get_review(signed, NUMBER)
    assert (after.cases, after.checks, after.unit) == (review.cases, review.checks, review.unit)
    assert summary(signed, NUMBER).review.seal == review.seal
    verification = verify(signed)
    assert (verification.ok, verification.notes) == (True, ())
