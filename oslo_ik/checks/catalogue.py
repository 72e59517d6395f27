"""Reading the catalogue: the shipped edition, and a bydel's own file on top of it.

A bydel's own file is TOML too. It says ``prefix = "GO"`` and may hold
``[[check]]`` (ids like ``GO-T07-01``), ``[[fact]]`` and ``[[area]]`` with
``origin = "lokal"``. ``areas_on`` and ``areas_off`` list ids of shipped areas to
switch on or off; those of the standard itself stay on.
"""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from oslo_ik.checks.model import Area, Catalogue, Check, Edition, Fact, Theme
from oslo_ik.checks.validation import (
    describe,
    fail,
    parse_entries,
    parse_table,
    require_unique,
    validate_areas_flag,
    validate_check,
)
from oslo_ik.errors import CatalogueError

DATA = Path(__file__).parent / "data"
STANDARD_FILE = "oslostandard-2021.toml"
FACTS_FILE = "fakta.toml"
AREAS_FILE = "kartleggingstema.toml"


def load_catalogue(local: Path | None = None) -> Catalogue:
    """The shipped catalogue (read once), with a bydel's own file added when given.

    Raises CatalogueError naming file, entry and field.
    """
    shipped = _shipped()
    return shipped if local is None else add_local(shipped, local)


@lru_cache(maxsize=1)
def _shipped() -> Catalogue:
    return read_catalogue(DATA)


def read_catalogue(folder: Path) -> Catalogue:
    """The catalogue of a folder that holds the three files of the standard."""
    facts = parse_entries(
        Fact, "fact", read_tables(folder / FACTS_FILE, {"fact"}).get("fact", []), FACTS_FILE
    )
    areas = parse_entries(
        Area, "area", read_tables(folder / AREAS_FILE, {"area"}).get("area", []), AREAS_FILE
    )
    data = read_tables(folder / STANDARD_FILE, {"edition", "theme", "check"})
    catalogue = Catalogue(
        edition=parse_table(Edition, "edition", data.get("edition"), STANDARD_FILE),
        themes=parse_entries(Theme, "theme", data.get("theme", []), STANDARD_FILE),
        checks=parse_entries(Check, "check", data.get("check", []), STANDARD_FILE),
        facts=facts,
        areas=areas,
    )
    require_unique((theme.id for theme in catalogue.themes), "theme", STANDARD_FILE)
    require_unique((fact.id for fact in facts), "fact", FACTS_FILE)
    require_unique((area.id for area in areas), "area", AREAS_FILE)
    _validate(catalogue, catalogue.checks, STANDARD_FILE, "")
    return catalogue


def add_local(shipped: Catalogue, path: Path) -> Catalogue:
    """A catalogue with the checks, facts and areas of a bydel's own file at the end."""
    data = read_tables(path, {"prefix", "check", "fact", "area", "areas_on", "areas_off"})
    prefix = data.get("prefix")
    if not isinstance(prefix, str) or not prefix.isalpha() or not prefix.isupper():
        raise CatalogueError(
            f'{path.name}: skriv bydelens forkortelse øverst, for eksempel prefix = "GO".'
        )
    checks = parse_entries(Check, "check", data.get("check", []), path.name)
    facts = parse_entries(Fact, "fact", data.get("fact", []), path.name)
    areas = parse_entries(Area, "area", data.get("area", []), path.name)
    for area in areas:
        if area.origin != "lokal":
            fail(path.name, describe("area", area.id), "origin", "må være lokal i en egen fil")
    joined = Catalogue(
        edition=shipped.edition,
        themes=shipped.themes,
        checks=(*shipped.checks, *checks),
        facts=(*shipped.facts, *facts),
        areas=(*_switched(shipped.areas, data, path.name), *areas),
    )
    require_unique((fact.id for fact in joined.facts), "fact", path.name)
    require_unique((area.id for area in joined.areas), "area", path.name)
    _validate(joined, checks, path.name, prefix)
    return joined


def _switched(areas: tuple[Area, ...], data: dict[str, Any], file: str) -> Iterator[Area]:
    on, off = data.get("areas_on", []), data.get("areas_off", [])
    own = [area.id for area in areas if area.origin != "standard"]
    for field, wanted in (("areas_on", on), ("areas_off", off)):
        if not isinstance(wanted, list) or not set(map(str, wanted)) <= set(own):
            fail(file, "øverst i filen", field, f"kan bare nevne disse områdene: {', '.join(own)}")
    for area in areas:
        active = (area.active or area.id in on) and area.id not in off
        yield area.model_copy(update={"active": active})


def _validate(catalogue: Catalogue, checks: tuple[Check, ...], file: str, prefix: str) -> None:
    themes = {theme.id for theme in catalogue.themes}
    facts = {fact.id for fact in catalogue.facts}
    require_unique((check.id for check in catalogue.checks), "check", file)
    for check in checks:
        validate_check(check, file, themes, facts, prefix)
    validate_areas_flag(catalogue.checks, file)


def read_tables(path: Path, known: set[str]) -> dict[str, Any]:
    """The tables of a TOML file, made NFC; CatalogueError for what cannot be read."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise CatalogueError(f"{path.name} er ikke lagret som UTF-8. Lagre den på nytt.") from error
    except OSError as error:
        raise CatalogueError(f"Kan ikke lese {path}. Kontroller at filen finnes.") from error
    return _parse(text, path.name, known)


def _parse(text: str, file: str, known: set[str]) -> dict[str, Any]:
    try:
        data = tomllib.loads(unicodedata.normalize("NFC", text))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{file} er ikke gyldig TOML: {_where(error)}.") from error
    unknown = sorted(set(data) - known)
    if unknown:
        names = ", ".join(sorted(known))
        raise CatalogueError(f"{file}: «{unknown[0]}» er ukjent. Filen kan inneholde {names}.")
    return data


def _where(error: tomllib.TOMLDecodeError) -> str:
    """The place in the file; tomllib gives it in English at the end of its message."""
    place = str(error).rpartition("(at ")[2].rstrip(")")
    if "line" not in place:
        return "filen slutter for tidlig"
    return "feil ved " + place.replace("line", "linje").replace("column", "tegn")
