"""What one cell of a case list may hold: codes, dates, hovedforløp, and nothing personal.

Pure functions on one value. A problem is a bokmål sentence (row and column go in front) that
never repeats the value. Design §13 and §14.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from oslo_ik import privacy
from oslo_ik.errors import InvalidInput
from oslo_ik.reviews.case_list_files import Flaw, Value
from oslo_ik.text import formula_safe, parse_date

MAX_LENGTH = {"saksnummer": 40, "kontaktperson": 40, "overgang": 100}
YEARS = range(1900, 2101)
_INSTEAD = {
    "saksnummer": "Bruk saksnummeret fra fagsystemet.",
    "kontaktperson": "Bruk en kode, for eksempel SB01.",
    "overgang": "Ta det bort.",
}
NO_VALUE = frozenset({"", "-", "–", "—"})

_EXOTIC_SPACES = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))
_TIME_PART = re.compile(r"[ T]\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:\.\d+)?)?Z?$")
_PATHWAY = re.compile(r"(?:(?:hoved)?(?:forl|l)(?:ø|oe|o)p|hf)?[ .]*([123])(?:[.,]0)?")
_SCIENTIFIC = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"[\s,._]+")
# A plain code without any of this is neither a number, an address nor a name of a person.
_WORTH_A_SCAN = re.compile(r"@|(?:\d\D*){8}|[a-zA-Z]{2}[^a-zA-Z\d]+[a-zA-Z]{2}")


def read_text(field: str, value: Value) -> tuple[str, str]:
    """(the text, "") or ("", a problem) or ("", "") when the cell is empty; text is NFC."""
    if isinstance(value, Flaw):
        return "", value.value
    if isinstance(value, date):
        return "", "Verdien er blitt en dato. Gjør kolonnen om til tekst."
    text = tidy(value or "")
    if text in NO_VALUE:
        return "", ""
    problem = _shape_problem(field, text)
    return ("", problem) if problem else (text, "")


def tidy(text: str) -> str:
    """``text`` in NFC, without blanks around it and with plain spaces inside."""
    if text.isascii():
        return text.strip()
    return unicodedata.normalize("NFC", text.translate(_EXOTIC_SPACES)).strip()


def _shape_problem(field: str, text: str) -> str:
    limit = MAX_LENGTH[field]
    if len(text) > limit:
        return f"Verdien er lengre enn {limit} tegn."
    if not text.isprintable() or "\ufffd" in text:
        return "Verdien har styretegn eller usynlige tegn. Skriv den på nytt."
    if formula_safe(text) != text:
        return "Verdien begynner med =, +, - eller @, som i en formel. Ta bort tegnet."
    if field == "saksnummer" and _SCIENTIFIC.fullmatch(text):
        return (
            "Excel har forkortet tallet, så sifre er borte. Gjør kolonnen om til tekst og hent "
            "listen på nytt."
        )
    return ""


def personal(field: str, text: str) -> tuple[str, tuple[str, ...]]:
    """(what is refused in ``text`` or "", what has to be asked about); design §14.

    A caseworker is a code: two words read as a full name and are refused. Eight digits are a
    phone number in «overgang» only; elsewhere they are an ordinary number of a case or staff.
    """
    if field == "saksnummer" and text.isascii() and not _WORTH_A_SCAN.search(text):
        return "", ()
    hits = privacy.scan(text)
    refused = next((hit for hit in hits if hit.refused), None)
    if refused:
        return f"{refused.message} {_INSTEAD[field]}", ()
    if field == "kontaktperson" and _words(text) >= 2:
        return f"Verdien ser ut som et navn. {_INSTEAD[field]}", ()
    if field == "saksnummer" and _words(text) >= 2 and not any(sign.isdigit() for sign in text):
        return f"Verdien ser ut som et navn. {_INSTEAD[field]}", ()
    asked = dict.fromkeys(h.message for h in hits if field == "overgang" or h.kind != "phone")
    return "", tuple(f"{message} Bekreft at ingen kan kjennes igjen." for message in asked)


def _words(text: str) -> int:
    parts = _BETWEEN_WORDS.split(text)
    return sum(len(part) > 1 and part.replace("-", "").isalpha() for part in parts)


def read_date(value: Value) -> tuple[date | None, str]:
    """(the date, "") or (None, a problem) or (None, "") when the cell is empty."""
    if isinstance(value, Flaw):
        return None, value.value
    if isinstance(value, str):
        text = _TIME_PART.sub("", tidy(value))
        if text in NO_VALUE:
            return None, ""
        try:
            return parse_date(text), ""
        except InvalidInput as error:
            return None, error.message
    if value is not None and value.year not in YEARS:
        return None, "Årstallet må være mellom 1900 og 2100."
    return value, ""


def read_pathway(value: Value) -> tuple[str | None, str]:
    """("1", "2" or "3", "") or (None, a problem) or (None, "") when the cell is empty."""
    if isinstance(value, Flaw):
        return None, value.value
    text = tidy(value) if isinstance(value, str) else value
    if text is None or text in NO_VALUE:
        return None, ""
    hit = _PATHWAY.fullmatch(text.lower()) if isinstance(text, str) else None
    return (hit[1], "") if hit else (None, "Verdien må være 1, 2 eller 3.")
