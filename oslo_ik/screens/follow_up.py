"""Oppfølging: findings and forbedringstiltak after locking, until they work (§8)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal
from textual.events import Resize
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static

from oslo_ik.screens.widgets.empty import EmptyState
from oslo_ik.screens.widgets.follow_up_acting import FollowingUp
from oslo_ik.screens.widgets.follow_up_detail import detail
from oslo_ik.screens.widgets.follow_up_rows import (
    SHOWINGS,
    Row,
    Showing,
    allows,
    cells,
    columns,
    count_line,
    rows,
)
from oslo_ik.screens.widgets.review_detail import Readable
from oslo_ik.screens.widgets.table import OsloTable
from oslo_ik.screens.widgets.text import safe

if TYPE_CHECKING:
    from oslo_ik.reviews.views import FindingView, HistoryEntry
    from oslo_ik.reviews.workspace import Workspace

PAUSE = 0.15


class FollowUpList(OsloTable):
    """The list, which tells when it has room for other columns."""

    class RoomChanged(Message):
        """The list is wider or narrower than before."""

    def __init__(self) -> None:
        super().__init__(enter=None, id="follow")

    @on(Resize)
    def _tell(self) -> None:
        self.post_message(self.RoomChanged())


class FollowUpScreen(FollowingUp):
    """One list of every finding from a locked review, and everything about the row in it."""

    HEADING = "Oppfølging"
    CSS_PATH = "follow_up.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (160, "-wide")]  # noqa: RUF012
    AUTO_FOCUS = ""
    GUIDE = (
        "Her følger du opp det som er låst. Si hvor langt et forbedringstiltak er kommet, flytt "
        "fristen med begrunnelse, og vurder effekten når det er gjennomført. Funnet kan lukkes "
        "når alle tiltakene er avsluttet og effekten er vurdert. Det låste dokumentet endres "
        "ikke; alt som skjer, står i historikken."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("i,I", "begin", "Pågår"),
        Binding("u,U", "done", "Gjennomført"),
        Binding("d,D", "drop", "Ikke videreført"),
        Binding("t,T", "restart", "Ikke startet"),
        Binding("f,F", "move_deadline", "Flytt frist"),
        Binding("v,V", "effect", "Vurder effekt"),
        Binding("a,A", "eqs", "EQS-nummer"),
        Binding("c,C", "eqs_text", "Tekst til EQS"),
        Binding("l,L", "close", "Lukk"),
        Binding("å,Å,o,O", "reopen", "Åpne igjen"),
        Binding("s,S", "next_showing", "Vis", tooltip="Åpne, over frist, lukkede eller alle"),
        Binding("slash", "search", "Søk"),
        Binding("h,H", "expand", "Les alt", tooltip="Hele teksten, eller listen igjen"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._findings: tuple[FindingView, ...] = ()
        self._rows: dict[str, Row] = {}
        self._histories: dict[int, list[HistoryEntry]] = {}
        self._showing: Showing = "open"
        self._last: str | None = None
        self.key_labels: dict[str, str] = {}

    def body(self) -> Iterable[Widget]:
        """A search field and a count, the list, and everything about its row."""
        with Horizontal(id="top"):
            yield Input(
                placeholder="Søk i tittel, kontrollpunkt og rolle",
                compact=True,
                select_on_focus=False,
                id="search",
            )
            yield Static("", id="count")
        with Container(id="halves"):
            yield FollowUpList()
            yield Readable(Static("", id="about-text"), id="about")
        yield EmptyState("", id="empty")

    def on_mount(self) -> None:
        """Read once the room of the list is known."""
        self.call_after_refresh(self._enter)

    def _enter(self) -> None:
        self.reread()
        if self._findings:
            self.query_one(OsloTable).focus()

    @on(FollowUpList.RoomChanged)
    def _columns_again(self) -> None:
        if self._findings:
            self._fill()

    def reread(self) -> None:
        """Everything again; the cursor stays on its row."""
        self._histories.clear()
        found = self.attempt(locked_findings)
        if found is not None:
            self._findings = found
            self._show()

    def _show(self) -> None:
        any_at_all = bool(self._findings)
        for widget in self.query("#top, #halves"):
            widget.display = any_at_all
        empty = self.query_one(EmptyState)
        empty.display = not any_at_all
        if any_at_all:
            self._fill()
        else:
            empty.say(
                "Ingenting å følge opp ennå.",
                "Funn og forbedringstiltak kommer hit når stikkprøven er låst.",
                "Trykk Esc. Øverst i Oversikt står det neste du skal gjøre.",
            )
        self.refresh_bindings()

    def _fill(self) -> None:
        today = self.ws.today()
        wanted = self.query_one("#search", Input).value
        shown = rows(self._findings, self._showing, wanted, today)
        table = self.query_one(OsloTable)
        room, before = table.size.width, table.cursor_row
        # The rows first: choosing columns shows the old cells again for a moment.
        self._rows = {row.key: row for row in shown}
        table.set_columns(*columns(shown, room))
        table.fill((row.key, cells(row, room, today)) for row in shown)
        if table.cursor_row == 0 and before and self._last not in self._rows:
            table.move_cursor(row=min(before, len(shown) - 1), animate=False)
        self.query_one("#count", Static).update(safe(count_line(shown, self._showing)))
        self.key_labels = {"next_showing": f"Vis: {SHOWINGS[self._showing]}"}
        self._show_about()

    @property
    def row_here(self) -> Row | None:
        """The row under the cursor."""
        if not self._rows:
            return None
        return self._rows.get(self.query_one(OsloTable).cursor_key or "")

    def finding_now(self, finding_id: int) -> FindingView | None:
        """A finding as it was last read."""
        return next((f for f in self._findings if f.id == finding_id), None)

    @on(OsloTable.RowHighlighted)
    def _show_about(self) -> None:
        row = self.row_here
        self._last = row.key if row else None
        about = self.query_one("#about-text", Static)
        if row is None:
            about.update(safe(self._nothing()))
        else:
            today, zone = self.ws.today(), self.ws.clock().tzinfo
            about.update(detail(row, self._history(row.finding.id), today, zone))
        self.query_one(Readable).scroll_home(animate=False)
        self.refresh_bindings()

    def _history(self, finding_id: int) -> list[HistoryEntry]:
        from oslo_ik.reviews.follow_up import finding_history

        if finding_id not in self._histories:
            self._histories[finding_id] = self.attempt(finding_history, finding_id) or []
        return self._histories[finding_id]

    def _nothing(self) -> str:
        if self.query_one("#search", Input).value.strip():
            return "Ingen treff. Esc tømmer søket, og s viser andre funn."
        nothing = {
            "open": "Ingen åpne funn.",
            "late": "Ingen forbedringstiltak er over frist.",
            "closed": "Ingen funn er lukket ennå.",
        }
        return f"{nothing.get(self._showing, 'Ingen funn.')} Trykk s for å se andre."

    @on(Input.Changed, "#search")
    def _typed(self) -> None:
        self.soon(PAUSE, self._fill)

    @on(Input.Submitted, "#search")
    def _to_list(self) -> None:
        self.query_one(OsloTable).focus()

    def action_search(self) -> None:
        """To the search field."""
        self._spread(False)
        self.query_one("#search", Input).focus()

    def action_next_showing(self) -> None:
        """Open, over deadline, closed, all; and round again."""
        choices = list(SHOWINGS)
        self._showing = choices[(choices.index(self._showing) + 1) % len(choices)]
        self._fill()

    def action_expand(self) -> None:
        """The whole text about the row, or the list again."""
        self._spread(not self.has_class("-expanded"))

    def _spread(self, on: bool) -> None:
        self.set_class(on, "-expanded")
        self.query_one(Readable).spread(on)
        if not on:
            self.query_one(OsloTable).focus()

    def action_back(self) -> None:
        """First out of the text, then out of the search, then out of the room."""
        search = self.query_one("#search", Input)
        if self.has_class("-expanded"):
            self._spread(False)
        elif self.focused is search or search.value:
            search.value = ""
            self.query_one(OsloTable).focus()
        else:
            self.dismiss(None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what makes sense on the row under the cursor."""
        if action in ("back", "help"):
            return True
        if action in ("search", "next_showing"):
            return bool(self._findings)
        row = self.row_here
        return row is not None and (action == "expand" or allows(action, row))


def locked_findings(ws: Workspace) -> tuple[FindingView, ...]:
    """Every finding of every locked review, the merged ones within the one they joined."""
    from oslo_ik.reviews.findings import list_findings
    from oslo_ik.reviews.spot_checks import list_reviews

    locked = {row.number for row in list_reviews(ws) if row.status == "signed"}
    return tuple(finding for finding in list_findings(ws) if finding.review in locked)
