"""A change behind the program's back is found, and named in one sentence (§9)."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from oslo_ik.errors import InvalidInput
from oslo_ik.exports.spot_check import export_review
from oslo_ik.reviews.answers import answer
from oslo_ik.reviews.content import review_content
from oslo_ik.reviews.signing import sign
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.store.chain import canonical, chain_seal, short_seal
from oslo_ik.store.guards import expected_triggers

TABLES = (
    "review",
    "review_check",
    "frame_case",
    "allocation",
    "review_case",
    "replacement",
    "case_fact",
    "answer",
    "finding_occurrence",
    "seal",
    "sealed_text",
)


def unguarded(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for name in expected_triggers():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("PRAGMA synchronous = OFF")
    return connection


@pytest.fixture(scope="module")
def place(
    stages: Any, room: Callable[..., Workspace], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Workspace, sqlite3.Connection]]:
    """November locked, its guards dropped, and a plain connection to do harm with."""
    path = stages.copy("signed", tmp_path_factory.mktemp("mot") / "oslo-ik.db")
    ws = room(path)
    connection = unguarded(path)
    yield ws, connection
    connection.close()


def named(sentence: str | None, *about: str) -> None:
    """One bokmål sentence, without the database's English words."""
    assert sentence is not None
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert any(word in sentence for word in about), sentence
    english = {
        "answers", "cases", "checks", "commitment", "content", "draw", "findings", "frame",
        "kind", "note", "outcome", "places", "position", "previous", "reason", "reference",
        "replacements", "rows", "seed", "sequence", "signed", "size", "source", "text", "ticket",
        "title", "unit", "verdict", "allocation", "answer", "review", "case", "fact",
    }  # fmt: skip
    words = set(re.findall(r"[a-z_]+", re.sub(r"«.*?»", "", sentence.lower())))
    assert not words & english, sentence
    assert not re.search(r"[a-z]_[a-z]", re.sub("under_4_maneder|kjente_parorende", "", sentence))


def changes(value: Any) -> list[Any]:
    """One bit of the first and of the last byte; a missing value that is suddenly there."""
    if value is None:
        return ["x"]
    if isinstance(value, int):
        return [value ^ 1]
    data = value.encode() or b"\x00"
    first, last = bytes([data[0] ^ 1]) + data[1:], data[:-1] + bytes([data[-1] ^ 0x80])
    return [first, last]


@pytest.mark.parametrize("table", TABLES)
def test_any_changed_value_is_found(
    place: tuple[Workspace, sqlite3.Connection], table: str
) -> None:
    ws, raw = place
    found = raw.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in found.description]
    rows = found.fetchall()
    chance = random.Random(table)
    for index, name in enumerate(names):
        row = chance.choice(rows)
        key = {n: v for n, v in zip(names, row, strict=True) if v is not None}
        where = " AND ".join(f"{n} = ?" for n in key)
        for new in changes(row[index]):
            raw.execute("PRAGMA foreign_keys = OFF")
            before = raw.execute(f"SELECT count(*) FROM {table}").fetchone()
            value = "CAST(? AS TEXT)" if isinstance(new, bytes) else "?"
            try:
                cursor = raw.execute(
                    f"UPDATE {table} SET {name} = {value} WHERE {where}", (new, *key.values())
                )
            except sqlite3.IntegrityError:
                continue
            assert cursor.rowcount == 1
            verification = verify(ws)
            assert not verification.ok, (table, name, new)
            named(verification.problem, "SP-2026-11", "kjeden")
            raw.execute(f"DELETE FROM {table}")
            raw.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", rows)
            assert raw.execute(f"SELECT count(*) FROM {table}").fetchone() == before
    assert raw.execute(f"SELECT * FROM {table}").fetchall() == rows


