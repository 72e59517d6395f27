"""Saker: the case list as it was last imported; look up, filter, import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Static

from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.empty import EmptyState
from oslo_ik.screens.widgets.table import OsloTable, width_of
from oslo_ik.screens.widgets.text import cell, safe
from oslo_ik.text import show_date

if TYPE_CHECKING:
    from datetime import date

    from oslo_ik.reviews.views import CaseView
    from oslo_ik.reviews.workspace import Workspace

SHOWN_AT_MOST = 500
PAUSE = 0.15


class CasesScreen(OsloScreen[None]):
    """The list; ``/`` filters, ``i`` imports."""

    HEADING = "Saker"
    CSS_PATH = "cases.tcss"
    GUIDE = (
        "Sakslisten er rammen som stikkprøven trekkes fra. Her står bare saksnummer, kode for "
        "kontaktperson og datoer. Importer en ny liste før hver trekning. Saker som mangler i en "
        "ny liste, blir merket og aldri slettet."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,I", "import", "Importer saksliste"),
        Binding("slash", "search", "Søk"),
        Binding("v,V", "toggle_ended", "Vis også avsluttede"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._active_only = True
        self.key_labels = {"toggle_ended": "Vis også avsluttede"}

    def body(self) -> Iterable[Widget]:
        """A search field, a count, and the list."""
        yield Input(
            placeholder="Søk i saksnummer og kontaktperson",
            compact=True,
            select_on_focus=False,
            id="search",
        )
        yield Static("", id="count")
        yield OsloTable(enter=None, id="cases")
        yield EmptyState("", id="empty")

    def on_mount(self) -> None:
        """The list has the focus, so that the letters work."""
        self.query_one(OsloTable).focus()

    def on_screen_resume(self) -> None:
        """The list again, also after an import."""
        self.attempt(_any_cases, then=self._enter)

    def _enter(self, any_cases: bool) -> None:
        for widget in self.query("#search, #count, OsloTable"):
            widget.display = any_cases
        self.query_one(EmptyState).display = not any_cases
        if any_cases:
            self._fill()
        else:
            self.set_focus(None)
            self.query_one(EmptyState).say(
                "Ingen saksliste ennå.",
                "Hent en liste over sakene fra fagsystemet som CSV eller Excel, og trykk i.",
                "Den må ha saksnummer og kontaktperson (kode). Startet, avsluttet, hovedforløp "
                "og overgang leses når de er med. Ingen andre kolonner blir lest.",
            )

    def _fill(self) -> None:
        wanted = self.query_one("#search", Input).value
        self.attempt(_cases, wanted, self._active_only, then=self._show)

    def _show(self, cases: list[CaseView]) -> None:
        shown = cases[:SHOWN_AT_MOST]
        table = self.query_one(OsloTable)
        table.set_columns(*self._columns(shown))
        table.fill((case.reference, self._cells(case)) for case in shown)
        self.query_one("#count", Static).update(safe(_count_text(cases, self._active_only)))

    def _columns(self, cases: list[CaseView]) -> list[tuple[str, int | None]]:
        ended: list[tuple[str, int | None]] = [] if self._active_only else [("Avsluttet", 10)]
        return [
            ("Sak", width_of("Sak", (case.reference for case in cases)) + 1),
            ("Kontaktperson", width_of("Kontaktperson", (case.caseworker for case in cases))),
            ("Startet", 10),
            *ended,
            ("Forløp", 6),
            ("Overgang", None),
        ]

    def _cells(self, case: CaseView) -> list[Text]:
        transition = case.transition or ""
        if case.transition_on:
            transition = f"{show_date(case.transition_on)} {transition}"
        ended = [] if self._active_only else [_day(case.ended_on)]
        reference = case.reference + ("*" if case.missing_since else "")
        texts = [
            reference,
            case.caseworker,
            _day(case.started_on),
            *ended,
            case.pathway or "",
            transition,
        ]
        return [cell(text) for text in texts]

    @on(Input.Changed, "#search")
    def _typed(self, event: Input.Changed) -> None:
        self.soon(PAUSE, self._fill)

    @on(Input.Submitted, "#search")
    def _to_list(self) -> None:
        self.query_one(OsloTable).focus()

    def action_search(self) -> None:
        """To the search field."""
        self.query_one("#search", Input).focus()

    def action_toggle_ended(self) -> None:
        """With or without the cases that have ended."""
        self._active_only = not self._active_only
        label = "Vis også avsluttede" if self._active_only else "Vis bare aktive"
        self.key_labels = {"toggle_ended": label}
        self.refresh_bindings()
        self._fill()

    def action_import(self) -> None:
        """To the import."""
        from oslo_ik.screens.import_cases import ImportScreen

        self.app.push_screen(ImportScreen())

    def action_back(self) -> None:
        """First out of the search, then out of the room."""
        search = self.query_one("#search", Input)
        if self.focused is search or search.value:
            search.value = ""
            self.query_one(OsloTable).focus()
        else:
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Searching needs a list."""
        if action in ("search", "toggle_ended"):
            return bool(self.query_one("#search").display)
        return True


def _any_cases(ws: Workspace) -> bool:
    from oslo_ik.reviews.cases import has_cases

    return has_cases(ws)


def _cases(ws: Workspace, search: str, active_only: bool) -> list[CaseView]:
    from oslo_ik.reviews.cases import list_cases

    return list_cases(ws, search=search or None, active_only=active_only)


def _day(day: date | None) -> str:
    return show_date(day) if day else ""


def _count_text(cases: list[CaseView], active_only: bool) -> str:
    saker = "sak" if len(cases) == 1 else "saker"
    active = "aktiv" if len(cases) == 1 else "aktive"
    text = f"{len(cases)} {active} {saker}." if active_only else f"{len(cases)} {saker} i alt."
    missing = sum(case.missing_since is not None for case in cases)
    if missing:
        text += f" {missing} mangler i den siste listen (merket *)."
    if len(cases) > SHOWN_AT_MOST:
        text += f" Viser de første {SHOWN_AT_MOST}; søk for resten."
    return text
