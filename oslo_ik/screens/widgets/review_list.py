"""The facts and checks of one case as one list; the answer is a word in the row."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType

from oslo_ik.screens.widgets.review_words import fact_word, verdict_style, verdict_word
from oslo_ik.screens.widgets.table import OsloTable
from oslo_ik.screens.widgets.text import ELLIPSIS, cell, line

if TYPE_CHECKING:
    from textual.theme import Theme

    from oslo_ik.screens.widgets.review_board import Board, Row

ID_WIDTH = 6
ANSWER_WIDTH = 18
# Left, right and Enter belong to the screen here.
_FREE = ("left", "right", "enter")


class CheckList(OsloTable, inherit_bindings=False):
    """The rows are the same in every case, so a new case only changes the answers."""

    BINDINGS: ClassVar[list[BindingType]] = [
        binding
        for binding in OsloTable.BINDINGS
        if isinstance(binding, Binding) and binding.key not in _FREE
    ]

    def __init__(self) -> None:
        super().__init__(enter=None, id="checks")
        self.show_header = False
        self._board: Board | None = None
        self._shape = (0, 0)

    def on_mount(self) -> None:
        """Follow the theme: a cell's colour is its own."""
        self.app.theme_changed_signal.subscribe(self, self._theme_changed)

    def _theme_changed(self, _: Theme) -> None:
        if self._board is not None:
            self.show_case(self._board)

    def build(self, board: Board) -> None:
        """Make the columns and rows; before there is a width, on_resize does it."""
        self._board = board
        if not self.size.width:
            return
        self._shape = shape = self._shape_for(board)
        text_width, height = shape
        self.clear(columns=True)
        self.add_column("Punkt", width=ID_WIDTH, key="id")
        self.add_column("Kontrollpunkt", width=text_width, key="text")
        self.add_column("Svar", width=ANSWER_WIDTH, key="answer")
        for row in board.rows:
            name, text = self._texts(board, row)
            self.add_row(
                cell(name, ID_WIDTH),
                _text(text, text_width, height),
                self._answer(board, row),
                key=row.id,
                height=height,
            )
        self.mark(board)

    def on_resize(self) -> None:
        """The text takes the room there is."""
        if self._board is None:
            return
        if self._shape != self._shape_for(self._board):
            self.build(self._board)
        self.call_after_refresh(self._centre, self._board)

    def _shape_for(self, board: Board) -> tuple[int, int]:
        """Columns for the text, and lines a row: two where all of them fit."""
        width = max(self.size.width - ID_WIDTH - ANSWER_WIDTH - 8, 10)
        return width, 2 if self.size.height >= 2 * len(board.rows) else 1

    def show_case(self, board: Board) -> None:
        """Show the answers of the case of the board."""
        self._board = board
        for row in board.rows if self.row_count else ():
            self.update_cell(row.id, "answer", self._answer(board, row))

    def renew(self, board: Board, row_id: str) -> None:
        """Show one answer again."""
        row = next(row for row in board.rows if row.id == row_id)
        self.update_cell(row_id, "answer", self._answer(board, row))

    def mark(self, board: Board) -> None:
        """Put the cursor on the row of the board."""
        if self.row_count and self.cursor_row != board.spot.row:
            self.move_cursor(row=board.spot.row, animate=False)
            self._centre(board)

    def _centre(self, board: Board) -> None:
        """Rows before and after the cursor stay in sight."""
        row_top = board.spot.row * self._shape[1]
        self.scroll_to(y=max(row_top - self.size.height // 2, 0), animate=False)

    def _texts(self, board: Board, row: Row) -> tuple[str, str]:
        if row.kind == "fact":
            return "Fakta", board.facts[row.id].question
        return row.id, board.checks[row.id].text

    def _answer(self, board: Board, row: Row) -> Text:
        case = board.case
        if row.kind == "fact":
            return cell(fact_word(case.facts.get(row.id)))
        answer = case.answer(row.id)
        return cell(
            verdict_word(answer, board.checks[row.id].stop),
            style=verdict_style(answer, self.app.theme_variables),
        )


def _text(text: str, width: int, height: int) -> Text:
    """The text on one line, or on two where the screen is tall."""
    if height == 1:
        return cell(text, width)
    lines = wrap(line(text), width, max_lines=height, placeholder=f" {ELLIPSIS}")
    return Text("\n".join(lines), end="")
