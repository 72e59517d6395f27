"""Two ways to give a command: as a process of its own, and within this one for breadth."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from oslo_ik.cli.main import app

Done = subprocess.CompletedProcess[str]
NUMBER = "SP-2026-11"
OWN_STAGES = ("summarised", "decided", "stopped")
PATIENCE = 120  # seconds


class Cli:
    """``cli("stikkprove", "list")`` runs the program on the database of the test."""

    def __init__(self, database: Path) -> None:
        self.database = database

    def __call__(self, *args: object, input: str | bytes = b"") -> Done:
        done = self.run([str(arg) for arg in args], input)
        assert "Traceback" not in done.stderr
        return done

    def run(self, args: list[str], input: str | bytes) -> Done:
        """A process of its own."""
        raw = input.encode("utf-8") if isinstance(input, str) else input
        done = subprocess.run(
            [sys.executable, "-m", "oslo_ik", *args],
            env=self.environment,
            input=raw,
            capture_output=True,
            timeout=PATIENCE,
        )
        out, err = done.stdout.decode("utf-8"), done.stderr.decode("utf-8")
        return subprocess.CompletedProcess(args, done.returncode, out, err)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of a command on this database."""
        return os.environ | {"OSLO_IK_DATABASE": str(self.database)}

    def ok(self, *args: object, input: str | bytes = b"") -> str:
        """Give a command that must end with 0 and say nothing on standard error."""
        done = self(*args, input=input)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def refused(self, *args: object, input: str | bytes = b"") -> list[str]:
        """Give a command that must end with 1 and say why; the lines on standard error."""
        done = self(*args, input=input)
        assert (done.returncode, done.stdout) == (1, "")
        return done.stderr.splitlines()

    def json(self, *args: object) -> Any:
        """What a command prints as JSON."""
        return json.loads(self.ok(*args, "--format", "json"))


class Near(Cli):
    """The same within this process, for steps where it does not matter that a process ends."""

    def run(self, args: list[str], input: str | bytes) -> Done:
        """No process: a tenth of the time."""
        runner = CliRunner(env={"OSLO_IK_DATABASE": str(self.database)})
        result = runner.invoke(app, args, input=input)
        return subprocess.CompletedProcess(args, result.exit_code, result.stdout, result.stderr)


@pytest.fixture
def cli(database: Path) -> Cli:
    """The program as a process, on a database that does not exist yet."""
    return Cli(database)


@pytest.fixture
def near(database: Path) -> Near:
    """The program within this process, on the same database as ``cli``."""
    return Near(database)


@pytest.fixture(scope="session")
def own_stages(
    stages: Any, room: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """More stages, made once a run.

    «summarised» is the answered month summed up, «decided» the same with every finding
    dismissed. In «stopped» all is drawn on transitions, and T11-24 is nei for RT-302.
    """
    from oslo_ik.checks.vocabulary import Verdict
    from oslo_ik.reviews.answers import answer
    from oslo_ik.reviews.drawing import draw
    from oslo_ik.reviews.findings import dismiss
    from oslo_ik.reviews.summary import summarise
    from oslo_ik.reviews.views import DrawRequest

    folder = tmp_path_factory.mktemp("own_stages")
    paths = {stage: folder / f"{stage}.db" for stage in OWN_STAGES}
    ws = room(stages.copy("answered", paths["summarised"]))
    findings = summarise(ws, NUMBER).findings
    ws = room(Path(shutil.copy2(ws.path, paths["decided"])))
    for finding in findings:
        dismiss(ws, finding.id, "Rettet.")
    ws = room(stages.copy("listed", paths["stopped"]))
    draw(ws, DrawRequest("2026-11", size=16, theme="overgang"))
    answer(ws, NUMBER, "RT-302", "T11-24", Verdict.NO)
    return paths


@pytest.fixture
def at_stage(stages: Any, database: Path, request: pytest.FixtureRequest) -> Callable[[str], Path]:
    """Put the database of the test at a stage of the month."""

    def copy(stage: str) -> Path:
        if stage in OWN_STAGES:
            made = request.getfixturevalue("own_stages")[stage]
            return Path(shutil.copy2(made, database))
        return Path(stages.copy(stage, database))

    return copy


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
