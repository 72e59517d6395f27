"""The keys that change the sample: flere, erstatt, utilgjengelig (§7)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oslo_ik.screens.widgets.review_frame import ReviewFrame
from oslo_ik.screens.widgets.text import line

if TYPE_CHECKING:
    from oslo_ik.reviews.views import ReviewView


class Sampling(ReviewFrame):
    """More cases, another case, a case whose record cannot be seen."""

    def action_more_cases(self) -> None:
        """Draw more cases."""
        if self.is_locked():
            return
        from oslo_ik.screens.widgets.review_forms import more_cases_form

        self.app.push_screen(more_cases_form(self.number), self._extended)

    def _extended(self, review: ReviewView | None) -> None:
        if review is not None:
            self.renew(review)
            self.say(f"Utvalget har nå {len(review.cases)} saker.")

    def action_replace_case(self) -> None:
        """Another case takes the place of this one."""
        if self.is_locked():
            return
        from oslo_ik.screens.widgets.review_forms import replace_form

        index = self.board.case_index

        def replaced(review: ReviewView | None) -> None:
            if review is None:
                return
            self.board.put_review(review)
            self.board.show(review.cases[index].reference)
            self.renew(review)
            self.say(f"Plassen går til {line(review.cases[index].reference, 60)}.")

        self.app.push_screen(replace_form(self.number, self.board.spot.reference), replaced)

    def action_unavailable(self) -> None:
        """The record cannot be seen: everything counts as ikke dokumentert. Again takes it back."""
        if self.is_locked():
            return
        from oslo_ik.screens.widgets.confirm import ConfirmScreen

        case = self.board.case
        if case.outcome == "unavailable":
            self._mark(undo=True)
            return
        question = ConfirmScreen(
            f"Er journalen i sak {line(case.reference, 60)} utilgjengelig?",
            "Saken blir stående, og alle kontrollpunktene teller som ikke dokumentert. "
            "Svar du alt har gitt, kommer tilbake hvis du tar bort merket.",
            "merk den",
        )
        self.app.push_screen(question, self._confirmed)

    def _confirmed(self, yes: bool | None) -> None:
        if yes:
            self._mark(undo=False)

    def _mark(self, *, undo: bool) -> None:
        from oslo_ik.reviews.drawing import mark_unavailable

        review = self.attempt(mark_unavailable, self.number, self.board.spot.reference, undo=undo)
        if review is not None:
            self._target = None
            self.renew(review)
            self.mark_saved()
            self.say("Merket er tatt bort." if undo else "Saken er merket utilgjengelig.")
