"""The case list: imported, looked at, never deleted by an import (§13)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from oslo_ik.errors import PrivacyQuestion
from oslo_ik.reviews.case_list import CaseList, CaseRow, read_case_list
from oslo_ik.reviews.unit import require_unit
from oslo_ik.reviews.views import CaseView, ImportSummary
from oslo_ik.text import fold, sort_key

if TYPE_CHECKING:
    import sqlite3
    from datetime import date

    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import CaseRecord

Progress = Callable[[int, int], None]
SAMPLE = 8
_FIELDS = "reference, caseworker, started_on, ended_on, pathway, transition, transition_on"


@dataclass(frozen=True)
class _Plan:
    added: list[CaseRow]
    changed: list[CaseRow]
    unchanged: int
    missing: list[str]


def preview_import(ws: Workspace, path: Path, progress: Progress | None = None) -> ImportSummary:
    """What an import of ``path`` would do; changes nothing. Raises ImportRefused."""
    from oslo_ik.store.engine import driver

    listed = read_case_list(path, ws.today(), progress)
    with ws.database.read() as session:
        require_unit(session)
        return _summary(ws, listed, _compare(driver(session), listed))


def import_cases(ws: Workspace, path: Path, progress: Progress | None = None) -> ImportSummary:
    """Import the list, all of it or nothing; the same list again changes nothing.

    Cases that are missing from the list are marked and reported, never deleted. Raises
    ImportRefused with every problem, and PrivacyQuestion until its questions are confirmed.
    """
    from oslo_ik.store.engine import driver

    listed = read_case_list(path, ws.today(), progress)
    with ws.database.write() as session:
        require_unit(session)
        _ask(ws, session, listed)
        raw = driver(session)
        plan = _compare(raw, listed)
        _store(raw, ws.now(), listed, plan)
        return _summary(ws, listed, plan)


def _ask(ws: Workspace, session: Session, listed: CaseList) -> None:
    """The guard's questions about the list; the confirmation is logged, the text is not (§14)."""
    from oslo_ik.store.tables import GuardConfirmation

    if not listed.questions:
        return
    if not ws.confirmed:
        raise PrivacyQuestion(
            "Listen har verdier som kan være personopplysninger. Se etter, og bekreft.",
            "\n".join(listed.questions),
        )
    session.add(
        GuardConfirmation(
            confirmed_at=ws.now(), field="Saksliste", kinds=f"{len(listed.questions)} spørsmål"
        )
    )


def _values(row: CaseRow) -> tuple[str | None, ...]:
    def iso(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return (
        row.reference,
        row.caseworker,
        iso(row.started_on),
        iso(row.ended_on),
        row.pathway,
        row.transition,
        iso(row.transition_on),
    )


def _compare(raw: sqlite3.Connection, listed: CaseList) -> _Plan:
    known = {
        row[0]: row
        for row in raw.execute(f"SELECT {_FIELDS} FROM case_record")  # noqa: S608
    }
    added, changed, unchanged = [], [], 0
    for row in listed.rows:
        old = known.get(row.reference)
        if old is None:
            added.append(row)
        elif tuple(old) != _values(row):
            changed.append(row)
        else:
            unchanged += 1
    references = {row.reference for row in listed.rows}
    missing = sorted((ref for ref in known if ref not in references), key=sort_key)
    return _Plan(added, changed, unchanged, missing)


def _store(raw: sqlite3.Connection, now: str, listed: CaseList, plan: _Plan) -> None:
    raw.executemany(
        f"INSERT INTO case_record ({_FIELDS}, first_listed_at)"  # noqa: S608
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        [(*_values(row), now) for row in plan.added],
    )
    raw.executemany(
        "UPDATE case_record SET caseworker=?, started_on=?, ended_on=?, pathway=?, transition=?,"
        " transition_on=? WHERE reference=?",
        [(*_values(row)[1:], row.reference) for row in plan.changed],
    )
    known_missing = {
        row[0]
        for row in raw.execute("SELECT reference FROM case_record WHERE missing_since IS NOT NULL")
    }
    if not (plan.added or plan.changed) and known_missing == set(plan.missing):
        return
    raw.executemany(
        "UPDATE case_record SET missing_since=? WHERE reference=?",
        [(now, reference) for reference in plan.missing if reference not in known_missing],
    )
    raw.executemany(
        "UPDATE case_record SET missing_since=NULL WHERE reference=?",
        [(reference,) for reference in known_missing.difference(plan.missing)],
    )
    raw.execute(
        "INSERT INTO case_import (imported_at, sha256, row_count, added, changed, missing)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (
            now,
            listed.sha256,
            len(listed.rows),
            len(plan.added),
            len(plan.changed),
            len(plan.missing),
        ),
    )


def _summary(ws: Workspace, listed: CaseList, plan: _Plan) -> ImportSummary:
    today = ws.today()
    active = [row for row in listed.rows if is_active(row.started_on, row.ended_on, today)]
    return ImportSummary(
        rows=len(listed.rows),
        added=len(plan.added),
        changed=len(plan.changed),
        unchanged=plan.unchanged,
        missing=tuple(plan.missing),
        dropped_columns=listed.dropped_columns,
        active=len(active),
        caseworkers=len({row.caseworker for row in active}),
        sample=tuple(
            CaseView(
                row.reference,
                row.caseworker,
                row.started_on,
                row.ended_on,
                row.pathway,
                row.transition,
                row.transition_on,
                None,
            )
            for row in listed.rows[:SAMPLE]
        ),
        questions=listed.questions,
    )


def is_active(started_on: date | None, ended_on: date | None, on: date) -> bool:
    """In follow-up on a date: begun by then, and not ended on or before it."""
    return (started_on is None or started_on <= on) and (ended_on is None or ended_on > on)


def has_cases(ws: Workspace) -> bool:
    """True once a list has been imported."""
    from oslo_ik.store.tables import CaseRecord

    with ws.database.read() as session:
        return session.get(CaseRecord, 1) is not None or bool(load_cases(session))


def list_cases(
    ws: Workspace,
    search: str | None = None,
    caseworker: str | None = None,
    active_only: bool = True,
) -> list[CaseView]:
    """Cases in Norwegian order; ``search`` is looked for in reference and caseworker code."""
    wanted = fold(search or "").strip()
    today = ws.today()
    with ws.database.read() as session:
        rows = load_cases(session)
    shown = [
        row
        for row in rows
        if (caseworker is None or row.caseworker == caseworker)
        and (not active_only or is_active(row.started_on, row.ended_on, today))
        and (not wanted or wanted in fold(f"{row.reference}\n{row.caseworker}"))
    ]
    return [_view(row) for row in sorted(shown, key=lambda row: sort_key(row.reference))]


def load_cases(session: Session) -> list[CaseRecord]:
    """Every case record."""
    from sqlmodel import select

    from oslo_ik.store.tables import CaseRecord

    return list(session.exec(select(CaseRecord)).all())


def _view(row: CaseRecord) -> CaseView:
    return CaseView(
        row.reference,
        row.caseworker,
        row.started_on,
        row.ended_on,
        row.pathway,
        row.transition,
        row.transition_on,
        row.missing_since,
    )
