"""Verification: the chain, its texts, the rows behind it, a document held against it (§9)."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oslo_ik.errors import InvalidInput
from oslo_ik.reviews.content import Committing, build_content
from oslo_ik.reviews.sampling import commitment, frame_fingerprint, seed
from oslo_ik.reviews.views import Verification
from oslo_ik.store.chain import GENESIS, canonical, chain_seal, text_commitment
from oslo_ik.store.connection import connect
from oslo_ik.store.guards import missing_or_changed
from oslo_ik.store.migrator import restore_guards

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Review, Seal, SealedText

# What a content holds from the catalogue or from rows that live on after signing.
_FROM_CATALOGUE = ("program", "edition", "theme_label", "facts", "areas")
MAX_DOCUMENT = 20_000_000


def verify(ws: Workspace, against: str | Path | None = None) -> Verification:
    """Recompute everything; ``problem`` names the first row that differs, in one sentence.

    ``against`` is an exported document (its file) or a checksum (16 or 64 hex digits). Guards
    that are missing are put back when all else is whole, and that is noted. Raises InvalidInput
    when ``against`` cannot be read.
    """
    wanted = _wanted(against)
    notes = []
    with ws.database.read() as session:
        links = _links(session)
        problem = next(_problems(ws, session, links), None)
        head = links[-1].seal if links else None
    if problem is None and wanted is not None:
        problem = _against(links, wanted)
    connection = connect(ws.path)
    try:
        changed = missing_or_changed(connection)
    finally:
        connection.close()
    if changed and problem is None:
        restore_guards(ws.path)
        notes.append(
            f"{len(changed)} vern mot endring manglet eller var endret, og er satt på plass igjen."
        )
    elif changed:
        notes.append(f"{len(changed)} vern mot endring mangler eller er endret.")
    return Verification(problem is None, len(links), head, problem, wanted, tuple(notes))


def _links(session: Session) -> list[Seal]:
    from sqlmodel import col, select

    from oslo_ik.store.tables import Seal

    return list(session.exec(select(Seal).order_by(col(Seal.sequence))).all())


def _problems(ws: Workspace, session: Session, links: list[Seal]) -> Iterator[str]:
    previous = GENESIS
    for expected, link in enumerate(links, start=1):
        name = f"Ledd {link.sequence} i kjeden ({link.number})"
        if link.sequence != expected:
            yield f"Ledd {expected} i kjeden mangler."
        if link.previous != previous:
            yield f"{name} bygger ikke på leddet foran."
        if chain_seal(link.previous, link.content) != link.seal:
            yield f"{name} har et innhold som ikke stemmer med seglet."
        previous = link.seal
        yield from _text_problems(session, link, name)
    yield from _row_problems(ws, session, links)


def _texts(session: Session, link: Seal) -> list[SealedText]:
    from sqlmodel import select

    from oslo_ik.store.tables import SealedText

    return list(session.exec(select(SealedText).where(SealedText.sequence == link.sequence)).all())


def _text_problems(session: Session, link: Seal, name: str) -> Iterator[str]:
    found = set()
    for row in _texts(session, link):
        found.add(row.commitment)
        if row.commitment not in link.content:
            yield f"{name} har en tekst som ikke hører til ({_in_words(row.path)})."
        if row.text is not None and (
            row.salt is None or text_commitment(row.salt, row.text) != row.commitment
        ):
            yield f"{name} har en endret tekst: {_in_words(row.path)}."
    promised = set(re.findall(r'"commitment":"([0-9a-f]{64})"\}', link.content))
    if promised - found - _announced(session):
        yield f"{name} mangler en tekst som ble låst."


def _announced(session: Session) -> set[str]:
    """Commitments whose text a sealed deletion entry has announced as destroyed."""
    return {
        found
        for link in _links(session)
        if link.kind == "text.deleted"
        for found in re.findall(r"[0-9a-f]{64}", link.content)
    }


def _row_problems(ws: Workspace, session: Session, links: list[Seal]) -> Iterator[str]:
    from sqlmodel import select

    from oslo_ik.store.tables import Review

    sealed = {link.review_id: link for link in links if link.kind == "review.signed"}
    for review in session.exec(select(Review)).all():
        link = sealed.pop(review.id, None)
        if review.status == "signed":
            if link is None:
                yield f"{review.number} er merket låst, men har ikke noe segl i kjeden."
            else:
                yield from _review_problems(ws, session, review, link)
        elif link is not None:
            yield f"{review.number} er låst i kjeden, men ikke lenger i databasen."
    for link in sealed.values():
        yield f"{link.number} er låst i kjeden, men borte fra databasen."


def _review_problems(ws: Workspace, session: Session, review: Review, link: Seal) -> Iterator[str]:
    stated = json.loads(link.content)
    salts = {row.path: row.salt or "00" * 16 for row in _texts(session, link)}
    commit = Committing(lambda path: salts.get(path, "00" * 16))
    rebuilt = build_content(
        ws, session, review, commit, stated["previous_findings"], stated["findings"]
    )
    for name in _FROM_CATALOGUE:
        rebuilt[name] = stated[name]
    rebuilt = json.loads(canonical(rebuilt))
    where = _first_difference(stated, rebuilt)
    if where is not None:
        yield f"{review.number} er endret etter låsing: {_in_words(where)}."
    yield from _draw_problems(session, review)
    yield from _occurrence_problems(session, review, stated)


def _draw_problems(session: Session, review: Review) -> Iterator[str]:
    from sqlmodel import select

    from oslo_ik.store.tables import FrameCase

    secret = bytes.fromhex(review.secret)
    if commitment(secret) != review.commitment:
        yield f"{review.number} har en hemmelighet som ikke svarer til forpliktelsen."
    if seed(review.unit, review.period, secret, review.public_value) != review.seed:
        yield f"{review.number} har en trekningsnøkkel som ikke stemmer."
    references = session.exec(
        select(FrameCase.reference).where(FrameCase.review_id == review.id)
    ).all()
    if frame_fingerprint(references) != review.frame_sha256:
        yield f"{review.number} har en ramme som er endret etter trekningen."


def _occurrence_problems(session: Session, review: Review, stated: dict[str, Any]) -> Iterator[str]:
    from sqlmodel import select

    from oslo_ik.store.tables import FindingOccurrence

    rows = session.exec(
        select(FindingOccurrence).where(FindingOccurrence.review_id == review.id)
    ).all()
    live = {(row.finding_id, row.check_id): row.model_dump() for row in rows}
    told = {
        (finding["id"], counts["check"]): counts
        for finding in stated["findings"]
        for counts in finding["checks"]
    }
    for place, counts in told.items():
        row = live.pop(place, {})
        if any(row.get(name) != value for name, value in counts.items() if name != "check"):
            yield f"{review.number} har endrede tall for funn {place[0]} ({place[1]})."
    if live:
        yield f"{review.number} har tall for funn som ikke ble låst."


def _first_difference(stated: Any, rebuilt: Any, path: str = "") -> str | None:
    """The path of the first value that differs between two JSON values; None when equal."""
    if isinstance(stated, dict) and isinstance(rebuilt, dict):
        for name in sorted(stated.keys() | rebuilt.keys()):
            found = _first_difference(stated.get(name), rebuilt.get(name), f"{path}/{name}")
            if found:
                return found
        return None
    if isinstance(stated, list) and isinstance(rebuilt, list):
        for i, (one, other) in enumerate(zip(stated, rebuilt, strict=False)):
            label = one.get("no") or one.get("check") if isinstance(one, dict) else None
            found = _first_difference(one, other, f"{path}/{label or i + 1}")
            if found:
                return found
        return None if len(stated) == len(rebuilt) else path
    return None if stated == rebuilt else path


_WORDS = {
    "cases": "sak",
    "answers": "svar",
    "reference": "saksreferanse",
    "note": "kommentar",
    "verdict": "verdi",
    "reason": "grunn",
    "draw": "trekningen",
    "checks": "kontrollpunkt",
    "commitment": "tekst",
    "facts": "fakta",
    "findings": "funn",
    "actions": "forbedringstiltak",
    "title": "tittel",
    "signed_at": "tidspunkt for låsing",
    "signed_role": "rolle",
    "performed_on": "dato",
    "missing_areas": "områder",
}


def _in_words(path: str) -> str:
    """A path of a content as words: «sak 3, T07-19, kommentar»."""
    parts = [part for part in path.split("/") if part and part not in ("commitment", "answers")]
    return ", ".join(_WORDS.get(part, part) for part in parts).replace("sak, ", "sak ")


def _wanted(against: str | Path | None) -> str | None:
    if against is None:
        return None
    text = str(against).strip()
    bare = re.sub(r"[\s-]", "", text).lower()
    if re.fullmatch(r"[0-9a-f]{16}|[0-9a-f]{64}", bare):
        return bare
    path = Path(text).expanduser()
    if not path.is_file():
        raise InvalidInput("Oppgi et eksportert dokument, eller kontrollsummen (16 eller 64 tegn).")
    return _seal_in_document(path)


def _seal_in_document(path: Path) -> str:
    """The seal that a document prints: 64 hex digits in its text."""
    try:
        with zipfile.ZipFile(path) as archive:
            info = archive.getinfo("word/document.xml")
            if info.file_size > MAX_DOCUMENT:
                raise InvalidInput("Dokumentet er for stort til å være fra oslo-ik.")
            xml = archive.read(info).decode("utf-8")
    except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
        raise InvalidInput("Filen er ikke et lesbart Word-dokument fra oslo-ik.") from error
    marked = re.search(r'w:tag w:val="oslo-ik-seal"/>.*?<w:t[^>]*>([0-9a-f]{64})<', xml, re.DOTALL)
    text = re.sub(r"<[^>]+>", " ", xml)
    found = marked or re.search(r"Segl[^0-9a-f]{1,80}([0-9a-f]{64})\b", text)
    if found is None:
        raise InvalidInput("Dokumentet har ingen kontrollsum. Er det et utkast, er det ikke låst.")
    return found[1]


def _against(links: list[Seal], wanted: str) -> str | None:
    if any(link.seal.startswith(wanted) for link in links):
        return None
    return (
        "Kontrollsummen finnes ikke i kjeden. Databasen er eldre enn dokumentet, "
        "eller noe er skrevet om etter låsing."
    )
