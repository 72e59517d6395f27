"""A case list as rows of plain values, from CSV text or XLSX, before anyone asks what they mean.

Only the bytes of the file decide what it is; the whole file is read once, so that the
fingerprint is of exactly what was parsed. Nothing here looks at names or numbers of cases, and
no message repeats anything from the file, its name included.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path

from oslo_ik.errors import ImportRefused

MAX_BYTES = 10_000_000
MAX_ROWS = 50_000
MAX_COLUMNS = 200
DELIMITERS = (";", "\t", ",")

_TEXT_SUFFIXES = frozenset({"", ".csv", ".txt", ".tsv", ".tab"})
_EXCEL_SUFFIXES = frozenset({".xlsx", ".xlsm"})
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEPARATOR_LINE = re.compile(r"sep=.?(?:\r\n|\r|\n|$)", re.IGNORECASE)
# What UTF-8 æøåÆØÅ looks like when it is read as Windows-1252.
_GARBLED = re.compile("Ã[¦¸¥†˜…]")

_ONLY_CSV_OR_XLSX = "Filen må være CSV eller XLSX. Lagre listen i et av de formatene og prøv igjen."


class Flaw(Enum):
    """What is wrong with a cell that has no plain value; one sentence."""

    FORMULA = "Cellen er en formel. Lim inn verdien i stedet."
    ERROR = "Cellen er en feilmelding fra Excel. Skriv inn verdien i stedet."
    BOOLEAN = "Cellen er sann eller usann. Skriv inn verdien som tekst."
    TIME = "Cellen er et klokkeslett. Skriv inn verdien på nytt."
    DECIMAL = "Cellen er et tall med desimaler. Gjør kolonnen om til tekst."
    IMPRECISE = (
        "Tallet er lengre enn Excel kan ta vare på, så de siste sifrene er borte. "
        "Gjør kolonnen om til tekst og hent listen på nytt."
    )


Value = str | date | Flaw | None
Row = tuple[int, Sequence[Value]]


@dataclass(frozen=True)
class Sheet:
    """One way to read the file: a sheet of a workbook, or a text cut at one delimiter.

    ``rows`` gives (row number as a spreadsheet shows it, values) once, blank rows included;
    ``expected`` is about how many there are. Reading may raise ImportRefused at any row.
    """

    rows: Iterator[Row]
    expected: int
    encoding: str
    delimiter: str | None


def open_case_file(path: Path) -> tuple[str, list[Sheet]]:
    """(SHA-256 of the file, the ways to read it); raises ImportRefused.

    Limits: ``MAX_BYTES``, ``MAX_ROWS`` and ``MAX_COLUMNS`` (reliability of imports: no file may
    hold the program for long).
    """
    data = _read_bytes(path)
    suffix = path.suffix.lower()
    if data.startswith(b"PK"):
        from oslo_ik.reviews.case_list_xlsx import open_workbook

        sheets = open_workbook(data)
    elif data.startswith(_OLE):
        raise ImportRefused(
            "Filen er i det gamle Excel-formatet eller har passord. Åpne den i Excel og lagre "
            "den som .xlsx uten passord."
        )
    elif suffix in _EXCEL_SUFFIXES:
        raise ImportRefused("Filen er ikke en gyldig Excel-fil. Lagre den på nytt fra Excel.")
    elif suffix in _TEXT_SUFFIXES:
        sheets = _open_text(data)
    else:
        raise ImportRefused(_ONLY_CSV_OR_XLSX)
    return hashlib.sha256(data).hexdigest(), sheets


def _read_bytes(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise ImportRefused("Dette er en mappe. Velg selve filen med saker.")
        if not path.exists():
            raise ImportRefused("Filen finnes ikke. Sjekk at navnet og mappen er riktig.")
        # A pipe or a device could wait for ever.
        if not path.is_file():
            raise ImportRefused("Dette er ikke en vanlig fil. Velg en fil i CSV eller XLSX.")
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError):
        raise ImportRefused(
            "Filen kan ikke leses. Sjekk at den ikke er åpen i et annet program, og at du har "
            "tilgang til den."
        ) from None
    if len(data) > MAX_BYTES:
        raise ImportRefused(
            "Filen er større enn 10 MB. Ta med bare kolonnene som trengs, og prøv igjen."
        )
    if not data.strip():
        raise ImportRefused("Filen er tom. Hent listen fra fagsystemet på nytt.")
    return data


def _open_text(data: bytes) -> list[Sheet]:
    text, encoding = _decode(data)
    line = _SEPARATOR_LINE.match(text)
    if line:
        # Excel hides this line and counts from the next.
        text = text[line.end() :]
    expected = text.count("\n") or text.count("\r")
    return [Sheet(_csv_rows(text, sign), expected, encoding, sign) for sign in DELIMITERS]


def _decode(data: bytes) -> tuple[str, str]:
    """(text, name of the codec): UTF-8 with or without BOM, else Windows-1252."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise ImportRefused(
            "Filen er lagret som Unicode-tekst (UTF-16). Lagre den som «CSV UTF-8» og prøv igjen."
        )
    if b"\x00" in data:
        raise ImportRefused(
            "Filen har tegn som ikke hører hjemme i en tekstfil (NUL). Lagre den som «CSV UTF-8» "
            "og prøv igjen."
        )
    codec = "utf-8-sig" if data.startswith(b"\xef\xbb\xbf") else "utf-8"
    try:
        return data.decode(codec), codec
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError:
        text = "Ã¦"
    if codec == "utf-8-sig" or _GARBLED.search(text):
        raise ImportRefused(
            "Tegnsettet i filen er ukjent eller blandet. Lagre den som «CSV UTF-8» og prøv igjen."
        )
    return text, "cp1252"


def _csv_rows(text: str, delimiter: str) -> Iterator[Row]:
    reader = csv.reader(
        io.StringIO(text, newline=""), delimiter=delimiter, strict=True, skipinitialspace=True
    )
    number = 0
    while True:
        number += 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise ImportRefused(
                f"Filen kan ikke leses fra rad {number}: et anførselstegn mangler eller står "
                "feil. Rett raden eller lagre listen på nytt."
            ) from None
        check_size(number, len(cells))
        yield number, cells


def check_size(rows: int, columns: int) -> None:
    """Raise ImportRefused when a row or column number is beyond what a case list can have."""
    if rows > MAX_ROWS:
        raise ImportRefused(
            "Filen har mer enn 50 000 rader. Kopier sakene til et nytt ark og prøv igjen."
        )
    if columns > MAX_COLUMNS:
        raise ImportRefused(
            "Filen har mer enn 200 kolonner. Kopier kolonnene som trengs, til et nytt ark og "
            "prøv igjen."
        )
