"""Every value of every row of a signed review stands in its fingerprints."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

import pytest

from oslo_ik.reviews.workspace import Workspace
from oslo_ik.store.fingerprints import TABLES, first_changed, table_text
from oslo_ik.store.guards import expected_triggers


@pytest.fixture
def raw(signed: Workspace) -> Iterator[sqlite3.Connection]:
    connection = sqlite3.connect(signed.path, isolation_level=None)
    for name in expected_triggers():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    yield connection
    connection.close()


def other_values(value: Any) -> list[Any]:
    """The smallest changes: one bit, another type, nothing at all, a NUL and more behind it."""
    if value is None:
        return [0, "", b""]
    if isinstance(value, int):
        return [value ^ 1, f"x{value}"]
    data = value.encode()
    flipped = bytes([data[0] ^ 1]) + data[1:] if data else b"x"
    return [flipped.decode(), value + "\x00y", value.encode()]


def test_the_tables_are_the_guarded_ones() -> None:
    guarded = {name.rsplit("_signed_", 1)[0] for name in expected_triggers() if "_signed_" in name}
    assert guarded == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_every_value_counts(raw: sqlite3.Connection, table: str) -> None:
    stated = table_text(raw, table, 1)
    assert first_changed(raw, table, 1, stated) is None
    order = TABLES[table][1]
    where = "id = 1" if table == "review" else "review_id = 1"
    keyed = raw.execute(f"SELECT * FROM {table} WHERE {where} ORDER BY {order}")
    names = [column[0] for column in keyed.description]
    rows = keyed.fetchall()
    assert len(rows) == len(stated.split("\n")) - 1
    key = [name for name in names if name in order.replace(",", " ").split() or name == "review_id"]
    step = 1 if len(rows) < 30 else 9
    for number, row in list(enumerate(rows, start=1))[::step]:
        values = dict(zip(names, row, strict=True))
        this = " AND ".join(f"{name} = {values[name]!r}" for name in key)
        for name in names:
            if name in key or (table, name) == ("review", "status"):
                continue
            raw.execute("BEGIN")
            for new in other_values(values[name]):
                raw.execute(f"UPDATE OR IGNORE {table} SET {name} = ? WHERE {this}", (new,))
                now = raw.execute(f"SELECT {name} FROM {table} WHERE {this}").fetchone()[0]
                changed = (type(now), now) != (type(values[name]), values[name])
                expected = number if changed else None
                assert first_changed(raw, table, 1, stated) == expected, (name, new)
            raw.execute("ROLLBACK")


@pytest.mark.parametrize("table", [table for table in TABLES if table != "review"])
def test_a_row_less_or_more(raw: sqlite3.Connection, table: str) -> None:
    stated = table_text(raw, table, 1)
    count = len(stated.split("\n")) - 1
    raw.execute("BEGIN")
    first = raw.execute(f"SELECT * FROM {table} WHERE review_id = 1").fetchone()
    raw.execute(f"DELETE FROM {table} WHERE review_id = 1")
    assert first_changed(raw, table, 1, stated) == 1
    raw.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(first))})", first)
    one_left = first_changed(raw, table, 1, stated)
    assert one_left is None if count == 1 else one_left is not None
    raw.execute("ROLLBACK")


@pytest.mark.parametrize("table", ["answer", "case_fact"])
def test_a_row_of_another_review_on_a_signed_case(raw: sqlite3.Connection, table: str) -> None:
    stated = table_text(raw, table, 1)
    case = raw.execute("SELECT max(id) FROM review_case").fetchone()[0]
    if table == "case_fact":
        raw.execute("INSERT INTO case_fact VALUES (?, 'tolkebehov', 77, 1)", (case,))
    else:
        raw.execute(
            "INSERT INTO answer (review_id, review_case_id, check_id, verdict, missing_areas, ask,"
            " taken_up, version) VALUES (77, ?, 'T99-99', 'no', '[]', 0, 0, 1)",
            (case,),
        )
    assert first_changed(raw, table, 1, stated) is not None


def test_a_new_column_changes_nothing_and_a_lost_one_does(raw: sqlite3.Connection) -> None:
    stated = table_text(raw, "answer", 1)
    raw.execute("ALTER TABLE answer ADD COLUMN seen TEXT DEFAULT 'x'")
    assert first_changed(raw, "answer", 1, stated) is None
    raw.execute("ALTER TABLE answer DROP COLUMN note")
    assert first_changed(raw, "answer", 1, stated) == 1
