"""Numbers that point at a person: identity numbers, phone numbers, dates of birth.

Every function takes text that ``readable`` has made and yields ``(start, end)`` in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

Span = tuple[int, int]

_PLAIN = re.compile(r"[\t\n\r -~«»§À-ɏ]*")
_GAP = r"[ \t\r\n.\-/:_]{0,3}"
_ARCHIVE_NUMBER = r"(?:19|20)[0-9]{2}/"  # a year and a running number: 2026/12345-67
_ELEVEN = re.compile(
    rf"(?<![0-9])(?!{_ARCHIVE_NUMBER})(?=([0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}[0-9]{{2}}{_GAP}"
    rf"[0-9]{{3}}{_GAP}[0-9]{{2}})(?![0-9]))"
)
_HASH = re.compile(r"[0-9a-f]{32,}")
_TRAILING = re.compile(rf"(?:[0-9]{_GAP})+\Z")

_WEIGHTS_1 = (3, 7, 6, 1, 8, 9, 4, 5, 2)
_WEIGHTS_2 = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
# What is added to the month in H-numbers (40), service-made and synthetic numbers.
_MONTH_OFFSETS = (0, 20, 40, 60, 65, 80)

_PHONE = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][.,])(?:(?:\+|00)47[ .-]?(?:[0-9][ .-]?){7}[0-9]"
    r"|(?P<solid>[2-9][0-9]{7})"
    r"|[2-9][0-9]{2}([ .-])[0-9]{2}\2[0-9]{3}"
    r"|[2-9][0-9]([ .-])[0-9]{2}\3[0-9]{2}\3[0-9]{2}"
    r"|(?!(?:19|20)[0-9]{2} (?:19|20))[2-9][0-9]{3} [0-9]{4})(?![0-9])"
)
_REFERENCE = re.compile(
    r"(?i)\b(?:eqs|sak(?:en|snr|snummer)?|hendelse(?:snr)?|avvik(?:snr)?|dok(?:ument)?|arkiv"
    r"|journalpost|ref(?:eranse)?)[ .:#-]*(?:nr|nummer)?[ .:#-]*\Z"
)

_MONTHS = ("jan", "feb", "mar", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "des")
_YEAR = "(?P<y>(?:19|20)[0-9]{2})"
_ANY_YEAR = "(?P<y>(?:19|20)[0-9]{2}|[0-9]{2})"
_DATES = tuple(
    re.compile(rf"(?i)(?<![0-9]){pattern}(?![0-9])")
    for pattern in (
        rf"(?P<d>[0-9]{{1,2}})[./-] ?(?P<m>[0-9]{{1,2}})[./-] ?{_ANY_YEAR}",
        rf"(?P<d>[0-9]{{2}})(?P<m>[0-9]{{2}}){_ANY_YEAR}",
        rf"{_YEAR}(?P<dash>-?)(?P<m>[0-9]{{2}})(?P=dash)(?P<d>[0-9]{{2}})",
        rf"(?P<d>[0-9]{{1,2}})\.? ?(?P<m>{'|'.join(_MONTHS)})[a-z]*\.? ?{_YEAR}",
    )
)
_BORN = re.compile(
    r"(?i)(?<!\w)(?:født|fødd|fødselsdato|fødselsdag|f\.? ?dato|f\.)[: ]*(?:den )?\Z"
)
_LAW = re.compile(r"(?i)(?:\b(?:lov|forskrift|rundskriv)(?:en)?\b[^.\n]{0,60}|\b(?:lov|for)-)\Z")
# Who was born later is a child; an event this old hardly enters a review.
_BIRTH_BEFORE = 2012


def readable(text: str) -> tuple[str, Sequence[int]]:
    """``text`` as a reader of numbers sees it, and where each of its characters stood.

    Digits of every script and width become 0–9, dashes «-», spaces a space; what has no width
    is left out. The places have one more entry: the length of ``text``.
    """
    if _PLAIN.fullmatch(text):
        return text, range(len(text) + 1)
    chars: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        seen = char if _PLAIN.fullmatch(char) else _seen(char)
        chars.append(seen)
        places.extend([place] * len(seen))
    return "".join(chars), [*places, len(text)]


@lru_cache(maxsize=4096)
def _seen(char: str) -> str:
    category = unicodedata.category(char)
    if char in "\n\r\t" or category in ("Zs", "Zl", "Zp"):
        return char if char in "\n\r\t" else " "
    if category in ("Cc", "Cf", "Mn", "Me"):
        return ""
    if category == "Pd" or char in "\u2212\u00b7\u2022":
        return "-"
    digit = unicodedata.digit(char, -1)
    return str(digit) if digit >= 0 else unicodedata.normalize("NFKC", char)


def eleven_digits(text: str) -> Iterator[tuple[int, int, bool]]:
    """Each run of exactly eleven digits, and whether it looks like an identity number.

    Separators may stand after digits 2, 4, 6 and 9. Today's checksum alone clears nothing: the
    control digits change in 2032 (skatteetaten.no/pid).
    """
    checksums = [match.span() for match in _HASH.finditer(text)]
    for match in _ELEVEN.finditer(text):
        start, end = match.span(1)
        if any(a <= start and end <= b for a, b in checksums):
            continue
        digits = [int(char) for char in match.group(1) if char.isdigit()]
        yield start, end, _date_like(digits) or _checksum(digits)


def _date_like(digits: Sequence[int]) -> bool:
    """DDMM with what D-numbers (day + 40), H-numbers and synthetic numbers add."""
    day, month = digits[0] * 10 + digits[1], digits[2] * 10 + digits[3]
    day = day - 40 if day > 40 else day
    return any(
        1 <= month - offset <= 12 and 1 <= day <= _DAYS[month - offset - 1]
        for offset in _MONTH_OFFSETS
    )


def _checksum(digits: Sequence[int]) -> bool:
    """Both control digits, modulus 11; FH-numbers, which hold no date, have them too."""
    first = -sum(w * d for w, d in zip(_WEIGHTS_1, digits, strict=False)) % 11
    second = -sum(w * d for w, d in zip(_WEIGHTS_2, digits, strict=False)) % 11
    return (first, second) == (digits[9], digits[10])


def trailing_digits(text: str) -> int:
    """How many digits ``text`` ends with, separators between and after them not counted.

    Six or more may be the beginning of an identity number: autosave waits (design §11).
    """
    run = _TRAILING.search(readable(text[-80:])[0])
    return sum(char.isdigit() for char in run.group()) if run else 0


def phones(text: str) -> Iterator[Span]:
    """Eight-digit phone numbers in the usual groups, with or without +47.

    None of them are days and years written together, and numbers that are called case numbers.
    """
    for match in _PHONE.finditer(text):
        solid = match.group("solid")
        before = text[max(0, match.start() - 30) : match.start()]
        if solid and (_no_phone(solid) or _REFERENCE.search(before)):
            continue
        yield match.span()


def _no_phone(eight: str) -> bool:
    """A day (20261123) or two years (20252026)."""
    year, month, day = int(eight[:4]), int(eight[4:6]), int(eight[6:])
    is_day = 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]
    return 1900 <= year < 2100 and (is_day or 1900 <= int(eight[4:]) < 2100)


def birth_dates(text: str) -> Iterator[Span]:
    """Full dates that follow «født», and other full dates before 2012 that are no law's."""
    for pattern in _DATES:
        for match in pattern.finditer(text):
            name = match["m"].lower()
            month = _MONTHS.index(name) + 1 if name in _MONTHS else int(name)
            if not 1 <= month <= 12 or not 1 <= int(match["d"]) <= _DAYS[month - 1]:
                continue
            before = text[max(0, match.start() - 80) : match.start()]
            early = len(match["y"]) == 4 and int(match["y"]) < _BIRTH_BEFORE
            if _BORN.search(before) or (early and not _LAW.search(before)):
                yield match.span()
