"""Copies that count: private, whole, checked before they get their name."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from oslo_ik.errors import DatabaseError
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.store.backup import back_up
from oslo_ik.store.connection import connect

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


@pytest.fixture(params=[0o000, 0o022])
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def test_a_copy_is_private_and_whole(signed: Workspace, tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "kopier"
    copy = back_up(signed.path, folder, NOON, "for-laasing")
    assert copy.name == "oslo-ik_2026-11-23_110000_for-laasing.db"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) & 0o077 == 0
    assert dump(copy) == dump(signed.path)
    assert [path.name for path in folder.iterdir()] == [copy.name]
    assert verify(Workspace(copy)).head == verify(signed).head


def test_copies_of_one_second_do_not_touch_each_other(ws: Workspace, tmp_path: Path) -> None:
    made = [back_up(ws.path, tmp_path / "k", NOON, "x") for _ in range(3)]
    assert len(set(made)) == 3
    assert all(dump(path) == dump(ws.path) for path in made)


def test_a_copy_of_a_live_database_has_only_what_was_committed(
    ws: Workspace, tmp_path: Path
) -> None:
    writer = connect(ws.path)
    writer.execute("BEGIN IMMEDIATE")
    writer.execute("UPDATE unit SET name = 'Halvveis'")
    copy = back_up(ws.path, tmp_path / "k", NOON, "x")
    writer.execute("ROLLBACK")
    writer.close()
    assert dump(copy) == dump(ws.path)


@pytest.mark.parametrize("place", ["fil", "fil/under", "/proc/ingensteds"])
def test_an_unusable_folder_is_one_sentence(ws: Workspace, tmp_path: Path, place: str) -> None:
    (tmp_path / "fil").write_bytes(b"innhold")
    with pytest.raises(DatabaseError) as caught:
        back_up(ws.path, tmp_path / place, NOON, "x")
    assert "Velg en annen mappe" in caught.value.message
    assert "\n" not in caught.value.message
    assert (tmp_path / "fil").read_bytes() == b"innhold"


def test_a_damaged_database_makes_no_copy(ws: Workspace, tmp_path: Path) -> None:
    data = bytearray(ws.path.read_bytes())
    page = int.from_bytes(data[16:18], "big")
    raw = sqlite3.connect(ws.path)
    root = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'month_secret'").fetchone()[
        0
    ]
    raw.close()
    data[(root - 1) * page : root * page] = b"\xff" * page
    ws.path.write_bytes(bytes(data))
    with pytest.raises(DatabaseError) as caught:
        back_up(ws.path, tmp_path / "k", NOON, "x")
    assert caught.value.message.endswith(".")
    assert list((tmp_path / "k").iterdir()) == []


def test_rows_that_hang_in_the_air_make_no_copy(signed: Workspace, tmp_path: Path) -> None:
    raw = sqlite3.connect(signed.path)
    raw.execute("INSERT INTO place VALUES (4711, 4712, NULL)")
    raw.commit()
    raw.close()
    with pytest.raises(DatabaseError, match="henger ikke sammen"):
        back_up(signed.path, tmp_path / "k", NOON, "x")
    assert list((tmp_path / "k").iterdir()) == []
