"""Nothing personal comes in with a case list, and no message repeats what was refused."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from oslo_ik.errors import ImportRefused
from oslo_ik.reviews.case_list import CaseList, read_case_list

TODAY = date(2026, 11, 23)
# Synthetic numbers of tests/data/vectors.json (month +80, day +40, month +40, FH).
IDENTITY_NUMBERS = ["17851210083", "57851210743", "17451212869", "85123410012"]
HEAD = "saksnummer;kontaktperson;startet;avsluttet;hovedforløp;overgang;overgangsdato\n"


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
