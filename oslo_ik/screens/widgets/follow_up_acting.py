"""The keys that do something with a finding or an action in Oppfølging."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from oslo_ik.reviews.follow_up import SETTLED
from oslo_ik.screens.base import OsloScreen

if TYPE_CHECKING:
    from textual.screen import Screen

    from oslo_ik.reviews.views import ActionView, FindingView
    from oslo_ik.screens.widgets.follow_up_rows import Row

JUDGE = "Gjennomført. Vurder effekten med v, helst etter en ny stikkprøve."
READY = "Ingen tiltak står åpne. Gå til funnet og trykk l for å lukke det."


class FollowingUp(OsloScreen[None]):
    """Statuses, deadline, effect, EQS number, closing and opening again."""

    @property
    def row_here(self) -> Row | None:
        """The row under the cursor."""
        raise NotImplementedError

    def reread(self) -> None:
        """Everything again; the cursor stays on its row."""
        raise NotImplementedError

    def finding_now(self, finding_id: int) -> FindingView | None:
        """A finding as it was last read, also when its row is not shown."""
        raise NotImplementedError

    def _action_here(self) -> ActionView | None:
        return self.row_here.action if self.row_here else None

    def _finding_here(self) -> FindingView | None:
        return self.row_here.finding if self.row_here else None

    def _stored(self, sentence: str) -> None:
        self.reread()
        self.saved(f"Lagret {self.ws.clock():%H:%M}")
        self.say(sentence)

    def _action_stored(self, action: ActionView) -> None:
        finding = self.finding_after(action)
        if finding is not None and finding.status == "effect_judged":
            self._stored(READY)
        else:
            waits = action.status == "done" and action.effect_result is None
            self._stored(JUDGE if waits else "Lagret.")

    def finding_after(self, action: ActionView) -> FindingView | None:
        """The finding of an action, read again after a change."""
        self.reread()
        return self.finding_now(action.finding)

    def _fill_in(self, form: Screen[Any], then: Callable[[Any], object]) -> None:
        def done(result: object) -> None:
            if result is not None:
                then(result)

        self.app.push_screen(form, done)

    def _set(self, action: ActionView, status: str) -> None:
        from oslo_ik.reviews.follow_up import set_action_status

        self.attempt(set_action_status, action.id, status, then=self._action_stored)

    def _set_with_reason(self, status: str) -> None:
        from oslo_ik.screens.widgets.follow_up_forms import status_form

        action = self._action_here()
        if action is not None:
            self._fill_in(status_form(action, status), self._action_stored)

    def action_begin(self) -> None:
        """In progress; taking up what was settled needs a reason."""
        action = self._action_here()
        if action is None:
            return
        if action.status in SETTLED:
            self._set_with_reason("in_progress")
        else:
            self._set(action, "in_progress")

    def action_done(self) -> None:
        """Done; its effect is judged later."""
        action = self._action_here()
        if action is not None:
            self._set(action, "done")

    def action_drop(self) -> None:
        """Not carried on, with a reason."""
        self._set_with_reason("dropped")

    def action_restart(self) -> None:
        """Back to not started, with a reason."""
        self._set_with_reason("not_started")

    def action_move_deadline(self) -> None:
        """Another deadline, with a reason."""
        from oslo_ik.screens.widgets.follow_up_forms import deadline_form

        action = self._action_here()
        if action is not None:
            self._fill_in(deadline_form(action), self._action_stored)

    def action_effect(self) -> None:
        """Whether it worked; only a done action can be judged."""
        from oslo_ik.reviews.follow_up import judge_effect
        from oslo_ik.screens.widgets.follow_up_forms import effect_form

        action = self._action_here()
        if action is None:
            return
        if action.status != "done":
            # Without evidence nothing can be stored: this only asks the service for its sentence.
            self.attempt(judge_effect, action.id, "wanted", "")
            return
        self._fill_in(effect_form(action), self._action_stored)

    def action_eqs(self) -> None:
        """The number that EQS gave."""
        from oslo_ik.screens.widgets.follow_up_forms import eqs_number_form

        finding = self._finding_here()
        if finding is not None:
            self._fill_in(eqs_number_form(finding), lambda _: self._stored("Lagret."))

    def action_eqs_text(self) -> None:
        """The text for EQS, to copy."""
        from oslo_ik.reviews.findings import eqs_text
        from oslo_ik.screens.widgets.review_eqs import EqsTextScreen

        finding = self._finding_here()
        text = self.attempt(eqs_text, finding.id) if finding else None
        if text is not None:
            self.app.push_screen(EqsTextScreen(text))

    def action_close(self) -> None:
        """Close: a question, or the evidence when no action was done; else why it cannot be."""
        from oslo_ik.screens.widgets.confirm import ConfirmScreen
        from oslo_ik.screens.widgets.follow_up_forms import close_form

        finding = self._finding_here()
        if finding is None:
            return
        done = [action for action in finding.actions if action.status == "done"]
        settled = all(action.status in SETTLED for action in finding.actions)
        if not settled or any(action.effect_result is None for action in done):
            self._close_finding(finding)
        elif not done:
            self._fill_in(close_form(finding), self._was_closed)
        else:
            question = ConfirmScreen(f"Vil du lukke funn {finding.id}?", finding.title, yes="lukk")
            self._fill_in(question, lambda yes: self._close_finding(finding) if yes else None)

    def _close_finding(self, finding: FindingView) -> None:
        from oslo_ik.reviews.follow_up import close_finding

        self.attempt(close_finding, finding.id, then=self._was_closed)

    def _was_closed(self, finding: FindingView) -> None:
        self._stored(f"Funn {finding.id} er lukket. Det står under lukkede (s).")

    def action_reopen(self) -> None:
        """Open a closed finding again, with a reason."""
        from oslo_ik.screens.widgets.follow_up_forms import reopen_form

        finding = self._finding_here()
        if finding is not None:
            self._fill_in(reopen_form(finding), self._reopened)

    def _reopened(self, finding: FindingView) -> None:
        self._stored(f"Funn {finding.id} er åpnet igjen. Det står under åpne (s).")
