"""The drawn cases, to be looked up in the case-record system; Enter begins the review."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from textual.widget import Widget
from textual.widgets import Static

from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.widgets.table import OsloTable, width_of
from oslo_ik.screens.widgets.text import cell, safe
from oslo_ik.text import show_date, show_month

if TYPE_CHECKING:
    from oslo_ik.reviews.views import ReviewCaseView, ReviewView
    from oslo_ik.reviews.workspace import Workspace


class DrawnScreen(OsloScreen[None]):
    """The list to find in the case-record system."""

    HEADING = "Trukket"
    CSS_PATH = "drawn.tcss"
    GUIDE = (
        "Slå opp sakene i fagsystemet. I gjennomgangen kan du bytte ut en sak som ikke er aktuell, "
        "eller merke en sak som utilgjengelig."
    )

    def __init__(self, number: str) -> None:
        super().__init__()
        self._number = number
        self._period = ""

    def body(self) -> Iterable[Widget]:
        """A sentence and the list."""
        yield Static("", id="told")
        yield OsloTable(enter="Begynn gjennomgangen")

    def on_mount(self) -> None:
        """Fill the list."""
        self.attempt(_review, self._number, then=self._show)

    def _show(self, review: ReviewView) -> None:
        self._period = show_month(review.period)
        self.refresh_title()
        self.saved()
        count = "1 sak er" if len(review.cases) == 1 else f"{len(review.cases)} saker er"
        self.query_one("#told", Static).update(
            safe(
                f"{count} trukket og lagret. Slå dem opp i fagsystemet, og trykk Enter for å "
                "begynne. Du kan gå ut når som helst; Oversikt tar deg tilbake hit."
            )
        )
        table = self.query_one(OsloTable)
        table.set_columns(
            ("Nr.", 3),
            ("Sak", width_of("Sak", (case.reference for case in review.cases))),
            (
                "Kontaktperson",
                width_of("Kontaktperson", (c.caseworker or "" for c in review.cases)),
            ),
            ("Startet", 10),
            ("Overgang", None),
        )
        table.fill((case.reference, _cells(case)) for case in review.cases)
        table.focus()

    @property
    def subject(self) -> str:
        """Number and month."""
        return f"{self._number} · {self._period}" if self._period else self._number

    def on_data_table_row_selected(self) -> None:
        """Enter."""
        self.action_begin()

    def action_begin(self) -> None:
        """To the review, in place of this list."""
        from oslo_ik.screens.review import ReviewScreen

        self.app.switch_screen(ReviewScreen(self._number))


def _review(ws: Workspace, number: str) -> ReviewView:
    from oslo_ik.reviews.spot_checks import get_review

    return get_review(ws, number)


def _cells(case: ReviewCaseView) -> list[Any]:
    started = show_date(case.started_on) if case.started_on else ""
    transition = case.transition or ""
    if case.transition_on:
        transition = f"{transition} {show_date(case.transition_on)}".strip()
    texts = (str(case.position), case.reference, case.caseworker or "", started, transition)
    return [cell(text) for text in texts]
