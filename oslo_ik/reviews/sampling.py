"""Which cases are drawn: tickets, places per caseload, more places, replacements.

Pure: no database, clock or screen; the seed is an argument. Design §7. Whoever has the frame
and the seed gets the same answer with any implementation of Rivest's consistent sampler.
References and caseworker codes are compared in NFC and come back in NFC.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter, deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal, cast, get_args

from oslo_ik.errors import InvalidInput

Method = Literal["per_kontaktperson", "tilfeldig", "lopenummer"]

DEFAULT_SIZE = 5
MAX_SIZE = 30

# ISO 2859-1 table 1 (= ANSI/ASQ Z1.4), general level I: the largest lot and its sample size.
_LEVEL_I = ((15, 2), (25, 3), (90, 5), (150, 8), (280, 13), (500, 20), (1200, 32))

_NO_CREDIT = Fraction(0)


@dataclass(frozen=True)
class FrameCase:
    """One person in the frame; ``drawn_before`` = answered in a signed review of 12 months."""

    reference: str
    caseworker: str | None
    drawn_before: bool


@dataclass(frozen=True)
class Place:
    """One drawn case; ``position`` counts from 1 in the order in which places were given."""

    position: int
    reference: str
    caseworker: str | None
    ticket: str


@dataclass(frozen=True)
class Allocation:
    """What one caseload was owed and got; ``credit_after`` goes to the next month."""

    caseworker: str
    eligible: int
    credit_before: Fraction
    places: int
    credit_after: Fraction


@dataclass(frozen=True)
class Draw:
    """A drawn sample; ``allocation`` (by code) is empty unless drawn per_kontaktperson."""

    method: Method
    size: int
    order: tuple[Place, ...]
    allocation: tuple[Allocation, ...]


def as_method(text: str) -> Method:
    """The method of a stored or typed word; raises InvalidInput."""
    for method in get_args(Method):
        if text == method:
            return cast(Method, method)
    raise InvalidInput("Metoden er ukjent. Bruk per_kontaktperson, tilfeldig eller lopenummer.")


def commitment(secret: bytes) -> str:
    """SHA-256 (hex) that binds the program to a month's secret before it is used."""
    return hashlib.sha256(b"oslo-ik/v1/commit\x00" + secret).hexdigest()


def seed(unit: str, period: str, secret: bytes, public_value: str = "") -> str:
    """The month's seed (hex). The frame is no part of it: a new list is not a new lottery."""
    head = f"oslo-ik/v1/seed\x00{unit}\x00{period}\x00".encode()
    return hashlib.sha256(head + secret + b"\x00" + public_value.encode()).hexdigest()


def ticket(reference: str, seed: str) -> str:
    """First ticket of Rivest's consistent sampler: ``0.ddd…``; compare tickets as strings.

    The decimal digits are reversed because the leading ones of a 256-bit number are skewed.
    (R. L. Rivest, consistent_sampler 1.0.10, first_fraction.)
    """
    seed_hash = hashlib.sha256(seed.encode()).hexdigest()
    number = int(hashlib.sha256((seed_hash + _nfc(reference)).encode()).hexdigest(), 16)
    return "0." + f"{number:064d}"[::-1]


def frame_fingerprint(references: Iterable[str]) -> str:
    """SHA-256 (hex) of the frame: NFC, sorted by code point, joined by line feeds, UTF-8.

    There is no line feed after the last reference.
    """
    lines = sorted(_nfc(reference) for reference in references)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def running_numbers(count: int) -> tuple[FrameCase, ...]:
    """The frame of method lopenummer: ``1`` … ``count``, nobody's; raises InvalidInput."""
    if count < 1:
        raise InvalidInput("Antall saker må være minst 1.")
    return tuple(FrameCase(str(number), None, False) for number in range(1, count + 1))


def sample_size(frame_size: int, requested: int | None = None, enhanced: bool = False) -> int:
    """How many cases to draw from ``frame_size``: 5 or all; never more than there are.

    ``enhanced`` is ISO 2859-1 level I, at least 5 and at most 30. ``requested`` is 1–30.
    Raises InvalidInput for an empty frame, a number outside 1–30, or both choices at once.
    """
    if frame_size < 1:
        raise InvalidInput("Det er ingen aktive saker å trekke fra. Importer sakslisten først.")
    if requested is not None and enhanced:
        raise InvalidInput("Velg enten et antall eller forsterket stikkprøve, ikke begge deler.")
    if requested is not None and not 1 <= requested <= MAX_SIZE:
        raise InvalidInput(f"Antall saker i en stikkprøve må være fra 1 til {MAX_SIZE}.")
    wanted = DEFAULT_SIZE if requested is None else requested
    if enhanced:
        level = next((size for lot, size in _LEVEL_I if frame_size <= lot), MAX_SIZE)
        wanted = min(max(level, DEFAULT_SIZE), MAX_SIZE)
    return min(wanted, frame_size)


def draw(
    frame: Sequence[FrameCase],
    seed: str,
    method: Method,
    size: int,
    credits: Mapping[str, Fraction] | None = None,
) -> Draw:
    """Draw ``size`` cases; ``credits`` (places, by caseworker) come from the month before.

    Raises InvalidInput for an empty frame, a reference twice, a size outside 1–frame, or a
    case without caseworker where places are given per caseload. Design §7.
    """
    cases = _checked(frame, method)
    if size < 1:
        raise InvalidInput("En stikkprøve må ha minst én sak.")
    nothing = Draw(method, 0, (), _start(cases, credits or {}) if _by_caseload(method) else ())
    return _give(cases, seed, nothing, frozenset(), size)


