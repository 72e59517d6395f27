"""What is signed is refused every change by the database itself, whoever is connected (§9)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from oslo_ik.errors import DatabaseError, ReviewSigned
from oslo_ik.reviews.drawing import draw, replace_case
from oslo_ik.reviews.findings import add_good_practice
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.store.connection import connect
from oslo_ik.store.engine import driver
from oslo_ik.store.guards import expected_triggers, missing_or_changed

# Design §9 and §15: the rows of a review, each with its key.
KEYS = {
    "review": ("id",),
    "review_check": ("review_id", "check_id"),
    "frame_case": ("review_id", "reference"),
    "allocation": ("review_id", "caseworker"),
    "review_case": ("id",),
    "replacement": ("id",),
    "case_fact": ("review_case_id", "fact"),
    "answer": ("id",),
    "finding_occurrence": ("finding_id", "review_id", "check_id"),
    "seal": ("sequence",),
    "sealed_text": ("sequence", "path"),
}
OF_REVIEW = {table: key for table, key in KEYS.items() if table not in ("seal", "sealed_text")}
ROWID = ("review", "review_case", "replacement", "answer")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def path(
    stages: Any, room: Callable[..., Workspace], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """November is locked; October is open, with rows in every table."""
    target = stages.copy("signed", tmp_path_factory.mktemp("vern") / "oslo-ik.db")
    ws = room(target)
    review = draw(ws, DrawRequest("2026-10", size=3))
    replace_case(ws, review.number, review.cases[0].reference, "Ikke begynt.")
    add_good_practice(ws, review.number, review.checks[0].id, "Gode notater.")
    return target


@pytest.fixture(params=["plain", "ours"])
def raw(path: Path, request: pytest.FixtureRequest) -> Iterator[sqlite3.Connection]:
    """sqlite3 as anybody opens it (no pragma at all), and our own connection."""
    if request.param == "plain":
        connection = sqlite3.connect(path, isolation_level=None)
        assert connection.execute("PRAGMA recursive_triggers").fetchone() == (0,)
        assert connection.execute("PRAGMA foreign_keys").fetchone() == (0,)
    else:
        connection = connect(path)
    connection.row_factory = sqlite3.Row
    before = signed_rows(connection)
    yield connection
    if connection.in_transaction:
        connection.execute("ROLLBACK")
    assert signed_rows(connection) == before
    connection.close()


def signed_rows(connection: sqlite3.Connection) -> dict[str, list[tuple[Any, ...]]]:
    return {
        table: [tuple(row) for row in connection.execute(f"SELECT * FROM {table} {where(table)}")]
        for table in KEYS
    }


def where(table: str, status: str = "=") -> str:
    if table in ("seal", "sealed_text"):
        return ""
    column = "id" if table == "review" else "review_id"
    return f"WHERE {column} IN (SELECT id FROM review WHERE status {status} 'signed')"


def one(connection: sqlite3.Connection, table: str, status: str = "=") -> Row:
    return dict(connection.execute(f"SELECT * FROM {table} {where(table, status)}").fetchone())


def values(row: Row) -> str:
    return f"({', '.join(row)}) VALUES ({', '.join(f':{name}' for name in row)})"


def by_key(table: str) -> str:
    return " AND ".join(f"{name} = :{name}" for name in KEYS[table])


def changed(row: Row, name: str) -> Any:
    value = row[name]
    if name == "outcome":
        return "unavailable" if value != "unavailable" else "included"
    if name == "status":
        return "open"
    if name == "verdict":
        return "yes" if value != "yes" else "no"
    return value + 1 if isinstance(value, int) else f"{value or ''}x"


def refused(connection: sqlite3.Connection, sql: str, row: Row) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="signed_row"):
        connection.execute(sql, row)


@pytest.mark.parametrize("table", KEYS)
def test_every_column_of_every_row(raw: sqlite3.Connection, table: str) -> None:
    rows = [dict(r) for r in raw.execute(f"SELECT * FROM {table} {where(table)}")]
    assert rows
    for row in (rows[0], rows[-1]):
        for name in row:
            new = row | {"new": changed(row, name)}
            for words in ("UPDATE", "UPDATE OR REPLACE", "UPDATE OR IGNORE", "UPDATE OR FAIL"):
                refused(raw, f"{words} {table} SET {name} = :new WHERE {by_key(table)}", new)
        refused(raw, f"DELETE FROM {table} WHERE {by_key(table)}", row)
    refused(raw, f"UPDATE {table} SET {KEYS[table][-1]} = {KEYS[table][-1]}", {})
    refused(raw, f"DELETE FROM {table}", {})


@pytest.mark.parametrize("table", KEYS)
def test_no_insert_lands_on_a_signed_row(raw: sqlite3.Connection, table: str) -> None:
    row = one(raw, table)
    for words in ("INSERT", "INSERT OR REPLACE", "REPLACE", "INSERT OR IGNORE", "INSERT OR FAIL"):
        refused(raw, f"{words} INTO {table} {values(row)}", row)
    for name in row:
        if name not in KEYS[table]:
            forged = row | {name: changed(row, name)}
            refused(raw, f"INSERT OR REPLACE INTO {table} {values(forged)}", forged)
            upsert = (
                f"ON CONFLICT ({', '.join(KEYS[table])}) DO UPDATE SET {name} = excluded.{name}"
            )
            refused(raw, f"INSERT INTO {table} {values(forged)} {upsert}", forged)
            refused(raw, f"INSERT INTO {table} {values(forged)} ON CONFLICT DO NOTHING", forged)


@pytest.mark.parametrize("table", ROWID)
def test_the_hidden_names_of_the_key(raw: sqlite3.Connection, table: str) -> None:
    row = one(raw, table)
    rest = {name: value for name, value in row.items() if name != "id"}
    for alias in ("rowid", "oid", "_rowid_"):
        named = rest | {alias: row["id"]}
        refused(raw, f"INSERT OR REPLACE INTO {table} {values(named)}", named)
    for disguised in (str(row["id"]), float(row["id"])):
        refused(raw, f"INSERT OR REPLACE INTO {table} {values(row)}", row | {"id": disguised})


@pytest.mark.parametrize("table", [table for table in OF_REVIEW if table != "review"])
def test_no_row_joins_or_pushes_out_a_signed_one(raw: sqlite3.Connection, table: str) -> None:
    signed, free = one(raw, table), one(raw, table, "<>")
    new = signed | {name: free[name] for name in KEYS[table] if name != "review_id"}
    if "id" in new:
        new["id"] = 999_999
    refused(raw, f"INSERT INTO {table} {values(new)}", new)
    for name in ("review_id", *KEYS[table]):
        moved = free | {"new": signed[name]}
        sql = f"{table} SET {name} = :new WHERE {by_key(table)}"
        if name == "review_id" or len(KEYS[table]) == 1:
            refused(raw, f"UPDATE {sql}", moved)
            refused(raw, f"UPDATE OR REPLACE {sql}", moved)
    taken = free | {name: signed[name] for name in KEYS[table]}
    refused(raw, f"INSERT OR REPLACE INTO {table} {values(taken)}", taken)


def test_an_open_review_cannot_take_the_place_of_a_signed_one(raw: sqlite3.Connection) -> None:
    signed, free = one(raw, "review"), one(raw, "review", "<>")
    for name in ("id", "number"):
        refused(raw, f"UPDATE OR REPLACE review SET {name} = :new WHERE id = :id",
                free | {"new": signed[name]})  # fmt: skip
        thief = free | {"id": 77, "number": "SP-2026-77"} | {name: signed[name]}
        refused(raw, f"INSERT OR REPLACE INTO review {values(thief)}", thief)
    month = free | {"id": 78, "number": "SP-X", "period": signed["period"]}
    refused(raw, f"INSERT OR REPLACE INTO review {values(month)}", month)
    refused(raw, "UPDATE OR REPLACE review SET period = :period WHERE id = :id",
            free | {"period": signed["period"]})  # fmt: skip


def test_signed_is_not_a_word_that_anybody_can_set(raw: sqlite3.Connection) -> None:
    free = one(raw, "review", "<>")
    refused(raw, "UPDATE review SET status = 'signed' WHERE id = :id", free)
    new = free | {"id": 79, "number": "SP-Y", "sequence": 9, "status": "signed"}
    refused(raw, f"INSERT INTO review {values(new)}", new)


@pytest.mark.parametrize("table", ["case_fact", "answer"])
def test_a_row_of_another_review_cannot_reach_a_signed_case(
    raw: sqlite3.Connection, table: str
) -> None:
    """A fact that was never answered could else be slipped in under an open review's id."""
    signed, free = one(raw, table), one(raw, table, "<>")
    new = free | {"review_case_id": signed["review_case_id"]}
    new |= {"fact": "tolkebehov"} if table == "case_fact" else {"id": 99_999, "check_id": "T99-99"}
    for review in (free["review_id"], 424_242):
        refused(raw, f"INSERT INTO {table} {values(new)}", new | {"review_id": review})
    refused(raw, f"UPDATE OR REPLACE {table} SET review_case_id = :new WHERE {by_key(table)}",
            free | {"new": signed["review_case_id"]})  # fmt: skip


