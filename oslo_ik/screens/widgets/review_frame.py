"""What the parts of Gjennomgang share: the board, showing it, and remembering the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer
from textual.widgets import Static

from oslo_ik.errors import OsloIkError
from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.review_board import Board, Spot
from oslo_ik.screens.widgets.review_cases import CaseList
from oslo_ik.screens.widgets.review_comment import CommentEditor, Subject
from oslo_ik.screens.widgets.review_detail import Detail, ReasonLine
from oslo_ik.screens.widgets.review_list import CheckList
from oslo_ik.screens.widgets.review_words import case_heading
from oslo_ik.screens.widgets.text import line
from oslo_ik.text import show_date

if TYPE_CHECKING:
    from oslo_ik.reviews.views import AnswerView, ReviewView

PLACE_PAUSE = 0.25
ONLY_CHECKS = "Dette er et faktum om saken. Gå til et kontrollpunkt først."
BACK = "Tilbake til det som står åpent i denne saken."
ALL_DONE = "Alt er besvart. Trykk Enter for oppsummeringen."


class ReviewFrame(OsloScreen[None]):
    """The state of the screen: a board, the answer that a grunn belongs to, and a timer."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self._board: Board | None = None
        self._target: Spot | None = None
        self._shown_case = ""
        self._place_timer: Timer | None = None
        self._place: Spot | None = None

    @property
    def board(self) -> Board:
        """The review on the screen."""
        if self._board is None:
            raise RuntimeError("the review has not been read")
        return self._board

    @property
    def cases(self) -> CaseList:
        """The cases at the left."""
        return self.query_one(CaseList)

    @property
    def subject(self) -> str:
        """Number, and how far she has come."""
        if self._board is None:
            return self.number
        review = self._board.review
        if self.has_class("-expanded"):
            count = len(review.cases)
            where = f"sak {self._board.case_index + 1} av {count}"
            return f"{self.number} · {where}: {line(self._board.spot.reference, 30)}"
        return f"{review.number} · {review.answered} av {review.total} svar"

    def adopt(self, review: ReviewView) -> None:
        """Show a review from its stored place."""
        self._board = Board(review)
        self._target = None
        self._place = self._board.spot
        self.cases.fill(self._board)
        self.query_one(CheckList).build(self._board)
        self._shown_case = self._board.spot.reference
        self.aim_here()
        self.show_spot()
        if self._board.read_only:
            self.say(self.locked_text())

    def renew(self, review: ReviewView) -> None:
        """Take in a changed review and stay where she is."""
        self.board.put_review(review)
        self.cases.fill(self.board)
        self.query_one(CheckList).show_case(self.board)
        self._shown_case = self.board.spot.reference
        self.show_spot()

    def show_spot(self) -> None:
        """Show the row under the cursor everywhere, and remember the place."""
        board, checks = self.board, self.query_one(CheckList)
        if self._shown_case != board.spot.reference:
            self._shown_case = board.spot.reference
            checks.show_case(board)
        self.cases.mark(board)
        checks.mark(board)
        heading = case_heading(board.review, board.case, board.case_index)
        self.query_one("#case-heading", Static).update(heading)
        self.query_one(Detail).show(board)
        self.query_one(ReasonLine).ask(board, self._target)
        self.refresh_title()
        self.refresh_bindings()
        self._remember()

    def move_on(self, lead: str = "") -> None:
        """To the next open row; says so when that is another case, or when nothing is open.

        ``lead`` is what the answer just given asks for; it comes first.
        """
        before = self.board.spot
        moved = self.board.advance()
        where = self._where_now(before) if moved else self._nothing_open()
        self.say(f"{lead} {where}".strip(), error=bool(lead))
        self.show_spot()

    def _where_now(self, before: Spot) -> str:
        spot = self.board.spot
        if spot.reference != before.reference:
            return f"Neste sak: {line(spot.reference, 60)}. Slå den opp i fagsystemet."
        return BACK if spot.row < before.row else ""

    def _nothing_open(self) -> str:
        asks = sum(self.board.asks(case.reference) for case in self.board.review.cases)
        if asks:
            return f"Igjen er {asks} merket «spør». Enter viser oppsummeringen."
        return ALL_DONE

    def check_here(self) -> Spot | None:
        """The cursor, when it is on a check that may be changed; else a sentence."""
        if self.is_locked():
            return None
        if self.board.row.kind == "fact":
            self.say(ONLY_CHECKS, error=True)
            return None
        return self.board.spot

    def aim_here(self) -> None:
        """A grunn belongs to the row she has moved to, when its answer is not ja."""
        board = self.board
        if board.read_only or board.row.kind == "fact" or board.case.outcome != "included":
            return
        if board.case.answer(board.row.id).verdict.is_gap:
            self._target = board.spot

    def answered(self, reference: str, answer: AnswerView) -> None:
        """An answer has been committed: show it, and that it is safe."""
        self.board.put_answer(reference, answer)
        self.cases.renew(self.board, reference)
        if reference == self.board.spot.reference:
            self.query_one(CheckList).renew(self.board, answer.check)
        self.mark_saved()

    def mark_saved(self) -> None:
        """When the last answer was committed."""
        self.saved(f"Lagret {self.ws.clock():%H:%M}")

    def spot_of(self, reference: str, check_id: str) -> Spot:
        """The row of a check in a case."""
        return Spot(reference, self.board.check_row(check_id))

    def subject_of(self, spot: Spot) -> Subject:
        """Whose answer a row is."""
        return Subject(self.number, spot.reference, self.board.rows[spot.row].id)

    def is_locked(self) -> bool:
        """True, with a sentence, when the review is signed."""
        if self.board.read_only:
            self.say(self.locked_text(), error=True)
        return self.board.read_only

    def locked_text(self) -> str:
        """Why nothing can be changed."""
        from datetime import datetime

        signed_at = self.board.review.signed_at
        when = ""
        if signed_at:
            day = datetime.fromisoformat(signed_at).astimezone(self.ws.clock().tzinfo).date()
            when = f" {show_date(day)}"
        return f"{self.number} ble låst{when}. Du kan lese svarene, men ikke endre dem."

    def refused(self, error: OsloIkError) -> None:
        """A sentence above the keys; no toast over the list while she works."""
        self.say(error.message, error=True)

    def _remember(self) -> None:
        """The place is stored when she rests for a moment, so that a key costs one commit."""
        if self.board.read_only or self._place == self.board.spot:
            return
        if self._place_timer is not None:
            self._place_timer.stop()
        self._place_timer = self.set_timer(PLACE_PAUSE, self.store_place)

    def store_place(self) -> None:
        """Commit the place."""
        if self._place_timer is not None:
            self._place_timer.stop()
            self._place_timer = None
        if self._board is None or self._board.read_only or self._place == self._board.spot:
            return
        from oslo_ik.reviews.spot_checks import save_place

        spot, row_id = self._board.spot, self._board.row.id

        def kept(_: None) -> None:
            self._place = spot

        self.attempt(
            save_place, self.number, spot.reference, row_id, then=kept, failed=self.refused
        )

    def flush_to_quit(self) -> bool:
        """Commit everything that needs no answer: a question must not hold the program open."""
        self.store_place()
        editor = self.query_one(CommentEditor)
        return not editor.is_open or editor.save(leaving=True, ask=False)

    def flush(self) -> bool:
        """Commit the comment and the place; False while the privacy guard waits for an answer."""
        self.store_place()
        editor = self.query_one(CommentEditor)
        return not editor.is_open or editor.save(leaving=True)
