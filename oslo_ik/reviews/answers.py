"""Answering a check: one verdict a key, committed at once, and undone with one key (§6)."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from oslo_ik.checks.due import is_current
from oslo_ik.checks.model import Check
from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.answer_rules import AnswerChange, checked, verdict_for_areas
from oslo_ik.reviews.facts import set_fact, stored_fact
from oslo_ik.reviews.rows import (
    answer_row,
    case_row,
    frozen_check,
    reopen,
    review_row,
)
from oslo_ik.reviews.spot_checks import answer_view
from oslo_ik.reviews.undoing import check_available, remember_answer, state_of, undo
from oslo_ik.reviews.views import AnswerView

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Answer, Review

__all__ = ["answer", "import_answers", "set_fact", "undo"]


def answer(
    ws: Workspace,
    number: str,
    reference: str,
    check_id: str,
    verdict: Verdict,
    reason: Reason | None = None,
    note: str | None = None,
    performed_on: date | None = None,
    missing_areas: Sequence[str] = (),
    complete: bool = False,
) -> AnswerView:
    """Give a verdict and commit it; ``Verdict.NOT_ASSESSED`` takes the answer back.

    ``complete`` refuses what would need more later. A note stays until it is replaced; a grunn
    stays while the verdict does. Raises Refused or InvalidInput; then nothing has changed.
    """
    areas = tuple(missing_areas) or None
    change = AnswerChange(verdict, reason, note, performed_on, areas, complete)
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        return apply_change(ws, session, review, reference, check_id, change)


def apply_change(
    ws: Workspace,
    session: Session,
    review: Review,
    reference: str,
    check_id: str,
    change: AnswerChange,
) -> AnswerView:
    """Give one verdict within a transaction; the rules are those of ``answer``."""

    def give(row: Answer, check: Check) -> None:
        fact = stored_fact(session, row.review_case_id, check.condition)
        new = checked(ws, review, row, check, change, fact)
        note = ws.guard(session, change.note, f"Kommentar til {check.id}")
        row.verdict = new.verdict.value
        row.reason = new.reason.value if new.reason else None
        row.note = note or row.note
        row.performed_on = new.performed_on
        row.missing_areas = json.dumps(list(new.missing_areas or ()))
        if new.verdict is not Verdict.NOT_ASSESSED:
            row.ask = False
        if not new.verdict.is_gap:
            row.taken_up = False
        row.answered_at = None if new.verdict is Verdict.NOT_ASSESSED else ws.now()

    return _change(ws, session, review, reference, check_id, give)


def set_reason(
    ws: Workspace, number: str, reference: str, check_id: str, reason: Reason | None
) -> AnswerView:
    """The grunn of an answer that is not ja; Refused on any other."""

    def give(row: Answer, check: Check) -> None:
        if not Verdict(row.verdict).is_gap:
            raise Refused("Grunn hører til svarene delvis, nei og ikke dokumentert.")
        row.reason = reason.value if reason else None

    return _changed(ws, number, reference, check_id, give)


def set_note(
    ws: Workspace,
    number: str,
    reference: str,
    check_id: str,
    note: str,
    *,
    leave_out: bool = False,
) -> AnswerView:
    """The comment; empty removes it. Raises a PrivacyError.

    ``leave_out`` stores it with «[…]» for what the guard would ask about; a refusal still comes.
    """

    def give(session: Session) -> Callable[[Answer, Check], None]:
        def inner(row: Answer, check: Check) -> None:
            text = ws.certain(session, note) if leave_out else note
            row.note = ws.guard(session, text, f"Kommentar til {check.id}")

        return inner

    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        return _change(ws, session, review, reference, check_id, give(session))


def set_performed_on(
    ws: Workspace, number: str, reference: str, check_id: str, day: date
) -> AnswerView:
    """The date it was last done settles the answer of a check with an interval (§6)."""
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        check = frozen_check(session, review, check_id)
        if check.interval_months is None:
            raise Refused(f"{check.id} har ingen frist i måneder. Svar uten dato.")
        current = is_current(day, check.interval_months, review.cut_off)
        verdict = Verdict.YES if current else Verdict.NO
        change = AnswerChange(verdict, performed_on=day)
        return apply_change(ws, session, review, reference, check_id, change)


def set_missing_areas(
    ws: Workspace, number: str, reference: str, check_id: str, areas: Sequence[str]
) -> AnswerView:
    """The areas that are not mapped; none means ja. Only the standard's own can be a breach."""
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        verdict = verdict_for_areas(ws, areas)
        change = AnswerChange(verdict, missing_areas=tuple(areas))
        return apply_change(ws, session, review, reference, check_id, change)


def toggle_ask(ws: Workspace, number: str, reference: str, check_id: str) -> AnswerView:
    """«Spør kontaktpersonen»: marked, listed until locking, and still ikke vurdert."""

    def give(row: Answer, check: Check) -> None:
        if row.verdict != Verdict.NOT_ASSESSED:
            raise Refused(f"{check.id} er besvart. Fjern svaret først, hvis du vil spørre.")
        row.ask = not row.ask

    return _changed(ws, number, reference, check_id, give)


def take_up(
    ws: Workspace,
    number: str,
    reference: str,
    check_id: str,
    what: str | None = None,
    role: str | None = None,
    on: date | None = None,
    taken_up: bool = True,
) -> AnswerView:
    """«Tatt opp nå» on a stop check: what, which role and when may follow later (§8)."""
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)

        def give(row: Answer, check: Check) -> None:
            if not check.stop or not Verdict(row.verdict).is_gap:
                raise Refused("«Tatt opp nå» gjelder bare alvorlige punkter som ikke er ja.")
            if on is not None and on > ws.today():
                raise InvalidInput("Datoen ligger fram i tid. Skriv dagen det ble tatt opp.")
            row.taken_up = taken_up
            row.taken_up_what = ws.guard(session, what, "Hva som ble tatt opp") or row.taken_up_what
            row.taken_up_role = ws.guard(session, role, "Rolle") or row.taken_up_role
            row.taken_up_on = on or row.taken_up_on

        return _change(ws, session, review, reference, check_id, give)


def import_answers(ws: Workspace, number: str, path: object) -> int:
    """Answers from a file, all or nothing; see ``answer_file``."""
    from pathlib import Path

    from oslo_ik.reviews.answer_file import read_answers

    return read_answers(ws, number, Path(str(path)))


def _changed(
    ws: Workspace,
    number: str,
    reference: str,
    check_id: str,
    give: Callable[[Answer, Check], None],
) -> AnswerView:
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        return _change(ws, session, review, reference, check_id, give)


def _change(
    ws: Workspace,
    session: Session,
    review: Review,
    reference: str,
    check_id: str,
    give: Callable[[Answer, Check], None],
) -> AnswerView:
    """Change one answer, remember what it was, and reopen a summarised review."""
    case = case_row(session, review, reference)
    check_available(case)
    check = frozen_check(session, review, check_id)
    row = answer_row(session, case, check)
    earlier = state_of(row)
    give(row, check)
    if state_of(row) != earlier:
        row.version += 1
        session.add(row)
        remember_answer(ws, session, row, earlier)
        reopen(session, review)
    return answer_view(row, check, case.outcome)
