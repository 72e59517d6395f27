"""What a command writes: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import typer

from oslo_ik.text import clean


def say(*lines: str) -> None:
    """Lines for the reader; what steers a terminal is taken out."""
    typer.echo("\n".join(map(clean, lines)))


def complain(*lines: str) -> None:
    """Lines on standard error."""
    typer.echo("\n".join(map(clean, lines)), err=True)


def say_json(data: Any) -> None:
    """JSON for a program, in UTF-8 with letters as they are."""
    typer.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))


def on_terminal() -> bool:
    """True when a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@dataclass(frozen=True)
class Column:
    """A column of a list: its field, its heading, and bokmål words for its codes."""

    field: str
    heading: str
    words: Mapping[str, str] | None = None


def show(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[Column],
    format: str,
    payload: Any = None,
) -> None:
    """A list as table, CSV or JSON; JSON is ``payload``, or the rows with every field."""
    say_json(rows if payload is None else payload) if format == "json" else None


def show_one(row: Mapping[str, Any], columns: Sequence[Column], format: str) -> None:
    """One thing: in a table a line a field, in CSV a list of one, in JSON an object."""


@contextmanager
def progress(label: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, for ``progress(done, total)``; None when nobody watches."""
    if not sys.stderr.isatty():
        yield None
        return
    with typer.progressbar(length=100, label=label, file=sys.stderr, show_eta=False) as bar:
        shown = 0

        def update(done: int, total: int) -> None:
            nonlocal shown
            reached = 100 * done // total if total else 100
            if reached > shown:
                bar.update(reached - shown)
                shown = reached

        yield update
