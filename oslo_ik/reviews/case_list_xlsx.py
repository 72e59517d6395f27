"""An XLSX file as rows of plain values, whatever the file tries.

The zip is checked and packed again first (``case_list_zip``); then openpyxl reads it row by row,
never the whole sheet, and no dimension that the file claims is believed.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

from oslo_ik.errors import ImportRefused
from oslo_ik.reviews.case_list_files import Flaw, Row, Sheet, Value, check_size
from oslo_ik.reviews.case_list_zip import DAMAGED, unpack

# Excel keeps fifteen digits of a number.
MAX_DIGITS = 15

_BATCH = 500
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")


def open_workbook(data: bytes) -> list[Sheet]:
    """The visible sheets of the workbook in ``data``; raises ImportRefused.

    Cells keep what the person sees: whole numbers and text as text, dates as dates; a formula
    or an Excel error becomes a ``Flaw`` and is never computed.
    """
    with _library_errors():
        package, row_counts = unpack(data)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from openpyxl import load_workbook

            book = load_workbook(package, read_only=True, data_only=False, keep_links=False)
        visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in visible:
            check_size(sheet.max_row or 0, sheet.max_column or 0)
            sheet.reset_dimensions()
        total = max(row_counts, default=0)
        return [Sheet(_rows(sheet), total, "xlsx", None) for sheet in visible]


@contextmanager
def _library_errors() -> Iterator[None]:
    """What zipfile, the XML parser or openpyxl raises on a bad file becomes one sentence.

    Mutated files make them raise almost anything (KeyError, TypeError, zlib.error …), so a
    list would have holes. Only library calls run inside, never a caller's code.
    """
    try:
        yield
    except ImportRefused:
        raise
    except Exception:
        raise ImportRefused(DAMAGED) from None


def _rows(sheet: Any) -> Iterator[Row]:
    number = 0
    with _library_errors():
        rows = iter(sheet.iter_rows(min_row=1, min_col=1))
    while True:
        with _library_errors(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            batch = list(_sized(islice(rows, _BATCH), number))
        if not batch:
            return
        for cells in batch:
            number += 1
            yield number, cells


def _sized(rows: Iterator[Any], before: int) -> Iterator[list[Value]]:
    for number, cells in enumerate(rows, start=before + 1):
        check_size(number, len(cells))
        yield [_plain(cell) for cell in cells]


def _plain(cell: Any) -> Value:
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return Flaw.FORMULA
    if cell.data_type == "e":
        return Flaw.ERROR
    if isinstance(value, str):
        return _ESCAPE.sub(lambda hit: chr(int(hit[1], 16)), value) if "_x" in value else value
    if isinstance(value, bool):
        return Flaw.BOOLEAN
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else Flaw.TIME


def _number(value: float) -> Value:
    if abs(value) >= 10**MAX_DIGITS:
        return Flaw.IMPRECISE
    return str(int(value)) if value == int(value) else Flaw.DECIMAL
