"""Verification: the chain, its texts, the rows behind it, a document held against it (§9)."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oslo_ik.errors import InvalidInput
from oslo_ik.reviews.verifying_words import in_words
from oslo_ik.reviews.views import Verification
from oslo_ik.store.chain import GENESIS, chain_seal, text_commitment
from oslo_ik.store.connection import connect
from oslo_ik.store.guards import missing_or_changed
from oslo_ik.store.migrator import restore_guards
from oslo_ik.text import plain_line

if TYPE_CHECKING:
    import sqlite3

    from sqlmodel import Session

    from oslo_ik.reviews.verifying_rows import Held
    from oslo_ik.reviews.workspace import Workspace

MAX_DOCUMENT = 20_000_000


@dataclass(frozen=True)
class _Link:
    sequence: int
    kind: str
    review_id: int | None
    number: str
    content: str
    previous: str
    seal: str
    sealed_at: str

    @property
    def name(self) -> str:
        return f"Ledd {self.sequence} i kjeden ({self.number})"

    @property
    def signs(self) -> bool:
        return self.kind == "review.signed"


def verify(ws: Workspace, against: str | Path | None = None) -> Verification:
    """Recompute everything; ``problem`` names the first row that differs, in one sentence.

    ``against`` is an exported document (its file) or a checksum (16 or 64 hex digits). Guards
    that are missing are put back when all else is whole, and that is noted. Raises InvalidInput
    when ``against`` cannot be read.
    """
    from oslo_ik.store.engine import driver

    wanted = _wanted(against)
    notes = []
    with ws.database.read() as session:
        raw = driver(session)
        # Bytes that are no text any longer are a change to be found, not a reason to stop.
        raw.text_factory = _decoded
        links = _links(raw)
        problem = next(_problems(ws, session, raw, links), None)
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


def _decoded(value: bytes) -> str:
    return value.decode("utf-8", "replace")


def _links(raw: sqlite3.Connection) -> list[_Link]:
    rows = raw.execute(
        "SELECT sequence, kind, review_id, number, content, previous, seal, sealed_at"
        " FROM seal ORDER BY sequence"
    )
    return [_Link(row[0], str(row[1]), row[2], *map(str, row[3:])) for row in rows.fetchall()]


def _problems(
    ws: Workspace, session: Session, raw: sqlite3.Connection, links: list[_Link]
) -> Iterator[str]:
    previous = GENESIS
    for expected, link in enumerate(links, start=1):
        if link.sequence != expected:
            yield f"Ledd {expected} i kjeden mangler."
        if link.previous != previous:
            yield f"{link.name} bygger ikke på leddet foran."
        if not _seal_holds(link):
            yield f"{link.name} har et innhold som ikke stemmer med seglet."
        previous = link.seal
    announced = _announced(links)
    for link in links:
        yield from _label_problems(link)
        yield from _text_problems(raw, link, announced)
    extra = raw.execute(
        "SELECT path FROM sealed_text WHERE sequence NOT IN (SELECT sequence FROM seal)"
    )
    if extra.fetchone() is not None:
        yield "Det ligger en låst tekst uten ledd i kjeden."
    yield from _row_problems(ws, session, raw, links, announced)
    if raw.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
        yield "Databasefilen er skadet. Ta i bruk siste sikkerhetskopi."


def _seal_holds(link: _Link) -> bool:
    try:
        return chain_seal(link.previous, link.content) == link.seal
    except ValueError:
        return False


def _label_problems(link: _Link) -> Iterator[str]:
    """What stands beside a content must be what stands in it."""
    try:
        content = json.loads(link.content)
        told = (content["number"], content["signed_at"]) if link.signs else None
    except (ValueError, KeyError, TypeError):
        yield f"{link.name} har et innhold som ikke kan leses."
        return
    if told is not None and told != (link.number, link.sealed_at):
        yield f"{link.name} har et annet nummer eller tidspunkt enn det som ble låst."


def _texts(raw: sqlite3.Connection, link: _Link) -> list[tuple[str, str, str | None, str | None]]:
    return raw.execute(
        "SELECT path, commitment, salt, text FROM sealed_text WHERE sequence = ? ORDER BY path",
        (link.sequence,),
    ).fetchall()


def _promised(content: str) -> list[str]:
    return re.findall(r'"commitment":"([0-9a-f]{64})"\}', content)


def _text_problems(raw: sqlite3.Connection, link: _Link, announced: set[str]) -> Iterator[str]:
    promised = set(_promised(link.content))
    rows = _texts(raw, link)
    for path, commitment, salt, text in rows:
        if commitment not in promised:
            yield f"{link.name} har en tekst som ikke hører til: {in_words(path)}."
        if text is None and salt is None:
            if commitment not in announced:
                yield f"{link.name} mangler en tekst som ble låst: {in_words(path)}."
        elif not _text_holds(salt, text, commitment):
            yield f"{link.name} har en endret tekst: {in_words(path)}."
    if {row[1] for row in rows} != promised or len(rows) != len(promised):
        yield f"{link.name} mangler en tekst som ble låst, eller har en for mye."


def _text_holds(salt: object, text: object, commitment: str) -> bool:
    if not isinstance(salt, str) or not isinstance(text, str):
        return False
    try:
        return len(salt) == 32 and text_commitment(salt, text) == commitment
    except ValueError:
        return False


def _announced(links: list[_Link]) -> set[str]:
    """Commitments whose text a sealed deletion entry has announced as destroyed."""
    return {
        found
        for link in links
        if link.kind == "text.deleted"
        for found in re.findall(r"[0-9a-f]{64}", link.content)
    }


def _held(raw: sqlite3.Connection, link: _Link) -> Held:
    from oslo_ik.reviews.verifying_rows import Held

    rows = _texts(raw, link)
    return Held(
        commitments={row[0]: row[1] for row in rows},
        salts={row[0]: row[2] for row in rows},
        texts={row[0]: row[3] for row in rows},
        destroyed=frozenset(row[0] for row in rows if row[3] is None),
    )


def _row_problems(
    ws: Workspace,
    session: Session,
    raw: sqlite3.Connection,
    links: list[_Link],
    announced: set[str],
) -> Iterator[str]:
    from oslo_ik.reviews.verifying_rows import review_problems

    reviews = {
        row[0]: (str(row[1]), row[2])
        for row in raw.execute("SELECT id, number, status FROM review").fetchall()
    }
    sealed = {link.review_id: link for link in links if link.signs}
    for link in (link for link in links if link.signs):
        _, status = reviews.get(link.review_id, ("", None)) if link.review_id else ("", None)
        if status is None:
            yield f"{link.number} er låst i kjeden, men borte fra databasen."
        elif status != "signed":
            yield f"{link.number} er låst i kjeden, men ikke lenger i databasen."
        elif link.review_id is not None:
            content: dict[str, Any] = json.loads(link.content)
            yield from review_problems(ws, session, link.review_id, content, _held(raw, link))
    for review_id, (number, status) in reviews.items():
        if status == "signed" and review_id not in sealed:
            yield f"{number} er merket låst, men har ikke noe segl i kjeden."


def _wanted(against: str | Path | None) -> str | None:
    if against is None:
        return None
    text = str(against).strip()
    bare = re.sub(r"[\s-]", "", text).lower()
    if re.fullmatch(r"[0-9a-f]{16}|[0-9a-f]{64}", bare):
        return bare
    path = Path(text).expanduser()
    if path.suffix and not path.exists():
        raise InvalidInput(f"Filen «{plain_line(path.name)}» finnes ikke. Sjekk navn og mappe.")
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
    text = re.sub(r"<[^>]+>", " ", xml)
    found = re.findall(r"Segl[^0-9a-f]{1,80}([0-9a-f]{64})\b", text)
    if not found:
        raise InvalidInput("Dokumentet har ingen kontrollsum. Er det et utkast, er det ikke låst.")
    # The seal stands in the last annex; a comment further up may quote another.
    return str(found[-1])


def _against(links: list[_Link], wanted: str) -> str | None:
    if any(link.seal.startswith(wanted) for link in links):
        return None
    return (
        "Kontrollsummen finnes ikke i kjeden. Databasen er eldre enn dokumentet, "
        "eller noe er skrevet om etter låsing."
    )
