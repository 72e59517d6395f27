"""What the documents promise, held against the program and the files beside them."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version
from typer.main import get_command

import oslo_ik
from oslo_ik.cli.main import app

if TYPE_CHECKING:
    from typer._click import Context
    from typer._click.core import Command

ROOT = Path(__file__).resolve().parent.parent
GUIDE = ROOT / "docs" / "brukerveiledning.md"
PRIVACY = ROOT / "docs" / "personvern.md"
README = ROOT / "README.md"
PROGRAM = "oslo-ik"

# A bracket in each pattern, so that this file does not hold the words that it forbids.
ELSEWHERE = (r"(?<![\w.-])/[w]ork(?![\w-])", r"\.\./[s]hared(?![\w-])", r"/[t]mp/\w")
REGISTRIES = (
    r"py[p]i\.org",
    r"pythonho[s]ted\.org",
    r"npm[j]s\.(?:com|org)",
    r"crates\.[i]o",
    r"ana[c]onda\.org",
    r"proxy\.[g]olang\.org",
    r"[j]frog",
    r"[a]rtifactory",
    r"index-[u]rl",
)
LOCK_FILES = re.compile(
    r"(?:.*[.-])?lock(?:\.(?:json|ya?ml|toml|txt))?|pylock\..*toml|npm-shrinkwrap\.json"
)


def text_of(path: Path) -> str:
    """A file of the project as text."""
    return path.read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads(text_of(ROOT / "pyproject.toml"))


# Commands


def context_of(command: Command, name: str, parent: Context | None) -> Context:
    """What Typer needs to tell about a command."""
    return command.make_context(name, [], parent=parent, resilient_parsing=True)


def commands() -> dict[str, set[str]]:
    """Every command of the program as it is typed, with the options it takes."""

    def walk(command: Command, path: str, parent: Context | None) -> Iterator[tuple[str, set[str]]]:
        context = context_of(command, path.split()[-1], parent)
        names = getattr(command, "list_commands", None)
        if names is None:
            params = command.get_params(context)
            yield path, {option for param in params for option in param.opts}
            return
        for name in names(context):
            below = command.get_command(context, name)  # type: ignore[attr-defined]
            yield from walk(below, f"{path} {name}", context)

    return dict(walk(get_command(app), PROGRAM, None))


def examples(path: Path) -> list[str]:
    """The command lines in a document's code blocks, joined when they go over two lines."""
    blocks = re.findall(r"^```(?:sh|console|powershell)?\n(.*?)^```", text_of(path), re.M | re.S)
    lines = re.sub(r"\s*\\\n\s*", " ", "\n".join(blocks)).splitlines()
    return [line.strip() for line in lines if re.search(rf"(?:^|\| ?){PROGRAM}(?: |$)", line)]


def words_of(line: str) -> list[str]:
    """The words of the part of a command line that runs the program."""
    for part in re.split(r"[|<>]", line):
        words = shlex.split(part, comments=True)
        if words[:1] == [PROGRAM]:
            return words
    raise AssertionError(f"no {PROGRAM} in: {line}")


def test_the_guide_names_every_command() -> None:
    guide = text_of(GUIDE)
    found = commands()
    assert len(found) >= 20
    missing = [name for name in found if not re.search(rf"{re.escape(name)}(?![\w-])", guide)]
    assert missing == []


@pytest.mark.parametrize("document", [README, GUIDE], ids=lambda path: path.name)
def test_every_example_is_a_command_with_its_options(document: Path) -> None:
    known = commands()
    lines = examples(document)
    assert len(lines) >= 10
    for line in lines:
        words = words_of(line)
        options = {word.partition("=")[0] for word in words if word.startswith("--")}
        name = next((n for n in known if words[: len(n.split())] == n.split()), None)
        if name is None:
            assert not [w for w in words[1:] if not w.startswith("-")], f"no such command: {line}"
            continue
        assert options <= known[name], f"no such option: {line}"


