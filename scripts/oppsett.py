"""Make the virtual environment and install oslo-ik in it, with nothing but Python 3.11 and pip.

    python3 scripts/oppsett.py            install, then start ``oslo-ik demo``
    python3 scripts/oppsett.py --test     install with the test extra, then run the whole suite

Everything after ``--`` goes to the program that is started. Works the same on Linux, macOS and
Windows; the second run only starts the program.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = "oslo-ik-installed.txt"
# Screens wait more than they compute; a file stays with one worker, whose databases are made once.
PARALLEL = ("-n", "3", "--dist", "loadfile")
INPUTS = ("pyproject.toml", "constraints.txt")


def main(arguments: list[str]) -> int:
    """Install what is missing and start what was asked for; the program's exit status."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python may well run this file
        print("oslo-ik trenger Python 3.11 eller nyere.", file=sys.stderr)
        return 1
    testing = arguments[:1] == ["--test"]
    rest = arguments[1:] if testing else arguments
    rest = rest[1:] if rest[:1] == ["--"] else rest
    python = environment()
    install(python, "test" if testing else "")
    command = ["pytest", *PARALLEL, *rest] if testing else ["oslo_ik", *(rest or ["demo"])]
    return subprocess.call([str(python), "-m", *command], cwd=ROOT)


def environment() -> Path:
    """The virtual environment's Python; the environment is made when it is missing."""
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not python.exists():
        print("Lager et virtuelt miljø …", flush=True)
        subprocess.check_call([sys.executable, "-m", "venv", str(VENV)])
    return python


def install(python: Path, extra: str) -> None:
    """Install the project and its pinned dependencies, unless that is done already."""
    wanted = fingerprint()
    done = {path.name: path.read_text("utf-8") for path in VENV.glob(f"*{STAMP}")}
    stamp = f"{extra}-{STAMP}" if extra else STAMP
    if wanted in (done.get(stamp), done.get(f"test-{STAMP}")):
        return
    print("Installerer oslo-ik og det den trenger (ett minutt) …", flush=True)
    target = f"{ROOT}[{extra}]" if extra else str(ROOT)
    subprocess.check_call(
        [
            str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--constraint", str(ROOT / "constraints.txt"), "--editable", target,
        ]
    )  # fmt: skip
    (VENV / stamp).write_text(wanted, "utf-8")


def fingerprint() -> str:
    """What decides whether an installation is up to date: project file and constraints."""
    digest = hashlib.sha256()
    for name in INPUTS:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
