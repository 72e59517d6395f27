"""The command palette: everything that is possible now, found also without æøå.

``apne`` finds «Åpne» and ``sok`` finds «Søk»: letters are folded before they are compared.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.actions import parse
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.keys import key_to_character
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, OptionList, TextArea
from textual.widgets.option_list import Option

from oslo_ik.screens import rooms
from oslo_ik.screens.base import OsloModal, PaletteCommand
from oslo_ik.screens.widgets.footer import key_name
from oslo_ik.screens.widgets.text import line, safe
from oslo_ik.text import fold

if TYPE_CHECKING:
    from oslo_ik.screens.base import ServiceCalls

_BARE = str.maketrans({"æ": "a", "ø": "o", "å": "a", "ä": "a", "ö": "o", "é": "e"})
_DOUBLE = (("aa", "a"), ("ae", "a"), ("oe", "o"))
# From here on the letters only come in order, which is too little to be told «no» about.
LOOSE = 3
PROMPT = "Søk etter noe å gjøre …"


def bare(text: str) -> str:
    """``text`` in small letters without æøå, one letter for one."""
    return fold(text).translate(_BARE)


def score(query: str, label: str) -> int | None:
    """How well a label answers a query: lower is better, None is not at all.

    0 the label begins with it, 1 a word does, 2 it stands inside, 3 the letters come in order.
    """
    wanted, inside = bare(query).strip(), bare(label)
    short = wanted
    for pair, single in _DOUBLE:
        short = short.replace(pair, single)
    scores = [_score(form, inside) for form in {wanted, short}]
    return min((found for found in scores if found is not None), default=None)


def _score(wanted: str, inside: str) -> int | None:
    if inside.startswith(wanted):
        return 0
    if f" {wanted}" in inside:
        return 1
    if wanted in inside:
        return 2
    letters = iter(inside)
    return 3 if all(letter in letters for letter in wanted if letter != " ") else None


def bindings_of(screen: Screen[Any]) -> list[Binding]:
    """The bindings that the classes of a screen declare, the nearest class first."""
    found: dict[str, Binding] = {}
    for owner in type(screen).__mro__:
        if owner.__module__.startswith("oslo_ik"):
            for binding in owner.__dict__.get("BINDINGS", ()):
                if isinstance(binding, Binding):
                    found.setdefault(binding.key, binding)
    return list(found.values())


def commands_of(screen: ServiceCalls[Any]) -> list[PaletteCommand]:
    """One command for every key of the screen that is shown and allowed now."""
    labels: dict[str, str] = getattr(screen, "key_labels", {})
    typing = isinstance(screen.focused, Input | TextArea)
    found = []
    for binding in bindings_of(screen):
        namespace, name, parameters = parse(binding.action)
        own = not namespace or namespace == "screen"
        if own and binding.show and screen.check_action(name, parameters):
            found.append(
                PaletteCommand(
                    labels.get(binding.action, binding.description),
                    partial(screen.call_later, screen.run_action, binding.action),
                    key_of(binding, typing),
                )
            )
    return found


def key_of(binding: Binding, typing: bool = False) -> str:
    """The first key of a binding as it is shown; in a field a letter is only a letter."""
    keys = [key.strip() for key in binding.key.split(",")]
    if typing:
        keys = [key for key in keys if not _is_typed(key)]
    if not keys:
        return ""
    return key_name(Binding(keys[0], binding.action, key_display=binding.key_display))


def _is_typed(key: str) -> bool:
    """True for a key that a field takes as text, or to move its cursor."""
    character = key_to_character(key)
    moves = key in ("left", "right", "home", "end", "enter", "backspace", "delete")
    return moves or (character is not None and character.isprintable())


class PaletteScreen(OsloModal[None]):
    """Type a few letters, Enter does it."""

    HEADING = "Finn"
    OFFERS_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Flytt", key_display="↑↓", priority=True),
        Binding("up", "move(-1)", "Forrige", show=False, priority=True),
        Binding("enter", "run", "Gjør det", priority=True),
        Binding("escape", "back", "Lukk"),
    ]

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__()
        self._below = screen
        offered = getattr(screen, "palette_commands", None)
        self._commands: list[PaletteCommand] = list(offered()) if offered else []
        self._found: list[PaletteCommand] = []

    def body(self) -> Iterable[Widget]:
        """What is typed, and what it finds."""
        yield Input(placeholder=PROMPT, compact=True)
        choices = OptionList(markup=False, compact=True)
        choices.can_focus = False
        yield choices

    def on_mount(self) -> None:
        """Everything, until something is typed."""
        self._commands += self.oslo.palette_commands(self._below)
        self._barred = rooms.closed(self.oslo)
        self._show("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, query: str) -> None:
        scored = [(score(query, command.label), command) for command in self._commands]
        hits = [(points, command) for points, command in scored if points is not None]
        self._found = [command for _, command in sorted(hits, key=lambda hit: hit[0])]
        choices = self.query_one(OptionList)
        closed = self._not_possible(query)
        choices.set_options([*self._options(), *closed] or [Option("Ingen treff", disabled=True)])
        choices.highlighted = 0 if self._found else None

    def _options(self) -> list[Option]:
        width = max((len(command.key) for command in self._found), default=0)
        return [
            Option(
                Content.assemble((command.key.ljust(width + 2), "bold $key"), line(command.label))
            )
            for command in self._found
        ]

    def _not_possible(self, query: str) -> list[Option]:
        """What was asked for by name and cannot be done now, with why."""
        if not query.strip():
            return []
        return [
            Option(safe(f"{label}: ikke mulig nå, {why}", "$text-muted"), disabled=True)
            for label, why in self._barred
            if (points := score(query, label)) is not None and points < LOOSE
        ]

    def action_move(self, step: int) -> None:
        """Up and down, round the ends."""
        choices = self.query_one(OptionList)
        if self._found:
            choices.highlighted = ((choices.highlighted or 0) + step) % len(self._found)

    def action_run(self) -> None:
        """Do what is marked."""
        marked = self.query_one(OptionList).highlighted
        if marked is not None and self._found:
            self._do(marked)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._do(event.option_index)

    def _do(self, index: int) -> None:
        command = self._found[index]
        self.dismiss(None)
        self.app.call_later(command.run)
