"""Where the leader is in a review, and what is still open: plain data, no widgets, no database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oslo_ik.checks.model import Check, Fact
    from oslo_ik.reviews.views import AnswerView, ReviewCaseView, ReviewView


@dataclass(frozen=True)
class Row:
    """One line of the list: a fact about the case, or a check."""

    kind: Literal["fact", "check"]
    id: str


@dataclass(frozen=True)
class Spot:
    """One row of one case."""

    reference: str
    row: int


class Board:
    """The review as the screen holds it: its rows, the cursor, and the way to what is open."""

    def __init__(self, review: ReviewView) -> None:
        self._adopt(review)
        self.spot = self._first_spot()

    def _adopt(self, review: ReviewView) -> None:
        self.review = review
        self.rows = (
            *(Row("fact", fact.id) for fact in review.facts),
            *(Row("check", check.id) for check in review.checks),
        )
        self.checks: dict[str, Check] = {check.id: check for check in review.checks}
        self.facts: dict[str, Fact] = {fact.id: fact for fact in review.facts}

    @property
    def read_only(self) -> bool:
        """True when the review is signed."""
        return self.review.status in ("signed", "superseded")

    @property
    def case(self) -> ReviewCaseView:
        """The case on the screen."""
        return self.review.case(self.spot.reference)

    @property
    def row(self) -> Row:
        """The row under the cursor."""
        return self.rows[self.spot.row]

    @property
    def case_index(self) -> int:
        """The place of the case on the screen among the cases, from 0."""
        return self._references().index(self.spot.reference)

    def check_row(self, check_id: str) -> int:
        """The row of a check."""
        return self.rows.index(Row("check", check_id))

    def row_of(self, row_id: str) -> int | None:
        """The row of a check or a fact; None when the form has no such row."""
        return next((index for index, row in enumerate(self.rows) if row.id == row_id), None)

    def show(self, reference: str, row: int | None = None) -> None:
        """Move to a case; without a row, to its first open row."""
        if row is None:
            row = next(self._open_rows(reference, range(len(self.rows))), 0)
        self.spot = Spot(reference, max(0, min(row, len(self.rows) - 1)))

    def step_case(self, step: int) -> bool:
        """Move to the case before or after; False at either end."""
        index = self.case_index + step
        if not 0 <= index < len(self.review.cases):
            return False
        self.show(self.review.cases[index].reference)
        return True

    def next_open(self) -> Spot | None:
        """The next open row: down this case, its top, then the cases after it, round to here."""
        here = self.spot
        order = [*range(here.row + 1, len(self.rows)), *range(here.row + 1)]
        references = self._references()
        start = references.index(here.reference)
        for index, reference in enumerate([*references[start:], *references[:start]]):
            rows = order if index == 0 else range(len(self.rows))
            for row in self._open_rows(reference, rows):
                return Spot(reference, row)
        return None

    def advance(self) -> bool:
        """Move to the next open row; False, without moving, when nothing is open."""
        spot = self.next_open()
        if spot is None:
            return False
        self.spot = spot
        return True

    def to_do(self, reference: str) -> int:
        """How many checks of a case have no verdict, «spør» included."""
        return self.review.case(reference).open_count

    def asks(self, reference: str) -> int:
        """How many checks of a case wait for the contact person."""
        return sum(answer.ask for answer in self.review.case(reference).answers)

    def put_case(self, changed: ReviewCaseView) -> None:
        """Take in a case as the service now has it."""
        cases = tuple(
            changed if case.reference == changed.reference else case for case in self.review.cases
        )
        self.review = replace(self.review, cases=cases)

    def put_answer(self, reference: str, changed: AnswerView) -> None:
        """Take in an answer as the service now has it; the review is open again after it."""
        case = self.review.case(reference)
        answers = tuple(
            changed if answer.check == changed.check else answer for answer in case.answers
        )
        self.put_case(replace(case, answers=answers))

    def put_review(self, review: ReviewView) -> None:
        """Take in a whole review; the cursor stays where it was while its case exists."""
        self._adopt(review)
        if self.spot.reference in self._references():
            self.show(self.spot.reference, self.spot.row)
        else:
            self.spot = self._first_spot()

    def _references(self) -> list[str]:
        return [case.reference for case in self.review.cases]

    def _first_spot(self) -> Spot:
        """The stored place, else the first open row, else the top."""
        references = self._references()
        place = self.review.place
        if place is not None and place[0] in references:
            return Spot(place[0], self._stored_row(place))
        for reference in references:
            for row in self._open_rows(reference, range(len(self.rows))):
                return Spot(reference, row)
        return Spot(references[0] if references else "", 0)

    def _stored_row(self, place: tuple[str, str | None]) -> int:
        for row, entry in enumerate(self.rows):
            if entry.id == place[1]:
                return row
        return next(self._open_rows(place[0], range(len(self.rows))), 0)

    def _open_rows(self, reference: str, rows: range | list[int]) -> Iterator[int]:
        case = self.review.case(reference)
        if case.outcome != "included":
            return
        answers = {answer.check: answer for answer in case.answers}
        for index in rows:
            row = self.rows[index]
            if row.kind == "check":
                answer = answers[row.id]
                if answer.is_open and not answer.ask:
                    yield index
            elif case.facts.get(row.id) is None and self._settles_something(row.id, answers):
                yield index

    def _settles_something(self, fact_id: str, answers: dict[str, AnswerView]) -> bool:
        return any(
            check.condition == fact_id and answers[check.id].is_open for check in self.review.checks
        )