def extend(
    frame: Sequence[FrameCase],
    seed: str,
    previous: Draw,
    taken: Collection[str],
    extra: int,
    credits: Mapping[str, Fraction] | None = None,
) -> Draw:
    """``previous`` with ``extra`` places after those it has; nothing drawn is changed.

    ``taken`` holds every reference drawn at any time, replaced ones included; ``credits`` are
    those that ``previous`` was drawn with. Raises InvalidInput as ``draw`` does, and when
    fewer than ``extra`` cases are left.
    """
    cases = _checked(frame, previous.method)
    if extra < 1:
        raise InvalidInput("Antall nye saker må være minst 1.")
    used = {_nfc(reference) for reference in taken} | {p.reference for p in previous.order}
    given = {row.caseworker: row.places for row in previous.allocation}
    start = _start(cases, credits or {}) if _by_caseload(previous.method) else ()
    rows = tuple(replace(row, places=given.get(row.caseworker, 0)) for row in start)
    return _give(cases, seed, replace(previous, allocation=rows), used, extra)


def replacement(
    frame: Sequence[FrameCase],
    seed: str,
    caseworker: str | None,
    taken: Collection[str],
    method: Method = "per_kontaktperson",
) -> FrameCase | None:
    """The case that takes over a place: next in the same caseload, else in the whole frame.

    ``taken`` holds every reference drawn at any time. None when no case is left. Cases drawn
    before come last with per_kontaktperson; the other methods see tickets alone, and the
    caseworker is not looked at. (ISA 530 §10; design §7.)
    """
    used = {_nfc(reference) for reference in taken}
    left = [case for case in _checked(frame, method) if case.reference not in used]
    queue = _queue(left, seed, method)
    if _by_caseload(method) and caseworker is not None:
        own = [case for case in queue if case.caseworker == _nfc(caseworker)]
        queue = own or queue
    return queue[0] if queue else None


def _nfc(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _by_caseload(method: Method) -> bool:
    return method == "per_kontaktperson"


def _checked(frame: Sequence[FrameCase], method: Method) -> list[FrameCase]:
    cases = [
        FrameCase(_nfc(c.reference), c.caseworker and _nfc(c.caseworker), c.drawn_before)
        for c in frame
    ]
    if not cases:
        raise InvalidInput("Det er ingen aktive saker å trekke fra. Importer sakslisten først.")
    if len({case.reference for case in cases}) < len(cases):
        raise InvalidInput("Samme saksnummer står flere ganger. Rett sakslisten først.")
    if _by_caseload(method) and not all(case.caseworker for case in cases):
        raise InvalidInput(
            "Minst én sak mangler kontaktperson. Rett sakslisten, eller velg metoden tilfeldig."
        )
    return cases


def _queue(cases: Iterable[FrameCase], seed: str, method: Method) -> list[FrameCase]:
    rotate = _by_caseload(method)
    return sorted(cases, key=lambda c: (rotate and c.drawn_before, ticket(c.reference, seed)))


def _start(cases: Sequence[FrameCase], credits: Mapping[str, Fraction]) -> tuple[Allocation, ...]:
    """No places given yet; ties later go to the first, so the rows stand in order of code."""
    carried = {_nfc(code): credit for code, credit in credits.items()}
    eligible = Counter(case.caseworker for case in cases if case.caseworker)
    return tuple(
        Allocation(code, eligible[code], carried.get(code, _NO_CREDIT), 0, _NO_CREDIT)
        for code in sorted(eligible)
    )


def _give(
    cases: Sequence[FrameCase], seed: str, before: Draw, used: Collection[str], extra: int
) -> Draw:
    """``extra`` more places; ``before`` has the places and the allocation given so far."""
    left = [case for case in cases if case.reference not in used]
    if extra > len(left):
        raise InvalidInput(f"Ikke nok saker igjen å trekke fra: {len(left)}. Velg et lavere tall.")
    size, rows = before.size + extra, before.allocation
    if not _by_caseload(before.method):
        chosen = _queue(left, seed, before.method)[:extra]
    else:
        queues = _caseloads(left, seed)
        room = {code: len(queue) for code, queue in queues.items()}
        slots, rows = _allocate(rows, room, size, extra, len(cases))
        chosen = [queues[code].popleft() for code in slots]
    new = (
        Place(number, case.reference, case.caseworker, ticket(case.reference, seed))
        for number, case in enumerate(chosen, len(before.order) + 1)
    )
    return replace(before, size=size, order=(*before.order, *new), allocation=rows)


def _caseloads(cases: Iterable[FrameCase], seed: str) -> dict[str, deque[FrameCase]]:
    """Each caseload's cases in the order in which they are drawn."""
    queues: dict[str, deque[FrameCase]] = {}
    for case in _queue(cases, seed, "per_kontaktperson"):
        queues.setdefault(case.caseworker or "", deque()).append(case)
    return queues


def _allocate(
    rows: Sequence[Allocation], room: Mapping[str, int], size: int, extra: int, total: int
) -> tuple[list[str], tuple[Allocation, ...]]:
    """One place at a time to the caseload that is owed most; nobody above its ``room``.

    Exact fractions: owed = size · eligible / total + credit − places. The caseworker of each
    new place, and the rows after it. (Vectors, allocation_carry_over.)
    """
    owed = {
        row.caseworker: Fraction(size * row.eligible, total) + row.credit_before - row.places
        for row in rows
    }
    free = dict(room)
    slots: list[str] = []
    for _ in range(extra):
        code = min(free, key=lambda code: (-owed[code], code))
        slots.append(code)
        owed[code] -= 1
        free[code] -= 1
        if not free[code]:
            del free[code]
    new = Counter(slots)
    after = tuple(
        replace(row, places=row.places + new[row.caseworker], credit_after=owed[row.caseworker])
        for row in rows
    )
    return slots, after
