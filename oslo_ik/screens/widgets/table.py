"""A list with a row cursor whose keys are described in bokmål.

Cells must come from ``widgets.text.cell``: a plain string would be read as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.binding import Binding, BindingType
from textual.events import Resize
from textual.widgets import DataTable

Rows = list[tuple[str, Sequence[Text]]]
NARROWEST = 12


def width_of(label: str, texts: Iterable[str], most: int = 40) -> int:
    """The width of a column that shows its label and every text up to ``most`` characters."""
    return min(max((len(text) for text in (label, *texts)), default=0), most)


class OsloTable(DataTable[Text], inherit_bindings=False):
    """Row cursor, striped rows; ``enter`` says what Enter does, None when it does nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Flytt", key_display="↑↓"),
        Binding("down", "cursor_down", "Én ned", show=False),
        Binding("pageup", "page_up", "Bla", show=False),
        Binding("pagedown", "page_down", "Bla ned", show=False),
        Binding("home,ctrl+home", "scroll_top", "Til toppen", show=False),
        Binding("end,ctrl+end", "scroll_bottom", "Til bunnen", show=False),
        Binding("left", "scroll_left", "Til siden", key_display="←→"),
        Binding("right", "scroll_right", "Til høyre", show=False),
        Binding("enter", "select_cursor", "Velg"),
    ]

    def __init__(self, *, enter: str | None = "Velg", id: str | None = None) -> None:
        super().__init__(cursor_type="row", zebra_stripes=True, id=id)
        self.enter = enter
        self.key_labels: Mapping[str, str] = {"select_cursor": enter or ""}
        self._layout_columns: tuple[tuple[str, int | None], ...] = ()
        self._shown: Rows = []
        self._room = 0

    def set_columns(self, *columns: tuple[str, int | None]) -> None:
        """Columns as (label, width); the one without a width takes the room that is left.

        The rows are given with ``fill`` and are shown again when the room changes.
        """
        if columns != self._layout_columns:
            self._layout_columns = columns
            self._build()

    def _build(self) -> None:
        padding = 2 * self.cell_padding
        fixed = sum(width + padding for _, width in self._layout_columns if width is not None)
        room = max(self._room - fixed - padding, NARROWEST)
        keep = self.cursor_key
        self.clear(columns=True)
        for label, width in self._layout_columns:
            self.add_column(label, width=room if width is None else width)
        self.fill(self._shown, keep)

    @on(Resize)
    def _resized(self, event: Resize) -> None:
        room = event.size.width - self.styles.scrollbar_size_vertical
        if self._layout_columns and room != self._room:
            self._room = room
            self._build()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter is hidden where it does nothing, the sideways arrows where all is seen."""
        if action == "select_cursor":
            return bool(self.enter) and self.row_count > 0
        if action in ("scroll_left", "scroll_right"):
            return self.max_scroll_x > 0
        return self.row_count > 0 if action.startswith("cursor_") else True

    def fill(self, rows: Iterable[tuple[str, Sequence[Text]]], keep: str | None = None) -> None:
        """Replace the rows, given as (key, cells); the cursor goes to the row ``keep``."""
        wanted = keep if keep is not None else self.cursor_key
        self._shown = list(rows)
        self.clear()
        for key, cells in self._shown:
            self.add_row(*cells, key=key)
        if wanted is not None:
            self.go_to(wanted)
        self.refresh_bindings()

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor."""
        if not self.is_valid_row_index(self.cursor_row) or not self.columns:
            return None
        return self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value

    def go_to(self, key: str) -> bool:
        """Move the cursor to the row with this key; False when it is not there."""
        if key not in self.rows:
            return False
        self.move_cursor(row=self.get_row_index(key), animate=False)
        return True
