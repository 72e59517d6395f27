"""Reading case lists: real files from CSV and XLSX, and files that try to do harm."""

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
from oslo_ik.reviews.case_list import CaseList, CaseRow, read_case_list

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 23)
# Synthetic numbers of tests/data/vectors.json (month +80, day +40, month +40, FH).
IDENTITY_NUMBERS = ["17851210083", "57851210743", "17451212869", "85123410012"]
HEAD = "saksnummer;kontaktperson;startet;avsluttet;hovedforløp;overgang;overgangsdato\n"

# The ten cases of the files saksliste*, typed from the files: reference, code, start, end,
# hovedforløp, transition, its date.
CASES: list[tuple[str, str, date, date | None, str | None, str | None, date | None]] = [
    ("2024/000131", "SB01", date(2024, 6, 3), None, "2", None, None),
    ("2024/000207", "SB01", date(2024, 8, 19), None, "3", "Utskriving fra TSB døgn",
     date(2026, 10, 5)),
    ("2025/000018", "SB02", date(2025, 1, 7), date(2026, 10, 31), "1", None, None),
    ("2025/000344", "SB02", date(2025, 5, 12), None, "2", "Løslatelse fra fengsel",
     date(2026, 11, 30)),
    ("2025/000345", "SB03", date(2025, 5, 12), None, None, None, None),
    ("2025/000611", "SB03", date(2025, 9, 1), None, "3", None, None),
    ("2026/000009", "SB04", date(2026, 1, 5), None, "2", "Innflytting i egen bolig",
     date(2026, 12, 1)),
    ("2026/000120", "SB04", date(2026, 2, 9), None, "1", None, None),
    ("2026/000388", "SØ05", date(2026, 4, 14), None, "2", None, None),
    ("2026/000702", "SØ05", date(2026, 11, 2), None, "1", None, None),
]  # fmt: skip


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


# --- files that are as they should be


@pytest.mark.parametrize(
    ("name", "first_row", "encoding", "delimiter"),
    [
        ("saksliste.csv", 2, "utf-8-sig", ";"),
        ("saksliste_windows1252.csv", 5, "cp1252", ";"),
        ("saksliste_komma.csv", 2, "utf-8", ","),
        ("saksliste_tab.txt", 2, "utf-8", "\t"),
        ("saksliste.xlsx", 4, "xlsx", None),
    ],
)
def test_the_same_ten_cases_from_every_kind_of_file(
    name: str, first_row: int, encoding: str, delimiter: str | None
) -> None:
    found = read_case_list(DATA / name, TODAY)
    assert found.rows == tuple(
        CaseRow(first_row + place, *case) for place, case in enumerate(CASES)
    )
    assert (found.encoding, found.delimiter, found.questions) == (encoding, delimiter, ())


def test_dropped_columns_are_named_and_never_kept() -> None:
    found = read_case_list(DATA / "saksliste.csv", TODAY)
    assert found.dropped_columns == ("Navn", "Fødselsnummer", "Enhet")
    for secret in ["Testperson", *IDENTITY_NUMBERS]:
        assert secret in (DATA / "saksliste.csv").read_text(encoding="utf-8-sig")
        assert secret not in repr(found)


def test_the_fingerprint_is_of_the_bytes(tmp_path: Path) -> None:
    # sha256sum of "saksnummer;kontaktperson\nS-1;SB01\n", computed with coreutils.
    found = read(tmp_path, "saksnummer;kontaktperson\nS-1;SB01\n")
    assert found.sha256 == "291822a90dc01bdb78a845bee9a7afaddb6a3c8d04ceabd2367e9bef67fbceaa"


@pytest.mark.parametrize(
    ("reference", "caseworker"),
    [
        ("SAKSNR", "Ansvarlig"),
        ("Saks-nr.", "Kontakt person"),
        ("sak", "kontaktperson (kode)"),
        ("Saksreferanse*", "KONTAKTPERSON"),
        ("Sak-ID", "Saksbehandler"),
    ],
)
def test_headings_in_common_spellings(tmp_path: Path, reference: str, caseworker: str) -> None:
    found = read(tmp_path, f"{caseworker};x;{reference}\nSB01;1;S-1\n")
    assert [(row.reference, row.caseworker) for row in found.rows] == [("S-1", "SB01")]
    assert found.dropped_columns == ("x",)


