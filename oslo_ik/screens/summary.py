"""Oppsummering: what the answers add up to, and what the leader decides about it (§8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import OptionList, Static

from oslo_ik.reviews.summary import lacks_eqs
from oslo_ik.screens.widgets.review_deciding import Deciding, allows
from oslo_ik.screens.widgets.review_detail import Readable
from oslo_ik.screens.widgets.review_summary_list import SummaryList
from oslo_ik.screens.widgets.review_summary_rows import Entry
from oslo_ik.screens.widgets.review_summary_words import is_complete
from oslo_ik.text import show_month

if TYPE_CHECKING:
    from oslo_ik.reviews.views import SummaryView


class SummaryScreen(Deciding):
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
        Binding("n,N", "next", "Neste"),
        Binding("b,B", "confirm", "Bekreft"),
        Binding("v,V", "reject", "Avvis"),
        Binding("t,T", "new_action", "Forbedringstiltak"),
        Binding("i,I", "no_action", "Ingen tiltak"),
        Binding("d,D", "change_action", "Endre tiltak"),
        Binding("f,F", "remove_action", "Fjern tiltak"),
        Binding("w,W", "weak", "Hvorfor svakt"),
        Binding("a,A", "eqs", "Avvik i EQS"),
        Binding("c,C", "eqs_text", "Tekst til EQS"),
        Binding("space", "mark", "Merk"),
        Binding("m,M", "merge", "Slå sammen"),
        Binding("e,E", "rename", "Endre tittel"),
        Binding("h,H", "expand", "Les alt", tooltip="Hele teksten, eller listen igjen"),
        Binding("g,G", "good_practice", "God praksis"),
        Binding("p,P", "propose", "Foreslå funn nå"),
        Binding("l,L", "finish", "Lås"),
        Binding("x,X", "export", "Eksporter"),
    ]

    def __init__(self, number: str, finding: int | None = None) -> None:
        super().__init__(number)
        self._start = f"finding-{finding}" if finding is not None else None

    @property
    def subject(self) -> str:
        """Number, month, and how many answers are given."""
        if self.view is None:
            return self.number
        review = self.view.review
        month = show_month(review.period)
        return f"{review.number} · {month} · {review.answered} av {review.total} svar"

    def body(self) -> Iterable[Widget]:
        """What to do now, the list, and everything about its line."""
        yield Static("", id="next")
        with Container(id="halves"):
            yield SummaryList()
            yield Readable(Static("", id="about-text"), id="about")

    def on_mount(self) -> None:
        """Read, and propose the findings when every answer is there."""
        self.lines.focus()
        self.call_after_refresh(self.reload)

    def on_resize(self) -> None:
        """Titles are shortened to the width of the list."""
        if self.view is not None:
            self.call_after_refresh(self.show_view, self.view)

    def reload(self, finding: int | None = None) -> None:
        """Read again; findings are proposed once all is answered."""
        from oslo_ik.reviews.summary import summarise, summary

        view = self.attempt(summary, self.number)
        if view is not None and view.review.status == "open" and is_complete(view):
            view = self.attempt(summarise, self.number) or view
        keep = f"finding-{finding}" if finding is not None else self._start
        self._start = None
        first = self.view is None and keep is None
        if view is not None:
            self.show_view(view, keep)
            if first and view.review.status == "summarised":
                self.lines.next_pending()

    @on(OptionList.OptionHighlighted)
    def show_about(self) -> None:
        """Everything about the line under the cursor."""
        entry = self.lines.entry
        about = self.query_one("#about-text", Static)
        about.update(entry.detail if entry else "")
        self.query_one(Readable).scroll_home(animate=False)
        taken_up = entry is not None and entry.kind == "taken_up"
        self.lines.key_labels = {"screen.go": "Fyll ut" if taken_up else "Gå dit"}
        self.refresh_bindings()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what can be done with the line under the cursor."""
        view = self.view
        if action in ("back", "help", "expand"):
            return True
        if view is None:
            return False
        locked, entry = view.review.status == "signed", self.lines.entry
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
        if action in ("finish", "good_practice", "next"):
            return True
        if entry is None:
            return False
        if action == "go":
            return entry.where is not None or entry.kind == "eqs"
        if action in ("change_action", "remove_action") and entry.action is None:
            return False
        return entry.finding is not None and allows(action, entry.finding, len(self.marked))

    def action_go(self) -> None:
        """To the answer that is missing, or the form of what was taken up."""
        entry = self.lines.entry
        if entry is not None and entry.kind == "eqs" and self.view is not None:
            first = next(f for f in self.view.findings if lacks_eqs(f))
            self.lines.go_to(f"finding-{first.id}")
        if entry is None or entry.where is None:
            return
        if entry.answer is not None:
            from oslo_ik.screens.widgets.review_finding_forms import taken_up_form

            form = taken_up_form(self.number, entry.where[0], entry.answer)
            self.app.push_screen(form, self.reread)
            return
        from oslo_ik.screens.widgets.review_jump import to_review

        to_review(self, self.number, *entry.where)

    def action_expand(self) -> None:
        """The whole text about the line, or the list again."""
        spread = not self.has_class("-expanded")
        self.set_class(spread, "-expanded")
        self.query_one(Readable).spread(spread)
        if not spread:
            self.lines.focus()

    def action_propose(self) -> None:
        """Propose findings although checks are unanswered."""
        from oslo_ik.reviews.summary import summarise

        view = self.attempt(summarise, self.number)
        if view is not None:
            self.show_view(view)
            self.say("")
            self.lines.next_pending()

    def action_finish(self) -> None:
        """On to locking; what is missing is shown there."""
        from oslo_ik.screens.finish import FinishScreen

        self.app.push_screen(FinishScreen(self.number), lambda _: self.reload())

    def action_export(self) -> None:
        """The document; a draft until it is locked."""
        from oslo_ik.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.number))
