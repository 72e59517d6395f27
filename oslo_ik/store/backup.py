"""Copies of the database that count: made with SQLite's backup, private, checked, renamed."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from oslo_ik.errors import DatabaseError
from oslo_ik.store.connection import connect, create_private, explain
from oslo_ik.store.files import sync_folder


def back_up(database: Path, folder: Path, now: datetime, purpose: str) -> Path:
    """Copy ``database`` into ``folder`` and return the copy's path.

    The copy is written beside its final name, opened again and checked (integrity and foreign
    keys) before it gets that name. Raises DatabaseError; an earlier copy is never touched.
    """
    stem = f"oslo-ik_{now:%Y-%m-%d_%H%M%S}_{purpose}"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        target = _free_name(folder, stem)
        partial = target.with_suffix(".del")
        partial.unlink(missing_ok=True)
        create_private(partial)
        try:
            _copy(database, partial)
            partial.replace(target)
            sync_folder(folder)
        finally:
            partial.unlink(missing_ok=True)
    except OSError as error:
        raise DatabaseError(
            f"Sikkerhetskopien kunne ikke skrives til {folder}. Velg en annen mappe i oppsettet."
        ) from error
    return target


def _free_name(folder: Path, stem: str) -> Path:
    target = folder / f"{stem}.db"
    count = 2
    while target.exists():
        target = folder / f"{stem}-{count}.db"
        count += 1
    return target


def _copy(database: Path, target: Path) -> None:
    source = connect(database)
    copy = sqlite3.connect(target, isolation_level=None)
    try:
        source.backup(copy)
        if copy.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
            raise DatabaseError("Sikkerhetskopien ble ikke hel. Databasen er urørt; prøv igjen.")
        if copy.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise DatabaseError("Sikkerhetskopien henger ikke sammen. Databasen er urørt.")
    except sqlite3.Error as error:
        raise explain(error) from error
    finally:
        copy.close()
        source.close()
    descriptor = os.open(target, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
