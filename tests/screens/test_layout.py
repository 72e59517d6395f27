"""Every room at every size: nothing sticks out, every key is real, shown and in bokmål."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from textual.actions import parse
from textual.binding import Binding
from textual.dom import DOMNode
from textual.screen import Screen

import oslo_ik.screens
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.app import OsloIkApp
from oslo_ik.screens.widgets.footer import KeyBar

SIZES = ((80, 24), (100, 30), (120, 40), (200, 60))
ROOMS = {
    "oversikt": (),
    "saker": ("s",),
    "import": ("s", "i"),
    "trekk": ("t",),
    "kontrollpunkter": ("k",),
    "oppsett": ("o",),
    "palett": ("ctrl+p",),
    "hjelp": ("question_mark",),
    "hjelp i kontrollpunkter": ("k", "question_mark"),
    "forkast": ("o", "x", "escape"),
}
ENGLISH = (
    "Search",
    "Select",
    "palette",
    "Quit",
    "Press",
    "Dismiss",
    "Focus",
    "Cursor",
    "Scroll",
    "Submit",
    "Show menu",
    "Loading",
    "No matches",
)


@pytest.mark.parametrize("size", SIZES)
async def test_no_room_is_wider_or_higher_than_the_screen(
    year: Workspace, shell: Any, size: tuple[int, int]
) -> None:
    async with shell(year.path, size=size) as s:
        for name, keys in ROOMS.items():
            await s.press(*keys)
            for widget in s.screen.walk_children(with_self=False):
                if widget.display and widget.region.area:
                    assert widget.region.right <= size[0], (name, widget)
                    inside_scroll = any(
                        node.is_scrollable and node.max_scroll_y
                        for node in widget.ancestors
                        if hasattr(node, "max_scroll_y")
                    )
                    assert inside_scroll or widget.region.bottom <= size[1], (name, widget)
            await _home(s)


async def test_every_key_that_is_bound_stands_whole_in_the_key_bar(
    year: Workspace, shell: Any
) -> None:
    async with shell(year.path) as s:
        for name, keys in ROOMS.items():
            await s.press(*keys)
            shown = s.text()
            bar = s.screen.query_one(KeyBar)
            assert bar.region.bottom == 24, name
            for active in s.screen.active_bindings.values():
                if active.binding.show and type(active.node).__module__.startswith("oslo_ik"):
                    labels = getattr(active.node, "key_labels", {})
                    label = labels.get(active.binding.action, active.binding.description)
                    assert label in shown, (name, label)
            for english in ENGLISH:
                assert english not in shown, (name, english)
            await _home(s)


async def test_a_resized_terminal_is_laid_out_again(year: Workspace, shell: Any) -> None:
    async with shell(year.path, size=(200, 60)) as s:
        await s.press("k")
        for size in ((80, 24), (120, 40), (60, 18)):
            await s.pilot.resize_terminal(*size)
            await s.settle()
            right = max(w.region.right for w in s.screen.walk_children() if w.display)
            assert right <= size[0]


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(oslo_ik.screens.__path__, "oslo_ik.screens."):
        yield importlib.import_module(found.name)


def _classes() -> list[type[DOMNode]]:
    return [
        value
        for module in _modules()
        for value in vars(module).values()
        if isinstance(value, type)
        and issubclass(value, DOMNode)
        and value.__module__ == module.__name__
    ]


def _bindings() -> list[tuple[type[DOMNode], Binding]]:
    return [
        (owner, binding) for owner in _classes() for binding in owner.__dict__.get("BINDINGS", ())
    ]


def test_there_are_bindings_to_look_at() -> None:
    assert len(_bindings()) > 50


@pytest.mark.parametrize(("owner", "binding"), _bindings(), ids=lambda v: getattr(v, "key", None))
def test_every_binding_leads_to_an_action_that_exists(
    owner: type[DOMNode], binding: Binding
) -> None:
    """An unknown action would be shown in the bar and do nothing."""
    assert isinstance(binding, Binding)
    namespace, name, _ = parse(binding.action)
    if namespace == "app":
        holders = [OsloIkApp]
    elif namespace == "screen":
        # A widget's key that belongs to its screen: some screen has to have it.
        holders = [kind for kind in _classes() if issubclass(kind, Screen)]
    else:
        assert namespace == ""
        # A mixin's keys are answered by the classes that use it.
        holders = [kind for kind in _classes() if issubclass(kind, owner)]
    names = (f"action_{name}", f"_action_{name}")
    assert any(hasattr(holder, one) for holder in holders for one in names), binding


@pytest.mark.parametrize(("owner", "binding"), _bindings(), ids=lambda v: getattr(v, "key", None))
def test_every_binding_can_be_typed_in_a_plain_terminal(
    owner: type[DOMNode], binding: Binding
) -> None:
    """Keys that terminals cannot tell apart or that need AltGr are not used (textual facts)."""
    for key in binding.key.split(","):
        assert key not in ("ctrl+i", "ctrl+m", "ctrl+h", "shift+enter", "ctrl+enter", "f10", "f11")
        assert not key.startswith("alt+")
        assert binding.description or not binding.show
        assert key not in ("at", "left_square_bracket", "right_square_bracket", "dollar_sign")


async def _home(s: Any) -> None:
    while len(s.app.screen_stack) > 2:
        s.app.pop_screen()
    await s.settle()