@pytest.mark.parametrize("table", TABLES)
def test_any_lost_row_is_found(place: tuple[Workspace, sqlite3.Connection], table: str) -> None:
    ws, raw = place
    rows = raw.execute(f"SELECT * FROM {table}").fetchall()
    for keep in (rows[1:], rows[:-1], []):
        raw.execute(f"DELETE FROM {table}")
        raw.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", keep)
        if keep or table != "seal":
            named(verify(ws).problem, "SP-2026-11", "kjeden")
        else:
            assert not verify(ws).ok
    raw.execute(f"DELETE FROM {table}")
    raw.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(rows[0]))})", rows)


def test_afterwards_all_is_well_and_the_guards_are_back(
    place: tuple[Workspace, sqlite3.Connection],
) -> None:
    ws, _ = place
    verification = verify(ws)
    assert verification.problem is None
    assert verification.ok
    assert f"{len(expected_triggers())} vern" in verification.notes[0]
    assert verify(ws).notes == ()


WHERE = [
    ("UPDATE answer SET verdict = 'yes' WHERE check_id = 'T01-09'", r"sak \d, T01-09, svar"),
    ("UPDATE answer SET note = 'Ny' WHERE note LIKE 'Planen%'", r"sak \d, T01-10, kommentar"),
    ("UPDATE case_fact SET value = 1 - value WHERE fact = 'deling'", r"sak \d, fakta, deling"),
    ("UPDATE review SET signed_role = 'Annen'", "rolle ved låsing"),
    ("UPDATE review SET size = 4", "trekningen, antall saker"),
    ("UPDATE frame_case SET caseworker = 'K9' WHERE reference = 'RT-101'", "rammen.*rad 1"),
    ("UPDATE review_case SET reference = 'RT-999' WHERE position = 1", r"sak \d, saksreferanse"),
    ("UPDATE replacement SET reason = 'Annet'", "erstatning 1, grunn"),
    ("UPDATE finding_occurrence SET no = no + 1", r"endrede tall for funn \d+ \(T\d\d-\d\d\)"),
    ("UPDATE sealed_text SET text = 'Ny' WHERE path LIKE '%/note'", r"endret tekst: sak \d, T"),
    ("UPDATE sealed_text SET text = NULL, salt = NULL WHERE path LIKE '%/title'",
     r"mangler en tekst som ble låst: funn \d, tittel"),
]  # fmt: skip


@pytest.mark.parametrize(("sql", "sentence"), WHERE)
def test_the_place_is_named_as_the_leader_knows_it(
    signed: Workspace, sql: str, sentence: str
) -> None:
    raw = unguarded(signed.path)
    raw.execute(sql)
    raw.close()
    problem = verify(signed).problem
    assert problem is not None
    assert re.search(sentence, problem), problem


# The chain against a checksum that is kept elsewhere


def seals(ws: Workspace) -> list[str]:
    raw = sqlite3.connect(ws.path)
    found = [row[0] for row in raw.execute("SELECT seal FROM seal ORDER BY sequence")]
    raw.close()
    return found


def test_every_whole_chain_holds_against_every_printed_form(year: Workspace) -> None:
    for seal in seals(year):
        for form in (seal, seal.upper(), seal[:16], short_seal(seal), short_seal(seal).upper()):
            assert verify(year, form).ok
    verification = verify(year, "0" * 64)
    assert not verification.ok
    named(verification.problem, "Kontrollsummen")


@pytest.mark.parametrize("sequence", [1, 2, 3])
def test_a_link_taken_out(year: Workspace, sequence: int) -> None:
    raw = unguarded(year.path)
    raw.execute("DELETE FROM seal WHERE sequence = ?", (sequence,))
    named(verify(year).problem, "kjeden")
    raw.execute("UPDATE seal SET sequence = sequence - 1 WHERE sequence > ?", (sequence,))
    named(verify(year).problem, "kjeden", "SP-2026")
    raw.close()


def test_two_links_that_changed_places(year: Workspace) -> None:
    raw = unguarded(year.path)
    for one, other in ((1, 9), (2, 1), (9, 2)):
        raw.execute("UPDATE seal SET sequence = ? WHERE sequence = ?", (other, one))
        raw.execute("UPDATE sealed_text SET sequence = ? WHERE sequence = ?", (other, one))
    raw.close()
    named(verify(year).problem, "Ledd 1 i kjeden")


