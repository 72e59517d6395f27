"""The one panel about the row under the cursor, the comment in its place, and the grunn line."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from oslo_ik.screens.widgets.review_board import Board, Spot
from oslo_ik.screens.widgets.review_comment import CommentEditor
from oslo_ik.screens.widgets.review_words import check_text, fact_text, reason_line


class Detail(Vertical):
    """Text of the check, last answer and guidance; while a comment is written, the comment."""

    def __init__(self, areas: dict[str, str]) -> None:
        super().__init__(id="detail")
        self._areas = areas

    def compose(self) -> ComposeResult:
        """Two layers, one shown."""
        with VerticalScroll(id="detail-scroll", can_focus=False):
            yield Static("", id="detail-text")
        yield CommentEditor()

    def show(self, board: Board, spot: Spot | None = None) -> None:
        """Say everything about a row, by default the one under the cursor."""
        where = spot or board.spot
        row = board.rows[where.row]
        case = board.review.case(where.reference)
        if row.kind == "fact":
            settles = [check.id for check in board.review.checks if check.condition == row.id]
            text = fact_text(board.facts[row.id], case.facts.get(row.id), settles)
        else:
            check = board.checks[row.id]
            fact = board.facts.get(check.condition or "")
            text = check_text(check, case.answer(row.id), fact, self._areas)
        self.query_one("#detail-text", Static).update(text)
        self.query_one(VerticalScroll).scroll_home(animate=False)

    def writing(self, on: bool) -> None:
        """Show the comment field, or the text again."""
        self.set_class(on, "-writing")


class ReasonLine(Static):
    """Two lines of fixed height, so that the list never jumps: the grunn keys, or nothing."""

    def ask(self, board: Board, target: Spot | None) -> None:
        """Ask for the grunn of an answer that is not ja."""
        if target is None:
            self.update(Content(""))
            return
        row = board.rows[target.row]
        answer = board.review.case(target.reference).answer(row.id)
        position = next(
            index
            for index, case in enumerate(board.review.cases, start=1)
            if case.reference == target.reference
        )
        elsewhere = "" if target.reference == board.spot.reference else f" i sak {position}"
        self.update(reason_line(board.checks[row.id], answer, elsewhere))
