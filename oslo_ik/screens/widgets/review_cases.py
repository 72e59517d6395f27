"""The drawn cases at the left: position, reference, and how much is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from oslo_ik.screens.widgets.text import line

if TYPE_CHECKING:
    from oslo_ik.reviews.views import ReviewCaseView
    from oslo_ik.screens.widgets.review_board import Board

ROOMY = 26


class CaseList(OptionList):
    """One line a case; the keys that change the sample work while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.to_checks", "Til kontrollpunktene"),
        Binding("f,F", "screen.more_cases", "Flere saker"),
        Binding("e,E", "screen.replace_case", "Erstatt saken"),
        Binding("i,I", "screen.unavailable", "Ikke tilgjengelig"),
    ]

    def __init__(self) -> None:
        super().__init__(id="cases", markup=False, compact=True)
        self._board: Board | None = None
        self._width = 0

    def fill(self, board: Board) -> None:
        """Show every case again, as soon as there is a width."""
        self._board = board
        self._width = self.size.width
        if not self._width:
            return
        self.set_options(
            [Option(self._prompt(board, case)) for case in board.review.cases],
        )
        self.mark(board)

    def mark(self, board: Board) -> None:
        """Put the cursor on the case of the board."""
        if self.option_count and self.highlighted != board.case_index:
            self.highlighted = board.case_index

    def renew(self, board: Board, reference: str) -> None:
        """Show one case again after an answer."""
        for index, case in enumerate(board.review.cases):
            if case.reference == reference:
                self.replace_option_prompt_at_index(index, self._prompt(board, case))

    def on_resize(self) -> None:
        """Words where there is room, numbers where there is not."""
        if self._board is not None and self.size.width != self._width:
            self.fill(self._board)

    def _prompt(self, board: Board, case: ReviewCaseView) -> Content:
        width = max(self.size.width - 2, 14)
        state = _state(board, case, width >= ROOMY - 2)
        room = width - 3 - len(state) - 1
        reference = line(case.reference, room).ljust(room)
        return Content(f"{case.position:>2} {reference} {state}")


def _state(board: Board, case: ReviewCaseView, roomy: bool) -> str:
    """«12 åpne», «2 spør», «ferdig», «utilgj.»; at 80 columns the number alone."""
    open_count, asks = board.to_do(case.reference), board.asks(case.reference)
    if case.outcome == "unavailable":
        return "utilgj." if roomy else "utg"
    if not open_count:
        return "ferdig" if roomy else " ok"
    if not roomy:
        return f"{open_count:>3}"
    return f"{asks} spør" if asks == open_count else f"{open_count} åpne"
