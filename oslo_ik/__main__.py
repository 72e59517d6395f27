"""``python -m oslo_ik`` is the same as ``oslo-ik``."""

from __future__ import annotations

from oslo_ik.cli.main import run

if __name__ == "__main__":
    run()
