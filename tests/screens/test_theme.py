"""Readable in both looks: WCAG 2.2 contrast, computed here from the definition."""

from __future__ import annotations

import itertools

import pytest
from textual.theme import Theme

from oslo_ik.screens.theme import THEMES

ON = ("background", "surface", "panel")
TEXT = ("foreground", "success", "warning", "error", "accent", "primary")


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_formula_gives_the_known_extremes() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21.0
    assert contrast("#777777", "#777777") == 1.0
    # The textbook pair just below 4.5.
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("look", THEMES, ids=lambda look: look.name)
def test_text_reaches_aa_on_every_surface(look: Theme) -> None:
    for text, ground in itertools.product(TEXT, ON):
        assert contrast(getattr(look, text), getattr(look, ground)) >= 4.5, (text, ground)
    for name in ("text-muted", "key"):
        for ground in ON:
            assert contrast(look.variables[name], getattr(look, ground)) >= 4.5, (name, ground)


@pytest.mark.parametrize("look", THEMES, ids=lambda look: look.name)
def test_the_cursor_is_readable_and_seen(look: Theme) -> None:
    for kind in ("block-cursor", "block-cursor-blurred"):
        ground = look.variables[f"{kind}-background"]
        assert contrast(look.variables[f"{kind}-foreground"], ground) >= 4.5
    assert contrast(look.variables["block-cursor-background"], look.background or "") >= 3


def test_there_is_one_dark_and_one_light() -> None:
    assert {look.dark for look in THEMES} == {True, False}
    assert {look.name for look in THEMES} == {"oslo-lys", "oslo-mork"}
