"""Kontrollpunkter: the catalogue, browsed by tiltak and theme, searched, with its source."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Select, Static

from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.check_texts import details, row_cells
from oslo_ik.screens.widgets.table import OsloTable
from oslo_ik.screens.widgets.text import safe

if TYPE_CHECKING:
    from datetime import date

    from oslo_ik.checks.model import Check
    from oslo_ik.reviews.workspace import Workspace


class ChecksScreen(OsloScreen[None]):
    """The list, three filters, and one panel with everything about the marked check."""

    HEADING = "Kontrollpunkter"
    CSS_PATH = "checks.tcss"
    GUIDE = (
        "Alle krav, anbefalinger og muligheter i standarden som kan kontrolleres, i prosjektets "
        "egne ord. «Spurt» viser når punktet sist var med i en låst stikkprøve. Søk, "
        "eller velg tiltak og tema."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "focus_on('search')", "Søk"),
        Binding("m,M", "focus_on('measure')", "Tiltak"),
        Binding("e,E", "focus_on('theme')", "Tema"),
        Binding("x,X", "clear", "Vis alle"),
        Binding("space", "more", "Bla i teksten"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]
        self._asked: dict[str, date] = {}

    def body(self) -> Iterable[Widget]:
        """Filters above; list and panel side by side, or under each other when narrow."""
        catalogue = self.ws.catalogue
        measures = sorted({check.measure for check in catalogue.checks})
        with Horizontal(id="filters"):
            yield Input(placeholder="Søk", compact=True, select_on_focus=False, id="search")
            yield Select(
                [(safe(f"Tiltak {m}" if m else "Kartlegging og forløp"), m) for m in measures],
                prompt="Alle tiltak",
                compact=True,
                id="measure",
            )
            yield Select(
                [(safe(theme.label), theme.id) for theme in catalogue.themes],
                prompt="Alle tema",
                compact=True,
                id="theme",
            )
        yield Static("", id="count")
        with Horizontal(id="split"):
            yield OsloTable(enter=None, id="list")
            with VerticalScroll(id="panel", can_focus=False):
                yield Static("", id="details")

    def on_mount(self) -> None:
        """The columns, and what has been asked."""
        table = self.query_one(OsloTable)
        table.set_columns(("Punkt", 9), ("Styrke", 10), ("Spurt", 9), ("Tekst", None))
        table.focus()
        self._asked = self.attempt(_asked) or {}
        self._fill()

    @on(Input.Changed)
    @on(Select.Changed)
    def _filter(self) -> None:
        self._fill()

    @on(Input.Submitted)
    def _to_list(self) -> None:
        self.query_one(OsloTable).focus()

    def _fill(self) -> None:
        measure, theme = self.query_one("#measure", Select), self.query_one("#theme", Select)
        found = self.ws.catalogue.select(
            measure=None if measure.is_blank() else int(str(measure.value)),
            theme=None if theme.is_blank() else str(theme.value),
            search=self.query_one("#search", Input).value or None,
        )
        self.query_one(OsloTable).fill((check.id, row_cells(check, self._asked)) for check in found)
        total = len(self.ws.catalogue.checks)
        count = (
            f"{len(found)} av {total} kontrollpunkter"
            if found
            else "Ingen treff. Trykk x for alle."
        )
        self.query_one("#count", Static).update(safe(count))
        if not found:
            self.query_one("#details", Static).update(Content(""))

    @on(OsloTable.RowHighlighted)
    def _show(self, event: OsloTable.RowHighlighted) -> None:
        if event.row_key is None or event.row_key.value is None:
            return
        check = self.ws.catalogue.check(event.row_key.value)
        self.query_one("#details", Static).update(self._details(check))
        self.query_one("#panel", VerticalScroll).scroll_home(animate=False)

    def _details(self, check: Check) -> Content:
        catalogue = self.ws.catalogue
        fact = catalogue.fact(check.condition).label if check.condition else None
        return details(check, catalogue.theme(check.theme).label, fact, self._asked)

    def action_focus_on(self, widget: str) -> None:
        """To a filter."""
        self.query_one(f"#{widget}").focus()

    def action_clear(self) -> None:
        """No filters."""
        self.query_one("#search", Input).value = ""
        self.query_one("#measure", Select).clear()
        self.query_one("#theme", Select).clear()
        self.query_one(OsloTable).focus()

    def action_more(self) -> None:
        """The panel's next page, and round to its top."""
        panel = self.query_one("#panel", VerticalScroll)
        if panel.scroll_offset.y >= panel.max_scroll_y:
            panel.scroll_home(animate=False)
        else:
            panel.scroll_page_down(animate=False)

    def action_back(self) -> None:
        """First out of a filter, then out of the room."""
        table = self.query_one(OsloTable)
        if self.focused is not table:
            table.focus()
        else:
            self.dismiss(None)


def _asked(ws: Workspace) -> dict[str, Any]:
    from oslo_ik.reviews.overview import asked_checks

    return asked_checks(ws)
