"""The one panel about the row under the cursor, the comment in its place, and the grunn line."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from oslo_ik.privacy import MASK
from oslo_ik.screens.widgets.review_board import Board, Spot
from oslo_ik.screens.widgets.review_comment import CommentEditor
from oslo_ik.screens.widgets.review_words import check_text, fact_source, fact_text, reason_line


class Readable(VerticalScroll, can_focus=False):
    """Text that the arrows scroll while it is spread out, and that stays out of the way else."""

    def spread(self, on: bool) -> None:
        """Take the focus, or let go of it."""
        self.can_focus = on
        if on:
            self.focus()


class Detail(Vertical):
    """Text of the check, last answer and guidance; while a comment is written, the comment."""

    def __init__(self, areas: dict[str, str]) -> None:
        super().__init__(id="detail")
        self._areas = areas

    def compose(self) -> ComposeResult:
        """Two layers, one shown."""
        yield Readable(Static("", id="detail-text"), id="detail-scroll")
        yield CommentEditor()

    def show(self, board: Board, spot: Spot | None = None) -> None:
        """Say everything about a row, by default the one under the cursor."""
        where = spot or board.spot
        row = board.rows[where.row]
        case = board.review.case(where.reference)
        if row.kind == "fact":
            settles = [check.id for check in board.review.checks if check.condition == row.id]
            source = fact_source(board.review, case, row.id)
            text = fact_text(board.facts[row.id], case.facts.get(row.id), settles, source)
        else:
            check = board.checks[row.id]
            fact = board.facts.get(check.condition or "")
            text = check_text(check, case.answer(row.id), fact, self._areas)
        self.query_one("#detail-text", Static).update(text)
        self.query_one(Readable).scroll_home(animate=False)

    def writing(self, on: bool) -> None:
        """Show the comment field, or the text again."""
        self.set_class(on, "-writing")


class ReasonLine(Static):
    """Two lines of fixed height, so that the list never jumps: the grunn keys, or nothing."""

    def ask(self, board: Board, target: Spot | None) -> None:
        """Ask for the grunn of an answer that is not ja; nothing while there is none."""
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

    def while_writing(self, doubt: str = "") -> None:
        """The grunn keys are letters in the comment now; say how it is saved instead.

        ``doubt`` is what the privacy guard asks about, such as «et telefonnummer».
        """
        if doubt:
            told = f"Ikke lagret: ligner {doubt} ({MASK}). Esc for å svare.\nResten er lagret."
        else:
            told = "Lagres mens du skriver. Esc når du er ferdig."
        self.update(Content(told))
