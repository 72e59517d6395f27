"""What a start costs: help imports nothing heavy, and the app only when it is opened."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = {
    "textual",
    "rich",
    "sqlmodel",
    "sqlalchemy",
    "alembic",
    "docx",
    "lxml",
    "openpyxl",
    "tabulate",
    "pydantic",
    "platformdirs",
    "oslo_ik.checks",
    "oslo_ik.reviews",
    "oslo_ik.store",
    "oslo_ik.exports",
    "oslo_ik.screens",
}

LOADED = """
import sys
from oslo_ik.cli.main import run
try:
    run()
finally:
    print(*sorted(sys.modules), file=sys.stderr)
"""


def loaded(database: Path, *args: str) -> set[str]:
    """The modules that a fresh interpreter holds after a command."""
    done = subprocess.run(
        [sys.executable, "-c", LOADED, *args],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        encoding="utf-8",
        env=os.environ | {"OSLO_IK_DATABASE": str(database)},
        check=True,
    )
    assert done.stdout
    return set(done.stderr.split())


@pytest.mark.parametrize("args", [["--help"], ["--hjelp"], ["--versjon"]], ids=str)
def test_help_imports_nothing_heavy(args: list[str], database: Path) -> None:
    modules = loaded(database, *args)
    assert "oslo_ik.cli.main" in modules
    assert modules & HEAVY == set()
    nouns = {name for name in modules if name.startswith("oslo_ik.cli.")}
    assert nouns == {
        f"oslo_ik.cli.{name}" for name in ("main", "bokmal", "outcome", "output", "shared")
    }
    assert not database.exists()


def test_the_help_of_a_noun_imports_that_noun_alone(database: Path) -> None:
    modules = loaded(database, "stikkprove", "svar", "--hjelp")
    assert "oslo_ik.cli.spot_checks" in modules
    assert "oslo_ik.cli.findings" not in modules
    assert modules & {"textual", "rich", "sqlmodel", "docx", "openpyxl", "tabulate"} == set()


def test_the_catalogue_needs_no_database(database: Path) -> None:
    modules = loaded(database, "kontrollpunkter", "list", "--format", "csv")
    assert modules & {"sqlmodel", "sqlalchemy", "alembic", "textual", "docx", "tabulate"} == set()
    assert not database.exists()


def test_a_list_needs_neither_screens_nor_documents(database: Path) -> None:
    modules = loaded(database, "stikkprove", "list")
    assert "sqlmodel" in modules
    assert modules & {"textual", "docx", "openpyxl"} == set()
