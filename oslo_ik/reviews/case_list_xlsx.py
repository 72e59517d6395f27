"""An XLSX file as rows of plain values, whatever the file tries.

A workbook is a zip of XML. It is opened in three steps: the directory of the zip is checked,
every part that is needed is unpacked in small bites and counted, and only what was counted is
packed again (uncompressed, in memory) for openpyxl. So no size that the file merely claims is
ever believed. Limits: reliability.md 2.10.
"""

from __future__ import annotations

import io
import re
import struct
import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from itertools import islice
from typing import Any

from oslo_ik.errors import ImportRefused
from oslo_ik.reviews.case_list_files import (
    MAX_ROWS,
    Flaw,
    Row,
    Sheet,
    Value,
    check_size,
)

MAX_ENTRIES = 2_000
MAX_ENTRY_BYTES = 50_000_000
MAX_TOTAL_BYTES = 100_000_000
MAX_RATIO = 200
RATIO_FROM_BYTES = 1_000_000
# XML elements cost far more than their bytes: a real list of 10,000 rows and 40 columns has
# about 1.6 million tags, a real style sheet some thousands.
MAX_TAGS = 2_000_000
MAX_TAGS_ELSEWHERE = 100_000
# Excel keeps fifteen digits of a number.
MAX_DIGITS = 15

_BITE = 65_536
_BATCH = 500
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_NOT_NEEDED = (
    "docprops/",
    "customxml/",
    "xl/media/",
    "xl/drawings/",
    "xl/charts/",
    "xl/chartsheets/",
    "xl/externallinks/",
    "xl/pivot",
    "xl/theme/",
    "xl/tables/",
    "xl/comments",
    "xl/worksheets/_rels/",
)
_ROW = re.compile(rb"""<(?:[\w.-]+:)?row\b(?:[^<>]*?\sr=["']([^"']*)["'])?""")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")

_DAMAGED = (
    "Excel-filen er skadet eller uvanlig bygget. Åpne den i Excel, lagre på nytt og prøv igjen."
)
_TOO_BIG = (
    "Excel-filen blir for stor når den pakkes ut. Kopier kolonnene som trengs, til et nytt ark "
    "og prøv igjen."
)


def open_workbook(data: bytes) -> list[Sheet]:
    """The visible sheets of the workbook in ``data``; raises ImportRefused.

    Cells keep what the person sees: whole numbers and text as text, dates as dates; a formula
    or an Excel error becomes a ``Flaw`` and is never computed.
    """
    with _library_errors():
        package, row_counts = _unpack(data)
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
        raise ImportRefused(_DAMAGED) from None


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


def _unpack(data: bytes) -> tuple[io.BytesIO, list[int]]:
    """(the needed parts as a zip that hides nothing, the highest row number of each sheet)."""
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise ImportRefused(_TOO_BIG)
    package = io.BytesIO()
    row_counts: list[int] = []
    tags = 0
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(package, "w") as target:
        entries = source.infolist()
        _check_directory(entries)
        _check_places(data, entries, source.start_dir)
        for entry in entries:
            if not _needed(entry.filename):
                continue
            part = _counted(source, entry)
            tags += _check_xml(entry.filename, part)
            if entry.filename.lower().startswith("xl/worksheets/"):
                row_counts.append(_check_row_order(part))
            target.writestr(entry.filename, part)
    if tags > MAX_TAGS:
        raise ImportRefused(_TOO_BIG)
    package.seek(0)
    return package, row_counts


def _needed(name: str) -> bool:
    low = name.lower()
    return low.endswith((".xml", ".rels")) and not low.startswith(_NOT_NEEDED)


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    _check_kind(set(names))
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise ImportRefused("Excel-filen har passord. Lagre den uten passord og prøv igjen.")
    if len(set(names)) != len(names) or any(_unsafe(name) for name in names):
        raise ImportRefused(_DAMAGED)
    too_big = (
        len(entries) > MAX_ENTRIES
        or sum(entry.file_size for entry in entries) > MAX_TOTAL_BYTES
        or any(entry.file_size > MAX_ENTRY_BYTES for entry in entries)
        or any(_ratio(entry) > MAX_RATIO for entry in entries)
    )
    if too_big:
        raise ImportRefused(_TOO_BIG)


def _check_kind(names: set[str]) -> None:
    lowered = {name.lower() for name in names}
    if any(name.endswith("vbaproject.bin") for name in lowered):
        raise ImportRefused("Excel-filen har makroer. Lagre den som vanlig .xlsx og prøv igjen.")
    if "mimetype" in lowered and "content.xml" in lowered:
        raise ImportRefused("Filen er et OpenDocument-dokument. Lagre den som .xlsx eller CSV.")
    if "xl/workbook.bin" in lowered:
        raise ImportRefused("Filen er en binær Excel-fil (.xlsb). Lagre den som .xlsx.")
    if not any(name.startswith("xl/workbook") for name in lowered):
        raise ImportRefused("Filen er ikke en Excel-arbeidsbok. Lagre listen som .xlsx eller CSV.")


def _unsafe(name: str) -> bool:
    return name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/")


def _ratio(entry: zipfile.ZipInfo) -> float:
    if entry.file_size <= RATIO_FROM_BYTES:
        return 0
    return entry.file_size / max(entry.compress_size, 1)


def _check_places(data: bytes, entries: list[zipfile.ZipInfo], end: int) -> None:
    """No entry may share bytes with another: that is how small files become enormous."""
    limit = end
    for entry in sorted(entries, key=lambda e: e.header_offset, reverse=True):
        start = entry.header_offset
        _, name_length, extra_length = _LOCAL_HEADER.unpack_from(data, start)
        if start + 30 + name_length + extra_length + entry.compress_size > limit:
            raise ImportRefused(_DAMAGED)
        limit = start


def _counted(source: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry, never more than it declared (``_check_directory`` bounds that)."""
    bites: list[bytes] = []
    with source.open(entry) as part:
        while bite := part.read(_BITE):
            bites.append(bite)
    content = b"".join(bites)
    if len(content) != entry.file_size:
        raise ImportRefused(_DAMAGED)
    return content


def _check_xml(name: str, part: bytes) -> int:
    """The number of tags in a part; a document type (entities) is refused outright."""
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise ImportRefused(_DAMAGED)
    tags = part.count(b"<")
    low = name.lower()
    rows_or_strings = low.startswith("xl/worksheets/") or low.endswith("sharedstrings.xml")
    if tags > (MAX_TAGS if rows_or_strings else MAX_TAGS_ELSEWHERE):
        raise ImportRefused(_TOO_BIG)
    return tags


def _check_row_order(part: bytes) -> int:
    """The highest row number of a sheet; raises when rows are not in rising order.

    openpyxl silently skips a row that comes too late, which would lose a case.
    """
    last = 0
    for hit in _ROW.finditer(part):
        number = int(float(hit[1])) if hit[1] else last + 1
        if number <= last:
            raise ImportRefused(_DAMAGED)
        last = number
    return min(last, MAX_ROWS)
