"""Which areas of life are not mapped: a list where every line says «kartlagt» or «mangler»."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Static

from oslo_ik.screens.base import OsloModal
from oslo_ik.screens.widgets.table import OsloTable
from oslo_ik.screens.widgets.text import cell, safe

if TYPE_CHECKING:
    from oslo_ik.checks.model import Area
    from oslo_ik.reviews.views import AnswerView
    from oslo_ik.screens.widgets.review_comment import Subject

ORIGINS = {"revisjon": "  (revisjonens tillegg, teller ikke som mangel)", "lokal": "  (lokalt)"}


class AreasScreen(OsloModal[Any]):
    """Every change is committed at once; dismissed with the answer, None when it was left alone."""

    HEADING = "Hvilke områder mangler i kartleggingen?"
    GUIDE = (
        "Merk områdene som er relevante for personen og ikke er kartlagt. Mangler ingen, er svaret "
        "ja. Mangler noen av standardens egne områder, blir svaret delvis, og mangler alle, nei. "
        "Hvert merke lagres straks."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,m,M", "mark", "Mangler / kartlagt"),
        Binding("a,A", "all_mapped", "Alle kartlagt"),
        Binding("enter", "done", "Ferdig", priority=True),
        Binding("escape", "back", "Lukk"),
    ]

    def __init__(self, subject: Subject, areas: tuple[Area, ...], missing: Iterable[str]) -> None:
        super().__init__()
        self._subject = subject
        self._areas = areas
        self._missing = set(missing)
        self._answer: AnswerView | None = None

    def body(self) -> Iterable[Widget]:
        """One line an area."""
        yield Static(safe("Merk det som mangler. Områder som ikke er relevante, lar du stå."))
        table = OsloTable(enter=None)
        table.show_header = False
        yield table

    def on_mount(self) -> None:
        """The words decide, not a mark."""
        table = self.query_one(OsloTable)
        table.add_column("Svar", width=9, key="answer")
        table.add_column("Område", key="area")
        table.fill((area.id, (self._word(area.id), self._label(area))) for area in self._areas)
        table.focus()

    def _label(self, area: Area) -> Text:
        return cell(area.label + ORIGINS.get(area.origin, ""))

    def _word(self, area_id: str) -> Text:
        return cell("mangler", style="bold") if area_id in self._missing else cell("kartlagt")

    def action_mark(self) -> None:
        """Between «mangler» and «kartlagt», and down one line."""
        table = self.query_one(OsloTable)
        area_id = table.cursor_key
        if area_id is None:
            return
        self._commit(self._missing ^ {area_id})
        table.action_cursor_down()

    def action_all_mapped(self) -> None:
        """None is missing: ja."""
        self._commit(set())
        self.action_back()

    def action_done(self) -> None:
        """Close; with nothing marked this is a ja."""
        if self._answer is None:
            self._commit(set(self._missing))
        self.action_back()

    def _commit(self, missing: set[str]) -> None:
        from oslo_ik.reviews.answers import set_missing_areas

        subject = self._subject
        answer = self.attempt(
            set_missing_areas,
            subject.number,
            subject.reference,
            subject.check,
            [area.id for area in self._areas if area.id in missing],
        )
        if answer is None:
            return
        self._answer, self._missing = answer, missing
        table = self.query_one(OsloTable)
        for area in self._areas:
            table.update_cell(area.id, "answer", self._word(area.id))

    def action_back(self) -> None:
        """Close with the answer that is committed."""
        self.dismiss(self._answer)