def test_an_older_file_is_whole_but_not_against_the_document(
    year: Workspace, signed: Workspace, stages: Any, tmp_path: Path, room: Callable[..., Workspace]
) -> None:
    document = export_review(year, "SP-2026-11", tmp_path / "ut.docx")
    assert verify(year, document).ok
    older = room(stages.copy("listed", tmp_path / "eldre.db"))
    assert verify(older).ok
    for anchor in (document, seals(year)[-1], short_seal(seals(year)[-1])):
        verification = verify(older, anchor)
        assert not verification.ok
        named(verification.problem, "eldre enn dokumentet")


def test_a_cut_tail_is_found_against_the_document(year: Workspace, tmp_path: Path) -> None:
    document = export_review(year, "SP-2026-11", tmp_path / "ut.docx")
    raw = unguarded(year.path)
    gone = raw.execute("SELECT review_id FROM seal WHERE sequence = 3").fetchone()
    for table in TABLES[1:-2]:
        raw.execute(f"DELETE FROM {table} WHERE review_id = ?", gone)
    raw.execute("DELETE FROM sealed_text WHERE sequence = 3")
    raw.execute("DELETE FROM seal WHERE sequence = 3")
    raw.execute("DELETE FROM review WHERE id = ?", gone)
    raw.close()
    assert verify(year).ok
    named(verify(year, str(document)).problem, "Kontrollsummen")


def test_a_full_recomputation_is_found_against_the_document(
    answered: Workspace, stages: Any, room: Callable[..., Workspace], tmp_path: Path
) -> None:
    """The best forgery there is: the program itself signs a month with one better answer."""
    honest = room(stages.copy("signed", tmp_path / "ekte.db"))
    document = export_review(honest, "SP-2026-11", tmp_path / "ut.docx")
    review = get_review(answered, "SP-2026-11")
    for case in review.cases:
        for given in case.answers:
            if given.verdict.is_gap:
                answer(
                    answered, review.number, case.reference, given.check, type(given.verdict).YES
                )
    summarise(answered, review.number)
    sign(answered, review.number, "Seksjonsleder", "Syk.")
    shutil.copy(answered.path, honest.path)
    assert verify(honest).ok
    named(verify(honest, document).problem, "Kontrollsummen")


def test_what_cannot_be_held_against(
    signed: Workspace, answered: Workspace, tmp_path: Path
) -> None:
    draft = export_review(answered, "SP-2026-11", tmp_path / "utkast.docx")
    text = tmp_path / "notat.docx"
    text.write_text("ikke et dokument", encoding="utf-8")
    for against in (tmp_path / "borte.docx", "abc", "", text, tmp_path, draft, "0" * 15):
        with pytest.raises(InvalidInput) as caught:
            verify(signed, against)
        assert caught.value.message.endswith(".")


def test_a_text_destroyed_by_announcement_leaves_the_chain_whole(signed: Workspace) -> None:
    raw = sqlite3.connect(signed.path, isolation_level=None)
    path, commitment = raw.execute(
        "SELECT path, commitment FROM sealed_text WHERE path LIKE '%T01-10/note'"
    ).fetchone()
    content = canonical({"deleted": [commitment], "schema": "oslo-ik/deletion/1"})
    previous = seals(signed)[-1]
    raw.execute(
        "INSERT INTO seal VALUES (2, 'text.deleted', 1, 'SP-2026-11', ?, ?, ?, ?)",
        (content, previous, chain_seal(previous, content), "2027-01-05T10:00:00Z"),
    )
    raw.execute("UPDATE sealed_text SET text = NULL, salt = NULL WHERE path = ?", (path,))
    raw.close()
    assert verify(signed).problem is None
    found = review_content(signed, "SP-2026-11")
    answers = [a for case in found.content["cases"] for a in case["answers"]]
    notes = {found.texts.resolve(a["note"]) for a in answers if a["check"] == "T01-10"}
    assert notes == {None, "[slettet]"}
