"""A runtime-only install: what a leader gets, in a virtual environment of its own.

Typer carries its own copy of click, so ``import click`` works wherever the test tools are and
fails where only the program is; that difference is what these tests are about.
"""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 600  # seconds; a slow network is no reason to fail

READ_BACK = """
import sys
from docx import Document
document = Document(sys.argv[1])
print([p.text for p in document.paragraphs if p.style.name.startswith("Heading 1")])
print(len(document.tables), document.core_properties.author or "-")
"""


class Installed:
    """A virtual environment with the program in it, and a home that holds nothing."""

    def __init__(self, folder: Path) -> None:
        scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        self.python = scripts / ("python.exe" if os.name == "nt" else "python")
        self.program = scripts / ("oslo-ik.exe" if os.name == "nt" else "oslo-ik")
        self.home = folder / "hjem"
        self.home.mkdir()

    def run(self, *command: object) -> subprocess.CompletedProcess[str]:
        """Run a command away from the checkout, without what the test run has set."""
        names = ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "OSLO", "XDG"))}
        return subprocess.run(
            [str(part) for part in command],
            cwd=self.home,
            env=kept | dict.fromkeys(names, str(self.home)),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE,
        )

    def ok(self, *command: object) -> str:
        """Run a command that must end with 0; what it printed."""
        done = self.run(*command)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The project without extras, installed by pip with the pinned versions."""
    folder = tmp_path_factory.mktemp("installert")
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    fresh = Installed(folder)
    pip = subprocess.run(
        [
            str(fresh.python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--constraint", str(ROOT / "constraints.txt"), str(ROOT),
        ],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=PATIENCE,
    )  # fmt: skip
    assert pip.returncode == 0, pip.stderr
    return fresh


def test_no_test_tool_comes_with_the_program(installed: Installed) -> None:
    """What development has and a leader has not."""
    for module in ("click", "pytest", "hypothesis"):
        done = installed.run(installed.python, "-c", f"import {module}")
        assert done.returncode == 1, module
        assert f"No module named '{module}'" in done.stderr


def test_the_program_is_the_installed_one(installed: Installed) -> None:
    """Nothing below reads the checkout."""
    found = installed.ok(installed.python, "-c", "import oslo_ik; print(oslo_ik.__file__)")
    assert Path(found.strip()).is_relative_to(installed.python.parent.parent.resolve())


def test_help_and_catalogue_work(installed: Installed) -> None:
    """Commands that read no database, and the data files of the catalogue."""
    shown = installed.ok(installed.program, "--help")
    assert "Bruk: oslo-ik" in shown
    assert "stikkprove" in shown
    checks = installed.ok(installed.program, "kontrollpunkter", "list", "--format", "csv")
    assert len(checks.splitlines()) > 100
    assert installed.ok(installed.python, "-m", "oslo_ik", "--help") == shown


def test_the_app_can_be_imported(installed: Installed) -> None:
    """Every module is in the wheel and finds what it imports; the screens' styles too."""
    code = (
        "import importlib, pkgutil, oslo_ik\n"
        "names = [m.name for m in pkgutil.walk_packages(oslo_ik.__path__, 'oslo_ik.')\n"
        "         if not m.name.endswith(('.__main__', '.env'))]\n"
        "for name in names: importlib.import_module(name)\n"
        "print(len(names))"
    )
    assert int(installed.ok(installed.python, "-c", code)) > 50
    package = next((installed.python.parent.parent).rglob("site-packages/oslo_ik"))
    for pattern in ("*.tcss", "*.toml", "py.typed"):
        ours = {p.relative_to(ROOT / "oslo_ik") for p in (ROOT / "oslo_ik").rglob(pattern)}
        assert ours
        assert {p.relative_to(package) for p in package.rglob(pattern)} == ours