def test_the_chain_only_grows_at_its_end(raw: sqlite3.Connection) -> None:
    last = one(raw, "seal")
    for sequence in (None, 0, -1, 1, 3, 99):
        for words in ("INSERT", "INSERT OR REPLACE"):
            new = last | {"sequence": sequence}
            refused(raw, f"{words} INTO seal {values(new)}", new)
    raw.execute("BEGIN")
    new = last | {"sequence": 2, "kind": "addendum"}
    raw.execute(f"INSERT INTO seal {values(new)}", new)
    text = one(raw, "sealed_text") | {"sequence": 2, "path": "addendum/text"}
    raw.execute(f"INSERT INTO sealed_text {values(text)}", text)
    refused(raw, f"INSERT INTO sealed_text {values(text)}", text | {"sequence": 1, "path": "x"})
    raw.execute("ROLLBACK")


def test_no_text_joins_a_signed_review(raw: sqlite3.Connection) -> None:
    text = one(raw, "sealed_text")
    for path in ("cases/99/note", text["path"]):
        for words in ("INSERT", "INSERT OR REPLACE"):
            refused(raw, f"{words} INTO sealed_text {values(text)}", text | {"path": path})


def test_a_text_is_destroyed_only_when_that_was_announced(raw: sqlite3.Connection) -> None:
    text = one(raw, "sealed_text")
    destroy = f"UPDATE sealed_text SET salt = NULL, text = NULL WHERE {by_key('sealed_text')}"
    refused(raw, destroy, text)
    raw.execute("BEGIN")
    entry = one(raw, "seal") | {
        "sequence": 2,
        "kind": "text.deleted",
        "content": '{"commitments":["' + text["commitment"] + '"]}',
    }
    raw.execute(f"INSERT INTO seal {values(entry)}", entry)
    row = by_key("sealed_text")
    for half in (
        "text = NULL",
        "salt = NULL",
        "text = 'annet', salt = NULL",
        "text = NULL, salt = NULL, commitment = 'x'",
        "text = NULL, salt = NULL, path = 'x'",
    ):
        refused(raw, f"UPDATE sealed_text SET {half} WHERE {row}", text)
    refused(raw, f"DELETE FROM sealed_text WHERE {by_key('sealed_text')}", text)
    refused(raw, "UPDATE sealed_text SET salt = NULL, text = NULL", {})
    raw.execute(destroy, text)
    raw.execute("ROLLBACK")