@pytest.mark.parametrize(
    "heading", ["hovedforløp", "Hovedforlop", "HOVEDFORLOEP", "hovedlop", "Hovedforløp nr."]
)
def test_hovedforlop_heading_without_norwegian_letters(tmp_path: Path, heading: str) -> None:
    found = read(tmp_path, f"sak,kontaktperson,{heading}\nS-1,SB01,3\n")
    assert found.rows[0].pathway == "3"


def test_a_column_of_codes_wins_over_a_column_that_may_hold_names(tmp_path: Path) -> None:
    text = "saksnummer;kontaktperson;kontaktperson (kode)\nS-1;Testperson Prøve;SB01\n"
    found = read(tmp_path, text)
    assert found.rows[0].caseworker == "SB01"
    assert found.dropped_columns == ("kontaktperson",)


def test_two_columns_that_fit_equally_are_refused(tmp_path: Path) -> None:
    error = refusal(tmp_path, "saksnummer;saksnr;kontaktperson\nS-1;S-2;SB01\n")
    assert "saksnummer (kolonne 1 og 2)" in error.message


def test_quotes_delimiters_and_line_breaks_inside_fields(tmp_path: Path) -> None:
    text = 'saksnummer,notat,kontaktperson\n"S,1","to\nlinjer, og ""sitat""",SB01\nS-2,,SB02\n'
    found = read(tmp_path, text)
    assert [(r.row, r.reference, r.caseworker) for r in found.rows] == [
        (2, "S,1", "SB01"),
        (3, "S-2", "SB02"),
    ]


def test_the_line_that_tells_excel_the_delimiter_is_passed_over(tmp_path: Path) -> None:
    found = read(tmp_path, "sep=,\r\nsaksnummer,kontaktperson\r\nS-1,SB01\r\n")
    assert (found.rows[0].row, found.delimiter) == (2, ",")


def test_text_is_composed_and_trimmed(tmp_path: Path) -> None:
    found = read(tmp_path, "saksnummer;kontaktperson\n S\u00a01 ;A\u030a-1\n")
    assert (found.rows[0].reference, found.rows[0].caseworker) == ("S 1", "\u00c5-1")


def test_numbers_in_excel_keep_their_digits(tmp_path: Path) -> None:
    data = workbook(["saksnummer", "kontaktperson", "hovedforløp"], [202600123, 7, 2.0])
    row = read(tmp_path, data, "liste.xlsx").rows[0]
    assert (row.reference, row.caseworker, row.pathway) == ("202600123", "7", "2")


def test_dates_with_a_time_and_empty_marks(tmp_path: Path) -> None:
    found = read(tmp_path, HEAD + "S-1;SB01;2026-01-05T00:00:00;-;–;;1.12.2026\n")
    row = found.rows[0]
    assert (row.started_on, row.ended_on) == (date(2026, 1, 5), None)
    assert (row.pathway, row.transition_on) == (None, date(2026, 12, 1))


def test_a_start_today_is_not_in_the_future(tmp_path: Path) -> None:
    assert read(tmp_path, HEAD + "S-1;SB01;23.11.2026;23.11.2026;;;\n").rows


def test_hidden_sheets_are_left_alone(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].append(["saksnummer", "kontaktperson"])
    book.worksheets[0].append(["S-1", "SB01"])
    hidden = book.create_sheet("Skjult")
    hidden.append(["saksnummer", "kontaktperson"])
    hidden.append(["S-2", "SB02"])
    hidden.sheet_state = "hidden"
    path = tmp_path / "liste.xlsx"
    book.save(path)
    assert [row.reference for row in read_case_list(path, TODAY).rows] == ["S-1"]


