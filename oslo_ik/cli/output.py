"""What a command writes: results on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import typer


def say(*lines: str) -> None:
    """Lines for the reader; what steers a terminal is taken out."""
    typer.echo(_cleaned(lines))


def complain(*lines: str) -> None:
    """Lines on standard error."""
    typer.echo(_cleaned(lines), err=True)


def _cleaned(lines: Sequence[str]) -> str:
    from oslo_ik.text import clean  # here, so that help does not wait for it

    return "\n".join(map(clean, lines))


def say_json(data: Any) -> None:
    """JSON for a program."""
    from oslo_ik.exports.tables import to_json

    typer.echo(to_json(data))


def on_terminal() -> bool:
    """True when a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


@dataclass(frozen=True)
class Column:
    """A column of a list: its field, its heading, and bokmål words for its codes."""

    field: str
    heading: str
    words: Mapping[str, str] | None = None

    def worded(self, value: Any) -> Any:
        """The value as a reader meets it; what has no word is shown as it is."""
        if self.words is None:
            return value
        if isinstance(value, list | tuple):
            return [self.words.get(item, item) for item in value]
        return self.words.get(value, value)


def show(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[Column],
    format: str,
    payload: Any = None,
) -> None:
    """A list as table, CSV or JSON; JSON is ``payload``, or the rows with every field."""
    from oslo_ik.exports.tables import render

    data = list(rows) if payload is None else payload
    worded = [_in_words(row, columns) for row in rows]
    pairs = [(column.field, column.heading) for column in columns]
    typer.echo(render(worded, pairs, format, data))


def show_one(row: Mapping[str, Any], columns: Sequence[Column], format: str) -> None:
    """One thing: in a table a line a field, in CSV a list of one, in JSON an object."""
    if format != "tabell":
        show([row], columns, format, row)
        return
    words = _in_words(row, columns)
    lines = [{"name": column.heading, "value": words[column.field]} for column in columns]
    show(lines, (Column("name", "Felt"), Column("value", "Innhold")), format)


def _in_words(row: Mapping[str, Any], columns: Sequence[Column]) -> dict[str, Any]:
    return {column.field: column.worded(row.get(column.field)) for column in columns}


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
