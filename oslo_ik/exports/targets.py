"""Where a document is put, under which name, and how it is written there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from oslo_ik import privacy, settings
from oslo_ik.errors import ExportError
from oslo_ik.store.files import write_whole

SUFFIX = ".docx"
DEMO_FOLDER = "dokumenter"
MAX_VERSION = 999


def default_folder(database: Path, demo: bool) -> Path:
    """The documents folder; a demo keeps its documents beside its own database."""
    return database.parent / DEMO_FOLDER if demo else settings.documents_folder()


def read_template(path: Path) -> bytes:
    """The bytes of a template; ExportError when there is none to read."""
    if path.suffix.lower() != SUFFIX:
        raise ExportError("Malen må være et Word-dokument som slutter på .docx.")
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExportError(f"Malen {path.name} kan ikke leses. Sjekk navnet og mappen.") from error


def save(
    target: Path,
    name: Callable[[int], str],
    make: Callable[[int], bytes],
    make_folder: bool = False,
) -> Path:
    """Write ``make(version)`` to ``target`` and return the path.

    In a folder the name is ``name(version)``: a file that is the same already is left as it
    is, and a different one is never overwritten. Raises ExportError; an older file is
    untouched.
    """
    _check(target, make_folder)
    if target.suffix.lower() == SUFFIX and not target.is_dir():
        return _write(target, make(1))
    for version in range(1, MAX_VERSION + 1):
        path, data = target / name(version), make(version)
        if not _taken(path):
            return _write(path, data)
        if _same(path, data):
            return path
    raise ExportError(
        f"Mappen {target.name} har for mange versjoner. Rydd i den, eller velg en annen."
    )


def _check(target: Path, make_folder: bool) -> None:
    if any(hit.refused for hit in privacy.scan(target.name)):
        raise ExportError(
            "Filnavnet inneholder noe som ligner et fødselsnummer. Velg et annet navn."
        )
    if target.is_dir() or make_folder:
        return
    if target.suffix.lower() != SUFFIX:
        reason = (
            "slutte på .docx"
            if target.suffix
            else "være en mappe som finnes, eller slutte på .docx"
        )
        raise ExportError(f"Målet må {reason}. {target.name} kan ikke brukes.")
    if not target.parent.is_dir():
        raise ExportError(
            f"Mappen {target.parent} finnes ikke. Lag den først, eller velg en annen."
        )


def _taken(path: Path) -> bool:
    try:
        return path.exists()
    except OSError as error:
        raise ExportError(f"Mappen {path.parent.name} kan ikke leses. Velg en annen.") from error


def _same(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def _write(path: Path, data: bytes) -> Path:
    try:
        write_whole(path, data)
    except OSError as error:
        raise ExportError(
            f"{path.name} kunne ikke skrives ({_why(error)}). Lukk filen i Word, sjekk plassen på "
            "disken, eller velg en annen mappe."
        ) from error
    return path


def _why(error: OSError) -> str:
    import errno

    known = {
        errno.ENOSPC: "disken er full",
        errno.EACCES: "mangler tilgang",
        errno.EPERM: "mangler tilgang",
        errno.EROFS: "disken kan bare leses",
        errno.ENAMETOOLONG: "navnet er for langt",
    }
    return known.get(error.errno or 0, "skriving feilet")