def test_two_sheets_with_cases_are_refused(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet()
    for sheet in book.worksheets:
        sheet.append(["saksnummer", "kontaktperson"])
        sheet.append(["S-1", "SB01"])
    path = tmp_path / "liste.xlsx"
    book.save(path)
    with pytest.raises(ImportRefused, match="Flere ark"):
        read_case_list(path, TODAY)


def test_values_beyond_the_headings(tmp_path: Path) -> None:
    error = refusal(tmp_path, "saksnummer;kontaktperson\nS-1;SB01;x\n")
    assert error.problems == ("Rad 2: Raden har flere felt enn overskriften.",)
    data = workbook(["saksnummer", "kontaktperson"], ["S-1", "SB01", None, "x"])
    assert read(tmp_path, data, "liste.xlsx").dropped_columns == ("kolonne 4",)


def test_progress_every_five_hundred_rows(tmp_path: Path) -> None:
    lines = [f"S-{number};SB01" for number in range(1_200)]
    path = written(tmp_path, "saksnummer;kontaktperson\n" + "\n".join(lines))
    seen: list[tuple[int, int]] = []
    read_case_list(path, TODAY, lambda done, total: seen.append((done, total)))
    assert seen == [(500, 1200), (1000, 1200), (1200, 1200)]


def test_what_the_progress_callback_raises_is_not_swallowed(tmp_path: Path) -> None:
    path = written(tmp_path, SMALL, "liste.xlsx")

    def stop(done: int, total: int) -> None:
        raise KeyError("avbrutt")

    with pytest.raises(KeyError, match="avbrutt"):
        read_case_list(path, TODAY, stop)


# --- rows that are refused, all of them at once


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (";SB01;;;;;", "Rad 2, saksnummer: Verdien mangler."),
        ("S-1;;;;;;", "Rad 2, kontaktperson: Verdien mangler."),
        ("S-1;SB01;24.11.2026;;;;", "Rad 2, startet: Datoen er i fremtiden."),
        ("S-1;SB01;2.1.2026;1.1.2026;;;", "Rad 2, avsluttet: Datoen er før saken startet."),
        ("S-1;SB01;;;4;;", "Rad 2, hovedforløp: Verdien må være 1, 2 eller 3."),
        ("S-1;SB01;;;2 og 3;;", "Rad 2, hovedforløp: Verdien må være 1, 2 eller 3."),
        (f"{'S' * 41};SB01;;;;;", "Rad 2, saksnummer: Verdien er lengre enn 40 tegn."),
        (f"S-1;{'S' * 41};;;;;", "Rad 2, kontaktperson: Verdien er lengre enn 40 tegn."),
    ],
)
def test_one_problem_is_one_sentence(tmp_path: Path, line: str, problem: str) -> None:
    error = refusal(tmp_path, HEAD + line + "\n")
    assert error.problems == (problem,)
    assert error.message == ("Ingenting er importert, fordi filen har én feil. Rett og prøv igjen.")


@pytest.mark.parametrize("text", ["31.02.2026", "3.5.26", "05/03/2026", "i går", "45000"])
def test_dates_that_cannot_be_read(tmp_path: Path, text: str) -> None:
    (problem,) = refusal(tmp_path, HEAD + f"S-1;SB01;{text};;;;\n").problems
    assert problem.startswith("Rad 2, startet: ")
    assert text not in problem


@pytest.mark.parametrize("sign", ["\x1b", "\x07", "\x9b", "\u202e", "\u200b", "\ufffd"])
@pytest.mark.parametrize("line", ["S{}1;SB01", "S-1;SB{}01"])
def test_control_and_invisible_characters(tmp_path: Path, sign: str, line: str) -> None:
    text = "saksnummer;kontaktperson\n" + line.format(sign) + "\n"
    (problem,) = refusal(tmp_path, text).problems
    assert "styretegn eller usynlige tegn" in problem


@pytest.mark.parametrize("text", ["=1+1", "+47", "-S1", "@sum", "＝1+1"])
def test_formula_starters_in_references(tmp_path: Path, text: str) -> None:
    (problem,) = refusal(tmp_path, f"saksnummer;kontaktperson\n{text};SB01\n").problems
    assert problem.startswith("Rad 2, saksnummer: Verdien begynner med =")


def test_a_number_that_excel_has_shortened(tmp_path: Path) -> None:
    (problem,) = refusal(tmp_path, "saksnummer;kontaktperson\n2,026E+11;SB01\n").problems
    assert "Excel har forkortet tallet" in problem


def test_duplicates_are_found_after_composing(tmp_path: Path) -> None:
    text = "saksnummer;kontaktperson\nS-\u00e5;SB01\nS-1;SB01\nS-a\u030a;SB02\n"
    assert refusal(tmp_path, text).problems == ("Rad 4, saksnummer: Samme saksnummer som i rad 2.",)


