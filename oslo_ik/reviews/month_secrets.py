"""The secret of each month and the commitment to it, made before it is needed (§7).

Written with sqlite3 alone: this runs at every start, before SQLModel is imported.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from oslo_ik.checks.due import next_month, period_of
from oslo_ik.store.connection import connect, explain

if TYPE_CHECKING:
    from oslo_ik.reviews.workspace import Workspace


def ensure_secrets(ws: Workspace) -> None:
    """Make sure that this month and the next have a secret, once the unit is set up."""
    connection = connect(ws.path)
    try:
        row = connection.execute("SELECT district, name FROM unit").fetchone()
        if row is not None:
            this = period_of(ws.today())
            for period in (this, next_month(this)):
                ensure_secret(connection, ws, f"{row[0]}/{row[1]}", period)
    except sqlite3.Error as error:
        raise explain(error) from error
    finally:
        connection.close()


def ensure_secret(
    connection: sqlite3.Connection, ws: Workspace, unit: str, period: str
) -> tuple[str, str, str]:
    """The month's (secret hex, commitment hex, made at); made now when missing.

    The first one holds whatever the unit is called later: a new name is no new commitment.
    """
    from oslo_ik.reviews.sampling import commitment

    question = (
        "SELECT secret, commitment, created_at FROM month_secret WHERE period=?"
        " ORDER BY created_at, unit LIMIT 1"
    )
    found = connection.execute(question, (period,)).fetchone()
    if found is None:
        secret = ws.entropy(32)
        connection.execute(
            "INSERT INTO month_secret (unit, period, secret, commitment, created_at)"
            " VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (unit, period, secret.hex(), commitment(secret), ws.now()),
        )
        found = connection.execute(question, (period,)).fetchone()
    return str(found[0]), str(found[1]), str(found[2])