def test_a_whole_month(installed: Installed, tmp_path: Path) -> None:
    """Draw, answer, lock and write the document; read it back, and hold it against the chain."""
    folder = tmp_path / "demo"
    told = installed.ok(installed.program, "demo", "--uten-skjerm", "--mappe", folder)
    documents = list(folder.rglob("SP-*.docx"))
    assert len(documents) == 1
    assert str(documents[0]) in told
    headings, tables = installed.ok(installed.python, "-c", READ_BACK, documents[0]).splitlines()
    assert "1 Sammendrag" in headings
    assert "Vedlegg B: Kontrollsummer" in headings
    count, author = tables.split()
    assert int(count) >= 8
    assert author == "-"
    database = folder / "demo.db"
    installed.ok(installed.program, "--database", database, "verifiser", "--mot", documents[0])
    assert not any(installed.home.iterdir()), "the demo left something in the home folder"


# The set-up script, without network: a pip that only writes down what it was asked.

PIP = """
import pathlib, sys
log = pathlib.Path(__file__).with_name("asked.txt")
with log.open("a", encoding="utf-8") as file:
    print(*sys.argv[1:], sep="\\t", file=file)
sys.exit(int(pathlib.Path(__file__).with_name("status.txt").read_text("utf-8")))
"""


class SetUp:
    """``scripts/oppsett.py`` in a project of its own, with the pip above."""

    def __init__(self, module: ModuleType, folder: Path) -> None:
        self.module = module
        self.project = folder
        self.pip = folder / "fake" / "pip"

    def install(self, extra: str = "") -> list[str]:
        """Install, and give the requests that reached pip, oldest first."""
        before = len(self._asked())
        self.module.install(Path(sys.executable), extra)
        return self._asked()[before:]

    def pip_status(self, status: int) -> None:
        """What pip ends with from now on."""
        (self.pip / "status.txt").write_text(str(status), "utf-8")

    def change(self, name: str, text: str) -> None:
        """Write one of the files that decide what is installed."""
        (self.project / name).write_text(text, "utf-8")

    def _asked(self) -> list[str]:
        log = self.pip / "asked.txt"
        return log.read_text("utf-8").splitlines() if log.exists() else []


@pytest.fixture
def set_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SetUp]:
    """The script, pointed at an empty project with a virtual environment folder."""
    spec = importlib.util.spec_from_file_location("oppsett", ROOT / "scripts" / "oppsett.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / ".venv").mkdir()
    (tmp_path / "fake" / "pip").mkdir(parents=True)
    (tmp_path / "fake" / "pip" / "__init__.py").touch()
    (tmp_path / "fake" / "pip" / "__main__.py").write_text(PIP, "utf-8")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path / "fake"))
    made = SetUp(module, tmp_path)
    made.pip_status(0)
    made.change("pyproject.toml", "[project]\nname = 'x'\n")
    made.change("constraints.txt", "a==1\n")
    yield made


def test_installs_once_with_the_constraints(set_up: SetUp) -> None:
    """The first time pip is asked; the second time nothing is done."""
    (asked,) = set_up.install()
    words = asked.split("\t")
    assert words[words.index("--constraint") + 1] == str(set_up.project / "constraints.txt")
    assert words[-2:] == ["--editable", str(set_up.project)]
    assert set_up.install() == []


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_installs_again_when_a_file_changes(set_up: SetUp, name: str) -> None:
    """Each of the two files counts, for the program and for the tests."""
    set_up.install()
    set_up.install("test")
    set_up.change(name, "something = 'else'\n")
    assert len(set_up.install()) == 1
    assert len(set_up.install("test")) == 1
    assert set_up.install() == set_up.install("test") == []


def test_the_test_extra_is_enough_for_the_program(set_up: SetUp) -> None:
    """With the extra in place the first command installs nothing; the other way it does."""
    set_up.install()
    (asked,) = set_up.install("test")
    assert asked.endswith(f"{set_up.project}[test]")
    (set_up.project / ".venv" / set_up.module.STAMP).unlink()
    assert set_up.install() == []


def test_a_failed_install_is_tried_again(set_up: SetUp) -> None:
    """Nothing is remembered of an installation that did not succeed."""
    set_up.pip_status(1)
    with pytest.raises(subprocess.CalledProcessError):
        set_up.install()
    set_up.pip_status(0)
    assert len(set_up.install()) == 1