def test_every_problem_is_listed_and_the_list_stops_at_fifty(tmp_path: Path) -> None:
    error = refusal(tmp_path, "saksnummer;kontaktperson\n" + ";SB01\n" * 62)
    assert error.message.startswith("Ingenting er importert, fordi filen har 62 feil.")
    assert len(error.problems) == 51
    assert error.problems[49] == "Rad 51, saksnummer: Verdien mangler."
    assert error.problems[50] == "12 feil til vises ikke her."


def test_excel_problems_name_the_cell(tmp_path: Path) -> None:
    data = workbook(
        ["x", "saksnummer", "kontaktperson"],
        [1, "=1+1", "SB01"],
        [1, date(2026, 10, 1), "SB01"],
        [1, 12.5, "SB01"],
        [1, True, "SB01"],
        [1, 1234567890123456789, "SB01"],
        [1, "S-7", "=B1"],
        ["=1+1", "S-8", "SB01"],
    )
    problems = refusal(tmp_path, data, "liste.xlsx").problems
    assert [problem.split(":")[0] for problem in problems] == [
        "Rad 2, saksnummer (celle B2)",
        "Rad 3, saksnummer (celle B3)",
        "Rad 4, saksnummer (celle B4)",
        "Rad 5, saksnummer (celle B5)",
        "Rad 6, saksnummer (celle B6)",
        "Rad 7, kontaktperson (celle C7)",
    ]
    for problem, word in zip(
        problems, ["formel", "dato", "desimaler", "sann", "sifrene", "formel"], strict=True
    ):
        assert word in problem


def test_a_formula_with_a_cached_result_is_still_a_formula(tmp_path: Path) -> None:
    rows = HEAD_XML + '<row r="2"><c r="A2"><f>40+2</f><v>42</v></c><c r="B2"><v>7</v></c></row>'
    data = repacked(SMALL, {SHEET: sheet_xml(rows)})
    (problem,) = refusal(tmp_path, data, "liste.xlsx").problems
    assert problem.startswith("Rad 2, saksnummer (celle A2): Cellen er en formel")


def test_no_headings_and_no_cases(tmp_path: Path) -> None:
    none = refusal(tmp_path, "S-1;SB01\nS-2;SB02\n").message
    assert none.startswith("Fant ikke kolonnene saksnummer og kontaktperson.")
    one = refusal(tmp_path, "saksnummer;startet;navn\nS-1;;\n").message
    assert one.startswith("Fant ikke kolonnen kontaktperson.")
    assert "ingen saker" in refusal(tmp_path, "saksnummer;kontaktperson\n;\n \n").message


# --- nothing personal goes in, and nothing personal comes out in a message


@pytest.mark.parametrize("number", IDENTITY_NUMBERS)
@pytest.mark.parametrize("mark", ["", " ", "-", ".", "\u00a0", "\u2009", "–"])
@pytest.mark.parametrize("line", ["{};SB01;;;;;", "S-1;{};;;;;", "S-1;SB01;;;;Flyttet {};"])
def test_identity_numbers_are_refused_and_never_repeated(
    tmp_path: Path, number: str, mark: str, line: str
) -> None:
    value = number[:6] + mark + number[6:]
    error = refusal(tmp_path, HEAD + line.format(value) + "\n")
    assert len(error.problems) == 1
    told = " ".join([error.message, *error.problems])
    assert not any(part in told for part in (value, number[:6], number[6:]))


def test_an_identity_number_as_a_number_in_excel(tmp_path: Path) -> None:
    data = workbook(["saksnummer", "kontaktperson"], [17851210083, "SB01"])
    error = refusal(tmp_path, data, "liste.xlsx")
    assert "Rad 2, saksnummer (celle A2)" in error.problems[0]
    assert "17851210083" not in repr(error.problems) + error.message


@pytest.mark.parametrize("field", ["{};SB01;;;;;", "S-1;{};;;;;", "S-1;SB01;;;;{};"])
def test_e_mail_addresses_are_refused(tmp_path: Path, field: str) -> None:
    error = refusal(tmp_path, HEAD + field.format("prove@eksempel.no") + "\n")
    assert len(error.problems) == 1
    assert "eksempel.no" not in error.problems[0]


