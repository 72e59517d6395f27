"""Opening a database: made when missing, migrated when older, refused when newer (§15).

Alembic is imported only when the version differs; reading the version takes a fraction of a
millisecond.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oslo_ik.errors import DatabaseError
from oslo_ik.settings import backup_folder
from oslo_ik.store.backup import back_up
from oslo_ik.store.chain import GENESIS, chain_seal
from oslo_ik.store.connection import connect, create_private, explain
from oslo_ik.store.guards import expected_triggers, missing_or_changed

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
KNOWN = ("0001",)


def ready(path: Path, now: datetime, *, allow_changed_guards: bool = False) -> None:
    """Make sure that ``path`` is a database of this version with all its guards.

    Raises DatabaseError when the file is newer, not ours, or its guards have been changed.
    """
    new = not path.exists()
    if new:
        try:
            create_private(path)
        except OSError as error:
            # Another window may have made it since.
            if not path.exists():
                raise DatabaseError(
                    f"Databasen kan ikke lages i {path.parent}. Sjekk at du har tilgang til mappen."
                ) from error
    connection = connect(path)
    try:
        version = _version(connection)
        changed = missing_or_changed(connection) if version == HEAD else []
    except (sqlite3.Error, UnicodeDecodeError) as error:
        raise explain(error) from error
    finally:
        connection.close()
    if version != HEAD:
        _check_known(version, path)
        if version is not None:
            back_up(path, backup_folder(path), now, "for-oppgradering")
        migrate(path)
    elif changed and not allow_changed_guards:
        raise DatabaseError(
            "Vernet av låste gjennomganger er endret utenfor programmet. "
            "Kjør «oslo-ik verifiser» for å se hva som er endret."
        )


def _version(connection: sqlite3.Connection) -> str | None:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if "alembic_version" in tables:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        return str(row[0]) if row else None
    if tables:
        raise DatabaseError("Filen er en annen slags database. Velg en annen fil.")
    return None


def _check_known(version: str | None, path: Path) -> None:
    if version is not None and version not in KNOWN:
        raise DatabaseError(
            f"Databasen {path.name} er laget av en nyere utgave av oslo-ik. "
            "Oppgrader programmet; filen er ikke rørt."
        )


def migrate(path: Path) -> None:
    """Bring the file to HEAD in one transaction: all of it, or nothing.

    Foreign keys are off while tables change (SQLite ignores the pragma inside a transaction),
    the guards are made again, and keys and chain are checked before the commit.
    """
    from alembic import command
    from sqlalchemy import create_engine
    from sqlalchemy.exc import DBAPIError
    from sqlalchemy.pool import StaticPool

    raw = connect(path)
    raw.execute("PRAGMA foreign_keys=OFF")
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    try:
        # SQLAlchemy's transaction ends ours: its commit and rollback reach the same connection.
        with engine.connect() as connection, connection.begin():
            raw.execute("BEGIN IMMEDIATE")
            _drop_triggers(raw)
            config = _alembic_config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            _make_triggers(raw)
            _check(raw)
    except DBAPIError as error:
        raise explain(error.orig or error) from error
    except sqlite3.Error as error:
        raise explain(error) from error
    finally:
        engine.dispose()
        raw.close()


def restore_guards(path: Path) -> None:
    """Put every guard back as it must be."""
    connection = connect(path)
    try:
        connection.execute("BEGIN IMMEDIATE")
        _drop_triggers(connection)
        _make_triggers(connection)
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        raise explain(error) from error
    finally:
        connection.close()


def _drop_triggers(connection: sqlite3.Connection) -> None:
    names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        quoted = str(name).replace('"', '""')
        connection.execute(f'DROP TRIGGER "{quoted}"')


def _make_triggers(connection: sqlite3.Connection) -> None:
    for sql in expected_triggers().values():
        connection.execute(sql)
    # In a damaged schema a dropped trigger can still stand, beside the new one.
    if missing_or_changed(connection):
        raise DatabaseError(
            "Filen er ikke en hel oslo-ik-database. Ta i bruk siste sikkerhetskopi."
        )


def _check(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
        raise DatabaseError("Oppgraderingen ble stoppet: rader henger ikke sammen. Filen er urørt.")
    previous = GENESIS
    rows = connection.execute("SELECT content, previous, seal FROM seal ORDER BY sequence")
    for content, stated, seal in rows.fetchall():
        if stated != previous or chain_seal(previous, content) != seal:
            raise DatabaseError("Oppgraderingen ble stoppet: kjeden stemmer ikke. Filen er urørt.")
        previous = seal


def _alembic_config() -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    return config
