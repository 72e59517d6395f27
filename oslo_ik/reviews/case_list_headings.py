"""Which column of a case list is which: the row of headings, by any of its common spellings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from oslo_ik import privacy
from oslo_ik.errors import ImportRefused
from oslo_ik.reviews.case_list_files import Sheet, Value
from oslo_ik.text import fold, plain_line

# Systems put a title and a date above the headings.
HEADING_ROWS = 20
MAX_HEADING = 40
REQUIRED = ("saksnummer", "kontaktperson")

# A column is known by these headings, written as ``_key`` folds them; when several columns fit,
# the earlier group wins (a column of codes before a column that may hold names).
HEADINGS: dict[str, tuple[str, ...]] = {
    "saksnummer": (
        "saksnummer saksnr saknummer saknr saksid sakid saksreferanse sakreferanse saksref sakref",
        "sak referanse ref",
    ),
    "kontaktperson": (
        "kontaktpersonkode kodekontaktperson kodeforkontaktperson kontaktpersonid kpkode "
        "ansvarligkode saksbehandlerkode medarbeiderkode ansattkode",
        "kontaktperson kontaktpers kp",
        "ansvarlig hovedkontakt saksbehandler medarbeider behandler",
    ),
    "startet": (
        "startet startetdato startdato oppstart oppstartdato oppstartsdato datostartet",
        "start fradato fra",
    ),
    "avsluttet": (
        "avsluttet avsluttetdato avslutningsdato avsluttetden sluttdato datoavsluttet",
        "slutt tildato til",
    ),
    "hovedforløp": ("hovedforlop hovedlop hovedforlopnr hovedforlopnummer", "forlop hf"),
    "overgang": ("overgang overgangstype typeovergang",),
    "overgangsdato": ("overgangsdato overgangdato datoforovergang datoovergang",),
}

_RANKS = {
    word: (field, rank)
    for field, groups in HEADINGS.items()
    for rank, group in enumerate(groups)
    for word in group.split()
}
_NOT_A_LETTER = re.compile(r"[\W_]+")
_MANY_DIGITS = re.compile(r"(?:\d\D*){5}")


@dataclass(frozen=True)
class Heading:
    """The sheet that has the cases, its fields by position, and what else it has.

    The rows of ``sheet`` continue below the headings. ``width`` is the number of headed columns.
    """

    sheet: Sheet
    columns: dict[str, int]
    dropped: tuple[str, ...]
    width: int


def find_heading(sheets: Sequence[Sheet]) -> Heading:
    """The one sheet with headings for the required fields; raises ImportRefused."""
    found: list[Heading] = []
    seen: set[str] = set()
    trouble: ImportRefused | None = None
    for sheet in sheets:
        try:
            heading = _heading_of(sheet, seen)
        except ImportRefused as error:
            trouble = trouble or error
            continue
        if heading:
            found.append(heading)
    if len(found) > 1 and found[0].sheet.delimiter is None:
        raise ImportRefused(
            "Flere ark i filen har en saksliste. Behold bare det ene arket og prøv igjen."
        )
    if found:
        return found[0]
    if trouble:
        raise trouble
    missing = [field for field in REQUIRED if field not in seen]
    what = f"kolonnen {missing[0]}" if len(missing) == 1 else f"kolonnene {' og '.join(REQUIRED)}"
    raise ImportRefused(
        f"Fant ikke {what}. Filen må ha en rad med "
        "overskrifter, blant dem saksnummer og kontaktperson."
    )


def _heading_of(sheet: Sheet, seen: set[str]) -> Heading | None:
    for _, cells in islice(sheet.rows, HEADING_ROWS):
        columns = _columns(cells)
        if all(field in columns for field in REQUIRED):
            single = {field: _only(field, places) for field, places in columns.items()}
            return Heading(sheet, single, _dropped(cells, single), len(cells))
        if any(field in columns for field in REQUIRED):
            seen.update(columns)
    return None


def _columns(cells: Sequence[Value]) -> dict[str, list[int]]:
    """The positions that fit each field best."""
    best: dict[str, tuple[int, list[int]]] = {}
    for place, cell in enumerate(cells):
        if not isinstance(cell, str) or len(cell) > MAX_HEADING:
            continue
        field, rank = _RANKS.get(_key(cell), ("", 0))
        if not field:
            continue
        held = best.get(field)
        if held is None or rank < held[0]:
            best[field] = (rank, [place])
        elif rank == held[0]:
            held[1].append(place)
    return {field: places for field, (_, places) in best.items()}


def _only(field: str, places: list[int]) -> int:
    if len(places) > 1:
        numbers = " og ".join(str(place + 1) for place in places)
        raise ImportRefused(
            f"Flere kolonner kan være {field} (kolonne {numbers}). Behold bare den ene."
        )
    return places[0]


def _key(heading: str) -> str:
    """A heading without case, accents, blanks and signs: ``Hoved-forløp`` is ``hovedforlop``."""
    bare = _NOT_A_LETTER.sub("", fold(heading))
    for ours, plain in (("æ", "ae"), ("oe", "o"), ("ø", "o"), ("å", "a"), ("aa", "a")):
        bare = bare.replace(ours, plain)
    return bare


def _dropped(cells: Sequence[Value], columns: dict[str, int]) -> tuple[str, ...]:
    used = set(columns.values())
    last = max((place for place, cell in enumerate(cells) if cell not in (None, "")), default=-1)
    return tuple(_shown(place, cells[place]) for place in range(last + 1) if place not in used)


def _shown(place: int, cell: Value) -> str:
    """A heading as it may be shown, or the column's number when it could be about a person."""
    number = f"kolonne {place + 1}"
    if not isinstance(cell, str):
        return number
    text = " ".join(plain_line(cell).split())
    if not text or _MANY_DIGITS.search(text) or privacy.scan(text):
        return number
    return text if len(text) <= MAX_HEADING else text[: MAX_HEADING - 1] + "…"
