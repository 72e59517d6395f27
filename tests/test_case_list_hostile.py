"""Files that are not what they should be end in one sentence, fast."""

from __future__ import annotations

import io
import os
import random
import time
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from oslo_ik.errors import ImportRefused
from oslo_ik.reviews.case_list import CaseList, read_case_list

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 23)


def written(folder: Path, content: str | bytes, name: str = "liste.csv") -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return path


def read(folder: Path, content: str | bytes, name: str = "liste.csv") -> CaseList:
    return read_case_list(written(folder, content, name), TODAY)


def refusal(folder: Path, content: str | bytes, name: str = "liste.csv") -> ImportRefused:
    with pytest.raises(ImportRefused) as caught:
        read(folder, content, name)
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message
    return caught.value


def workbook(*rows: list[Any]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(data: bytes, changes: dict[str, bytes], level: int = 9) -> bytes:
    """The zip ``data`` with the members in ``changes`` replaced or added."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as target,
    ):
        for name in source.namelist():
            if name not in changes:
                target.writestr(name, source.read(name))
        for name, content in changes.items():
            target.writestr(name, content)
    return file.getvalue()


def sheet_xml(rows: str, dimension: str = "") -> bytes:
    return (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"{dimension}<sheetData>{rows}</sheetData></worksheet>"
    ).encode()


SHEET = "xl/worksheets/sheet1.xml"
SMALL = workbook(["saksnummer", "kontaktperson"], ["S-1", "SB01"])
HEAD_XML = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>saksnummer</t></is></c>'
    '<c r="B1" t="inlineStr"><is><t>kontaktperson</t></is></c></row>'
)


def test_a_formula_with_a_cached_result_is_still_a_formula(tmp_path: Path) -> None:
    rows = HEAD_XML + '<row r="2"><c r="A2"><f>40+2</f><v>42</v></c><c r="B2"><v>7</v></c></row>'
    data = repacked(SMALL, {SHEET: sheet_xml(rows)})
    (problem,) = refusal(tmp_path, data, "liste.xlsx").problems
    assert problem.startswith("Rad 2, saksnummer (celle A2): Cellen er en formel")


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "tom"),
        (b" \r\n\r\n", "a.csv", "tom"),
        (b"saksnummer;kontaktperson\nS\x001;SB01\n", "a.csv", "NUL"),
        ("saksnummer;kontaktperson\nS-1;SB01\n".encode("utf-16"), "a.csv", "UTF-16"),
        ("saksnummer;kontaktperson\nS-1;SB01\n".encode("utf-16-be"), "a.csv", "NUL"),
        ("saksnummer;kontaktperson\nSø;SB01\n".encode() + b"\xf8", "a.csv", "Tegnsettet"),
        (b"saksnummer;kontaktperson\nS\x81;SB01\n", "a.csv", "Tegnsettet"),
        (b'saksnummer;kontaktperson\n"S-1;SB01\n', "a.csv", "anførselstegn"),
        (b"saksnummer;kontaktperson\n" + b"S" * 200_000 + b";SB01\n", "a.csv", "rad 2"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xls", "gamle Excel-formatet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "a.xlsx", "passord"),
        (b"saksnummer;kontaktperson\nS-1;SB01\n", "a.xlsx", "ikke en gyldig Excel-fil"),
        (b"<html><table></table></html>", "a.xls", "CSV eller XLSX"),
        (b"%PDF-1.7", "a.pdf", "CSV eller XLSX"),
        (b"PK\x03\x04", "a.xlsx", "skadet"),
        (b"sak;kontaktperson\n" + b"S;B\n" * 50_001, "a.csv", "50 000 rader"),
        (b"sak;kontaktperson" + b";x" * 199 + b"\n", "a.csv", "200 kolonner"),
        (b"x" * 10_000_001, "a.csv", "10 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{len(value)} bytes",
)
def test_one_clear_sentence(tmp_path: Path, content: bytes, name: str, words: str) -> None:
    error = refusal(tmp_path, content, name)
    assert words in error.message
    assert error.problems == ()


def test_missing_files_and_folders(tmp_path: Path) -> None:
    for name, words in [
        ("finnes-ikke.csv", "finnes ikke"),
        ("", "mappe"),
        ("x" * 300, "(finnes ikke|kan ikke leses)"),
        ("a\x00b", "(finnes ikke|kan ikke leses)"),
    ]:
        with pytest.raises(ImportRefused, match=words):
            read_case_list(tmp_path / name, TODAY)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ror.csv")
    with pytest.raises(ImportRefused, match="vanlig fil"):
        read_case_list(tmp_path / "ror.csv", TODAY)


@pytest.mark.skipif(
    getattr(os, "geteuid", lambda: 0)() == 0, reason="root and Windows read every file"
)
def test_a_file_without_permission(tmp_path: Path) -> None:
    path = written(tmp_path, "x")
    path.chmod(0)
    with pytest.raises(ImportRefused, match="tilgang"):
        read_case_list(path, TODAY)


def zip_of(members: dict[str, bytes]) -> bytes:
    return repacked(zip_start(), members)


def zip_start() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w"):
        pass
    return file.getvalue()


def encrypted(data: bytes) -> bytes:
    """The zip ``data`` with the flag for a password set on every member."""
    marked = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = marked.find(signature)
        while place >= 0:
            marked[place + offset] |= 1
            place = marked.find(signature, place + 4)
    return bytes(marked)


def overlapping(data: bytes) -> bytes:
    """The zip ``data`` with a second directory entry that points at the first member's bytes."""
    start = data.find(b"PK\x01\x02")
    end = data.find(b"PK\x05\x06")
    name_length = int.from_bytes(data[start + 28 : start + 30], "little")
    entry = bytearray(data[start : start + 46 + name_length])
    entry[46 + name_length - 1] ^= 1
    tail = bytearray(data[end:])
    count = int.from_bytes(tail[10:12], "little") + 1
    tail[8:10] = tail[10:12] = count.to_bytes(2, "little")
    tail[12:16] = (end - start + len(entry)).to_bytes(4, "little")
    return data[:end] + bytes(entry) + bytes(tail)


BOMB = b"<a>" + b" " * 49_000_000 + b"</a>"
# About 60 : 1, below the limit of the ratio (a block is longer than the window of deflate).
DENSE = random.Random(3).randbytes(500) + bytes(40_000)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: zip_of({"word/document.xml": b"<w/>"}), "ikke en Excel-arbeidsbok"),
        (lambda: zip_of({"mimetype": b"x", "content.xml": b"<x/>"}), "OpenDocument"),
        (lambda: zip_of({"xl/workbook.bin": b"x"}), "xlsb"),
        (lambda: repacked(SMALL, {"xl/vbaProject.bin": b"x"}), "makroer"),
        (lambda: repacked(SMALL, {"../x.xml": b"<x/>"}), "skadet"),
        (lambda: repacked(SMALL, {"/x.xml": b"<x/>"}), "skadet"),
        (lambda: repacked(SMALL, {"C:\\x.xml": b"<x/>"}), "skadet"),
        (lambda: repacked(SMALL, {f"a{n}": b"" for n in range(2_000)}), "for stor"),
        (lambda: repacked(SMALL, {"xl/media/a.png": BOMB}), "for stor"),
        (lambda: repacked(SMALL, {SHEET: BOMB}), "for stor"),
        (lambda: repacked(SMALL, {"a.png": DENSE * 1_250}, 1), "for stor"),
        (lambda: repacked(SMALL, {f"{n}.png": DENSE * 1_000 for n in range(3)}, 1), "for stor"),
        (lambda: encrypted(SMALL), "passord"),
        (lambda: overlapping(SMALL), "skadet"),
        (lambda: repacked(SMALL, {SHEET: b"<a><!DOCTYPE a></a>"}), "skadet"),
        (lambda: repacked(SMALL, {SHEET: b"<worksheet"}), "skadet"),
        (lambda: SMALL[:-30], "skadet"),
        (lambda: SMALL[:2000], "skadet"),
    ],
)  # fmt: skip
def test_hostile_workbooks_end_in_one_sentence(tmp_path: Path, data: Any, words: str) -> None:
    path = written(tmp_path, data(), "liste.xlsx")
    start = time.process_time()
    with pytest.raises(ImportRefused, match=words):
        read_case_list(path, TODAY)
    assert time.process_time() - start < 1


LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    + sheet_xml("<row><c t='inlineStr'><is><t>&b;</t></is></c></row>").decode()
).encode()
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        (sheet_xml(HEAD_XML + FAR), "50 000 rader"),
        (sheet_xml(HEAD_XML, '<dimension ref="A1:XFD1048576"/>'), "50 000 rader"),
        (sheet_xml(HEAD_XML, '<dimension ref="A1:XFD10"/>'), "200 kolonner"),
        (sheet_xml(HEAD_XML + FAR, '<dimension ref="A1:B2"/>'), "50 000 rader"),
        (sheet_xml(HEAD_XML + '<row r="2"><c r="XFD2"><v>1</v></c></row>'), "200 kolonner"),
        (sheet_xml(HEAD_XML + "<row/>" * 60_000), "50 000 rader"),
        (sheet_xml(HEAD_XML + '<row r="-5"><c><v>1</v></c></row>'), "skadet"),
        (sheet_xml('<row/><row r="1"><c><v>1</v></c></row>'), "skadet"),
        (sheet_xml(HEAD_XML + '<row r="x"><c><v>1</v></c></row>'), "skadet"),
        (sheet_xml(HEAD_XML + '<row r="3"/><row r="2"><c><v>1</v></c></row>'), "skadet"),
        (sheet_xml(HEAD_XML + '<row r="2"><c t="s"><v>999</v></c></row>'), "skadet"),
        (sheet_xml(HEAD_XML + '<row r="2"><c><v>nan</v></c></row>'), "skadet"),
        (LAUGHS, "skadet"),
    ],
)
def test_sheets_that_claim_or_hold_too_much(tmp_path: Path, sheet: bytes, words: str) -> None:
    path = written(tmp_path, repacked(SMALL, {SHEET: sheet}), "liste.xlsx")
    start = time.process_time()
    with pytest.raises(ImportRefused, match=words):
        read_case_list(path, TODAY)
    assert time.process_time() - start < 1


