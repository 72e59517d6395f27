"""How a connection is made: pragmas on every one, private files, refusals in one sentence."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oslo_ik.errors import DatabaseError
from oslo_ik.reviews.workspace import Workspace, open_workspace
from oslo_ik.store.connection import connect
from oslo_ik.store.engine import Database, driver
from oslo_ik.store.files import write_whole
from oslo_ik.store.migrator import ready

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
# Design §15, as SQLite's pragma page says that they read back.
WANTED = {
    "journal_mode": "delete",
    "synchronous": 3,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "secure_delete": 1,
}


def pragmas(connection: sqlite3.Connection) -> dict[str, object]:
    return {name: connection.execute(f"PRAGMA {name}").fetchone()[0] for name in WANTED}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.fixture(params=[0o000, 0o022])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """The two masks under which a careless program leaves files open to others."""
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def told_plainly(text: str) -> bool:
    """A sentence or two on one line, without SQLite's own words."""
    raw = ("sqlite", "traceback", "errno", "locked", "unable", "not a database")
    return text.endswith(".") and "\n" not in text and not any(w in text.lower() for w in raw)


# Pragmas


def test_pragmas_on_a_plain_connection(ws: Workspace) -> None:
    connection = connect(ws.path)
    assert pragmas(connection) == WANTED
    connection.close()


def test_pragmas_on_every_session(ws: Workspace) -> None:
    database = Database(ws.path)
    for _ in range(3):
        with database.read() as session:
            assert pragmas(driver(session)) == WANTED
        with database.write() as session:
            assert pragmas(driver(session)) == WANTED


def test_pragmas_in_a_thread(ws: Workspace) -> None:
    found: list[dict[str, object]] = []

    def look() -> None:
        with ws.database.read() as session:
            found.append(pragmas(driver(session)))

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == [WANTED]


def test_a_file_in_wal_mode_is_switched_back(ws: Workspace) -> None:
    raw = sqlite3.connect(ws.path)
    assert raw.execute("PRAGMA journal_mode=WAL").fetchone()[0] == "wal"
    raw.close()
    connection = connect(ws.path)
    assert pragmas(connection)["journal_mode"] == "delete"
    connection.close()


def test_a_write_holds_the_lock_from_its_beginning(ws: Workspace) -> None:
    other = sqlite3.connect(ws.path, timeout=0, isolation_level=None)
    with ws.database.write() as session:
        driver(session)
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.close()


def test_a_write_that_fails_changes_nothing(ws: Workspace) -> None:
    with pytest.raises(RuntimeError), ws.database.write() as session:
        driver(session).execute("UPDATE unit SET name = 'Annen'")
        raise RuntimeError
    with ws.database.read() as session:
        assert driver(session).execute("SELECT name FROM unit").fetchone() == ("Rusteam",)


# Private files


def test_database_and_journal_are_private(tmp_path: Path, umask: int) -> None:
    path = tmp_path / "ny" / "oslo-ik.db"
    ready(path, NOON)
    assert mode(path) == 0o600
    assert mode(path.parent) & 0o077 == 0
    connection = connect(path)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO guard_confirmation VALUES (1, 'nå', 'felt', 'name')")
    assert mode(path.with_name("oslo-ik.db-journal")) == 0o600
    connection.execute("ROLLBACK")
    connection.close()


def test_exported_files_are_private_and_replaced_whole(tmp_path: Path, umask: int) -> None:
    target = tmp_path / "ut" / "dokument.docx"
    write_whole(target, b"en")
    write_whole(target, b"to")
    assert target.read_bytes() == b"to"
    assert mode(target) == 0o600
    assert names(target.parent) == {"dokument.docx"}


def test_a_failed_write_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "dokument.docx"
    write_whole(target, b"gammel")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(target, b"ny" * 1000)
    assert target.read_bytes() == b"gammel"
    assert names(tmp_path) == {"hjem", "dokument.docx"}


# Refusals


def refused(path: Path) -> str:
    with pytest.raises(DatabaseError) as caught:
        open_workspace(path, lambda: NOON)
    assert told_plainly(caught.value.message)
    return caught.value.message


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "mappe" in refused(tmp_path)
    assert names(tmp_path) == {"hjem"}


@pytest.mark.parametrize("size", [12, 600, 20_000])
def test_a_text_file_is_refused_and_untouched(tmp_path: Path, size: int) -> None:
    path = tmp_path / "notat.txt"
    text = ("dette er ikke en database. " * 1000)[:size].encode()
    path.write_bytes(text)
    assert "ikke en hel oslo-ik-database" in refused(path)
    assert path.read_bytes() == text


def test_somebody_elses_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "annen.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bilder (navn TEXT)")
    other.commit()
    other.close()
    before = path.read_bytes()
    assert "annen slags database" in refused(path)
    assert path.read_bytes() == before
    assert not (tmp_path / "sikkerhetskopier").exists()


def test_a_newer_database_is_refused_and_untouched(ws: Workspace) -> None:
    raw = sqlite3.connect(ws.path)
    raw.execute("UPDATE alembic_version SET version_num = '9999'")
    raw.commit()
    raw.close()
    before = ws.path.read_bytes()
    assert "nyere" in refused(ws.path)
    assert ws.path.read_bytes() == before


def test_half_a_database_is_refused(signed: Workspace) -> None:
    whole = signed.path.read_bytes()
    signed.path.write_bytes(whole[: len(whole) // 2])
    assert "hel oslo-ik-database" in refused(signed.path)


def test_a_place_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    blocked = tmp_path / "fil"
    blocked.write_bytes(b"")
    refused(blocked / "under" / "oslo-ik.db")
    dangling = tmp_path / "lenke.db"
    dangling.symlink_to(tmp_path / "ingensteds.db")
    refused(dangling)
    assert not (tmp_path / "ingensteds.db").exists()


def test_a_locked_database_is_told_plainly(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from oslo_ik.store import connection as module

    monkeypatch.setitem(module.PRAGMAS, "busy_timeout", ("20", 20))
    other = sqlite3.connect(ws.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(DatabaseError) as caught, ws.database.write() as session:
        driver(session)
    assert "annet vindu" in caught.value.message
    assert told_plainly(caught.value.message)
    other.close()
