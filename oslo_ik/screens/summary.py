"""Oppsummering: what the answers add up to, and what the leader decides about it (§8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.widget import Widget
from textual.widgets import OptionList, Static

from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.review_summary_list import SummaryList
from oslo_ik.screens.widgets.review_summary_rows import (
    Entry,
    entries,
    is_complete,
    next_step,
    only_weak,
)
from oslo_ik.screens.widgets.text import safe
from oslo_ik.text import show_month

if TYPE_CHECKING:
    from textual.screen import Screen

    from oslo_ik.reviews.views import FindingView, SummaryView

DECIDING = ("confirm", "dismiss", "mark", "merge", "rename", "new_action", "no_action", "eqs")


class SummaryScreen(OsloScreen[None]):
    """``SummaryScreen("SP-2026-11")``; with a finding's id the cursor starts there."""

    HEADING = "Oppsummering"
    CSS_PATH = "summary.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012
    GUIDE = (
        "Hvert punkt med delvis, nei eller ikke dokumentert foreslår ett funn på tvers av sakene. "
        "Bekreft, avvis med begrunnelse, eller merk flere og slå dem sammen. Et bekreftet «Krav "
        "ikke oppfylt» trenger et forbedringstiltak, eller en begrunnelse for ingen. Du avgjør om "
        "funnet meldes som avvik i EQS. Lås når alt er avgjort."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "go", "Gå dit"),
        Binding("b,B", "confirm", "Bekreft"),
        Binding("v,V", "dismiss", "Avvis"),
        Binding("t,T", "new_action", "Forbedringstiltak"),
        Binding("i,I", "no_action", "Ingen tiltak"),
        Binding("w,W", "weak", "Hvorfor svakt"),
        Binding("a,A", "eqs", "Avvik i EQS"),
        Binding("c,C", "eqs_text", "Tekst til EQS"),
        Binding("space", "mark", "Merk"),
        Binding("m,M", "merge", "Slå sammen"),
        Binding("e,E", "rename", "Endre tittel"),
        Binding("g,G", "good_practice", "God praksis"),
        Binding("p,P", "propose", "Foreslå funn nå"),
        Binding("l,L", "finish", "Lås"),
        Binding("x,X", "export", "Eksporter"),
    ]

    def __init__(self, number: str, finding: int | None = None) -> None:
        super().__init__()
        self.number = number
        self._start = f"finding-{finding}" if finding is not None else None
        self._view: SummaryView | None = None
        self._marked: set[int] = set()
        self.key_labels: dict[str, str] = {}

    @property
    def subject(self) -> str:
        """Number, month, and how many answers are given."""
        if self._view is None:
            return self.number
        review = self._view.review
        month = show_month(review.period)
        return f"{review.number} · {month} · {review.answered} av {review.total} svar"

    def body(self) -> Iterable[Widget]:
        """What to do now, the list, and everything about its line."""
        yield Static("", id="next")
        with Container(id="halves"):
            yield SummaryList()
            with VerticalScroll(id="about", can_focus=False):
                yield Static("", id="about-text")

    def on_mount(self) -> None:
        """Read, and propose the findings when every answer is there."""
        self._list.focus()
        self.reload()

    @property
    def _list(self) -> SummaryList:
        return self.query_one(SummaryList)

    def reload(self, finding: int | None = None) -> None:
        """Read again; findings are proposed once all is answered."""
        from oslo_ik.reviews.summary import summarise, summary

        view = self.attempt(summary, self.number)
        if view is not None and view.review.status == "open" and is_complete(view):
            view = self.attempt(summarise, self.number) or view
        keep = f"finding-{finding}" if finding is not None else self._start
        self._start = None
        if view is not None:
            self._show(view, keep)

    def _show(self, view: SummaryView, keep: str | None = None) -> None:
        self._view = view
        self._marked &= {finding.id for finding in view.findings}
        self._list.fill(entries(view, self._marked), keep)
        self.query_one("#next", Static).update(safe(next_step(view)))
        self.refresh_title()
        self._about()

    def _reread(self, _: object = None) -> None:
        from oslo_ik.reviews.summary import summary

        view = self.attempt(summary, self.number)
        if view is not None:
            self._show(view)

    @on(OptionList.OptionHighlighted)
    def _about(self) -> None:
        entry = self._list.entry
        about = self.query_one("#about-text", Static)
        about.update(entry.detail if entry else "")
        self.query_one("#about", VerticalScroll).scroll_home(animate=False)
        taken_up = entry is not None and entry.kind == "taken_up"
        self.key_labels = {"go": "Fyll ut" if taken_up else "Gå dit"}
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done with the line under the cursor."""
        view = self._view
        if action in ("back", "help"):
            return True
        if view is None:
            return False
        locked, entry = view.review.status == "signed", self._list.entry
        if action == "export":
            return True
        if action == "eqs_text":
            return entry is not None and entry.finding is not None
        if locked:
            return False
        return self._is_possible(action, view, entry)

    def _is_possible(self, action: str, view: SummaryView, entry: Entry | None) -> bool:
        if action == "propose":
            return view.review.status == "open" and not view.incomplete
        if action in ("finish", "good_practice"):
            return True
        if entry is None:
            return False
        if action == "go":
            return entry.where is not None
        return entry.finding is not None and _allows(action, entry.finding, len(self._marked))

    def _finding(self) -> FindingView | None:
        entry = self._list.entry
        return entry.finding if entry else None

    def action_go(self) -> None:
        """To the answer that is missing, or the form of what was taken up."""
        entry = self._list.entry
        if entry is None or entry.where is None:
            return
        if entry.answer is not None:
            from oslo_ik.screens.widgets.review_finding_forms import taken_up_form

            form = taken_up_form(self.number, entry.where[0], entry.answer)
            self.app.push_screen(form, self._reread)
            return
        from oslo_ik.screens.widgets.review_jump import to_review

        to_review(self, self.number, *entry.where)

    @on(OptionList.OptionSelected)
    def _chosen(self) -> None:
        self.action_go()

    def action_confirm(self) -> None:
        """The leader stands by the finding; the cursor goes to the next that is not decided."""
        from oslo_ik.reviews.findings import confirm

        finding = self._finding()
        if finding is not None and self.attempt(confirm, finding.id) is not None:
            self.saved(f"Lagret {self.ws.clock():%H:%M}")
            self._reread()
            self._list.next_proposed()

    def action_dismiss(self) -> None:
        """Not a finding, with a reason that is kept."""
        from oslo_ik.screens.widgets.review_finding_forms import dismiss_form

        self._ask(dismiss_form, then=lambda _: self._list.next_proposed())

    def action_rename(self) -> None:
        """Another title."""
        from oslo_ik.screens.widgets.review_finding_forms import rename_form

        self._ask(rename_form)

    def action_no_action(self) -> None:
        """«Ingen forbedringstiltak», with a reason."""
        from oslo_ik.screens.widgets.review_finding_forms import no_action_form

        self._ask(no_action_form)

    def action_eqs(self) -> None:
        """Reported as avvik in EQS or not, and the number."""
        from oslo_ik.screens.widgets.review_finding_forms import eqs_form

        self._ask(eqs_form)

    def action_weak(self) -> None:
        """Why only weak actions."""
        from oslo_ik.screens.widgets.review_finding_forms import weak_form

        self._ask(weak_form)

    def action_new_action(self) -> None:
        """A forbedringstiltak; when all of them are weak, a why is asked for."""
        from oslo_ik.screens.widgets.review_finding_forms import action_form

        role = self.oslo.unit.role if self.oslo.unit else ""
        self._ask(lambda finding: action_form(finding, role), then=lambda _: self._weak_only())

    def _weak_only(self) -> None:
        finding = self._finding()
        if finding is not None and only_weak(finding) and not finding.weak_reason:
            self.action_weak()

    def _ask(
        self,
        form: Callable[[FindingView], Screen[Any]],
        then: Callable[[object], object] | None = None,
    ) -> None:
        finding = self._finding()
        if finding is None:
            return

        def done(result: object) -> None:
            if result is None:
                return
            self.saved(f"Lagret {self.ws.clock():%H:%M}")
            self._reread()
            if then is not None:
                then(result)

        self.app.push_screen(form(finding), done)

    def action_mark(self) -> None:
        """Mark the finding for merging, or take the mark away."""
        finding = self._finding()
        if finding is not None and self._view is not None:
            self._marked ^= {finding.id}
            self._show(self._view)
            self.say(f"{len(self._marked)} merket. To eller flere kan slås sammen med m.")

    def action_merge(self) -> None:
        """The marked findings become one, with one title."""
        if self._view is None or len(self._marked) < 2:
            self.say("Merk minst to funn med mellomrom først.", error=True)
            return
        from oslo_ik.screens.widgets.review_finding_forms import merge_form

        chosen = [finding for finding in self._view.findings if finding.id in self._marked]

        def done(result: FindingView | None) -> None:
            if result is not None:
                self._marked.clear()
                self._reread()
                self._list.go_to(f"finding-{result.id}")

        self.app.push_screen(merge_form(chosen), done)

    def action_good_practice(self) -> None:
        """Something that others can learn from."""
        if self._view is None:
            return
        from oslo_ik.screens.widgets.review_finding_forms import good_practice_form

        entry = self._list.entry
        form = good_practice_form(self._view.review, entry.check if entry else None)
        self.app.push_screen(form, self._reread)

    def action_eqs_text(self) -> None:
        """The text for EQS, to copy."""
        from oslo_ik.reviews.findings import eqs_text
        from oslo_ik.screens.widgets.review_eqs import EqsTextScreen

        finding = self._finding()
        text = self.attempt(eqs_text, finding.id) if finding else None
        if text is not None:
            self.app.push_screen(EqsTextScreen(text))

    def action_propose(self) -> None:
        """Propose findings although checks are unanswered."""
        from oslo_ik.reviews.summary import summarise

        view = self.attempt(summarise, self.number)
        if view is not None:
            self._show(view)

    def action_finish(self) -> None:
        """On to locking; what is missing is shown there."""
        from oslo_ik.screens.finish import FinishScreen

        self.app.push_screen(FinishScreen(self.number), lambda _: self.reload())

    def action_export(self) -> None:
        """The document; a draft until it is locked."""
        from oslo_ik.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.number))


def _allows(action: str, finding: FindingView, marked: int) -> bool:
    """What a finding lets her do in its state."""
    if action == "confirm":
        return finding.status in ("proposed", "dismissed")
    if action == "dismiss":
        return finding.status != "dismissed"
    if action == "mark":
        return finding.kind != "good_practice"
    if action == "merge":
        return marked > 0
    live = finding.status != "dismissed" and finding.kind != "good_practice"
    if action == "no_action":
        return live and not finding.actions
    if action == "weak":
        return live and only_weak(finding)
    if action in ("new_action", "eqs"):
        return live
    return action == "rename"