def test_our_own_session_says_it_in_bokmal(signed: Workspace) -> None:
    from sqlmodel import select

    from oslo_ik.store.tables import Answer

    with pytest.raises(ReviewSigned) as caught, signed.database.write() as session:
        row = session.exec(select(Answer)).first()
        assert row is not None
        row.verdict = "no" if row.verdict == "yes" else "yes"
        session.add(row)
    assert "låst" in caught.value.message
    with pytest.raises(ReviewSigned), signed.database.write() as session:
        try:
            driver(session).execute("DELETE FROM answer")
        except sqlite3.IntegrityError as error:
            from sqlalchemy.exc import IntegrityError

            raise IntegrityError("", {}, error) from error


def test_every_guard_is_missed(signed: Workspace) -> None:
    raw = sqlite3.connect(signed.path, isolation_level=None)
    for name in expected_triggers():
        raw.execute("BEGIN")
        raw.execute(f"DROP TRIGGER {name}")
        assert missing_or_changed(raw) == [name]
        raw.execute("ROLLBACK")
    assert missing_or_changed(raw) == []
    raw.close()


@pytest.mark.parametrize("name", ["answer_signed_update", "seal_chain_delete"])
def test_a_dropped_guard_is_found_at_the_next_start(
    signed: Workspace, room: Callable[..., Workspace], name: str
) -> None:
    raw = sqlite3.connect(signed.path)
    raw.execute(f"DROP TRIGGER {name}")
    raw.commit()
    raw.close()
    with pytest.raises(DatabaseError) as caught:
        room(signed.path)
    assert "verifiser" in caught.value.message
    verification = verify(signed)
    assert verification.ok
    assert verification.notes[0].startswith("1 vern")
    room(signed.path)


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TRIGGER fremmed AFTER INSERT ON answer BEGIN SELECT 1; END",
        "DROP TRIGGER answer_signed_update; CREATE TRIGGER answer_signed_update BEFORE UPDATE ON"
        " answer WHEN 0 BEGIN SELECT 1; END",
        "DROP TABLE allocation",
        "ALTER TABLE answer RENAME COLUMN check_id TO punkt",
    ],
)
def test_a_changed_or_foreign_guard_is_found_too(
    signed: Workspace, room: Callable[..., Workspace], sql: str
) -> None:
    raw = sqlite3.connect(signed.path)
    raw.executescript(sql)
    raw.close()
    with pytest.raises(DatabaseError):
        room(signed.path)
