"""Fingerprints of the rows behind a signed review, so that every changed value is found (§9).

The text of a table is its column names, then one fingerprint a row in the order of the key.
Values are taken with their type and their bytes, so nothing has to be readable to be compared,
and a column that a later migration adds changes nothing.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence

_OF_REVIEW = "review_id = :review"
_OF_CASES = (
    "review_id = :review"
    " OR review_case_id IN (SELECT id FROM review_case WHERE review_id = :review)"
)
# Per table: which rows belong to a review, and their key.
TABLES = {
    "review": ("id = :review", "id"),
    "review_check": (_OF_REVIEW, "check_id"),
    "frame_case": (_OF_REVIEW, "reference"),
    "allocation": (_OF_REVIEW, "caseworker"),
    "review_case": (_OF_REVIEW, "id"),
    "replacement": (_OF_REVIEW, "id"),
    "case_fact": (_OF_CASES, "review_case_id, fact"),
    "answer": (_OF_CASES, "id"),
    "finding_occurrence": (_OF_REVIEW, "finding_id, check_id"),
}
# A review becomes «signed» only after its content has been sealed.
_LEFT_OUT = {"review": {"status"}}
_HEX = 32


def table_text(connection: sqlite3.Connection, table: str, review_id: int) -> str:
    """The columns and row fingerprints of one table of a review, divided by line feeds."""
    left_out = _LEFT_OUT.get(table, set())
    columns = [name for name in _columns(connection, table) if name not in left_out]
    return "\n".join([",".join(columns), *_rows(connection, table, review_id, columns)])


def first_changed(
    connection: sqlite3.Connection, table: str, review_id: int, stated: str
) -> int | None:
    """The number (from 1) of the first row that is not as ``stated``; None when all are."""
    heading, *then = stated.split("\n")
    columns = heading.split(",")
    if not set(columns) <= set(_columns(connection, table)):
        return 1
    now = _rows(connection, table, review_id, columns)
    if now == then:
        return None
    same = 0
    while same < min(len(now), len(then)) and now[same] == then[same]:
        same += 1
    return same + 1


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [str(row[1]) for row in connection.execute(f"PRAGMA table_info({table})")]


def _rows(
    connection: sqlite3.Connection, table: str, review_id: int, columns: Sequence[str]
) -> list[str]:
    where, order = TABLES[table]
    values = " || '|' || ".join(f"typeof({name}) || ':' || hex({name})" for name in columns)
    found = connection.execute(
        f"SELECT {values} FROM {table} WHERE {where} ORDER BY {order}",  # noqa: S608
        {"review": review_id},
    )
    return [hashlib.sha256(str(row[0]).encode()).hexdigest()[:_HEX] for row in found]
