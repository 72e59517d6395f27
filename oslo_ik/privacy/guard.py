"""The guard itself: what is found in a text, refused, asked about or taken out.

Pure: the text is never logged, and no message repeats what was found.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

from oslo_ik.errors import PrivacyQuestion, PrivacyRefused
from oslo_ik.privacy import names, numbers
from oslo_ik.text import plain_line

MASK = "▮▮▮"
LEFT_OUT = "[…]"
KINDS = {
    "identity_number": "et fødselsnummer",
    "email": "en e-postadresse",
    "eleven_digits": "et tall på elleve sifre",
    "phone": "et telefonnummer",
    "address": "en gateadresse",
    "birth_date": "en fødselsdato",
    "name": "et navn",
}
_REMOVED = {"identity_number": "[fjernet nummer]", "email": "[fjernet adresse]"}
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"«»]{1,64}@[\w-]+(?:\.[\w-]+)+")
# A case number or a code, which an import has thousands of: too little for any hit.
_HARMLESS = re.compile(
    r"(?i:(?!fød))[A-Za-zÆØÅæøå_/-]{0,40}(?:(?:[0-9]{1,4}[/-])?[0-9]{0,5}|[0-9]{6,7})"
)
_WORDS, _WIDTH = 4, 60


@dataclass(frozen=True)
class Hit:
    """A place in a text (``text[start:end]``) that may not, or perhaps not, be written down.

    ``kind`` is a key of KINDS; ``message`` says in bokmål what it looks like.
    """

    kind: str
    start: int
    end: int
    refused: bool
    message: str


def scan(text: str, exempt: Collection[str] = ()) -> list[Hit]:
    """What the guard finds in ``text``, in order of place; hits never overlap.

    ``exempt`` are terms that are never asked about (the unit's name, its bydel); what is
    refused they do not clear.
    """
    if _HARMLESS.fullmatch(text):
        return []
    found = _apart([*_refused(text), *_asked(text, tuple(exempt))])
    return sorted(found, key=lambda hit: hit.start)


def check(
    text: str, field_label: str, exempt: Collection[str] = (), confirmed: bool = False
) -> None:
    """Nothing, when ``text`` may be stored under ``field_label`` (bokmål).

    Raises PrivacyRefused, or PrivacyQuestion unless ``confirmed``; ``shown`` is the place with
    every hit masked.
    """
    hits = scan(text, exempt)
    refused = [hit for hit in hits if hit.refused]
    if not hits or (confirmed and not refused):
        return
    named = refused or hits
    nouns = " og ".join(dict.fromkeys(KINDS[hit.kind] for hit in named))
    shown = _shown(text, hits, named[0])
    begin = f"I «{field_label}» står det noe som ligner {nouns} («{shown}»); ta det bort"
    if refused:
        raise PrivacyRefused(f"{begin} og skriv rolle i stedet.", shown)
    raise PrivacyQuestion(f"{begin}, eller bekreft at ingen kan kjennes igjen.", shown)


def redact(text: str) -> str:
    """``text`` with whatever is refused taken out, and the rest as it was."""
    while hits := _apart(_refused(text)):
        for hit in sorted(hits, key=lambda hit: hit.start, reverse=True):
            text = text[: hit.start] + _REMOVED[hit.kind] + text[hit.end :]
    return text


def leave_out(text: str, exempt: Collection[str] = ()) -> str:
    """``text`` with «[…]» for every place that is asked about; what is refused is not touched."""
    # Taking a place out never makes new digits or words, so this ends; each turn has fewer hits.
    while hits := [hit for hit in scan(text, exempt) if not hit.refused]:
        for hit in reversed(hits):
            text = text[: hit.start] + LEFT_OUT + text[hit.end :]
    return text


def _hit(kind: str, start: int, end: int) -> Hit:
    return Hit(kind, start, end, kind in _REMOVED, f"Dette ligner {KINDS[kind]}.")


def _refused(text: str) -> Iterator[Hit]:
    seen, places = numbers.readable(text)
    for match in _EMAIL.finditer(seen):
        yield _hit("email", places[match.start()], places[match.end()])
    for start, end, identity in numbers.eleven_digits(seen):
        if identity:
            yield _hit("identity_number", places[start], places[end])


def _asked(text: str, exempt: tuple[str, ...]) -> Iterator[Hit]:
    free = [m.span() for m in names.terms_pattern(exempt).finditer(text)]
    seen, places = numbers.readable(text)
    eleven = numbers.eleven_digits(seen)
    found = [("eleven_digits", start, end) for start, end, identity in eleven if not identity]
    found += [("birth_date", *span) for span in numbers.birth_dates(seen)]
    found += [("phone", *span) for span in numbers.phones(seen)]
    spans = [(kind, places[start], places[end]) for kind, start, end in found]
    spans += [("address", *span) for span in names.addresses(text)]
    spans += [("name", *span) for span in names.names(text, exempt)]
    for kind, start, end in spans:
        if not any(a <= start and end <= b for a, b in free):
            yield _hit(kind, start, end)


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Hits that do not overlap: one of a kind grows, of two kinds the first given stays."""
    kept: list[Hit] = []
    for hit in hits:
        near = [other for other in kept if hit.start < other.end and other.start < hit.end]
        if all(other.kind == hit.kind for other in near):
            kept = [other for other in kept if other not in near]
            start = min(other.start for other in (hit, *near))
            kept.append(replace(hit, start=start, end=max(o.end for o in (hit, *near))))
    return kept


def _shown(text: str, hits: list[Hit], around: Hit) -> str:
    """A few words before and after a hit, on one line, every hit in them masked."""
    before = _masked(text, [hit for hit in hits if hit.end <= around.start], 0, around.start)
    after = _masked(text, [hit for hit in hits if hit.start >= around.end], around.end, len(text))
    left = " ".join(before.split(" ")[-_WORDS - 1 :])[-_WIDTH:]
    right = " ".join(after.split(" ")[: _WORDS + 1])[:_WIDTH]
    more, rest = len(left) < len(before), len(right) < len(after)
    return ("… " if more else "") + f"{left}{MASK}{right}".strip() + (" …" if rest else "")


def _masked(text: str, hits: list[Hit], start: int, end: int) -> str:
    parts, place = [], start
    for hit in hits:
        parts += [text[place : hit.start], MASK]
        place = hit.end
    return plain_line("".join([*parts, text[place:end]]))
