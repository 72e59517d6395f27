"""Hjelp: a short guide and every key of the screen that asked, in bokmål."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import DataTable, Input, Select, Static, TextArea

from oslo_ik.screens.base import OsloModal
from oslo_ik.screens.palette import bindings_of
from oslo_ik.screens.widgets.footer import key_name
from oslo_ik.screens.widgets.text import safe

if TYPE_CHECKING:
    from textual.screen import Screen

Keys = list[tuple[str, str]]

ALWAYS: Keys = [
    ("Ctrl+P", "Finn alt som kan gjøres nå"),
    ("F9", "Skjul skjermen når noen kommer inn"),
    ("Ctrl+Q", "Avslutt; alt er lagret"),
]
IN_LISTS: Keys = [
    ("↑ ↓", "Flytt én linje"),
    ("PgUp PgDn", "Bla en side"),
    ("Home End", "Til toppen eller bunnen"),
    ("← →", "Se mer til siden"),
]
IN_FIELDS: Keys = [
    ("Tab", "Neste felt"),
    ("Shift+Tab", "Forrige felt"),
    ("Enter", "Neste felt, eller åpne en valgliste"),
    ("Ctrl+C Ctrl+V", "Kopier og lim inn"),
]
ARROWS = frozenset({"left", "right", "up", "down"})
MONTH = (
    "Importer sakslisten, trekk stikkprøven, svar på kontrollpunktene "
    "sak for sak, oppsummer og ta stilling til funnene, lås og ferdigstill, og legg dokumentet "
    "i EQS. Hvert svar lagres straks. Du kan gå ut når som helst og fortsette på samme sted."
)


class HelpScreen(OsloModal[None]):
    """Opened with ? or F1; closes with the same keys or Escape."""

    HEADING = "Hjelp"
    OFFERS_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,f1", "back", "Lukk"),
    ]

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self._screen = screen

    def body(self) -> Iterable[Widget]:
        """One text that scrolls."""
        with VerticalScroll():
            yield Static(self._text())

    def _text(self) -> Content:
        guide = getattr(self._screen, "GUIDE", "")
        heading = getattr(self._screen, "heading", "") or getattr(self._screen, "HEADING", "")
        parts = [safe(heading, "bold"), safe(guide)] if guide else []
        parts.append(_section("Taster her", self._keys()))
        if self._has(DataTable):
            parts.append(_section("I lister", IN_LISTS))
        if self._has(Input, TextArea, Select):
            parts.append(_section("I felter", IN_FIELDS))
        parts += [_section("Alltid", ALWAYS), safe("Slik går måneden", "bold"), safe(MONTH)]
        return Content("\n\n").join(parts)

    def _has(self, *kinds: type[Widget]) -> bool:
        return any(True for kind in kinds for _ in self._screen.query(kind))

    def _keys(self) -> Keys:
        labels: dict[str, str] = getattr(self._screen, "key_labels", {})
        found: dict[str, tuple[list[str], str]] = {}
        for binding in bindings_of(self._screen):
            if binding.action == "back" and not self._screen.check_action("back", ()):
                continue
            label = labels.get(binding.action, binding.description)
            names = found.setdefault(binding.action, ([], binding.tooltip or label))[0]
            for key in binding.key.split(","):
                # An arrow by itself: the bar's «←→» is two keys with two meanings.
                shown = None if key.strip() in ARROWS else binding.key_display
                name = key_name(Binding(key.strip(), binding.action, key_display=shown))
                if name.casefold() not in {known.casefold() for known in names}:
                    names.append(name)
        return [(" ".join(names), label) for names, label in found.values()]


def _section(title: str, keys: Keys) -> Content:
    width = max(len(names) for names, _ in keys)
    lines = [
        Content.assemble("  ", (names.ljust(width), "bold $key"), "  ", label)
        for names, label in keys
    ]
    return Content("\n").join([safe(title, "bold"), *lines])
