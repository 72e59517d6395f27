"""The one list of Oppsummering: headings, findings, what is open, and the counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from oslo_ik.screens.widgets.review_summary_rows import Entry
from oslo_ik.screens.widgets.review_summary_words import urgency

if TYPE_CHECKING:
    from collections.abc import Iterable


class SummaryList(OptionList):
    """Headings cannot be chosen; the cursor stays on its line when the list is read again."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Flytt", key_display="↑↓"),
        Binding("down", "cursor_down", "Ned", show=False),
        Binding("enter", "screen.go", "Gå dit"),
    ]

    def __init__(self) -> None:
        super().__init__(id="summary", markup=False)
        self._entries: list[Entry] = []
        self.key_labels: dict[str, str] = {}

    def fill(self, entries: Iterable[Entry], keep: str | None = None) -> None:
        """Show the lines; the cursor goes to ``keep``, else stays, else goes to the first."""
        wanted = keep or (self.entry.id if self.entry else None)
        row = self.highlighted
        self._entries = list(entries)
        self.set_options(
            [
                Option(entry.prompt, id=entry.id, disabled=entry.kind in ("heading", "note"))
                for entry in self._entries
            ]
        )
        ids = [entry.id for entry in self._entries]
        if wanted in ids:
            self.highlighted = ids.index(wanted)
        elif row is not None and row < len(ids) and not self.get_option_at_index(row).disabled:
            self.highlighted = row
        else:
            self.action_first()

    @property
    def entry(self) -> Entry | None:
        """The line under the cursor."""
        if self.highlighted is None or self.highlighted >= len(self._entries):
            return None
        return self._entries[self.highlighted]

    def go_to(self, entry_id: str) -> bool:
        """Put the cursor on a line; False when it is not there."""
        for index, entry in enumerate(self._entries):
            if entry.id == entry_id:
                self.highlighted = index
                return True
        return False

    def next_pending(self) -> bool:
        """To the next finding that is not decided, else one without an action, else one without
        an answer about EQS; False if none."""
        start = (self.highlighted or 0) + 1
        count = len(self._entries)
        found = [
            (wanted, turn, index)
            for turn, index in enumerate([*range(start, count), *range(start)])
            if (entry := self._entries[index]).kind == "finding"
            and entry.finding is not None
            and (wanted := urgency(entry.finding)) is not None
        ]
        if not found:
            return False
        self.highlighted = min(found)[2]
        return True

    @property
    def text_width(self) -> int:
        """Columns for the text of a line."""
        return max(self.size.width - 4, 20)
