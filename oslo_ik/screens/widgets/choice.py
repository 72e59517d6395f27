"""A choice of a form: its list opens where there is room for it, never over the key bar."""

from __future__ import annotations

from textual.widgets import Select
from textual.widgets._select import SelectOverlay

from oslo_ik.screens.widgets.footer import KeyBar

HEIGHT = 12
BORDER = 2


class Choice(Select[str]):
    """A Select; below its line when the list fits between that and the keys, else above."""

    def watch_expanded(self, expanded: bool) -> None:
        """Place the list before it is painted."""
        if not expanded:
            return
        overlay = self.query_one(SelectOverlay)
        wanted = min(HEIGHT, overlay.option_count + BORDER)
        line = self.region
        bars = self.screen.query(KeyBar)
        bottom = bars.first().region.y if bars else self.screen.size.height
        below, above = bottom - line.bottom, line.y
        upwards = below < wanted and above > below
        height = min(wanted, max(above if upwards else below, BORDER + 1))
        overlay.styles.max_height = height
        overlay.styles.offset = (0, -(height + line.height) if upwards else 0)
