"""The project's own look, dark and light, with text that is readable on every surface."""

from __future__ import annotations

from textual.theme import Theme

DARK = "oslo-mork"
LIGHT = "oslo-lys"

THEMES = (
    Theme(
        name=DARK,
        dark=True,
        primary="#7cc7ff",
        secondary="#b9b4f0",
        accent="#f9c66b",
        success="#5fd7a7",
        warning="#f9c66b",
        error="#ff9d91",
        foreground="#ecebf5",
        background="#14132b",
        surface="#1c1b3a",
        panel="#2a2859",
        variables={
            "text-muted": "#b6b4cf",
            "key": "#f9c66b",
            "frame": "#5c5a94",
            "block-cursor-background": "#7cc7ff",
            "block-cursor-foreground": "#10102a",
            "block-cursor-blurred-background": "#3a3878",
            "block-cursor-blurred-foreground": "#ecebf5",
            "input-selection-background": "#4a64b8",
        },
    ),
    Theme(
        name=LIGHT,
        dark=False,
        primary="#1f42aa",
        secondary="#4a3f8f",
        accent="#8a3b00",
        success="#034b45",
        warning="#7a4a00",
        error="#a3160a",
        foreground="#1b1a33",
        background="#fbfaf7",
        surface="#f3f0e8",
        panel="#e3e1ee",
        variables={
            "text-muted": "#55536e",
            "key": "#8a3b00",
            "frame": "#8d8ab5",
            "block-cursor-background": "#2a2859",
            "block-cursor-foreground": "#ffffff",
            "block-cursor-blurred-background": "#cfcce6",
            "block-cursor-blurred-foreground": "#1b1a33",
            "input-selection-background": "#b3c4f5",
        },
    ),
)
