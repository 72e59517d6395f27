"""The key bar: every key that works now, in bokmål, on as few lines as the width allows.

A widget may carry ``key_labels`` (action → label) to say what its own keys do on this screen.
"""

from __future__ import annotations

from textual.binding import ActiveBinding, Binding
from textual.content import Content
from textual.geometry import Size
from textual.screen import Screen
from textual.style import Style
from textual.widget import Widget

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


def described(active: ActiveBinding) -> str:
    """What a key does: the widget's own word for this screen, else the binding's."""
    labels: dict[str, str] = getattr(active.node, "key_labels", {})
    return labels.get(active.binding.action, active.binding.description)


def shown_keys(screen: Screen[object]) -> list[tuple[str, str, str]]:
    """Names, what they do, and the first raw key, one entry an action, nearest widget first."""
    found: dict[str, tuple[list[str], str, str]] = {}
    for active in screen.active_bindings.values():
        if not active.binding.show or not active.enabled:
            continue
        names, _, _ = found.setdefault(
            active.binding.action, ([], described(active), active.binding.key)
        )
        name = key_name(active.binding)
        if name.casefold() not in {known.casefold() for known in names}:
            names.append(name)
    return [("/".join(names), label, key) for names, label, key in found.values()]


class KeyBar(Widget):
    """All keys of the active screen, wrapped between entries and never inside one."""

    ALLOW_SELECT = False

    def __init__(self) -> None:
        super().__init__()
        self._keys: list[tuple[str, str, str]] = []

    def on_mount(self) -> None:
        """Follow the bindings as focus and state change."""
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if self.is_attached and screen is self.screen:
            self.reread()

    def reread(self) -> None:
        """Read the keys again."""
        keys = shown_keys(self.screen)
        if keys != self._keys:
            self._keys = keys
            self.refresh(layout=True)

    def rows(self, width: int) -> list[list[tuple[str, str, str]]]:
        """The entries, broken into lines of at most ``width`` columns."""
        rows: list[list[tuple[str, str, str]]] = [[]]
        used = 0
        for entry in self._keys:
            needed = len(entry[0]) + 1 + len(entry[1])
            if rows[-1] and used + len(GAP) + needed > width:
                rows.append([])
                used = 0
            used += needed + (len(GAP) if rows[-1] else 0)
            rows[-1].append(entry)
        return rows

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many lines as the keys need, at least one."""
        return len(self.rows(width))

    def render(self) -> Content:
        """The lines; a click presses the key."""
        key_style = self.styles.color.rich_color and "bold $key"
        lines = []
        for row in self.rows(self.content_size.width or 80):
            entries = [
                Content.assemble((name, key_style), " ", label).stylize(
                    Style.from_meta({"@click": f"press({key!r})"})
                )
                for name, label, key in row
            ]
            lines.append(Content(GAP).join(entries))
        return Content("\n").join(lines)

    def action_press(self, key: str) -> None:
        """Press the key that was clicked."""
        self.app.simulate_key(key)
