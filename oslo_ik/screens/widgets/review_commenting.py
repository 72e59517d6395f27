"""Writing the comment of an answer in Gjennomgang."""

from __future__ import annotations

from textual import on

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.screens.widgets.review_board import Spot
from oslo_ik.screens.widgets.review_comment import CommentEditor
from oslo_ik.screens.widgets.review_detail import Detail, ReasonLine
from oslo_ik.screens.widgets.review_frame import ReviewFrame
from oslo_ik.screens.widgets.review_list import CheckList
from oslo_ik.screens.widgets.review_words import is_half_given
from oslo_ik.screens.widgets.text import line


class Commenting(ReviewFrame):
    """Open the field, take in what it has saved, and go back to the list."""

    def action_comment(self) -> None:
        """Write the comment of the answer just given, else of the row under the cursor."""
        if self.is_locked():
            return
        spot = self._target or self.check_here()
        if spot is not None:
            self.write_comment(spot)

    def write_comment(self, spot: Spot, ask: str = "") -> None:
        """Open the comment field on an answer; ``ask`` says what should be written."""
        subject = self.subject_of(spot)
        answer = self.board.review.case(spot.reference).answer(subject.check)
        self.show_spot()
        detail = self.query_one(Detail)
        detail.show(self.board, spot)
        detail.writing(True)
        self.query_one(ReasonLine).while_writing()
        label = f"{ask} " if ask else ""
        label += f"Kommentar til {subject.check}: {line(self.board.checks[subject.check].text)}"
        self.query_one(CommentEditor).open(subject, answer.note or "", label)

    @on(CommentEditor.Saved)
    def _comment_saved(self, message: CommentEditor.Saved) -> None:
        self.answered(message.subject.reference, message.answer)
        if message.doubt:
            self.saved("Ikke alt er lagret")
        if self.query_one(CommentEditor).is_open:
            self.query_one(ReasonLine).while_writing(message.doubt)

    @on(CommentEditor.Closed)
    def _comment_closed(self, message: CommentEditor.Closed) -> None:
        """Back to the list; after «ikke relevant» with its comment, to the next open check."""
        self.query_one(Detail).writing(False)
        self.query_one(CheckList).focus()
        subject = message.subject
        answer = self.board.review.case(subject.reference).answer(subject.check)
        here = self.spot_of(subject.reference, subject.check) == self.board.spot
        if here and answer.verdict is Verdict.NOT_APPLICABLE and not is_half_given(answer):
            self.move_on()
            return
        self.show_spot()
        if is_half_given(answer):
            self.say(f"{subject.check} trenger en kommentar før oppsummeringen.")
