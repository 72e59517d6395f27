"""The case list a leader imports: one row a case, reference and caseworker code, never a name.

Design §13. All or nothing: a list with one bad cell gives ImportRefused with every problem by
row and column, and no message repeats what a cell holds. Columns that are not asked for are
dropped unread; only their headings are named.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from oslo_ik.errors import ImportRefused
from oslo_ik.reviews.case_list_cells import personal, read_date, read_pathway, read_text
from oslo_ik.reviews.case_list_files import Value, open_case_file
from oslo_ik.reviews.case_list_headings import REQUIRED, Heading, find_heading
from oslo_ik.text import fold

SHOWN_PROBLEMS = 50
SHOWN_ROWS = 10
PROGRESS_STEP = 500


@dataclass(frozen=True)
class CaseRow:
    """One case; ``row`` is the row of the file as a spreadsheet numbers it."""

    row: int
    reference: str
    caseworker: str
    started_on: date | None
    ended_on: date | None
    pathway: str | None
    transition: str | None
    transition_on: date | None


@dataclass(frozen=True)
class CaseList:
    """A list that can be imported as it is.

    ``questions`` are bokmål sentences about what may be personal (§14): the leader confirms
    them before anything is stored. ``sha256`` is of the file's bytes.
    """

    rows: tuple[CaseRow, ...]
    dropped_columns: tuple[str, ...]
    sha256: str
    encoding: str
    delimiter: str | None
    questions: tuple[str, ...] = ()


def read_case_list(
    path: Path, today: date, progress: Callable[[int, int], None] | None = None
) -> CaseList:
    """Read the case list at ``path`` (CSV or XLSX) and check every row of it.

    ``progress(done, total)`` is called about every 500 rows; the total is an estimate until the
    last call. Raises ImportRefused with all problems (design §13 and §14); nothing is stored.
    """
    sha256, sheets = open_case_file(path)
    heading = find_heading(sheets)
    reader = _Reader(heading, today)
    done = 0
    for number, cells in heading.sheet.rows:
        reader.take(number, cells)
        done += 1
        if progress and done % PROGRESS_STEP == 0:
            progress(done, max(done, heading.sheet.expected))
    if progress:
        progress(done, done)
    rows = reader.finish()
    return CaseList(
        rows=rows,
        dropped_columns=reader.dropped_columns(),
        sha256=sha256,
        encoding=heading.sheet.encoding,
        delimiter=heading.sheet.delimiter,
        questions=reader.questions(),
    )


class _Reader:
    """Turns rows of cells into cases and keeps every problem it meets."""

    def __init__(self, heading: Heading, today: date) -> None:
        self._heading = heading
        self._today = today
        self._rows: list[CaseRow] = []
        self._problems: list[str] = []
        self._problem_count = 0
        self._first_row: dict[str, int] = {}
        self._spellings: dict[str, tuple[int, str]] = {}
        self._unnamed: set[int] = set()
        self._questions: dict[tuple[str, str], list[int]] = {}
        # Codes and dates repeat through a list: each distinct one is looked at once.
        self._known_texts: dict[tuple[str, Value], _Text] = {}
        self._known_dates: dict[Value, tuple[date | None, str]] = {}

    def take(self, row: int, cells: Sequence[Value]) -> None:
        """Read one row; a blank one is passed over."""
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            return
        if self._overflows(row, cells):
            return
        reference = self._reference(row, cells)
        caseworker = self._caseworker(row, cells)
        started, ended = self._period(row, cells)
        pathway, problem = read_pathway(self._cell("hovedforløp", cells))
        if problem:
            self._add(row, "hovedforløp", problem)
        transition = self._text(row, "overgang", cells) or None
        transition_on = self._date(row, "overgangsdato", cells)
        self._rows.append(
            CaseRow(row, reference, caseworker, started, ended, pathway, transition, transition_on)
        )

    def finish(self) -> tuple[CaseRow, ...]:
        """The cases; raises ImportRefused when there are none or anything was wrong."""
        count = self._problem_count
        if count:
            more = count - len(self._problems)
            rest = [f"{_spaced(more)} feil til vises ikke her."] if more else []
            what = "én feil" if count == 1 else f"{_spaced(count)} feil"
            raise ImportRefused(
                f"Ingenting er importert, fordi filen har {what}. Rett og prøv igjen.",
                [*self._problems, *rest],
            )
        if not self._rows:
            raise ImportRefused("Filen har overskrifter, men ingen saker. Hent listen på nytt.")
        return tuple(self._rows)

    def questions(self) -> tuple[str, ...]:
        """One sentence for each kind of thing that may be personal, with the rows."""
        return tuple(
            f"{_in_words(rows)}, {field}: {message}"
            for (field, message), rows in self._questions.items()
        )

    def dropped_columns(self) -> tuple[str, ...]:
        """The headings of what was left out, and the numbers of columns without a heading."""
        unnamed = sorted(self._unnamed)
        return self._heading.dropped + tuple(f"kolonne {place + 1}" for place in unnamed)

    def _overflows(self, row: int, cells: Sequence[Value]) -> bool:
        """In CSV a value too many means that a delimiter has split another value."""
        width = self._heading.width
        beyond = [place for place in range(width, len(cells)) if cells[place]]
        if beyond and self._heading.sheet.delimiter:
            self._add(row, "", "Raden har flere felt enn overskriften.")
            return True
        self._unnamed.update(beyond)
        return False

    def _cell(self, field: str, cells: Sequence[Value]) -> Value:
        place = self._heading.columns.get(field)
        return cells[place] if place is not None and place < len(cells) else None

    def _reference(self, row: int, cells: Sequence[Value]) -> str:
        text = self._text(row, "saksnummer", cells)
        if text:
            first = self._first_row.setdefault(text, row)
            if first != row:
                self._add(row, "saksnummer", f"Samme saksnummer som i rad {first}.")
        return text

    def _caseworker(self, row: int, cells: Sequence[Value]) -> str:
        """One code, one spelling: «SB01» and «sb01» would divide a caseload in the draw."""
        code = self._text(row, "kontaktperson", cells)
        first, spelling = self._spellings.setdefault(fold(code), (row, code))
        if spelling != code:
            self._add(row, "kontaktperson", f"Koden er skrevet på en annen måte i rad {first}.")
        return code

    def _text(self, row: int, field: str, cells: Sequence[Value]) -> str:
        """The cell's text, or "" when it is empty or refused."""
        value = self._cell(field, cells)
        if field == "saksnummer":
            known = _judge(field, value)
        else:
            held = self._known_texts.get((field, value))
            known = held or self._known_texts.setdefault((field, value), _judge(field, value))
        if known.problem:
            self._add(row, field, known.problem)
        elif not known.text and field in REQUIRED:
            self._add(row, field, "Verdien mangler.")
        for question in known.questions:
            self._questions.setdefault((field, question), []).append(row)
        return known.text

    def _period(self, row: int, cells: Sequence[Value]) -> tuple[date | None, date | None]:
        started = self._date(row, "startet", cells)
        ended = self._date(row, "avsluttet", cells)
        if started and started > self._today:
            self._add(row, "startet", "Datoen er i fremtiden.")
        if started and ended and ended < started:
            self._add(row, "avsluttet", "Datoen er før saken startet.")
        return started, ended

    def _date(self, row: int, field: str, cells: Sequence[Value]) -> date | None:
        value = self._cell(field, cells)
        known = self._known_dates.get(value)
        if known is None:
            known = self._known_dates[value] = read_date(value)
        day, problem = known
        if problem:
            self._add(row, field, problem)
        return day

    def _add(self, row: int, field: str, sentence: str) -> None:
        self._problem_count += 1
        if len(self._problems) >= SHOWN_PROBLEMS:
            return
        where = f"Rad {row}"
        if field:
            where += f", {field}"
        if field and self._heading.sheet.delimiter is None:
            where += f" (celle {_letters(self._heading.columns[field])}{row})"
        self._problems.append(f"{where}: {sentence}")


@dataclass(frozen=True)
class _Text:
    text: str
    problem: str = ""
    questions: tuple[str, ...] = ()


def _judge(field: str, value: Value) -> _Text:
    text, problem = read_text(field, value)
    if not text:
        return _Text("", problem)
    problem, questions = personal(field, text)
    return _Text("" if problem else text, problem, questions)


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", "\u00a0")


def _in_words(rows: Sequence[int]) -> str:
    shown = [str(row) for row in rows[:SHOWN_ROWS]]
    if len(rows) > SHOWN_ROWS:
        return f"Rad {', '.join(shown)} og {len(rows) - SHOWN_ROWS} rader til"
    return f"Rad {' og '.join([', '.join(shown[:-1]), shown[-1]] if shown[1:] else shown)}"


def _letters(place: int) -> str:
    """The letters of a column, counted from 0: A … Z, AA …"""
    letters = ""
    number = place + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
