"""The keys that decide about a finding in Oppsummering; each stores at once or opens its form."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import on
from textual.events import Key
from textual.widgets import Static

from oslo_ik.reviews.summary import asked
from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.review_summary_list import SummaryList
from oslo_ik.screens.widgets.review_summary_rows import entries
from oslo_ik.screens.widgets.review_summary_words import (
    lacks_action,
    next_step,
    only_weak,
    remaining,
)
from oslo_ik.screens.widgets.text import safe

if TYPE_CHECKING:
    from textual.screen import Screen

    from oslo_ik.reviews.views import FindingView, SummaryView


class Deciding(OsloScreen[None]):
    """Confirm, dismiss, merge, rename; actions, EQS and good practice."""

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self.view: SummaryView | None = None
        self.marked: set[int] = set()

    @property
    def lines(self) -> SummaryList:
        """The one list."""
        return self.query_one(SummaryList)

    def show_about(self) -> None:
        """Everything about the line under the cursor."""
        raise NotImplementedError

    def show_view(self, view: SummaryView, keep: str | None = None) -> None:
        """Show a summary; the cursor stays on its line, or goes to ``keep``."""
        self.view = view
        self.marked &= {finding.id for finding in view.findings}
        areas = {area.id: area.label for area in self.ws.catalogue.areas}
        self.lines.fill(entries(view, self.marked, self.lines.text_width, areas), keep)
        self.query_one("#next", Static).update(safe(next_step(view)))
        self.refresh_title()
        self.show_about()

    def reread(self, keep: object = None) -> None:
        """Show the summary as it is stored now; the cursor goes to the line called ``keep``."""
        from oslo_ik.reviews.summary import summary

        view = self.attempt(summary, self.number)
        if view is not None:
            self.show_view(view, keep if isinstance(keep, str) else None)

    def finding_here(self) -> FindingView | None:
        """The finding under the cursor."""
        entry = self.lines.entry
        return entry.finding if entry else None

    @on(Key)
    def _next_key(self) -> None:
        """What was said belongs to the key before."""
        self.say("")

    def action_confirm(self) -> None:
        """The leader stands by the finding; the cursor stays while an action is wanted."""
        from oslo_ik.reviews.findings import confirm

        finding = self.finding_here()
        if finding is not None and self.attempt(confirm, finding.id) is not None:
            self.saved(f"Lagret {self.ws.clock():%H:%M}")
            self.reread()
            now = self.finding_here()
            if now is not None and lacks_action(now):
                self.say("Bekreftet. t gir det et forbedringstiltak, n går til neste.")
            else:
                self.say("Bekreftet.")
                self.lines.next_pending()

    def action_next(self) -> None:
        """To the next finding that asks something of her."""
        self.say("")
        if self.view is None or self.lines.next_pending():
            return
        if self.view.review.status == "open":
            self.say("Ingen funn er foreslått ennå. Svar på det som mangler først.")
            return
        left = remaining(asked(self.view))
        self.say(" ".join(f"{sentence}." for sentence in ("Alle funn er avgjort", *left)))

    def action_reject(self) -> None:
        """Not a finding, with a reason that is kept."""
        from oslo_ik.screens.widgets.review_finding_forms import dismiss_form

        self.fill_in(dismiss_form, then=lambda _: self.lines.next_pending())

    def action_rename(self) -> None:
        """Another title."""
        from oslo_ik.screens.widgets.review_finding_forms import rename_form

        self.fill_in(rename_form)

    def action_no_action(self) -> None:
        """«Ingen forbedringstiltak», with a reason."""
        from oslo_ik.screens.widgets.review_finding_forms import no_action_form

        self.fill_in(no_action_form, then=lambda _: self._stand_by())

    def action_eqs(self) -> None:
        """Reported as avvik in EQS or not, and the number."""
        from oslo_ik.screens.widgets.review_finding_forms import eqs_form

        self.fill_in(eqs_form)

    def action_weak(self) -> None:
        """Why only weak actions."""
        from oslo_ik.screens.widgets.review_finding_forms import weak_form

        self.fill_in(weak_form)

    def action_new_action(self) -> None:
        """A forbedringstiltak; when all of them are weak, a why is asked for."""
        from oslo_ik.screens.widgets.review_finding_forms import action_form

        role = self.oslo.unit.role if self.oslo.unit else ""
        self.fill_in(lambda finding: action_form(finding, role), then=self._action_added)

    def action_change_action(self) -> None:
        """Another text, strength, role or deadline; only before locking."""
        from oslo_ik.screens.widgets.review_finding_forms import action_form

        entry = self.lines.entry
        action = entry.action if entry else None
        if action is not None:
            self.fill_in(
                lambda finding: action_form(finding, "", action), then=self._action_changed
            )

    def action_remove_action(self) -> None:
        """Take an action back, after a question; only before locking."""
        from oslo_ik.reviews.actions import remove_action
        from oslo_ik.screens.widgets.confirm import ConfirmScreen

        entry = self.lines.entry
        action = entry.action if entry else None
        if action is None:
            return

        def answered(yes: bool | None) -> None:
            if yes and self.attempt(remove_action, action.id) is not None:
                self.saved(f"Lagret {self.ws.clock():%H:%M}")
                self.reread(f"finding-{action.finding}")
                self.say("Forbedringstiltaket er fjernet.")

        self.app.push_screen(ConfirmScreen("Fjerne forbedringstiltaket?", action.text), answered)

    def _action_changed(self, _: object) -> None:
        finding = self.finding_here()
        if finding is not None and only_weak(finding) and not finding.weak_reason:
            self.action_weak()

    def _stand_by(self) -> None:
        """What is to be done about a finding is decided only by who stands by it."""
        from oslo_ik.reviews.findings import confirm

        finding = self.finding_here()
        if finding is not None and finding.status == "proposed":
            self.attempt(confirm, finding.id)
            self.reread()

    def _action_added(self, _: object) -> None:
        self._stand_by()
        self._action_changed(None)

    def fill_in(
        self,
        form: Callable[[FindingView], Screen[Any]],
        then: Callable[[object], object] | None = None,
    ) -> None:
        """Open a form about the finding under the cursor; ``then`` runs when it was saved."""
        finding = self.finding_here()
        if finding is None:
            return

        def done(result: object) -> None:
            if result is None:
                return
            self.saved(f"Lagret {self.ws.clock():%H:%M}")
            self.say("")
            self.reread()
            if then is not None:
                then(result)

        self.app.push_screen(form(finding), done)

    def action_mark(self) -> None:
        """Mark the finding for merging, or take the mark away."""
        finding = self.finding_here()
        if finding is not None and self.view is not None:
            self.marked ^= {finding.id}
            self.show_view(self.view)
            self.say(f"{len(self.marked)} merket. To eller flere kan slås sammen med m.")

    def action_merge(self) -> None:
        """The marked findings become one, with one title."""
        if self.view is None or len(self.marked) < 2:
            self.say("Merk minst to funn med mellomrom først.", error=True)
            return
        from oslo_ik.screens.widgets.review_finding_forms import merge_form

        chosen = [finding for finding in self.view.findings if finding.id in self.marked]

        def done(result: FindingView | None) -> None:
            if result is not None:
                self.marked.clear()
                self.reread()
                self.lines.go_to(f"finding-{result.id}")

        self.app.push_screen(merge_form(chosen), done)

    def action_good_practice(self) -> None:
        """Something that others can learn from."""
        if self.view is None:
            return
        from oslo_ik.screens.widgets.review_finding_forms import good_practice_form

        entry = self.lines.entry
        form = good_practice_form(self.view.review, entry.check if entry else None)
        self.app.push_screen(form, self.reread)

    def action_eqs_text(self) -> None:
        """The text for EQS, to copy."""
        from oslo_ik.reviews.findings import eqs_text
        from oslo_ik.screens.widgets.review_eqs import EqsTextScreen

        finding = self.finding_here()
        text = self.attempt(eqs_text, finding.id) if finding else None
        if text is not None:
            self.app.push_screen(EqsTextScreen(text))


def allows(action: str, finding: FindingView, marked: int) -> bool:
    """What a finding lets her do in its state."""
    if action == "confirm":
        return finding.status in ("proposed", "dismissed")
    if action == "reject":
        return finding.status != "dismissed"
    if action == "mark":
        return finding.kind != "good_practice"
    if action == "merge":
        return marked > 0
    live = finding.status != "dismissed" and finding.kind != "good_practice"
    if action == "no_action":
        return live and not finding.actions
    if action in ("change_action", "remove_action"):
        return live
    if action == "weak":
        return live and only_weak(finding)
    if action in ("new_action", "eqs"):
        return live
    return action == "rename"