def test_the_guide_shows_free_text_from_standard_input_only() -> None:
    """A shell keeps its history in a file: nothing that a person wrote may stand there."""
    free = ("--kommentar", "--begrunnelse", "--tekst", "--tittel", "--hva")
    shown = 0
    for line in examples(GUIDE):
        words = words_of(line)
        for option in free:
            if option in words:
                assert words[words.index(option) + 1] == "-", line
                shown += 1
    assert shown >= 3


@pytest.mark.parametrize("document", [README, GUIDE, PRIVACY], ids=lambda path: path.name)
def test_every_command_in_the_running_text_exists(document: Path) -> None:
    known = {tuple(name.split()[1:]) for name in commands()}
    mention = re.compile(rf"`{PROGRAM} ([a-z][a-z-]*)(?: ([a-z][a-z-]*))?")
    for noun, verb in mention.findall(text_of(document)):
        verbs = {name[1:] for name in known if name[0] == noun}
        assert verbs, f"no such noun: {noun}"
        assert not verb or verbs == {()} or (verb,) in verbs, f"no such verb: {noun} {verb}"


# README


def test_ci_runs_the_test_command_that_readme_shows() -> None:
    """The extraction is that of the CI script itself, run by bash."""
    script = text_of(ROOT / ".ci" / "run")
    extraction = re.findall(r"^test_command=\$\(.*\)$", script, re.M)
    assert len(extraction) == 1
    assert re.search(r'^eval "\$test_command"$', script, re.M)
    bash = shutil.which("bash")
    assert bash is not None
    done = subprocess.run(
        [bash, "-euo", "pipefail", "-c", f'{extraction[0]}\nprintf %s "$test_command"'],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout == "python3 scripts/oppsett.py --test"
    assert f"```sh\n{done.stdout}\n```" in text_of(README)
    assert text_of(README).count("<!-- test-command -->") == 1


def layout() -> list[Path]:
    """The paths that README's layout names."""
    block = re.search(r"^## Layout\n+```\n(.*?)^```", text_of(README), re.M | re.S)
    assert block is not None
    found, inside = [], ROOT
    for line in block[1].splitlines():
        names = re.split(r"\s{2,}", line.strip())[0]
        if not line.startswith(" "):
            inside = ROOT
        for name in names.split(", "):
            found.append(inside / name)
        if not line.startswith(" "):
            inside = ROOT / names
    return found


def test_the_layout_of_readme_exists() -> None:
    paths = layout()
    assert len(paths) >= 12
    assert [path for path in paths if not path.exists()] == []
    floors = {path.name for path in (ROOT / "oslo_ik").iterdir() if (path / "__init__.py").exists()}
    assert floors == {
        path.name for path in paths if path.parent.name == "oslo_ik" and path.is_dir()
    }


def documents() -> list[Path]:
    """The documents of the project."""
    return [README, ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("document", documents(), ids=lambda path: path.name)
def test_links_and_paths_lead_somewhere(document: Path) -> None:
    text = text_of(document)
    links = [target for target in re.findall(r"\]\(([^)#\s]+)", text) if ":" not in target]
    assert [target for target in links if not (document.parent / target).exists()] == []
    headings = {slug(line) for line in re.findall(r"^#+ (.+)$", text, re.M)}
    assert [a for a in re.findall(r"\]\(#([^)]+)\)", text) if a not in headings] == []
    named = re.findall(r"`((?:oslo_ik|tests|scripts|docs|\.ci)/[^`\s*]*)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


def slug(heading: str) -> str:
    """The anchor that a heading gets: small letters, hyphens, no signs."""
    return re.sub(r"[^\w -]", "", heading.strip().lower()).replace(" ", "-")


def test_there_is_a_screenshot() -> None:
    shown = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text_of(README))
    assert shown
    assert all(text_of(ROOT / path).lstrip().startswith("<svg") for path in shown)


# The files


def project_files() -> list[Path]:
    """Every file that is tracked, or would be by the next «git add»."""
    git = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(git, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    return [path for name in listed.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_the_project_speaks_of_itself_alone() -> None:
    """No path of the machine it was made on, and no address of a registry."""
    foreign = re.compile("|".join((*ELSEWHERE, *REGISTRIES)), re.IGNORECASE)
    files = project_files()
    assert len(files) > 100
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in files
        if (hit := foreign.search(path.read_bytes().decode("utf-8", errors="replace")))
    ]
    assert found == []


def test_no_lock_file_and_nothing_personal_is_kept() -> None:
    names = [path.name.lower() for path in project_files()]
    assert [name for name in names if LOCK_FILES.fullmatch(name)] == []
    assert [name for name in names if name.endswith((".db", ".db-journal", ".docx~"))] == []


def test_one_version() -> None:
    assert project()["project"]["version"] == oslo_ik.__version__
    newest = re.search(r"^## (\S+)", text_of(ROOT / "CHANGELOG.md"), re.M)
    assert newest is not None
    assert newest[1] == oslo_ik.__version__


# Constraints


def pins() -> dict[str, Version]:
    """constraints.txt: every line that is no comment must be name==version."""
    found: dict[str, Version] = {}
    for line in text_of(ROOT / "constraints.txt").splitlines():
        if line.startswith("#"):
            continue
        pin = re.fullmatch(r"([a-z0-9]+(?:-[a-z0-9]+)*)==([0-9][0-9a-z.]*)", line)
        assert pin is not None, line
        assert pin[1] not in found, line
        found[pin[1]] = Version(pin[2])
    return found


def test_constraints_fit_the_bounds_of_the_project() -> None:
    data = project()["project"]
    wanted = [*data["dependencies"], *data["optional-dependencies"]["test"]]
    pinned = pins()
    assert list(pinned) == sorted(pinned)
    for text in wanted:
        requirement = Requirement(text)
        name = re.sub(r"[-_.]+", "-", requirement.name).lower()
        assert name in pinned, text
        assert requirement.specifier.contains(pinned[name], prereleases=True), text


def test_dependencies_have_both_bounds() -> None:
    """Textual is pinned exactly; everything else has a tested lower and upper bound."""
    for text in project()["project"]["dependencies"]:
        requirement = Requirement(text)
        operators = sorted(part.operator for part in requirement.specifier)
        assert operators == (["=="] if requirement.name == "textual" else ["<", ">="]), text


# Keys


def section(heading: str) -> str:
    """The part of the guide below a heading that begins with ``heading``, to the next one."""
    found = re.search(rf"^(#+) {re.escape(heading)}.*?(?=^#|\Z)", text_of(GUIDE), re.M | re.S)
    assert found is not None, heading
    return found[0]


def keys_in(heading: str) -> set[str]:
    """The keys in the first column of a section's tables."""
    rows = re.findall(r"^\| (`[^|]+`) \|", section(heading), re.M)
    return {key for row in rows for key in re.findall(r"`([^`]+)`", row)}


SHOWN = {"left": "←", "right": "→", "space": "Mellomrom", "enter": "Enter", "tab": "Tab"}


def keys_of(bindings: Iterable[Any]) -> set[str]:
    """The key of every action of a screen, as the guide writes it; a second key is no news."""
    first: dict[str, str] = {}
    for binding in bindings:
        first.setdefault(binding.action, binding.key.partition(",")[0])
    return {SHOWN.get(key, key) for key in first.values()}


def test_the_guide_has_the_keys_of_the_rooms() -> None:
    from oslo_ik.screens.rooms import ROOMS

    assert keys_in("Måneden i appen") == {room.key for room in ROOMS}


def test_the_guide_has_the_keys_of_the_review() -> None:
    from oslo_ik.screens.review import ReviewScreen

    between = {"2", "3", "4"}  # the guide writes 1 … 5
    assert keys_in("2. Gjennomgang") | between == keys_of(ReviewScreen.BINDINGS)


def test_the_guide_has_the_keys_of_the_summary() -> None:
    from oslo_ik.screens.summary import SummaryScreen

    in_the_list = {"Enter"}
    assert keys_in("3. Oppsummering") == keys_of(SummaryScreen.BINDINGS) | in_the_list
