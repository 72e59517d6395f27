"""Eksporter: the Word document for EQS, made in a thread, and where it was put (§12)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.form import Field, Form
from oslo_ik.screens.widgets.text import safe

if TYPE_CHECKING:
    from oslo_ik.errors import OsloIkError
    from oslo_ik.reviews.views import ReviewView

DRAFT = "Gjennomgangen er ikke låst. Dokumentet blir merket UTKAST på hver side."
LOCKED = "Gjennomgangen er låst. Dokumentet er klart til å legges i EQS."


class ExportScreen(OsloScreen[None]):
    """``ExportScreen("SP-2026-11")``; the place is filled in, so Enter is enough."""

    HEADING = "Eksporter"
    CSS_PATH = "export.tcss"
    GUIDE = (
        "Skriv en mappe, eller et filnavn som slutter på .docx. I en mappe får dokumentet navn av "
        "seg selv, og et eldre dokument overskrives ikke. En mal er valgfri: et Word-dokument med "
        "bydelens egen topptekst."
    )
    BINDINGS: ClassVar[list[BindingType]] = [Binding("f5,ctrl+s", "export", "Lag dokumentet")]

    def __init__(self, number: str) -> None:
        super().__init__()
        self.number = number
        self._review: ReviewView | None = None
        self._folder = ""
        self._working = False

    @property
    def subject(self) -> str:
        """The review's number."""
        return self.number

    def body(self) -> Iterable[Widget]:
        """Draft or not, where to, and the result."""
        yield Static("", id="state")
        yield Form(self._fields())
        yield Static("", id="result")

    def _fields(self) -> tuple[Field, ...]:
        from oslo_ik.exports.targets import default_folder

        demo = self.oslo.unit.demo if self.oslo.unit else False
        self._folder = str(default_folder(self.ws.path, demo))
        return (
            Field("target", "Mappe eller fil", required=True, value=self._folder),
            Field("template", "Mal (valgfri)", help="en .docx med bydelens egen topptekst"),
        )

    def on_mount(self) -> None:
        """Say whether it will be a draft."""
        from oslo_ik.reviews.spot_checks import get_review

        self._review = self.attempt(get_review, self.number)
        if self._review is not None:
            self.number = self._review.number
            signed = self._review.status == "signed"
            self.query_one("#state", Static).update(
                safe(LOCKED, "bold $success") if signed else safe(DRAFT, "bold $warning")
            )
        self.query_one(Form).row("target").control.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """One document at a time."""
        return not (action == "export" and (self._working or self._review is None))

    @on(Form.Submitted)
    def action_export(self) -> None:
        """Write the document in a thread."""
        if self._working or self._review is None:
            return
        values = self.query_one(Form).values()
        if values is None:
            self.say("Rett det som er merket med utropstegn.", error=True)
            return
        from oslo_ik.exports.spot_check import export_review

        target = None if values["target"] == self._folder else _path(values["target"])
        template = _path(values["template"]) if values["template"] else None
        self._working = True
        self.refresh_bindings()
        self.say("Lager dokumentet …")
        self.in_background(
            export_review,
            self.number,
            target=target,
            template=template,
            then=self._exported,
            failed=self._failed,
        )

    def _exported(self, path: Path) -> None:
        self._working = False
        self.refresh_bindings()
        seal = self._review.seal if self._review else None
        parts = [
            safe("Dokumentet er laget:" if seal else "UTKAST er laget:", "bold $success"),
            safe(str(path)),
        ]
        if seal:
            from oslo_ik.store.chain import short_seal

            parts.append(Content.assemble("Kontrollsum: ", (short_seal(seal), "bold")))
            parts.append(safe("Legg dokumentet i EQS. Kontrollsummen står også i det."))
        self.query_one("#result", Static).update(Content("\n").join(parts))
        self.say("Ferdig.")

    def _failed(self, error: OsloIkError) -> None:
        self._working = False
        self.refresh_bindings()
        self.complain(error)


def _path(typed: str) -> Path:
    return Path(typed).expanduser()
