"""``oslo-ik versjon``."""

from __future__ import annotations

from oslo_ik import __version__
from oslo_ik.cli.noun import Noun
from oslo_ik.cli.output import say

app = Noun("Vis versjonen av programmet.")


@app.verb("versjon", "Vis versjonen av programmet.")
def version() -> None:
    """Print the version."""
    say(f"oslo-ik {__version__}")
