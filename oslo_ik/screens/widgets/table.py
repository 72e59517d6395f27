"""A list with a row cursor whose keys are described in bokmål.

Cells must come from ``widgets.text.cell``: a plain string would be read as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.widgets import DataTable


class OsloTable(DataTable[Text], inherit_bindings=False):
    """Row cursor, striped rows; ``enter`` says what Enter does, None when it does nothing."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "cursor_up", "Flytt", key_display="↑↓"),
        Binding("down", "cursor_down", "Én ned", show=False),
        Binding("pageup", "page_up", "Bla", key_display="PgUp/PgDn", show=False),
        Binding("pagedown", "page_down", "Bla ned", show=False),
        Binding("home,ctrl+home", "scroll_top", "Til toppen", show=False),
        Binding("end,ctrl+end", "scroll_bottom", "Til bunnen", show=False),
        Binding("left", "scroll_left", "Til venstre", show=False),
        Binding("right", "scroll_right", "Til høyre", show=False),
        Binding("enter", "select_cursor", "Velg"),
    ]

    def __init__(self, *, enter: str | None = "Velg", id: str | None = None) -> None:
        super().__init__(cursor_type="row", zebra_stripes=True, id=id)
        self.enter = enter
        self.key_labels: Mapping[str, str] = {"select_cursor": enter or ""}

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter is hidden where it does nothing, and in an empty list."""
        if action == "select_cursor":
            return bool(self.enter) and self.row_count > 0
        return True

    def fill(self, rows: Iterable[tuple[str, Sequence[Text]]], keep: str | None = None) -> None:
        """Replace the rows, given as (key, cells); the cursor goes to the row ``keep``."""
        wanted = keep if keep is not None else self.cursor_key
        self.clear()
        for key, cells in rows:
            self.add_row(*cells, key=key)
        if wanted is not None:
            self.go_to(wanted)
        self.refresh_bindings()

    @property
    def cursor_key(self) -> str | None:
        """The key of the row under the cursor."""
        if not self.is_valid_row_index(self.cursor_row):
            return None
        return self.coordinate_to_cell_key(self.cursor_coordinate).row_key.value

    def go_to(self, key: str) -> bool:
        """Move the cursor to the row with this key; False when it is not there."""
        if key not in self.rows:
            return False
        self.move_cursor(row=self.get_row_index(key), animate=False)
        return True
