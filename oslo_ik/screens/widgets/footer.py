"""The key bar: every key that works now, in bokmål, on as few lines as the width allows.

A widget may carry ``key_labels`` (action → label) to say what its own keys do on this screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget
from textual.widgets import OptionList, Select

GAP = "  "
KEY_NAMES = {
    "enter": "Enter",
    "escape": "Esc",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "space": "Mellomrom",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "delete": "Del",
    "backspace": "Rettetast",
    "question_mark": "?",
    "slash": "/",
    "plus": "+",
    "minus": "-",
    "comma": ",",
    "full_stop": ".",
}


def key_name(binding: Binding) -> str:
    """The key as it is printed on a Norwegian keyboard."""
    if binding.key_display:
        return binding.key_display
    *modifiers, key = binding.key.split("+")
    if binding.key in KEY_NAMES:
        return KEY_NAMES[binding.key]
    name = KEY_NAMES.get(key, key)
    if modifiers or (len(name) > 1 and name[0] == "f" and name[1:].isdigit()):
        name = name.upper() if len(name) <= 3 else name
    return "+".join([*(part.capitalize() for part in modifiers), name])


# Textual's own keys that are worth showing, by the widget that has them: (keys, what they do).
_BUILT_IN: dict[tuple[type[Widget], str], tuple[str, str]] = {
    (OptionList, "cursor_up"): ("↑↓", "Flytt"),
    (OptionList, "select"): ("Enter", "Velg"),
    (Select, "show_overlay"): ("Enter", "Åpne valgene"),
    (OptionList, "dismiss"): ("Esc", "Lukk valgene"),
}
_ALWAYS_LAST = ("back", "help")


@dataclass(frozen=True)
class Entry:
    """One entry of the bar: the keys' names, what they do, and the key that a click presses."""

    names: str
    label: str
    key: str

    @property
    def width(self) -> int:
        """Columns."""
        return len(self.names) + 1 + len(self.label)


def shown_keys(screen: Screen[Any]) -> list[Entry]:
    """What the keys do now: the screen's own first, then the focused widget's, then the app's."""
    found: dict[str, tuple[int, list[str], str, str]] = {}
    for active in [*screen.active_bindings.values(), *_app_keys(screen)]:
        told = _tell(screen, active)
        if told is None:
            continue
        names, label = told
        rank = _rank(screen, active)
        known = found.setdefault(active.binding.action, (rank, [], label, active.binding.key))[1]
        if names.casefold() not in {name.casefold() for name in known}:
            known.append(names)
    ordered = sorted(found.values(), key=lambda entry: entry[0])
    return [Entry("/".join(names), label, key) for _, names, label, key in ordered]


def _app_keys(screen: Screen[Any]) -> list[ActiveBinding]:
    """The app's priority keys, which work in a dialog too although Textual does not list them."""
    app = screen.app
    return [
        ActiveBinding(app, binding, True, "")
        for binding in type(app).BINDINGS
        if isinstance(binding, Binding)
        and binding.priority
        and app.check_action(binding.action, ())
    ]


def _tell(screen: Screen[Any], active: ActiveBinding) -> tuple[str, str] | None:
    """Key and label of a binding, or None when it is not shown."""
    binding, node = active.binding, active.node
    if not active.enabled:
        return None
    labels: Mapping[str, str] = getattr(node, "key_labels", {})
    if binding.show and type(node).__module__.startswith("oslo_ik"):
        return key_name(binding), labels.get(binding.action, binding.description)
    if binding.action in labels:
        return key_name(binding), labels[binding.action]
    if binding.action == "app.focus_next":
        return ("Tab", "Neste felt") if len(screen.focus_chain) > 1 else None
    if binding.action == "scroll_up" and isinstance(node, Widget) and node.allow_vertical_scroll:
        return "↑↓", "Bla"
    for (kind, action), told in _BUILT_IN.items():
        if isinstance(node, kind) and binding.action == action:
            return told
    return None


def _rank(screen: Screen[Any], active: ActiveBinding) -> int:
    if active.node is screen.app:
        return 5 if active.binding.action == "quit" else 4
    if active.binding.action in _ALWAYS_LAST:
        return 3
    if active.binding.action == "app.focus_next":
        return 2
    return 0 if active.node is screen else 1


class KeyBar(Widget):
    """All keys of the active screen, wrapped between entries and never inside one."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self.auto_links = False
        self._entries: list[Entry] = []

    def on_mount(self) -> None:
        """Follow the bindings as focus and state change."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[Any]) -> None:
        if self.is_attached and screen is self.screen:
            self.reread()

    def reread(self) -> None:
        """Read the keys again."""
        entries = shown_keys(self.screen)
        if entries != self._entries:
            self._entries = entries
            self.refresh(layout=True)

    def rows(self, width: int) -> list[list[Entry]]:
        """The entries, broken into lines of at most ``width`` columns."""
        rows: list[list[Entry]] = [[]]
        used = 0
        for entry in self._entries:
            if rows[-1] and used + len(GAP) + entry.width > width:
                rows.append([])
                used = 0
            used += entry.width + (len(GAP) if rows[-1] else 0)
            rows[-1].append(entry)
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the keys need, at least one."""
        return len(self.rows(width))

    def render(self) -> Content:
        """The lines; a click presses the key."""
        rows = self.rows(self.content_size.width)
        return Content("\n").join(Content(GAP).join(map(_content, row)) for row in rows)

    def action_press(self, key: str) -> None:
        """Press the key that was clicked."""
        self.app.simulate_key(key)


def _content(entry: Entry) -> Content:
    click = Style.from_meta({"@click": f"press({entry.key!r})"})
    return Content.assemble((f"{entry.names} ", "bold $key"), entry.label).stylize(click)