@pytest.mark.parametrize(
    "name", ["Prøve Testperson", "PRØVE TESTPERSON", "Testperson, Prøve", "prøve.testperson",
             "Anne-Prøve Testperson", "Prøve  A. Testperson"],
)  # fmt: skip
def test_a_caseworker_is_a_code_not_a_full_name(tmp_path: Path, name: str) -> None:
    error = refusal(tmp_path, f"saksnummer;kontaktperson\nS-1;{name}\n")
    assert error.problems == (
        "Rad 2, kontaktperson: Verdien ser ut som et navn. Bruk en kode, for eksempel SB01.",
    )


@pytest.mark.parametrize("code", ["SB01", "SB 01", "Team A", "KNO", "12345678", "sø-5", "A.1"])
def test_ordinary_codes_pass(tmp_path: Path, code: str) -> None:
    found = read(tmp_path, f"saksnummer;kontaktperson\nS-1;{code}\n")
    assert (found.rows[0].caseworker, found.questions) == (code, ())


@pytest.mark.parametrize(
    "reference", ["2026/000131", "20261234", "2026-012345", "2026/0123456", "RUS 12", "S.1"]
)
def test_ordinary_references_pass(tmp_path: Path, reference: str) -> None:
    found = read(tmp_path, f"saksnummer;kontaktperson\n{reference};SB01\n")
    assert (found.rows[0].reference, found.questions) == (reference, ())


def test_a_name_for_a_case_number_is_refused(tmp_path: Path) -> None:
    (problem,) = refusal(tmp_path, "sak;kontaktperson\nPrøve Testperson;SB01\n").problems
    assert problem.startswith("Rad 2, saksnummer: Verdien ser ut som et navn.")


def test_what_may_be_personal_becomes_a_question_with_its_rows(tmp_path: Path) -> None:
    lines = [f"S-{number};SB01;;;;Bor hos Prøve Testperson;" for number in range(3)]
    (question,) = read(tmp_path, HEAD + "\n".join(lines)).questions
    assert question.startswith("Rad 2, 3 og 4, overgang: ")
    assert "Testperson" not in question


@pytest.mark.parametrize(
    ("heading", "shown"),
    [
        ("Sist endret", "Sist endret"),
        ("", "kolonne 2"),
        ("17851210083", "kolonne 2"),
        ("prove@eksempel.no", "kolonne 2"),
        ("Kari Nordmann", "kolonne 2"),
        ("Født 17.05.1980", "kolonne 2"),
        ("a\x1b[31mb", "a[31mb"),
        ("x" * 60, "x" * 39 + "…"),
    ],
)
def test_headings_of_dropped_columns_leak_nothing(tmp_path: Path, heading: str, shown: str) -> None:
    found = read(tmp_path, f"saksnummer;{heading};kontaktperson\nS-1;x;SB01\n")
    assert found.dropped_columns == (shown,)


def test_messages_never_name_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, b"\x00", "Testperson 17851210083.csv")
    with pytest.raises(ImportRefused) as caught:
        read_case_list(path, TODAY)
    assert "Testperson" not in caught.value.message


# --- files that are not what they should be


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


def test_missing_files_folders_and_pipes(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ror.csv")
    for name, words in [
        ("finnes-ikke.csv", "finnes ikke"),
        ("", "mappe"),
        ("ror.csv", "vanlig fil"),
        ("x" * 300, "kan ikke leses"),
        ("a\x00b", "(finnes ikke|kan ikke leses)"),
    ]:
        with pytest.raises(ImportRefused, match=words):
            read_case_list(tmp_path / name, TODAY)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
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
        (lambda: repacked(SMALL, {"a.png": b"x" * 50_000_001}), "for stor"),
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
    start = time.perf_counter()
    with pytest.raises(ImportRefused, match=words):
        read_case_list(path, TODAY)
    assert time.perf_counter() - start < 1


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
    start = time.perf_counter()
    with pytest.raises(ImportRefused, match=words):
        read_case_list(path, TODAY)
    assert time.perf_counter() - start < 1


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
    original = (DATA / "saksliste.xlsx").read_bytes()
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


def test_ten_thousand_rows_take_seconds(tmp_path: Path) -> None:
    lines = [
        f"2026/{number:08d};SB{number % 12:02d};{1 + number % 28:02d}.03.2026;;{1 + number % 3};;"
        for number in range(10_000)
    ]
    path = written(tmp_path, HEAD + "\n".join(lines))
    start = time.perf_counter()
    assert len(read_case_list(path, TODAY).rows) == 10_000
    assert time.perf_counter() - start < 2
