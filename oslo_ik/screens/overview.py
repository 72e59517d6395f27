"""Oversikt: what to do next, the year, what is open, and the way to every room (§11)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from oslo_ik.screens import rooms
from oslo_ik.screens.base import OsloScreen, PaletteCommand
from oslo_ik.screens.next_step import next_step
from oslo_ik.screens.widgets.empty import EmptyState
from oslo_ik.screens.widgets.table import OsloTable
from oslo_ik.screens.widgets.text import cell, line, safe
from oslo_ik.screens.widgets.wheel import YearWheel
from oslo_ik.text import show_date, show_month

if TYPE_CHECKING:
    from datetime import date

    from oslo_ik.reviews.overview import Overview
    from oslo_ik.reviews.views import ActionView, ReviewRow, ReviewView
    from oslo_ik.reviews.workspace import Workspace

    Seen = tuple[Overview, ReviewView | None, list[ActionView]]


class OverviewScreen(OsloScreen[None]):
    """The first room; every other room is one letter away."""

    HEADING = "Oversikt"
    CSS_PATH = "overview.tcss"
    GUIDE = (
        "Øverst står det neste du skal gjøre. Under ser du året måned for måned, åpne funn og "
        "frister, og stikkprøvene dine. Hver bokstav nederst åpner et rom; Esc går tilbake hit."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(f"{room.key},{room.key.upper()}", f"room('{room.id}')", room.label)
        for room in rooms.ROOMS
    ]

    AUTO_FOCUS = ""

    def __init__(self, first: Seen | None = None) -> None:
        super().__init__()
        self._first = first
        self.VERTICAL_BREAKPOINTS = [(0, "-low"), (32, "-tall")]
        self._possible: frozenset[str] = frozenset()

    @property
    def subject(self) -> str:
        """This month."""
        return show_month(self.ws.today().isoformat()[:7])

    def body(self) -> Iterable[Widget]:
        """The next step, the wheel, the facts, and the spot checks."""
        yield Static("", id="next")
        yield YearWheel()
        yield Static("", id="facts")
        yield OsloTable(enter="Åpne", id="reviews")
        with VerticalScroll(id="open", can_focus=False):
            yield Static("", id="open-text")
        yield EmptyState("", id="empty")

    def on_mount(self) -> None:
        """The columns of the list."""
        self.query_one(OsloTable).set_columns(
            ("Stikkprøve", 12),
            ("Måned", 14),
            ("Status", 10),
            ("Besvart", 11),
            ("Funn", 4),
            ("Tema", None),
        )

    def on_screen_resume(self) -> None:
        """Everything again, each time the room is entered."""
        self._possible = rooms.possible(self.oslo)
        self.refresh_bindings()
        if self.oslo.unit is None:
            self._show_empty(
                "Enheten er ikke satt opp ennå.",
                "Trykk o for å sette opp bydel og enhet.",
                "Trykk k for å lese kontrollpunktene.",
            )
            return
        self.saved()
        first, self._first = self._first, None
        if first is not None:
            self._show(first)
        else:
            self.attempt(load, then=self._show)

    def _show(self, seen: Seen) -> None:
        overview, current, actions = seen
        sentence = next_step(overview, current)
        self.query_one("#next", Static).update(
            Content.assemble(("Neste: ", "bold $key"), line(sentence))
        )
        self.query_one(YearWheel).show(overview.months)
        self.query_one("#facts", Static).update(facts(overview))
        self.query_one("#open-text", Static).update(deadlines(actions, overview.today))
        for widget in self.query("#next, YearWheel, #facts"):
            widget.display = True
        # Only a tall screen has room for the deadlines (see the style sheet).
        self.query_one("#open").set_class(bool(actions), "-any")
        self._show_reviews(overview)

    def _show_reviews(self, overview: Overview) -> None:
        table = self.query_one(OsloTable)
        empty = self.query_one(EmptyState)
        table.display = bool(overview.reviews)
        empty.display = not overview.reviews
        if not overview.reviews:
            self.set_focus(None)
            empty.say("Ingen stikkprøver ennå.", *_first_steps(overview.has_cases))
            return
        table.fill([(row.number, self._cells(row)) for row in overview.reviews])
        table.focus()

    def _cells(self, row: ReviewRow) -> list[Any]:
        from oslo_ik.reviews.views import STATUSES

        theme = self.ws.catalogue.theme(row.theme).label if row.theme else ""
        return [
            cell(row.number),
            cell(show_month(row.period)),
            cell(STATUSES.get(row.status, row.status)),
            cell(f"{row.answered} av {row.total}"),
            cell(str(row.findings)),
            cell(theme, 60),
        ]

    def _show_empty(self, heading: str, *sentences: str) -> None:
        for widget in self.query("#next, YearWheel, #facts, OsloTable, #open"):
            widget.display = False
        empty = self.query_one(EmptyState)
        empty.display = True
        empty.say(heading, *sentences)

    @on(OsloTable.RowSelected)
    def _open(self, event: OsloTable.RowSelected) -> None:
        number = event.row_key.value
        if number is not None:
            rooms.open_review(self.oslo, number)

    def action_room(self, room: str) -> None:
        """Into a room."""
        rooms.open_room(self.oslo, room)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the rooms that can be entered; Oversikt has nothing to go back to."""
        if action == "room":
            return parameters[0] in self._possible
        return action != "back"

    def palette_commands(self) -> Iterable[PaletteCommand]:
        """The rooms come with the app; here there is only help."""
        return [PaletteCommand("Hjelp", self.action_help, "?")]


