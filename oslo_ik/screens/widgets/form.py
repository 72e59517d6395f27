"""A form as data: fields in, checked values out, each error under its own field.

``Form`` is the widget; ``FormScreen`` is the dialog around it. ``FormScreen`` calls a service
function with the values and stays open, with everything typed, until the service says yes::

    fields = (
        Field("text", "Hva skal gjøres?", required=True),
        Field("deadline", "Frist", kind="date", required=True, help="for eksempel 01.12.2026"),
    )
    screen = FormScreen("Nytt forbedringstiltak", fields,
                        lambda ws, values: add_action(ws, finding, **values))
    self.app.push_screen(screen, self.added)      # the service's result, None when abandoned

Values: text → str (stripped, "" when empty), choice → str | None, date → date | None,
number → int | None, month → "2026-11" | None.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Label, Select, Static

from oslo_ik.errors import InvalidInput
from oslo_ik.screens.base import OsloModal, ServiceCalls
from oslo_ik.screens.widgets.choice import Choice
from oslo_ik.screens.widgets.fields import Field, Value
from oslo_ik.screens.widgets.text import safe
from oslo_ik.text import show_date

if TYPE_CHECKING:
    from oslo_ik.reviews.workspace import Workspace

__all__ = ["Field", "FieldRow", "Form", "FormScreen", "KeepsForm", "Value"]


class FieldRow(Vertical):
    """Label and control on one line; help or error on the next when there is any."""

    def __init__(self, field: Field) -> None:
        super().__init__(id=f"rad-{field.id}", classes="field")
        self.field = field

    def compose(self) -> ComposeResult:
        """One compact control."""
        mark = " *" if self.field.required else ""
        with Horizontal(classes="field-line"):
            yield Label(safe(self.field.label + mark), classes="field-label")
            yield self._control()
        yield Static(safe(self.field.help), classes="field-help")

    def _control(self) -> Widget:
        field = self.field
        if field.kind == "choice":
            options = [(safe(label), value) for value, label in field.choices]
            known = {value for value, _ in field.choices}
            value = str(field.value) if field.value in known else Select.NULL
            return Choice(options, prompt="Velg", value=value, id=field.id, compact=True)
        suggester = (
            SuggestFromList(field.suggestions, case_sensitive=False) if field.suggestions else None
        )
        return Input(
            field.shown, id=field.id, compact=True, suggester=suggester, select_on_focus=False
        )

    @property
    def control(self) -> Input | Select[str]:
        """The Input or Select of the row."""
        if self.field.kind == "choice":
            return self.query_one(f"#{self.field.id}", Select)
        return self.query_one(f"#{self.field.id}", Input)

    def read(self) -> Value:
        """The value; raises InvalidInput."""
        control = self.control
        if isinstance(control, Input):
            return self.field.parse(control.value)
        if control.is_blank():
            return self.field.parse("")
        return str(control.value)

    def show_error(self, message: str) -> None:
        """The error in the place of the help; «» brings the help back."""
        below = self.query_one(".field-help", Static)
        below.set_class(bool(message), "-error")
        below.update(safe(f"! {message}" if message else self.field.help))
        below.display = bool(message or self.field.help)

    def on_mount(self) -> None:
        """No empty line under a field without help."""
        self.show_error("")


class Form(VerticalScroll, can_focus=False):
    """Fields under each other. ``values()`` is None when something has to be put right."""

    class Submitted(Message):
        """Enter on the last field, or Ctrl+S in the dialog."""

    class Changed(Message):
        """A field has another value than before."""

    def __init__(self, fields: Iterable[Field], id: str | None = None) -> None:
        super().__init__(id=id, classes="form")
        self._fields = tuple(fields)
        self._last: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        """One row a field."""
        for field in self._fields:
            yield FieldRow(field)

    def on_mount(self) -> None:
        """Remember the first values, to know later whether anything was typed."""
        self._first = self.raw()
        self._last = dict(self._first)

    def row(self, field_id: str) -> FieldRow:
        """The row of one field."""
        return self.query_one(f"#rad-{field_id}", FieldRow)

    def raw(self) -> dict[str, str]:
        """What stands in the fields now, as text."""
        found = {}
        for row in self.query(FieldRow):
            control = row.control
            blank = isinstance(control, Select) and control.is_blank()
            found[row.field.id] = "" if blank else str(control.value)
        return found

    @property
    def touched(self) -> bool:
        """True when something differs from the start."""
        return self.raw() != self._first

    def values(self, *, complain: bool = True, skip: Collection[str] = ()) -> dict[str, Any] | None:
        """The checked values; else None, with each error under its field.

        Rows that are not displayed, and those in ``skip``, are left out.
        """
        found: dict[str, Any] = {}
        wrong: list[FieldRow] = []
        for row in self.query(FieldRow):
            if not row.display or row.field.id in skip:
                continue
            try:
                found[row.field.id] = row.read()
                message = ""
            except InvalidInput as error:
                message = error.message
                wrong.append(row)
            if complain:
                row.show_error(message)
        if wrong and complain:
            wrong[0].control.focus()
        return None if wrong else found

    def set_value(self, field_id: str, value: Value) -> None:
        """Put another value in a field."""
        control = self.row(field_id).control
        if isinstance(control, Input):
            control.value = show_date(value) if isinstance(value, date) else str(value or "")
        elif value is None:
            control.clear()
        else:
            control.value = str(value)

    @on(Input.Changed)
    @on(Select.Changed)
    def _changed(self, event: Input.Changed | Select.Changed) -> None:
        now = self.raw()
        for row in self.query(FieldRow):
            # What was wrong is not wrong any longer, or is told again when it is saved.
            if now[row.field.id] != self._last.get(row.field.id):
                row.show_error("")
        if now != self._last:
            self._last = now
            self.post_message(self.Changed())

    @on(Input.Submitted)
    def _next(self, event: Input.Submitted) -> None:
        event.stop()
        rows = [row for row in self.query(FieldRow) if row.display]
        if rows and rows[-1].control is event.input:
            self.post_message(self.Submitted())
        else:
            self.screen.focus_next()


class KeepsForm(ServiceCalls[Any]):
    """For a screen with one form: what is typed is saved, or abandoned on purpose."""

    def unsaved(self) -> bool:
        """True when leaving would lose something."""
        return self.query_one(Form).touched

    def flush(self) -> bool:
        """No going elsewhere with a form half filled."""
        if self.unsaved():
            self.say("Lagre med Ctrl+S, eller gå ut med Esc, først.", error=True)
            return False
        return True

    def action_back(self) -> None:
        """Ask before anything typed is thrown away."""
        if not self.unsaved():
            self.dismiss(None)
            return
        from oslo_ik.screens.widgets.confirm import ConfirmScreen

        question = "Vil du gå ut uten å lagre det du har skrevet?"
        self.app.push_screen(ConfirmScreen(question), self._abandon)

    def _abandon(self, yes: bool | None) -> None:
        if yes:
            self.dismiss(None)


class FormScreen(OsloModal[Any], KeepsForm):
    """A dialog with a form. Dismissed with what ``save`` returns, or None when abandoned.

    ``OsloModal`` comes first: Textual finds the style of a class along the first base only.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Lagre"),
    ]

    def __init__(
        self,
        title: str,
        fields: Iterable[Field],
        save: Callable[[Workspace, Mapping[str, Any]], object],
        intro: str = "",
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = tuple(fields)
        self._save = save
        self._intro = intro

    @property
    def heading(self) -> str:
        """The title in the frame."""
        return self._title

    def body(self) -> Iterable[Widget]:
        """An introduction if there is one, and the form."""
        if self._intro:
            yield Static(safe(self._intro), classes="intro")
        yield Form(self._fields)
        if len(self._fields) == 1 and self._fields[0].kind != "choice":
            yield Static(safe("Enter lagrer."), classes="intro")

    @on(Form.Submitted)
    def action_save(self) -> None:
        """Check, call the service, and close; stay open with everything when it refuses."""
        values = self.query_one(Form).values()
        if values is None:
            self.say("Rett det som er merket med utropstegn.", error=True)
            return
        self.attempt(self._save, values, then=self._saved)

    def _saved(self, result: object) -> None:
        self.dismiss(True if result is None else result)
