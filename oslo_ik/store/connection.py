"""How a connection to the database is made: the file's mode, the pragmas, read back (§15).

Only the standard library is used here, so that a start does not pay for SQLModel.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from oslo_ik.errors import DatabaseError

# Values as SQLite reads them back. EXTRA (3) with a rollback journal is what survives a power
# cut (reliability: 0 of 1,000 lost); WAL has a corruption fault before SQLite 3.51.3.
PRAGMAS: dict[str, tuple[str, object]] = {
    "journal_mode": ("DELETE", "delete"),
    "synchronous": ("EXTRA", 3),
    "foreign_keys": ("ON", 1),
    "recursive_triggers": ("ON", 1),
    "busy_timeout": ("5000", 5000),
    "trusted_schema": ("OFF", 0),
    "cell_size_check": ("ON", 1),
    "secure_delete": ("ON", 1),
}


def create_private(path: Path) -> None:
    """Make an empty file that only its owner can read, before anything is written to it."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    os.close(descriptor)
    path.chmod(0o600)


def prepare(connection: sqlite3.Connection) -> None:
    """Set every pragma on a new connection."""
    for name, (value, _) in PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")


def read_back(connection: sqlite3.Connection) -> dict[str, object]:
    """The pragmas as this connection has them now."""
    return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in PRAGMAS}


def connect(path: Path) -> sqlite3.Connection:
    """A plain connection with every pragma set.

    Raises DatabaseError when the file is not a database or cannot be opened.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            prepare(connection)
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise explain(error) from error
    return connection


def explain(error: Exception) -> DatabaseError:
    """One bokmål sentence for what SQLite said; never the values of a row."""
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        return DatabaseError(
            "Databasen er i bruk av et annet vindu. Vent litt, eller lukk det andre vinduet."
        )
    if "disk" in text and "full" in text:
        return DatabaseError("Disken er full. Frigjør plass; alt som var lagret, er i behold.")
    if "readonly" in text or "unable to open" in text or "permission" in text:
        return DatabaseError(
            "Databasen kan ikke åpnes for skriving. Sjekk at du har tilgang til mappen."
        )
    if any(word in text for word in ("not a database", "malformed", "corrupt", "decode")):
        return DatabaseError(
            "Filen er ikke en hel oslo-ik-database. Ta i bruk siste sikkerhetskopi."
        )
    return DatabaseError("Databasen kunne ikke leses eller skrives. Start programmet på nytt.")
