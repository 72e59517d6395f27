"""Lås og ferdigstill: what is missing, what locking means, and the seal afterwards (§9)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from oslo_ik.reviews.summary import asked
from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.form import Field, Form
from oslo_ik.screens.widgets.review_summary_words import remaining
from oslo_ik.screens.widgets.text import line, safe
from oslo_ik.store.chain import short_seal
from oslo_ik.text import number_of

if TYPE_CHECKING:
    from oslo_ik.reviews.views import Missing, SealView, SummaryView

MEANING = (
    "Når du låser, kan ingen svar, funn eller tiltak i denne gjennomgangen endres mer. En endring "
    "utenom programmet oppdages så lenge ett dokument med kontrollsummen finnes et annet sted."
)


def first_of_each(open_things: tuple[Missing, ...]) -> tuple[Missing, ...]:
    """The first open point and the first finding without an answer about EQS."""
    points = [missing for missing in open_things if missing.kind != "eqs"]
    eqs = [missing for missing in open_things if missing.kind == "eqs"]
    return (*points[:1], *eqs[:1])


class MissingList(OptionList):
    """What stands in the way of locking; Enter goes to where it is mended."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "screen.go", "Gå dit")]

    def __init__(self) -> None:
        super().__init__(id="missing", markup=False, compact=True)


class FinishScreen(OsloScreen[None]):
    """``FinishScreen("SP-2026-11")``; nothing is locked before the question is answered with j."""

    HEADING = "Lås og ferdigstill"
    CSS_PATH = "finish.tcss"
    GUIDE = (
        "Låsing fryser svar, funn, tiltak og trekning, og gir gjennomgangen en kontrollsum. Den "
        "formelle godkjenningen skjer i EQS. Senere merknader tas med i neste stikkprøve."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f8", "sign", "Lås"),
        Binding("x,X", "export", "Eksporter"),
    ]

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self._view: SummaryView | None = None
        self._missing: tuple[Missing, ...] = ()
        self._working = False

    @property
    def subject(self) -> str:
        """The review's number."""
        return self.number

    def body(self) -> Iterable[Widget]:
        """What is missing, or what is needed to lock, or the seal."""
        yield Static("", id="missing-title")
        yield MissingList()
        yield Vertical(id="signing")
        yield Static("", id="seal")

    def on_mount(self) -> None:
        """Read what stands in the way."""
        from oslo_ik.reviews.summary import summary

        view = self.attempt(summary, self.number)
        if view is not None:
            self.number = view.review.number
            self._show(view)

    def _show(self, view: SummaryView) -> None:
        self._view, self._missing = view, view.blocking
        signed = view.review.status == "signed"
        if view.blocking:
            title = f"Før låsing mangler dette ({len(view.blocking)}). Enter går dit."
            texts = [missing.text for missing in view.blocking]
        else:
            # Asked about, never in the way (§8); one line for each kind.
            title = "Ikke avgjort, men du kan låse likevel. Tab og Enter går dit."
            self._missing, texts = first_of_each(asked(view)), list(remaining(asked(view)))
        self._show_missing(title, [] if signed else texts, focus=bool(view.blocking))
        self.query_one("#seal", Static).display = signed
        if signed:
            self._show_seal(view.review.seal or "", None)
        elif not view.blocking:
            self._show_form(view)
        self.refresh_bindings()

    def _show_missing(self, heading: str, texts: list[str], *, focus: bool) -> None:
        title = self.query_one("#missing-title", Static)
        missing = self.query_one(MissingList)
        title.display = missing.display = bool(texts)
        if texts:
            title.update(safe(heading))
            missing.set_options([Option(safe(line(text))) for text in texts])
            missing.highlighted = 0
            if focus:
                missing.focus()

    def _show_form(self, view: SummaryView) -> None:
        role = self.oslo.unit.role if self.oslo.unit else ""
        fields = [
            Field("role", "Din rolle", required=True, value=role, help="skriv rollen, ikke navnet")
        ]
        if view.unanswered:
            count = number_of(len(view.unanswered), "åpent", "åpne")
            fields.append(
                Field(
                    "reason",
                    "Begrunnelse",
                    required=True,
                    help=f"hvorfor ikke alt er vurdert: {count}; står i dokumentet",
                )
            )
        box = self.query_one("#signing", Vertical)
        box.mount(Static(safe(MEANING), id="meaning"), form := Form(fields))
        form.call_after_refresh(lambda: form.row(fields[-1].id).control.focus())

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Locking when nothing stands in the way, export when it is locked."""
        view = self._view
        signed = view is not None and view.review.status == "signed"
        if action == "sign":
            return view is not None and not signed and not view.blocking and not self._working
        if action == "go":
            return bool(self._missing) and not signed
        if action == "export":
            return signed
        return True

    def action_go(self) -> None:
        """To where the marked thing is mended."""
        index = self.query_one(MissingList).highlighted
        if index is None or index >= len(self._missing):
            return
        from oslo_ik.screens.widgets.review_jump import to_review, to_summary

        missing = self._missing[index]
        if missing.reference and missing.check:
            to_review(self, self.number, missing.reference, missing.check)
        else:
            to_summary(self, self.number, missing.finding)

    @on(Form.Submitted)
    def action_sign(self) -> None:
        """Check the fields and ask once more."""
        if self._view is None or self._view.blocking or self._working:
            return
        values = self.query_one(Form).values()
        if values is None:
            self.say("Rett det som er merket med utropstegn.", error=True)
            return
        from oslo_ik.screens.widgets.confirm import ConfirmScreen

        def answered(yes: bool | None) -> None:
            if yes:
                self._sign(values["role"], values.get("reason") or None)

        left = remaining(asked(self._view))
        detail = f"Ikke avgjort: {' · '.join(left)}.\n\n{MEANING}" if left else MEANING
        self.app.push_screen(
            ConfirmScreen(f"Låse {self.number} nå?", detail, "lås", "ikke ennå"), answered
        )

    def _sign(self, role: str, reason: str | None) -> None:
        from oslo_ik.reviews.signing import sign

        self._working = True
        self.refresh_bindings()
        self.say("Tar sikkerhetskopi og låser …")
        self.in_background(
            sign, self.number, role, reason, then=self._signed, failed=self._not_signed
        )

    def _not_signed(self, error: Exception) -> None:
        from oslo_ik.errors import OsloIkError

        self._working = False
        self.refresh_bindings()
        if isinstance(error, OsloIkError):
            self.complain(error)

    def _signed(self, seal: SealView) -> None:
        from oslo_ik.reviews.signing import copies_folder
        from oslo_ik.reviews.summary import summary

        self._working = False
        self.query_one("#signing", Vertical).display = False
        self.set_focus(None)
        view = self.attempt(summary, self.number)
        if view is not None:
            self._show(view)
        self._show_seal(seal.seal, seal.sequence)
        folder = self.attempt(copies_folder)
        self.say(f"Låst. Sikkerhetskopien fra før låsing ligger i {folder}.")

    def _show_seal(self, seal: str, sequence: int | None) -> None:
        place = f"  (nr. {sequence} i kjeden)" if sequence is not None else ""
        text = Content("\n\n").join(
            [
                safe(f"{self.number} er låst.", "bold $success"),
                Content.assemble("Kontrollsum: ", (short_seal(seal), "bold"), place),
                safe("Neste: trykk x for å lage dokumentet som legges i EQS."),
            ]
        )
        self.query_one("#seal", Static).update(text)

    def action_export(self) -> None:
        """On to the document."""
        from oslo_ik.screens.export import ExportScreen

        self.app.push_screen(ExportScreen(self.number))