def load(ws: Workspace) -> Seen:
    """Everything that Oversikt shows; read in the opening thread the first time."""
    from oslo_ik.reviews.actions import list_actions
    from oslo_ik.reviews.overview import OPEN_ACTIONS, overview
    from oslo_ik.reviews.spot_checks import current_review

    seen = overview(ws)
    actions = [action for action in list_actions(ws) if action.status in OPEN_ACTIONS]
    return seen, current_review(ws) if seen.current else None, actions


def _first_steps(has_cases: bool) -> tuple[str, ...]:
    if has_cases:
        return (
            "Trykk t for å trekke månedens saker.",
            "Etter trekningen får du sakene å slå opp, og punktene å svare på.",
        )
    return (
        "Hent en saksliste fra fagsystemet som CSV eller Excel, med saksnummer og kontaktperson "
        "(kode). Trykk s, og så i. Navn og andre kolonner blir aldri lest.",
        "Får du ikke ut en liste? Trykk t, og velg løpenummer.",
    )


def facts(seen: Overview) -> Content:
    """Findings, deadlines, coverage and cases, in words."""
    cover = seen.coverage
    deadline = "Ingen frister foran deg."
    if seen.next_deadline is not None:
        day = show_date(seen.next_deadline.deadline)
        deadline = f"Neste frist {day}: {line(seen.next_deadline.text, 48)}"
    late = f", {seen.overdue_actions} over frist" if seen.overdue_actions else ""
    lines = [
        f"Åpne funn: {seen.open_findings}   Åpne forbedringstiltak: {seen.open_actions}{late}   "
        f"Aktive saker: {seen.active_cases}",
        deadline,
        f"Spurt om: {cover.krav_asked} av {cover.krav_total} krav siste 12 måneder, "
        f"{cover.rest_asked} av {cover.rest_total} andre punkter siste 24",
    ]
    return safe("\n".join(lines))


def deadlines(actions: list[ActionView], today: date) -> Content:
    """The open forbedringstiltak, nearest deadline first; a passed one says so."""
    lines = [Content.assemble(safe("Åpne forbedringstiltak", "bold"), safe("  p følger opp"))]
    for action in sorted(actions, key=lambda action: action.deadline):
        late = action.deadline < today
        lines.append(
            Content.assemble(
                show_date(action.deadline),
                (" over frist" if late else "           ", "bold $error" if late else ""),
                f"  {line(action.text)} ",
                (f"({line(action.responsible_role)})", "$text-muted"),
            )
        )
    return Content("\n").join(lines)
