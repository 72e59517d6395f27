"""One bit turned anywhere in the file: found, refused, or of no importance; never a traceback."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from oslo_ik.errors import DatabaseError
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.workspace import Workspace, open_workspace
from oslo_ik.store.fingerprints import TABLES

FLIPS = 60
SEALED = (*TABLES, "seal", "sealed_text")


def sealed_rows(path: Path) -> list[Any]:
    raw = sqlite3.connect(path)
    raw.text_factory = bytes
    found = [raw.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in SEALED]
    raw.close()
    return found


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
def test_a_turned_bit(signed: Workspace) -> None:
    whole, rows = signed.path.read_bytes(), sealed_rows(signed.path)
    chance = random.Random(11)
    outcomes = set()
    for _ in range(FLIPS):
        place = chance.randrange(100, len(whole))
        damaged = bytearray(whole)
        damaged[place] ^= 1 << chance.randrange(8)
        signed.path.write_bytes(bytes(damaged))
        try:
            ws = open_workspace(signed.path, signed.clock, allow_changed_guards=True)
            verification = verify(ws)
        except DatabaseError as error:
            assert error.message.endswith(".")
            outcomes.add("refused")
            continue
        outcomes.add("found" if verification.problem else "unimportant")
        if verification.problem:
            assert verification.problem.endswith(".")
        else:
            assert sealed_rows(signed.path) == rows, place
    assert outcomes == {"found", "refused", "unimportant"}


def test_a_turned_bit_in_the_name_of_a_guard(signed: Workspace) -> None:
    """SQLite finds a trigger whatever the case, but removes its row only by the exact name."""
    whole = signed.path.read_bytes()
    place = whole.index(b"triggercase_fact_signed_delete") + len(b"triggercas")
    damaged = whole[:place] + b"E" + whole[place + 1 :]
    signed.path.write_bytes(damaged)
    ws = open_workspace(signed.path, signed.clock, allow_changed_guards=True)
    with pytest.raises(DatabaseError, match="sikkerhetskopi"):
        verify(ws)
    assert signed.path.read_bytes() == damaged
