"""Finding a file by typing: what a half-typed path may mean, newest files first."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from oslo_ik.text import fold, sort_key

AT_MOST = 100
LOOKED_AT = 5_000


@dataclass(frozen=True)
class Match:
    """A folder or a file; ``modified`` is seconds since 1970."""

    path: Path
    is_folder: bool
    modified: float

    @property
    def typed(self) -> str:
        """The path as it stands in the field; a folder ends with a separator."""
        return str(self.path) + (os.sep if self.is_folder else "")


def to_path(typed: str, start: Path) -> Path:
    """The path in what was typed or pasted: quotes are dropped, ``~`` is the home folder.

    A path that does not begin at a root is looked for in ``start``.
    """
    return start / os.path.expanduser(typed.strip().strip("\"'"))  # noqa: PTH111


def find_matches(typed: str, suffixes: Collection[str], start: Path) -> tuple[Path, list[Match]]:
    """The folder looked in, and its files with these suffixes and folders that begin as typed.

    Empty text lists ``start``. A folder that cannot be read gives nothing: the sentence comes
    when the path is used.
    """
    folder, beginning = _split(typed, start)
    found: list[Match] = []
    try:
        with os.scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number >= LOOKED_AT:
                    break
                if match := _match(entry, fold(beginning), suffixes):
                    found.append(match)
    except OSError:
        return folder, []
    files = sorted((m for m in found if not m.is_folder), key=lambda m: -m.modified)
    folders = sorted((m for m in found if m.is_folder), key=lambda m: sort_key(m.path.name))
    return folder, [*files, *folders][:AT_MOST]


def _split(typed: str, start: Path) -> tuple[Path, str]:
    text = typed.strip().strip("\"'")
    if not text:
        return start, ""
    path = to_path(text, start)
    ends_open = text.endswith(("/", os.sep)) or text == "~"
    return (path, "") if ends_open else (path.parent, path.name)


def _match(entry: os.DirEntry[str], beginning: str, suffixes: Collection[str]) -> Match | None:
    name = fold(entry.name)
    if not name.startswith(beginning) or (name.startswith(".") and not beginning):
        return None
    try:
        is_folder = entry.is_dir()
        modified = entry.stat().st_mtime
    except OSError:
        return None
    if not is_folder and Path(name).suffix not in suffixes:
        return None
    return Match(Path(entry.path), is_folder, modified)
