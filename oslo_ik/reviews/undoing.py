"""Undo: one stored history of answers, comments and facts in the order they happened (§6).

Steps are taken back from the end only, so that a fact and the answers it settled always agree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import NotFound, Refused
from oslo_ik.reviews.rows import key, reopen, review_row
from oslo_ik.reviews.views import Undone

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Answer, AnswerEvent, ReviewCase

State = dict[str, object]
_KEPT = (
    "verdict",
    "reason",
    "note",
    "performed_on",
    "missing_areas",
    "ask",
    "taken_up",
    "taken_up_what",
    "taken_up_role",
    "taken_up_on",
    "answered_at",
)
_DATES = ("performed_on", "taken_up_on")
# What one change is called, the most telling first: (column, words before the check's id).
_CALLED = (
    ("taken_up", "«tatt opp» på"),
    ("taken_up_what", "det som ble tatt opp på"),
    ("taken_up_role", "rollen på"),
    ("taken_up_on", "dagen det ble tatt opp på"),
    ("missing_areas", "områdene på"),
    ("performed_on", "datoen på"),
    ("reason", "grunnen på"),
    ("ask", "«spør» på"),
    ("note", "kommentaren til"),
)


def state_of(row: Answer) -> State:
    """What an undo puts back, as JSON data."""
    state = {name: getattr(row, name) for name in _KEPT}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in state.items()
    }


def remember_answer(ws: Workspace, session: Session, row: Answer, earlier: State) -> None:
    """A step: the answer was ``earlier``; a comment that is written further is the same step."""
    if not _goes_on_writing(session, row, earlier):
        _remember(ws, session, row.review_id, row.review_case_id, earlier, answer_id=key(row))


def remember_fact(
    ws: Workspace,
    session: Session,
    case: ReviewCase,
    fact_id: str,
    earlier: bool | None,
    settled: Mapping[int, State],
) -> None:
    """A step: the fact was ``earlier``, and the answers it settled (by row id) were ``settled``."""
    state: State = {"value": earlier, "answers": {str(row): was for row, was in settled.items()}}
    _remember(ws, session, case.review_id, key(case), state, fact=fact_id)


def _remember(
    ws: Workspace,
    session: Session,
    review_id: int,
    case_id: int,
    earlier: State,
    answer_id: int | None = None,
    fact: str | None = None,
) -> None:
    from oslo_ik.store.tables import AnswerEvent

    session.add(
        AnswerEvent(
            review_id=review_id,
            review_case_id=case_id,
            answer_id=answer_id,
            fact=fact,
            earlier=json.dumps(earlier),
            happened_at=ws.now(),
        )
    )


def undo(ws: Workspace, number: str) -> Undone | None:
    """Take the latest change of an answer or a fact back; None when there is none.

    Raises Refused while the case is marked as unavailable, and ReviewSigned.
    """
    from oslo_ik.store.tables import ReviewCase

    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        event = _latest(session, key(review))
        if event is None:
            return None
        case = session.get_one(ReviewCase, event.review_case_id)
        check_available(case)
        undone = _take_back(ws, session, case, event)
        session.delete(event)
        reopen(session, review)
        return undone


def check_available(case: ReviewCase) -> None:
    """Refused when the case is marked as unavailable: its answers cannot be changed (§7)."""
    if case.outcome == "unavailable":
        raise Refused(f"Sak {case.reference} er merket utilgjengelig. Ta bort merket først.")


def _take_back(ws: Workspace, session: Session, case: ReviewCase, event: AnswerEvent) -> Undone:
    from oslo_ik.store.tables import Answer

    earlier: dict[str, Any] = json.loads(event.earlier)
    if event.fact is not None:
        _put_fact_back(session, case, event.fact, earlier["value"])
        for answer_id, state in earlier["answers"].items():
            _put_back(session, session.get_one(Answer, int(answer_id)), state)
        what = f"faktumet «{_fact_label(ws, event.fact)}»"
        return Undone(case.reference, case.position, None, event.fact, what)
    row = session.get_one(Answer, event.answer_id)
    what = _called(row, earlier)
    _put_back(session, row, earlier)
    return Undone(case.reference, case.position, row.check_id, None, what)


def _put_back(session: Session, row: Answer, state: Mapping[str, Any]) -> None:
    for name, value in state.items():
        if name in _DATES and value is not None:
            value = date.fromisoformat(value)
        setattr(row, name, value)
    row.version += 1
    session.add(row)


def _put_fact_back(session: Session, case: ReviewCase, fact_id: str, value: bool | None) -> None:
    from oslo_ik.store.tables import CaseFact

    stored = session.get(CaseFact, (case.id, fact_id))
    if value is None:
        if stored is not None:
            session.delete(stored)
        return
    stored = stored or CaseFact(
        review_case_id=key(case), fact=fact_id, review_id=case.review_id, value=value
    )
    stored.value = value
    session.add(stored)


def _called(row: Answer, earlier: Mapping[str, Any]) -> str:
    """What the change that led to this row is called: «Nei på T07-18»."""
    if row.verdict != earlier["verdict"]:
        verdict = Verdict(row.verdict)
        if verdict is Verdict.NOT_ASSESSED:
            return f"fjerningen av {Verdict(earlier['verdict']).label} på {row.check_id}"
        return f"{verdict.label} på {row.check_id}"
    now = state_of(row)
    for name, words in _CALLED:
        if now[name] != earlier[name]:
            return f"{words} {row.check_id}"
    return f"svaret på {row.check_id}"


def _fact_label(ws: Workspace, fact_id: str) -> str:
    try:
        return ws.catalogue.fact(fact_id).label
    except NotFound:
        return fact_id


def _goes_on_writing(session: Session, row: Answer, earlier: State) -> bool:
    """True when only the comment changed, and the latest change was to the same comment.

    A comment is saved at every pause in the typing; one undo takes back all of it.
    """
    if state_of(row) | {"note": None} != earlier | {"note": None}:
        return False
    last = _latest(session, row.review_id)
    if last is None or last.answer_id != row.id:
        return False
    before = json.loads(last.earlier)
    return bool(before | {"note": None} == earlier | {"note": None})


def _latest(session: Session, review_id: int) -> AnswerEvent | None:
    from sqlmodel import col, select

    from oslo_ik.store.tables import AnswerEvent

    return session.exec(
        select(AnswerEvent)
        .where(AnswerEvent.review_id == review_id)
        .order_by(col(AnswerEvent.id).desc())
    ).first()


def forget_case(session: Session, case: ReviewCase) -> None:
    """The steps of a case that has given up its place are no longer something to go back to."""
    from sqlmodel import col, delete

    from oslo_ik.store.tables import AnswerEvent

    session.exec(delete(AnswerEvent).where(col(AnswerEvent.review_case_id) == case.id))