SLOW = random.Random(7)


@pytest.mark.parametrize(
    ("member", "xml", "words"),
    [
        (SHEET, lambda n: f'<c x="{n}"/>', "for stor"),
        (SHEET, lambda n: f"<row><c><v>{n}</v></c></row>", "for stor"),
        (SHEET, lambda n: f'<mergeCell ref="A{n}:B{n}"/>', "for stor"),
        (SHEET, lambda n: f' a{n}="{n}"', "skadet"),
        (SHEET, lambda n: f"<!-- {n} > -->", "skadet"),
        ("xl/styles.xml", lambda n: f'<xf fontId="{n}"/>', "for stor"),
    ],
)
def test_xml_that_is_slow_to_parse_never_reaches_the_parser(
    tmp_path: Path, member: str, xml: Any, words: str
) -> None:
    # Random digits keep the ratio of the zip below its limit.
    many = "".join(xml(SLOW.randrange(10**6)) for _ in range(500_000))
    data = repacked(SMALL, {member: sheet_xml(f"<row {many}" if words == "skadet" else many)}, 1)
    path = written(tmp_path, data, "liste.xlsx")
    start = time.process_time()
    with pytest.raises(ImportRefused, match=words):
        read_case_list(path, TODAY)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("codec", ["utf-16", "iso-8859-1"])
def test_sheets_in_another_encoding_are_refused(tmp_path: Path, codec: str) -> None:
    rows = HEAD_XML + '<row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>7</v></c></row>'
    body = sheet_xml(rows).decode()
    assert read(tmp_path, repacked(SMALL, {SHEET: body.encode()}), "liste.xlsx").rows
    part = f'<?xml version="1.0" encoding="{codec}"?>{body}'.encode(codec)
    with pytest.raises(ImportRefused, match="skadet"):
        read(tmp_path, repacked(SMALL, {SHEET: part}), "liste.xlsx")


def test_a_size_that_the_file_lies_about_is_not_believed(tmp_path: Path) -> None:
    data = bytearray(repacked(SMALL, {SHEET: b"<a>" + b" " * 3_000_000 + b"</a>"}))
    true_size = (3_000_007).to_bytes(4, "little")
    assert data.count(true_size) == 2
    lied = bytes(data).replace(true_size, (900_000).to_bytes(4, "little"))
    with pytest.raises(ImportRefused, match="skadet"):
        read(tmp_path, lied, "liste.xlsx")


def test_three_hundred_mutated_files_raise_nothing_else(tmp_path: Path) -> None:
    dice = random.Random(20261123)
    originals = [(DATA / name).read_bytes() for name in ("saksliste.csv", "saksliste.xlsx")]
    refused = 0
    for number in range(300):
        data = bytearray(originals[number % 2])
        for _ in range(dice.randint(1, 8)):
            place = dice.randrange(len(data))
            if dice.random() < 0.7:
                data[place] = dice.randrange(256)
            else:
                del data[place : place + dice.randint(1, 40)]
        suffix = ("csv", "xlsx")[number % 2]
        try:
            read(tmp_path, bytes(data), f"m{number}.{suffix}")
        except ImportRefused as error:
            refused += 1
            assert error.message.endswith(".")
    assert refused > 150


def test_mutated_parts_inside_a_good_zip_raise_nothing_else(tmp_path: Path) -> None:
    dice = random.Random(99)
    original = (DATA / "saksliste_excel.xlsx").read_bytes()
    with zipfile.ZipFile(io.BytesIO(original)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    refused = 0
    for number in range(300):
        name = dice.choice(sorted(parts))
        part = bytearray(parts[name])
        for _ in range(dice.randint(1, 4)):
            part[dice.randrange(len(part))] = dice.randrange(32, 127)
        try:
            read(tmp_path, repacked(original, {name: bytes(part)}, 1), f"p{number}.xlsx")
        except ImportRefused:
            refused += 1
    assert refused > 100
