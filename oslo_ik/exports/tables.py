"""The one formatter of lists: a table for people, CSV for a spreadsheet, JSON for a program.

Control characters never reach the terminal, and no cell becomes a formula.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any, Literal

from oslo_ik.errors import InvalidInput
from oslo_ik.text import clean, formula_safe, plain_line, show_date

Format = Literal["tabell", "csv", "json"]
FORMATS: tuple[Format, ...] = ("tabell", "csv", "json")
Column = tuple[str, str]

DEFAULT_WIDTH = 100
NARROWEST = 8
GAP = 2
HEADING_AIR = 2  # tabulate keeps a column at least this much wider than its heading
EMPTY = "Ingenting å vise."
# What JSON itself lets through, but a terminal obeys or an encoder cannot write.
_STEERING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def render(
    rows: Sequence[Mapping[str, Any]],
    columns: Sequence[Column],
    format: str,
    payload: Any = None,
    width: int | None = None,
) -> str:
    """``rows`` in the format asked for; ``columns`` are (key, heading) in order.

    JSON is ``payload``, or the rows when there is none. ``width`` is the room of a table in
    characters: the terminal's, or 100 when the output is no terminal. The text has no line
    break at its end. Raises InvalidInput for another format.
    """
    if format == "json":
        return to_json(list(rows) if payload is None else payload)
    if format == "csv":
        return _to_csv(rows, columns)
    if format == "tabell":
        return _to_table(rows, columns, width or _room())
    raise InvalidInput(f"Formatet «{plain_line(format)}» er ukjent. Bruk {', '.join(FORMATS)}.")


def to_json(value: Any) -> str:
    """JSON as every command prints it: readable, æøå as they are, dates ISO 8601."""
    text = json.dumps(value, ensure_ascii=False, indent=2, default=_plain)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no form in JSON")


def _to_csv(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\n")
    writer.writerow([plain_line(heading) for _, heading in columns])
    for row in rows:
        writer.writerow([formula_safe(_text(row.get(key), iso=True)) for key, _ in columns])
    return stream.getvalue().rstrip("\n")


def _to_table(rows: Sequence[Mapping[str, Any]], columns: Sequence[Column], width: int) -> str:
    from tabulate import tabulate

    if not rows:
        return EMPTY
    cells = [[plain_line(_text(row.get(key))) for key, _ in columns] for row in rows]
    headings = [plain_line(heading) for _, heading in columns]
    widths = _widths(cells, headings, width)
    return tabulate(
        cells,
        headers=headings,
        tablefmt="simple",
        disable_numparse=True,
        colalign=["right" if _is_numbers(rows, key) else "left" for key, _ in columns],
        maxcolwidths=widths,
        maxheadercolwidths=[wide - HEADING_AIR for wide in widths],
    )


def _is_numbers(rows: Sequence[Mapping[str, Any]], key: str) -> bool:
    values = [value for row in rows if (value := row.get(key)) is not None]
    return bool(values) and all(type(value) in (int, float) for value in values)


def _widths(cells: list[list[str]], headings: list[str], width: int) -> list[int]:
    """The longest columns give way until the table fits; a short one keeps its width."""
    natural = [
        max(len(heading) + HEADING_AIR, *(len(row[index]) for row in cells))
        for index, heading in enumerate(headings)
    ]
    room = width - GAP * (len(headings) - 1)
    cap = max(natural)
    while cap > NARROWEST and sum(min(wide, cap) for wide in natural) > room:
        cap -= 1
    return [min(wide, cap) for wide in natural]


def _text(value: Any, iso: bool = False) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nei"
    if isinstance(value, date):
        return value.isoformat() if iso or isinstance(value, datetime) else show_date(value)
    if isinstance(value, Enum):
        return str(getattr(value, "label", value.value))
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(_text(item, iso) for item in value)
    return clean(str(value))


def _room() -> int:
    return shutil.get_terminal_size().columns if sys.stdout.isatty() else DEFAULT_WIDTH
