"""The parts of an XLSX file, unpacked without believing a word of what the file claims.

A workbook is a zip of XML. The directory of the zip is checked, every part that is needed is
unpacked in small bites and counted, its XML is weighed as bytes, and only what passed is packed
again (uncompressed, in memory) for the library that reads workbooks. So neither a forged size
nor markup that is slow to parse gets further than this. (OWASP ASVS 5.0, 5.2.3.)
"""

from __future__ import annotations

import io
import re
import struct
import zipfile

from oslo_ik.errors import ImportRefused
from oslo_ik.reviews.case_list_files import MAX_ROWS

MAX_ENTRIES = 2_000
MAX_ENTRY_BYTES = 50_000_000
MAX_TOTAL_BYTES = 100_000_000
MAX_RATIO = 200
RATIO_FROM_BYTES = 1_000_000
# XML costs by its tags and attributes, not by its bytes. A real list of 10,000 rows and 40 columns
# has about 1.6 million tags; a row of 200 columns has about 2,000 tags and attributes; a real style
# sheet has some thousands.
MAX_TAGS = 2_000_000
MAX_WEIGHT_OF_ROW = 20_000
MAX_WEIGHT_ELSEWHERE = 100_000
# The parser reads an unfinished tag again and again. Excel allows 32,767 characters in a cell.
MAX_BYTES_BETWEEN_TAGS = 250_000

_BITE = 65_536
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
_LONG_TAG = re.compile(b"<[^<]{%d}" % MAX_BYTES_BETWEEN_TAGS)
_OTHER_ENCODING = re.compile(rb"""<\?xml[^>]{0,200}encoding=["'](?!utf-8["'])""", re.IGNORECASE)
_ROW = re.compile(rb"""<(?:[\w.-]+:)?row\b(?:[^<>]*?\sr=["']([^"']*)["'])?""")

DAMAGED = (
    "Excel-filen er skadet eller uvanlig bygget. Åpne den i Excel, lagre på nytt og prøv igjen."
)
_TOO_BIG = (
    "Excel-filen blir for stor når den pakkes ut. Kopier kolonnene som trengs, til et nytt ark "
    "og prøv igjen."
)


def unpack(data: bytes) -> tuple[io.BytesIO, list[int]]:
    """(the needed parts as a zip that hides nothing, the highest row number of each sheet).

    Raises ImportRefused, and what zipfile raises on a damaged file.
    """
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
            tags += _check_xml(part)
            if entry.filename.lower().startswith("xl/worksheets/"):
                row_counts.append(_check_rows(part))
            elif not entry.filename.lower().endswith("sharedstrings.xml"):
                _check_weight(part, 0, len(part), MAX_WEIGHT_ELSEWHERE)
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
        raise ImportRefused(DAMAGED)
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
            raise ImportRefused(DAMAGED)
        limit = start


def _counted(source: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """The bytes of an entry: read in bites, zipfile stops at the size that was declared."""
    with source.open(entry) as part:
        return b"".join(iter(lambda: part.read(_BITE), b""))


def _check_xml(part: bytes) -> int:
    """The number of tags in a part, which must be plain UTF-8 XML.

    No document type (entities), comment or character data section: no spreadsheet program
    writes them, and without them counting bytes is counting XML.
    """
    odd = (
        b"\x00" in part
        or b"<!" in part
        or part.count(b"<?") > 1
        or _OTHER_ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
        or _LONG_TAG.search(part)
    )
    if odd:
        raise ImportRefused(DAMAGED)
    tags = part.count(b"<")
    if tags > MAX_TAGS:
        raise ImportRefused(_TOO_BIG)
    return tags


def _check_rows(part: bytes) -> int:
    """The highest row number of a sheet; raises when rows are too heavy or not in rising order.

    openpyxl silently skips a row that comes too late, which would lose a case.
    """
    last = begin = 0
    for hit in _ROW.finditer(part):
        _check_weight(part, begin, hit.start(), MAX_WEIGHT_OF_ROW)
        begin = hit.start()
        number = int(float(hit[1])) if hit[1] else last + 1
        if number <= last:
            raise ImportRefused(DAMAGED)
        last = number
    _check_weight(part, begin, len(part), MAX_WEIGHT_OF_ROW)
    return min(last, MAX_ROWS)


def _check_weight(part: bytes, begin: int, end: int, limit: int) -> None:
    if part.count(b"<", begin, end) + part.count(b"=", begin, end) > limit:
        raise ImportRefused(_TOO_BIG)
