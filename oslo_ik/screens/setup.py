"""Oppsett: the unit, filled in the first time and changed when something is new."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.form import Field, Form, KeepsForm
from oslo_ik.screens.widgets.text import safe

if TYPE_CHECKING:
    from oslo_ik.errors import OsloIkError
    from oslo_ik.reviews.views import UnitView

ROLES = ("Seksjonsleder", "Enhetsleder", "Avdelingsleder", "Fagleder", "Teamleder")
FIRST = "Fyll ut dette én gang. Alt ligger på denne maskinen og kan endres siden."
# The words with which the service names a field.
NAMED = {
    "district": "Bydel",
    "name": "Enhet",
    "role": "Rolle",
    "own_caseworker": "Egen kode",
    "backup_folder": "Mappen for sikkerhetskopier",
}
CHANGE = "Det som er låst, beholder opplysningene det ble låst med."


def fields(unit: UnitView | None) -> tuple[Field, ...]:
    """The questions of set-up, filled with what is known."""
    from oslo_ik.reviews.unit import DISTRICTS
    from oslo_ik.reviews.views import REGIMES

    return (
        Field(
            "district",
            "Bydel",
            required=True,
            value=unit.district if unit else None,
            suggestions=DISTRICTS,
            help="Skriv de første bokstavene; → tar forslaget.",
        ),
        Field(
            "name",
            "Enhet",
            required=True,
            value=unit.name if unit else None,
            help="Seksjon eller team, for eksempel Rusteam.",
        ),
        Field(
            "legal_regime",
            "Regelverk",
            kind="choice",
            required=True,
            value=unit.legal_regime if unit else None,
            choices=tuple(REGIMES.items()),
        ),
        Field(
            "role",
            "Din rolle",
            required=True,
            value=unit.role if unit else None,
            suggestions=ROLES,
            help="Rollen, ikke navnet ditt.",
        ),
        Field(
            "own_caseworker",
            "Egen kode",
            value=unit.own_caseworker if unit else None,
            help="Koden din i sakslisten, hvis du har egne saker.",
        ),
        Field(
            "backup_folder",
            "Sikkerhetskopier",
            value=unit.backup_folder if unit else None,
            help="Mappe et annet sted. Tomt: ved siden av databasen.",
        ),
    )


class SetupScreen(OsloScreen[Any], KeepsForm):
    """One form; saved with Ctrl+S or Enter on the last field."""

    HEADING = "Oppsett"
    GUIDE = (
        "Enheten er den som eier sakene. Navnet på bydel og enhet inngår i trekningen, så la det "
        "stå når det først er riktig. Egen kode holder dine egne saker utenfor stikkprøven."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "Lagre"),
    ]

    def body(self) -> Iterable[Widget]:
        """What set-up is for, and the form."""
        unit = self.oslo.unit
        yield Static(safe(CHANGE if unit else FIRST), classes="intro")
        yield Form(fields(unit))
        yield Static(safe("* må fylles ut"), classes="intro")

    @on(Form.Submitted)
    def action_save(self) -> None:
        """Check and save; everything typed stays when something is wrong."""
        values = self.query_one(Form).values()
        if values is None:
            self.say("Rett det som er merket med utropstegn.", error=True)
        else:
            self.attempt(_save, values, then=self._saved, failed=self._refused)

    def _refused(self, error: OsloIkError) -> None:
        """Say what is wrong, with the name of the field, and go there."""
        form = self.query_one(Form)
        wrong = next(
            (
                field
                for field, label in NAMED.items()
                if error.message.startswith((label, f"I «{label}»"))
            ),
            None,
        )
        if wrong is None:
            self.complain(error)
            return
        row = form.row(wrong)
        row.show_error(error.message)
        row.control.focus()
        self.say(f"Ikke lagret. Rett feltet «{row.field.label}».", error=True)

    def _saved(self, unit: UnitView) -> None:
        self.oslo.unit = unit
        self.dismiss(None)


def _save(ws: Any, values: Mapping[str, Any]) -> UnitView:
    from oslo_ik.reviews.unit import save_unit

    return save_unit(ws, **values)
