"""Two ways to give a command: as a process of its own, and within this one for breadth."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from oslo_ik.cli.main import app

PATIENCE = 120  # seconds


class Cli:
    """``cli("stikkprove", "list")`` runs the program on the database of the test."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def __call__(
        self, *args: object, input: str | bytes = b"", env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        raw = input.encode("utf-8") if isinstance(input, str) else input
        done = subprocess.run(
            [sys.executable, "-m", "oslo_ik", *map(str, args)],
            env=self.environment | (env or {}),
            input=raw,
            capture_output=True,
            timeout=PATIENCE,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        assert "Traceback" not in err
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a command on this database."""
        return os.environ | {"OSLO_IK_DATABASE": str(self.database)}

    def ok(self, *args: object, input: str | bytes = b"") -> str:
        """Give a command that must end with 0 and say nothing on standard error."""
        done = self(*args, input=input)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def json(self, *args: object) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.ok(*args, "--format", "json"))


@pytest.fixture
def cli(database: Path) -> Cli:
    """The program as a process, on a database that does not exist yet."""
    return Cli(database)


@pytest.fixture
def invoke(database: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """The program within this process, on the database of the test."""
    monkeypatch.setenv("OSLO_IK_DATABASE", str(database))

    def run(*args: object, input: str | bytes | None = None) -> Result:
        result = CliRunner().invoke(app, [str(arg) for arg in args], input=input)
        assert "Traceback" not in result.output
        return result

    return run


@pytest.fixture
def invoke_json(invoke: Callable[..., Result]) -> Callable[..., Any]:
    """The JSON that a command prints within this process."""

    def run(*args: object) -> Any:
        result = invoke(*args, "--format", "json")
        assert (result.exit_code, result.stderr) == (0, "")
        return json.loads(result.stdout)

    return run
