"""The keys that answer: each commits at once through its service and shows what was stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.screens.widgets.review_board import Spot
from oslo_ik.screens.widgets.review_commenting import Commenting
from oslo_ik.screens.widgets.review_detail import Detail, ReasonLine
from oslo_ik.screens.widgets.review_list import CheckList
from oslo_ik.screens.widgets.review_words import REASONS, is_half_given

if TYPE_CHECKING:
    from oslo_ik.reviews.views import AnswerView, ReviewCaseView, Undone

NO_REASON = "En grunn hører til et svar som ikke er ja. Svar først d, n eller u."
FACT_KEYS = "Fakta svares med j eller n. Vet du det ikke ennå, går du videre med pil ned."

WHY_NOT = "Skriv hvorfor det ikke er relevant."
SERIOUS = "Alvorlig: ta det opp nå. Trykk o når det er gjort."
TICK = "Trykk m og kryss av områdene som mangler."


class Answering(Commenting):
    """Verdicts, facts, grunn, date, areas, «tatt opp nå», spør and angre."""

    def action_verdict(self, code: str) -> None:
        """Answer the row under the cursor and go to the next open one."""
        if self.is_locked():
            return
        verdict, board = Verdict(code), self.board
        if board.row.kind == "fact":
            self._answer_fact(verdict)
            return
        from oslo_ik.reviews.answers import answer

        self.attempt(
            answer,
            self.number,
            board.spot.reference,
            board.row.id,
            verdict,
            then=self._given,
            failed=self.refused,
        )

    def _given(self, answer: AnswerView, reference: str = "") -> None:
        """A verdict is stored: remember it as the one a grunn belongs to, and move on.

        ``reference`` names the case when it is not the one on the screen.
        """
        here = self.board.spot
        spot = self.spot_of(reference or here.reference, answer.check)
        self.answered(spot.reference, answer)
        self._target = spot if answer.verdict.is_gap else None
        if answer.verdict is Verdict.NOT_APPLICABLE and is_half_given(answer):
            self.write_comment(spot, WHY_NOT)
        elif spot.reference != here.reference or spot.row != here.row:
            # Areas ticked from the row after: the cursor is where it should be.
            self.show_spot()
        else:
            self.move_on(self._asked_for(answer))

    def _asked_for(self, answer: AnswerView) -> str:
        """What should follow an answer that is not ja."""
        check = self.board.checks[answer.check]
        if not answer.verdict.is_gap:
            return ""
        if check.stop and answer.taken_up is None:
            return SERIOUS
        return TICK if check.areas and not answer.missing_areas else ""

    def _answer_fact(self, verdict: Verdict) -> None:
        if verdict not in (Verdict.YES, Verdict.NO):
            self.say(FACT_KEYS, error=True)
            return
        if self._set_fact(self.board.row.id, verdict is Verdict.YES):
            self._target = None
            self.move_on()

    def _set_fact(self, fact_id: str, value: bool | None) -> bool:
        from oslo_ik.reviews.facts import set_fact

        reference = self.board.spot.reference
        changed = self.attempt(
            set_fact, self.number, reference, fact_id, value, failed=self.refused
        )
        if changed is None:
            return False
        self._case_changed(changed)
        return True

    def _case_changed(self, case: ReviewCaseView) -> None:
        self.board.put_case(case)
        self.cases.renew(self.board, case.reference)
        if case.reference == self.board.spot.reference:
            self.query_one(CheckList).show_case(self.board)
        self.mark_saved()

    def action_reason(self, key: int) -> None:
        """The grunn of the answer just given, or of the one under the cursor."""
        if self.is_locked():
            return
        target = self._target
        if target is None:
            self.say(NO_REASON, error=True)
            return
        from oslo_ik.reviews.answers import set_reason

        reason, subject = REASONS[key - 1], self.subject_of(target)
        stored = self.attempt(
            set_reason,
            self.number,
            subject.reference,
            subject.check,
            reason,
            failed=self.refused,
        )
        if stored is None:
            return
        self._stored(target, stored)
        if reason is Reason.OTHER and not stored.note:
            self.write_comment(target)

    def _stored(self, spot: Spot, answer: AnswerView) -> None:
        """Something about an answer is stored; the cursor stays."""
        self.answered(spot.reference, answer)
        self.say("")
        self.query_one(ReasonLine).ask(self.board, self._target)
        if spot == self.board.spot:
            self.query_one(Detail).show(self.board)

    def action_clear(self) -> None:
        """Take the answer back; the cursor stays."""
        if self.is_locked():
            return
        row = self.board.row
        if row.kind == "fact":
            if self._set_fact(row.id, None):
                self.show_spot()
            return
        from oslo_ik.reviews.answers import answer

        spot = self.board.spot
        stored = self.attempt(
            answer,
            self.number,
            spot.reference,
            row.id,
            Verdict.NOT_ASSESSED,
            failed=self.refused,
        )
        if stored is not None:
            self._target = None
            self._stored(spot, stored)
            self.show_spot()

    def action_ask(self) -> None:
        """«Spør kontaktpersonen»: mark it and move on, or take the mark away."""
        spot = self.check_here()
        if spot is None:
            return
        from oslo_ik.reviews.answers import toggle_ask

        stored = self.attempt(
            toggle_ask, self.number, spot.reference, self.board.row.id, failed=self.refused
        )
        if stored is None:
            return
        self._stored(spot, stored)
        if stored.ask:
            self._target = None
            self.move_on()
        else:
            self.show_spot()

    def action_all_mapped(self) -> None:
        """«a» on the areas check: all are mapped, which is ja."""
        spot = self.check_here()
        if spot is None:
            return
        if not self.board.checks[self.board.row.id].areas:
            self.say("a gjelder bare punktet om at alle områder er kartlagt.", error=True)
            return
        from oslo_ik.reviews.answers import set_missing_areas

        self.attempt(
            set_missing_areas,
            self.number,
            spot.reference,
            self.board.row.id,
            (),
            then=self._given,
            failed=self.refused,
        )

    def action_areas(self) -> None:
        """Mark the areas that are missing, here or on the answer just given."""
        target = self._target
        follows = target is not None and self._has_areas(target)
        if follows and not self._has_areas(self.board.spot):
            spot = None if self.is_locked() else target
        else:
            spot = self.check_here()
        if spot is None:
            return
        check = self.board.checks[self.board.rows[spot.row].id]
        if not check.areas:
            self.say("m gjelder bare punktet om at alle områder er kartlagt.", error=True)
            return
        from oslo_ik.screens.widgets.review_areas import AreasScreen

        areas = tuple(area for area in self.ws.catalogue.areas if area.active)
        missing = self.board.review.case(spot.reference).answer(check.id).missing_areas

        def given(answer: AnswerView | None) -> None:
            if answer is not None:
                self._given(answer, spot.reference)

        self.app.push_screen(AreasScreen(self.subject_of(spot), areas, missing), given)

    def _has_areas(self, spot: Spot) -> bool:
        row = self.board.rows[spot.row]
        return row.kind == "check" and bool(self.board.checks[row.id].areas)

    def action_date(self) -> None:
        """The date that settles a check with an interval."""
        spot = self.check_here()
        if spot is None:
            return
        check = self.board.checks[self.board.row.id]
        if check.interval_months is None:
            self.say("t gjelder bare punkter med frist i måneder.", error=True)
            return
        from oslo_ik.screens.widgets.review_forms import date_form

        answer = self.board.case.answer(check.id)
        form = date_form(self.subject_of(spot), check, answer.performed_on)
        self.app.push_screen(form, self._given_in_dialog)

    def _given_in_dialog(self, answer: AnswerView | None) -> None:
        if answer is not None:
            self._given(answer)

    def action_take_up(self) -> None:
        """«Tatt opp nå» on a serious check that is not ja; details come later."""
        if self.is_locked():
            return
        spot = self._target or self.board.spot
        row = self.board.rows[spot.row]
        if row.kind == "fact" or not self.board.checks[row.id].stop:
            self.say("o gjelder bare alvorlige punkter som ikke er ja.", error=True)
            return
        from oslo_ik.reviews.answers import take_up

        before = self.board.review.case(spot.reference).answer(row.id)
        stored = self.attempt(
            take_up,
            self.number,
            spot.reference,
            row.id,
            taken_up=before.taken_up is None,
            failed=self.refused,
        )
        if stored is not None:
            self._stored(spot, stored)
            if stored.taken_up is not None:
                self.say(f"{row.id} er tatt opp. Hva, hvem og når fyller du ut i oppsummeringen.")

    def action_undo(self) -> None:
        """Put the latest change back, and go there."""
        if self.is_locked():
            return
        from oslo_ik.reviews.answers import undo
        from oslo_ik.reviews.spot_checks import get_review

        def nothing_left(undone: Undone | None) -> None:
            if undone is None:
                self.say("Det er ikke noe å angre.")

        undone = self.attempt(undo, self.number, then=nothing_left, failed=self.refused)
        if undone is None:
            return
        review = self.attempt(get_review, self.number)
        if review is not None:
            self.board.put_review(review)
            self._show_undone(undone)

    def _show_undone(self, undone: Undone) -> None:
        """Go to what was taken back, in whatever case, and say what it was."""
        board, here = self.board, self.board.spot.reference
        board.show(undone.reference, board.row_of(undone.check or undone.fact or ""))
        self.cases.fill(board)
        self.query_one(CheckList).show_case(board)
        self._target = None
        self.aim_here()
        self.mark_saved()
        self.show_spot()
        moved = "" if undone.reference == here else f" Du står nå i sak {undone.position}."
        self.say(f"Angret: {undone.what} i sak {undone.position}.{moved}")
