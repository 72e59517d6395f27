"""Write constraints.txt: every installed version of the test environment, pinned, no addresses.

    .venv/bin/python scripts/constraints.py

Run it in an environment that has the test extra and the versions that were tested.
"""

from __future__ import annotations

from importlib.metadata import distributions
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "constraints.txt"
LEFT_OUT = {"pip", "setuptools", "wheel", "oslo-ik"}
HEADING = "# Every version that was tested together; made by scripts/constraints.py\n"


def main() -> None:
    """Write the file and say how many versions it pins."""
    pins = {
        distribution.metadata["Name"].lower().replace("_", "-"): distribution.version
        for distribution in distributions()
    }
    lines = [f"{name}=={pins[name]}\n" for name in sorted(pins) if name not in LEFT_OUT]
    TARGET.write_text(HEADING + "".join(lines), encoding="utf-8")
    print(f"constraints.txt: {len(lines)} versions")


if __name__ == "__main__":
    main()
