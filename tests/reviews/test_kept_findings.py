"""What a locked finding and its actions say can neither be changed nor silently lost (§8, §9)."""

from __future__ import annotations

import sqlite3

import pytest

from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.store.guards import expected_triggers

REFUSED = [
    "UPDATE finding SET title = 'Alt er bra'",
    "UPDATE finding SET kind = 'good_practice'",
    "UPDATE finding SET no_action_reason = 'x'",
    "UPDATE action SET text = 'ingenting'",
    "UPDATE action SET strength = 'strong', strength_type = NULL",
    "UPDATE action SET responsible_role = 'Ingen'",
    "UPDATE OR REPLACE action SET id = id + 1",
    "DELETE FROM finding_event",
    "DELETE FROM action",
    "INSERT OR REPLACE INTO finding SELECT * FROM finding",
    "INSERT OR REPLACE INTO action SELECT * FROM action",
    "INSERT OR REPLACE INTO finding_event SELECT * FROM finding_event",
    "INSERT INTO action (finding_id, text, strength, responsible_role, deadline, status,"
    " created_at, version) SELECT id, 'Nytt', 'weak', 'R', '2027-01-01', 'done', 'x', 1"
    " FROM finding LIMIT 1",
]
# With the guards gone, each of these must be found and told.
FOUND = [
    "UPDATE finding SET title = 'Alt er bra' WHERE id = (SELECT min(id) FROM finding)",
    "UPDATE action SET text = 'ingenting' WHERE id = (SELECT min(id) FROM action)",
    "UPDATE action SET deadline = '2030-01-01' WHERE id = (SELECT min(id) FROM action)",
    "DELETE FROM action WHERE id = (SELECT min(id) FROM action)",
]


def plain(ws: Workspace) -> sqlite3.Connection:
    """A connection that asks for nothing: SQLite's own defaults."""
    return sqlite3.connect(ws.path, isolation_level=None)


@pytest.mark.parametrize("statement", REFUSED)
def test_refused_after_locking(signed: Workspace, statement: str) -> None:
    connection = plain(signed)
    before = list(connection.iterdump())
    with pytest.raises(sqlite3.IntegrityError, match="signed"):
        connection.execute(statement)
    assert list(connection.iterdump()) == before
    connection.close()


@pytest.mark.parametrize("statement", FOUND)
def test_found_when_the_guards_are_gone(signed: Workspace, statement: str) -> None:
    connection = plain(signed)
    for name in expected_triggers():
        connection.execute(f"DROP TRIGGER {name}")
    assert connection.execute(statement).rowcount == 1
    connection.close()
    found = verify(signed)
    assert not found.ok
    assert found.problem is not None
    assert "låsing" in found.problem
