"""The year's wheel as one row of twelve months: a word where there is room, else a letter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from oslo_ik.screens.next_step import LETTERS, WORDS

if TYPE_CHECKING:
    from oslo_ik.reviews.overview import MonthStatus

SHORT = ("jan", "feb", "mars", "apr", "mai", "juni", "juli", "aug", "sep", "okt", "nov", "des")
STYLES = {"signed": "$success", "missing": "bold $error", "due": "bold $warning", "open": "bold"}
WORD_WIDTH = 11


class YearWheel(Widget):
    """Months above, states below; the key to the letters is a third line."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._months: tuple[MonthStatus, ...] = ()

    def show(self, months: tuple[MonthStatus, ...]) -> None:
        """Draw these twelve months."""
        self._months = months
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Two lines with words, three with letters."""
        return 2 if self._words(width) else 3

    @staticmethod
    def _words(width: int) -> bool:
        return width >= 5 + 12 * WORD_WIDTH

    def render(self) -> Content:
        """The row, and what the letters mean when there are letters."""
        if not self._months:
            return Content("")
        width = self.content_size.width
        words = self._words(width)
        step = WORD_WIDTH if words else max((width - 5) // 12, 5)
        year = self._months[0].period[:4]
        names = Content.styled(
            f"{year} " + "".join(name.ljust(step) for name in SHORT), "$text-muted"
        )
        shown = WORDS if words else LETTERS
        states = Content.assemble(
            " " * 5,
            *(
                (shown[month.status].ljust(step), STYLES.get(month.status, ""))
                for month in self._months
            ),
        )
        lines = [names, states]
        if not words:
            present = dict.fromkeys(month.status for month in self._months)
            key = "  ".join(f"{LETTERS[status]} {WORDS[status]}" for status in present)
            lines.append(
                Content.styled(" " * 5 + key.replace("– –", "– før oppstart"), "$text-muted")
            )
        return Content("\n").join(lines)
