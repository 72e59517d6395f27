"""Answers from a CSV file: sak;kontrollpunkt;svar;grunn;kommentar;utfort, all or nothing (§10)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.errors import ImportRefused, OsloIkError, PrivacyQuestion
from oslo_ik.reviews.answer_rules import AnswerChange
from oslo_ik.reviews.case_list_files import Row, open_case_file
from oslo_ik.reviews.rows import review_row
from oslo_ik.text import clean, parse_date

if TYPE_CHECKING:
    from oslo_ik.reviews.workspace import Workspace

COLUMNS = ("sak", "kontrollpunkt", "svar", "grunn", "kommentar", "utfort")
REQUIRED = COLUMNS[:3]
MAX_SHOWN = 50


def read_answers(ws: Workspace, number: str, path: Path) -> int:
    """Give every answer of a file in one transaction; the number of answers given.

    Raises ImportRefused with one problem a row; then no answer has been given.
    """
    from oslo_ik.reviews.answers import apply_change

    rows = _rows(path)
    problems: list[str] = []
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        seen: set[tuple[str, str]] = set()
        for line, values in rows:
            try:
                place = (values["sak"], values["kontrollpunkt"].upper())
                if place in seen:
                    raise ImportRefused("Samme sak og kontrollpunkt står to ganger.")
                seen.add(place)
                apply_change(ws, session, review, *place, _change(values))
            except PrivacyQuestion:
                raise
            except OsloIkError as error:
                problems.append(f"Rad {line}: {error.message}")
        if problems:
            more = len(problems) - MAX_SHOWN
            shown = problems[:MAX_SHOWN] + ([f"… og {more} til."] if more > 0 else [])
            raise ImportRefused("Ingen svar er lagret. Rett filen og prøv igjen.", shown)
    return len(rows)


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    _, sheets = open_case_file(path)
    for sheet in sheets:
        rows = [row for row in sheet.rows if any(row[1])]
        if not rows:
            continue
        heading = [_text(value).casefold().replace("ø", "o") for value in rows[0][1]]
        if all(name in heading for name in REQUIRED):
            unknown = [name for name in heading if name and name not in COLUMNS]
            if unknown:
                raise ImportRefused(
                    f"Kolonnene må være {'; '.join(COLUMNS)}. Ta bort de andre kolonnene."
                )
            return [(row[0], _named(heading, row)) for row in rows[1:]]
    raise ImportRefused(f"Filen mangler overskriftene {'; '.join(REQUIRED)}.")


def _named(heading: list[str], row: Row) -> dict[str, str]:
    values = dict.fromkeys(COLUMNS, "")
    values.update(
        {name: _text(value) for name, value in zip(heading, row[1], strict=False) if name}
    )
    return values


def _text(value: object) -> str:
    from datetime import date
    from enum import Enum

    if isinstance(value, Enum):
        raise ImportRefused(str(value.value))
    if isinstance(value, date):
        return value.isoformat()
    return clean(str(value or "")).strip()


def _change(values: Mapping[str, str]) -> AnswerChange:
    return AnswerChange(
        verdict=Verdict.from_word(values["svar"]),
        reason=Reason.from_word(values["grunn"]) if values["grunn"] else None,
        note=values["kommentar"] or None,
        performed_on=parse_date(values["utfort"]) if values["utfort"] else None,
        complete=True,
    )
