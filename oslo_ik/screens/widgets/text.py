"""The one way for typed text to reach a widget: never markup, never a control sequence (§11).

``safe`` makes what Static, Label, OptionList, Select and border titles show; ``cell`` makes what
a DataTable shows. Text that goes to ``notify`` goes through ``line`` and ``markup=False``.
"""

from __future__ import annotations

from rich.text import Text
from textual.content import Content

from oslo_ik.text import clean, plain_line

ELLIPSIS = "…"


def safe(text: str, style: str = "") -> Content:
    """``text`` as content that shows every bracket; line breaks are kept.

    ``style`` is the program's own, such as ``"bold"`` or ``"$text-muted"``.
    """
    content = Content(clean(text))
    return content.stylize(style) if style else content


def line(text: str, width: int | None = None) -> str:
    """``text`` on one line, at most ``width`` characters with an ellipsis for the rest."""
    one = plain_line(text)
    if width is None or len(one) <= width:
        return one
    return one[: max(width - 1, 0)] + ELLIPSIS


def cell(text: str, width: int | None = None, style: str = "") -> Text:
    """A table's cell: one line, shortened to ``width`` characters when given."""
    return Text(line(text, width), style=style, no_wrap=True, overflow="ellipsis", end="")
