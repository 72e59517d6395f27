"""The demo without a screen: the whole month, told, and the document where it says."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from typer.testing import Result

Invoke = Callable[..., Result]


def document_in(told: str) -> Path:
    (line,) = [line for line in told.splitlines() if line.endswith(".docx")]
    return Path(line.partition(": ")[2])


def test_the_demo_in_a_pipe_plays_the_month(cli: Any, near: Any) -> None:
    told = cli.ok("demo")
    assert not cli.database.exists()
    path = document_in(told)
    assert path.is_relative_to(Path.home())
    tables = docx.Document(str(path)).tables
    text = "\n".join(cell.text for table in tables for cell in table._cells)
    number = f"SP-{datetime.now().astimezone():%Y-%m}"
    assert number in text
    before = path.read_bytes()

    again = near.ok("demo", "--uten-skjerm")
    assert "alt låst" in again
    assert document_in(again) == path
    assert path.read_bytes() == before

    (database,) = Path.home().rglob("demo.db")
    rows = json.loads(near.ok("stikkprove", "list", "--format", "json", "--database", database))
    assert [row["status"] for row in rows] == ["signed"] * 4
    assert rows[0]["number"] == number


def test_a_demo_takes_another_date(invoke: Invoke, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    first = invoke("--dato", "15.3.2027", "demo", "--uten-skjerm", "--mappe", folder)
    assert (first.exit_code, first.stderr) == (0, "")
    assert "SP-2027-03" in first.stdout
    assert document_in(first.stdout).is_relative_to(folder)
    named = ("--database", folder / "demo.db", "--dato", "2027-04-20")
    drawn = invoke(*named, "stikkprove", "trekk", "--antall-saker", "140")
    assert (drawn.exit_code, drawn.stderr) == (0, "")
    assert "SP-2027-04" in drawn.stdout
    assert "Skjæringsdato: 20.04.2027." in drawn.stdout


def test_the_demo_leaves_real_data_alone(stages: Any, invoke: Invoke, tmp_path: Path) -> None:
    path = stages.copy("signed", tmp_path / "demo.db")
    before = path.read_bytes()
    result = invoke("demo", "--uten-skjerm", "--mappe", tmp_path)
    assert (result.exit_code, result.stdout) == (1, "")
    assert "ikke en demo" in result.stderr
    assert path.read_bytes() == before


def test_a_folder_that_cannot_be_written(invoke: Invoke, tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x", encoding="utf-8")
    result = invoke("demo", "--uten-skjerm", "--mappe", tmp_path / "fil" / "demo")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "--mappe" in result.stderr
