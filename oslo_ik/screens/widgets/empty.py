"""What a room shows when there is nothing in it: why, and the first thing to do."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Static

from oslo_ik.screens.widgets.text import safe


class EmptyState(Static):
    """A heading and one or more sentences that name the key to press."""

    def __init__(self, heading: str, *sentences: str, id: str | None = None) -> None:
        super().__init__("", id=id)
        self.say(heading, *sentences)

    def say(self, heading: str, *sentences: str) -> None:
        """Change what it says; the text is never read as markup."""
        lines = [safe(heading, "bold"), *(safe(sentence) for sentence in sentences)]
        self.update(Content("\n\n").join(lines))
