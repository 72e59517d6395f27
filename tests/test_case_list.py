"""Case lists as a leader has them: every kind of file, and every kind of mistake in a row."""

from __future__ import annotations

import io
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from oslo_ik.errors import ImportRefused
from oslo_ik.reviews.case_list import CaseList, CaseRow, read_case_list

DATA = Path(__file__).parent / "data"
TODAY = date(2026, 11, 23)
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

# Synthetic numbers of tests/data/vectors.json (month +80, day +40, month +40, FH).
IDENTITY_NUMBERS = ["17851210083", "57851210743", "17451212869", "85123410012"]


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


# --- files that are as they should be


@pytest.mark.parametrize(
    ("name", "first_row", "encoding", "delimiter"),
    [
        ("saksliste.csv", 2, "utf-8-sig", ";"),
        ("saksliste_windows1252.csv", 5, "cp1252", ";"),
        ("saksliste_komma.csv", 2, "utf-8", ","),
        ("saksliste_tab.txt", 2, "utf-8", "\t"),
        ("saksliste.xlsx", 4, "xlsx", None),
        ("saksliste_excel.xlsx", 2, "xlsx", None),
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


def test_what_the_progress_callback_raises_is_not_swallowed() -> None:
    def stop(done: int, total: int) -> None:
        raise KeyError("avbrutt")

    with pytest.raises(KeyError, match="avbrutt"):
        read_case_list(DATA / "saksliste.xlsx", TODAY, stop)


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


def test_one_code_has_one_spelling(tmp_path: Path) -> None:
    text = "saksnummer;kontaktperson\nS-1;SB01\nS-2;sb01\nS-3;SB01\n"
    assert refusal(tmp_path, text).problems == (
        "Rad 3, kontaktperson: Koden er skrevet på en annen måte i rad 2.",
    )


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


def test_no_headings_and_no_cases(tmp_path: Path) -> None:
    none = refusal(tmp_path, "S-1;SB01\nS-2;SB02\n").message
    assert none.startswith("Fant ikke kolonnene saksnummer og kontaktperson.")
    one = refusal(tmp_path, "saksnummer;navn\nS-1;x\n").message
    assert one.startswith("Fant ikke kolonnen kontaktperson.")
    assert "ingen saker" in refusal(tmp_path, "saksnummer;kontaktperson\n;\n  ; \n\n").message


def test_ten_thousand_rows_take_seconds(tmp_path: Path) -> None:
    lines = [
        f"2026/{number:08d};SB{number % 12:02d};{1 + number % 28:02d}.03.2026;;{1 + number % 3};;"
        for number in range(10_000)
    ]
    path = written(tmp_path, HEAD + "\n".join(lines))
    start = time.process_time()
    assert len(read_case_list(path, TODAY).rows) == 10_000
    assert time.process_time() - start < 2
