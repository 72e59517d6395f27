"""Answers from a file: all of them or none, with every problem by row (§10)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import ImportRefused, OsloIkError, PrivacyQuestion
from oslo_ik.reviews.answers import answer, import_answers, set_note
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.workspace import Workspace

NUMBER = "SP-2026-11"
HEAD = "sak;kontrollpunkt;svar;grunn;kommentar;utfort"


def written(folder: Path, *lines: str, name: str = "svar.csv", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("\n".join(lines).encode(encoding))
    return path


@pytest.fixture
def refs(drawn: Workspace) -> list[str]:
    """The drawn cases that have been followed for long."""
    return [c.reference for c in get_review(drawn, NUMBER).cases if not c.facts["under_4_maneder"]]


def test_every_kind_of_answer(drawn: Workspace, refs: list[str], tmp_path: Path) -> None:
    a, b = refs[:2]
    path = written(
        tmp_path,
        HEAD,
        f"{a};T07-23;ja;;;",
        f"{a};t07-22;Ikke dokumentert;ikke_skrevet;Sagt på møtet, æøå.;",
        f"{a};T05-19;nei;utdatert;;05.01.2026",
        f'{b};T07-24;ikke_relevant;annet;"Gjelder; ikke ""her""";',
        f"{b};T07-27;ja;;;2026-09-01",
        "",
    )
    assert import_answers(drawn, NUMBER, path) == 5
    review = get_review(drawn, NUMBER)
    first, second = review.case(a), review.case(b)
    assert first.answer("T07-23").verdict is Verdict.YES
    assert first.answer("T07-22").note == "Sagt på møtet, æøå."
    assert first.answer("T07-22").reason == "ikke_skrevet"
    assert first.answer("T05-19").performed_on == date(2026, 1, 5)
    assert second.answer("T07-24").note == 'Gjelder; ikke "her"'
    assert second.answer("T07-27").performed_on == date(2026, 9, 1)
    assert review.answered == sum(len(c.answers) - c.open_count for c in review.cases)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("divider", [";", ",", "\t"])
def test_the_files_that_spreadsheets_write(
    drawn: Workspace, refs: list[str], tmp_path: Path, encoding: str, divider: str
) -> None:
    lines = [HEAD.replace("utfort", "utført"), f"{refs[0]};T07-23;nei;annet;Søkt på nytt;"]
    path = written(tmp_path, *[x.replace(";", divider) for x in lines], encoding=encoding)
    assert import_answers(drawn, NUMBER, path) == 1
    assert get_review(drawn, NUMBER).case(refs[0]).answer("T07-23").note == "Søkt på nytt"


def test_a_workbook(drawn: Workspace, refs: list[str], tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEAD.split(";"))
    sheet.append([refs[0], "T05-19", "ja", None, None, date(2026, 9, 1)])
    book.save(tmp_path / "svar.xlsx")
    assert import_answers(drawn, NUMBER, tmp_path / "svar.xlsx") == 1
    assert get_review(drawn, NUMBER).case(refs[0]).answer("T05-19").verdict is Verdict.YES


def test_one_mistake_and_nothing_is_stored(
    drawn: Workspace, refs: list[str], tmp_path: Path
) -> None:
    a = refs[0]
    answer(drawn, NUMBER, a, "T01-10", Verdict.YES)
    before = get_review(drawn, NUMBER)
    wrong = [
        ("RT-901;T07-23;ja;;;", "RT-901"),
        (f"{a};T99-99;ja;;;", "T99-99"),
        (f"{a};T07-25;kanskje;;;", "kanskje"),
        (f"{a};T01-01;delvis;;;", "T01-01"),
        (f"{a};T07-24;nei;dumt;;", "dumt"),
        (f"{a};T01-09;nei;annet;;", "kommentar"),
        (f"{a};T01-11;ikke_relevant;;;", "kommentar"),
        (f"{a};T01-16;ikke_relevant;;Nei.;", "Deling"),
        (f"{a};T05-19;ja;;;01.01.2026", "sier nei"),
        (f"{a};T07-27;ja;;;24.11.2026", "fram i tid"),
        (f"{refs[1]};T07-27;ja;;;1.9.26", "fire sifre"),
        (f"{a};T07-22;ja;;Født 17851210083;", "fødselsnummer"),
        (f"{a};T07-23;ja;;;", "to ganger"),
    ]
    path = written(tmp_path, HEAD, f"{a};T07-23;ja;;;", *[line for line, _ in wrong])
    with pytest.raises(ImportRefused) as caught:
        import_answers(drawn, NUMBER, path)
    assert len(caught.value.problems) == len(wrong)
    for number, (problem, (_, about)) in enumerate(
        zip(caught.value.problems, wrong, strict=True), start=3
    ):
        assert problem.startswith(f"Rad {number}: ")
        assert about in problem
        assert "17851210083" not in problem
    assert get_review(drawn, NUMBER) == before


def test_a_question_is_a_refusal_until_it_is_confirmed(
    drawn: Workspace, refs: list[str], tmp_path: Path
) -> None:
    path = written(
        tmp_path, HEAD, f"{refs[0]};T07-23;ja;;;", f"{refs[0]};T07-22;ja;;Ring 92345678;"
    )
    before = get_review(drawn, NUMBER)
    with pytest.raises(PrivacyQuestion):
        import_answers(drawn, NUMBER, path)
    assert get_review(drawn, NUMBER) == before
    assert import_answers(drawn.confirming(), NUMBER, path) == 2


def test_what_is_answered_already_is_changed_or_kept(
    drawn: Workspace, refs: list[str], tmp_path: Path
) -> None:
    set_note(drawn, NUMBER, refs[0], "T07-23", "Fra skjermen.")
    path = written(tmp_path, "svar;sak;kontrollpunkt", f"nei;{refs[0]};T07-23")
    import_answers(drawn, NUMBER, path)
    given = get_review(drawn, NUMBER).case(refs[0]).answer("T07-23")
    assert (given.verdict, given.note) == (Verdict.NO, "Fra skjermen.")


@pytest.mark.parametrize(
    "lines",
    [
        [""],
        ["bare tull"],
        ["sak;svar", "RT-101;ja"],
        [HEAD + ";navn", "RT-101;T07-23;ja;;;;Ola"],
        ["\x00\x01\x02", "a"],
    ],
)
def test_files_that_are_no_answers(drawn: Workspace, tmp_path: Path, lines: list[str]) -> None:
    with pytest.raises(OsloIkError) as caught:
        import_answers(drawn, NUMBER, written(tmp_path, *lines))
    assert caught.value.message.endswith(".")
    with pytest.raises(OsloIkError):
        import_answers(drawn, NUMBER, tmp_path / "borte.csv")
