"""The demo without a screen: the whole month, told, and the document where it says.

A demo takes seconds to make, so that one test asks it everything.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
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
    today = datetime.now().astimezone().date()
    number = f"SP-{today:%Y-%m}"
    assert number in text
    before = path.read_bytes()

    (database,) = Path.home().rglob("demo.db")
    named = ("--mappe", database.parent, "--dato", f"{today:%d.%m.%Y}")
    again = near.ok("demo", "--uten-skjerm", *named)
    assert "alt låst" in again
    assert document_in(again) == path
    assert path.read_bytes() == before
    rows = near.json("stikkprove", "list", "--database", database)
    assert [row["status"] for row in rows] == ["signed"] * 4
    assert rows[0]["number"] == number

    later = (today.replace(day=1) + timedelta(days=32)).replace(day=20)
    named = ("--database", database, "--dato", later.isoformat())
    told = near.ok(*named, "stikkprove", "trekk", "--antall-saker", "140")
    assert f"SP-{later:%Y-%m}" in told
    assert f"Skjæringsdato: {later:%d.%m.%Y}." in told


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
