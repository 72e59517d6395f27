"""Text and dates as this project writes them: clean, Norwegian and safe to show.

Everything a person typed or a file brought goes through ``clean`` before it is stored or
shown (reliability of terminals and XML alike). Nothing here reads a clock or a locale.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Literal

from oslo_ik.errors import InvalidInput

MONTHS = (
    "januar",
    "februar",
    "mars",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "desember",
)

# Characters that steer a terminal or turn the reading direction, or that XML 1.0 cannot hold.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff\ufffe\uffff]"
)
_LINE_BREAK = re.compile("\r\n?")
_TO_SPACE = str.maketrans({"\n": " ", "\t": " ", "\u2028": " ", "\u2029": " "})

# The last three letters come after every word that begins with z.
_LAST_LETTERS = str.maketrans(
    {
        "æ": "z\ufff0",
        "ä": "z\ufff0",
        "ø": "z\ufff1",
        "ö": "z\ufff1",
        "å": "z\ufff2",
    }
)
_ASCII_LETTERS = str.maketrans(
    {"æ": "ae", "ä": "a", "ø": "o", "ö": "o", "å": "a", "ð": "d", "þ": "th", "ł": "l", "đ": "d"}
)

_RISKY_FORMULA = re.compile("[\t\r\n\x00]|[\\s\x00\u200b\ufeff]*[=+@\uff1d\uff0b\uff0d\uff20-]")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_NORWEGIAN_DATE = re.compile(r"([0-9]{1,2})\.\s?([0-9]{1,2})\.\s?([0-9]{4})")
_SHORT_YEAR = re.compile(r"[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{2}")
_ISO_MONTH = re.compile(r"([0-9]{4})-([0-9]{1,2})")
_NORWEGIAN_MONTH = re.compile(r"([0-9]{1,2})\.([0-9]{4})")
_YEARS = range(1900, 2101)


def clean(text: str) -> str:
    """``text`` in NFC without control, direction and non-characters.

    Kept: ``\\n`` and ``\\t``; ``\\r\\n`` and a lone ``\\r`` become ``\\n``. Idempotent, and
    every character of the result may stand in XML 1.0. (ASVS 1.2; design §11.)
    """
    return unicodedata.normalize("NFC", _UNWANTED.sub("", _LINE_BREAK.sub("\n", text)))


def plain_line(text: str) -> str:
    """``clean`` text on one line: tabs and line breaks become one space each."""
    return clean(text).translate(_TO_SPACE)


def fold(text: str) -> str:
    """What two strings share when case is no difference; for search, not for showing."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def sort_key(text: str) -> tuple[str, str]:
    """Key for the Norwegian alphabet: a … z, æ, ø, å, whatever the case.

    Ä sorts as æ and ö as ø, other accents as the bare letter; «aa» is two a's. The text itself
    is the tie-breaker, so that the order never depends on where a row came from.
    """
    letters = fold(text).translate(_LAST_LETTERS)
    return _bare(letters, "NFD"), text


def show_date(day: date) -> str:
    """A date as it is shown: ``23.11.2026``."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def show_month(month: str) -> str:
    """A stored month (``2026-11``) as it is shown: ``november 2026``; raises InvalidInput."""
    year, number = parse_month(month).split("-")
    return f"{MONTHS[int(number) - 1]} {year}"


def number_of(count: int, one: str, many: str) -> str:
    """A number with its noun: «1 sak», «3 saker»."""
    return f"{count} {one if count == 1 else many}"


def parse_date(text: str) -> date:
    """The date in ``23.11.2026``, ``1.2.2026`` or ``2026-11-23``.

    Raises InvalidInput for anything else, a year of two digits included: nobody can tell
    1926 from 2026. The message never repeats what was typed.
    """
    value = text.strip()
    if iso := _ISO_DATE.fullmatch(value):
        year, month, day = (int(part) for part in iso.groups())
    elif norwegian := _NORWEGIAN_DATE.fullmatch(value):
        day, month, year = (int(part) for part in norwegian.groups())
    elif _SHORT_YEAR.fullmatch(value):
        raise InvalidInput("Skriv årstallet med fire sifre, for eksempel 23.11.2026.")
    else:
        raise InvalidInput("Skriv datoen som dag, måned og år, for eksempel 23.11.2026.")
    if year not in _YEARS:
        raise InvalidInput("Årstallet må være mellom 1900 og 2100.")
    try:
        return date(year, month, day)
    except ValueError:
        raise InvalidInput(
            "Datoen finnes ikke i kalenderen. Skriv for eksempel 23.11.2026."
        ) from None


def parse_month(text: str) -> str:
    """The stored form ``2026-11`` of ``2026-11`` or ``11.2026``; else InvalidInput."""
    value = text.strip()
    if iso := _ISO_MONTH.fullmatch(value):
        year, month = (int(part) for part in iso.groups())
    elif norwegian := _NORWEGIAN_MONTH.fullmatch(value):
        month, year = (int(part) for part in norwegian.groups())
    else:
        raise InvalidInput("Skriv måneden som år og måned, for eksempel 2026-11.")
    if not 1 <= month <= 12 or year not in _YEARS:
        raise InvalidInput("Måneden finnes ikke. Skriv for eksempel 2026-11.")
    return f"{year:04d}-{month:02d}"


def slug(text: str) -> str:
    """``text`` as part of a file name: only a–z, 0–9 and single hyphens, at most 60 characters.

    Empty when nothing is left, so a caller puts a fixed word in front (a bare result could
    also be a name that Windows reserves).
    """
    letters = fold(text).translate(_ASCII_LETTERS)
    return re.sub("[^a-z0-9]+", "-", _bare(letters, "NFKD")).strip("-")[:60].rstrip("-")


def formula_safe(text: str) -> str:
    """``text`` that no spreadsheet takes for a formula: an apostrophe goes in front of it.

    Risky are = + - @ (full-width too), also after blanks or NUL, and a leading tab, line
    break or NUL. (OWASP ASVS 5.0, 1.2.10; CWE-1236.)
    """
    return "'" + text if _RISKY_FORMULA.match(text) else text


def _bare(text: str, form: Literal["NFD", "NFKD"]) -> str:
    """``text`` without accents."""
    return "".join(c for c in unicodedata.normalize(form, text) if not unicodedata.combining(c))
