"""Write constraints.txt: every installed version of the test environment, pinned, no addresses.

    .venv/bin/python scripts/constraints.py            write the file
    .venv/bin/python scripts/constraints.py --lowest   print the lowest version of each dependency

Run the first in an environment that has the test extra and the versions that were tested. The
second is for a look at the lower bounds: ``pip install`` its lines in an environment of their own
and run the tests there.
"""

from __future__ import annotations

import re
import sys
import tomllib
from importlib.metadata import distributions
from pathlib import Path

TARGET = Path(__file__).resolve().parent.parent / "constraints.txt"
LEFT_OUT = {"pip", "setuptools", "wheel", "oslo-ik"}
HEADING = "# Every version that was tested together; made by scripts/constraints.py\n"


def lowest() -> list[str]:
    """``name==version`` of the lower bound of every run-time dependency."""
    project = tomllib.loads((TARGET.parent / "pyproject.toml").read_text("utf-8"))["project"]
    bounds = (re.match(r"([\w.-]+)[=>]=([\w.]+)", line) for line in project["dependencies"])
    return [f"{bound[1]}=={bound[2]}" for bound in bounds if bound]


def main() -> None:
    """Write the file and say how many versions it pins."""
    if sys.argv[1:] == ["--lowest"]:
        print("\n".join(lowest()))
        return
    pins = {
        distribution.metadata["Name"].lower().replace("_", "-"): distribution.version
        for distribution in distributions()
    }
    lines = [f"{name}=={pins[name]}\n" for name in sorted(pins) if name not in LEFT_OUT]
    TARGET.write_text(HEADING + "".join(lines), encoding="utf-8")
    print(f"constraints.txt: {len(lines)} versions")


if __name__ == "__main__":
    main()
