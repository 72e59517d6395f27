"""What is sealed: everything that counts, and nobody's name or number in clear (§9)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from typing import Any

import pytest

from oslo_ik.exports.spot_check import document_bytes
from oslo_ik.reviews.actions import add_action
from oslo_ik.reviews.cases import import_cases
from oslo_ik.reviews.content import review_content
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.findings import confirm, merge
from oslo_ik.reviews.protocol import protocol
from oslo_ik.reviews.signing import sign
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.summary import summarise, summary
from oslo_ik.reviews.unit import save_unit
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.store.chain import canonical, text_commitment

NUMBER = "SP-2026-11"
TOP = {
    "schema", "number", "kind", "demo", "unit", "district", "unit_name", "unit_code",
    "legal_regime", "period", "sequence", "role", "signed_role", "signed_at", "created_at",
    "edition", "program", "theme", "theme_label", "checks", "facts", "areas", "draw", "cases",
    "unanswered_reason", "findings", "previous_findings", "rows",
}  # fmt: skip


def rows(ws: Workspace, sql: str) -> list[Any]:
    raw = sqlite3.connect(ws.path)
    found = raw.execute(sql).fetchall()
    raw.close()
    return found


def bare(node: Any) -> Any:
    """A content with its commitments told apart only from nothing."""
    if isinstance(node, dict):
        if set(node) == {"commitment"}:
            return "T"
        return {name: bare(value) for name, value in node.items()}
    return [bare(item) for item in node] if isinstance(node, list) else node


def test_the_stored_content_is_canonical_and_whole(signed: Workspace) -> None:
    ((stored,),) = rows(signed, "SELECT content FROM seal")
    content = json.loads(stored)
    assert canonical(content) == stored
    assert set(content) == TOP
    assert content == review_content(signed, NUMBER).content


def test_no_reference_code_or_free_text_in_clear(signed: Workspace) -> None:
    ((stored,),) = rows(signed, "SELECT CAST(content AS BLOB) FROM seal")
    told = protocol(signed, NUMBER)
    secret = {case["reference"] for case in told["frame"]["cases"]}
    secret |= {row["reference_out"] for row in told["replacements"]}
    secret |= {f'"{code}"' for code in ("K1", "K2", "K3", "L9")}
    secret |= {row["ticket"] for row in told["order"]} | {told["secret"]}
    texts = {
        text
        for (text,) in rows(signed, "SELECT text FROM sealed_text WHERE path NOT LIKE 'rows/%'")
    }
    notes = {note for (note,) in rows(signed, "SELECT note FROM answer WHERE note IS NOT NULL")}
    assert notes
    assert notes <= texts
    assert {case.reference for case in get_review(signed, NUMBER).cases} <= texts
    checks = {check.text for check in get_review(signed, NUMBER).checks}
    for text in (secret | texts) - checks - {"Fagansvarlig"}:
        assert text.encode() not in stored, text
    assert stored.count(b'"commitment":"') >= len(texts)


def test_every_commitment_has_its_own_salt_and_its_text(signed: Workspace) -> None:
    found = rows(signed, "SELECT commitment, salt, text FROM sealed_text")
    assert len({salt for _, salt, _ in found}) == len(found)
    for commitment, salt, text in found:
        assert len(bytes.fromhex(salt)) == 16
        assert text_commitment(salt, text) == commitment
    content = review_content(signed, NUMBER)
    references = {content.texts.resolve(case["reference"]) for case in content.content["cases"]}
    assert references == {case.reference for case in get_review(signed, NUMBER).cases}
    assert not any("\n" in text and len(text) > 200 for text in content.texts.all())


def test_the_content_says_what_the_rows_say(signed: Workspace) -> None:
    content, texts = (lambda c: (c.content, c.texts))(review_content(signed, NUMBER))
    review = get_review(signed, NUMBER)
    assert [case["no"] for case in content["cases"]] == [1, 2, 3, 4, 5]
    by_number = {case.running_number: case for case in review.cases}
    for told in content["cases"]:
        case = by_number[told["no"]]
        assert texts.resolve(told["reference"]) == case.reference
        assert told["facts"] == case.facts
        for answer, given in zip(told["answers"], case.answers, strict=True):
            assert answer["check"] == given.check
            assert answer["verdict"] == given.verdict.value
            assert texts.resolve(answer["note"]) == given.note
            assert (answer["reason"], answer["by_fact"]) == (given.reason, given.by_fact)
            assert tuple(answer["missing_areas"]) == given.missing_areas
    draw_told, own = content["draw"], protocol(signed, NUMBER)
    assert sorted(draw_told["places"]) == sorted(row["places"] for row in own["allocation"])
    assert draw_told["frame_sha256"] == own["frame"]["sha256"]
    assert draw_told["seed"] == own["seed"]
    assert "secret" not in draw_told
    assert texts.resolve(content["unanswered_reason"]) == "Kontaktpersonen er syk til desember."
    (replacement,) = draw_told["replacements"]
    assert texts.resolve(replacement["reference_out"]) == own["replacements"][0]["reference_out"]


def test_next_months_commitment_stands_in_the_seal(year: Workspace) -> None:
    made = dict(rows(year, "SELECT period, commitment FROM month_secret"))
    for month, following in (("09", "2026-10"), ("10", "2026-11"), ("11", "2026-12")):
        told = review_content(year, f"SP-2026-{month}").content["draw"]
        assert (told["next_period"], told["next_commitment"]) == (following, made[following])
    assert review_content(year, NUMBER).content["draw"]["commitment"] == made["2026-11"]


def test_the_same_tomorrow(signed: Workspace, room: Callable[..., Workspace]) -> None:
    """Same review, same bytes: after a restart, a new list, another name for the unit."""
    content = review_content(signed, NUMBER)
    document = document_bytes(content)
    path = signed.path.with_name("ny.csv")
    path.write_text("saksnummer;kontaktperson\nRT-101;K9\n", encoding="utf-8")
    import_cases(signed, path)
    save_unit(signed, "Alna", "Nytt navn", "helse", "Fagleder", "K1")
    draw(signed, DrawRequest("2026-10", size=2))
    later = review_content(room(signed.path, seed=5), NUMBER)
    assert later == content
    assert document_bytes(later) == document


def test_a_draft_shows_what_would_be_sealed(answered: Workspace) -> None:
    for finding in summarise(answered, NUMBER).findings:
        confirm(answered, finding.id)
        add_action(answered, finding.id, "Gjør det.", "weak", "Fagansvarlig",
                   answered.today())  # fmt: skip
    draft = review_content(answered, NUMBER)
    assert draft.seal is None
    assert draft.content["signed_at"] is None
    sign(answered, NUMBER, "Seksjonsleder", "Syk.")
    sealed = review_content(answered, NUMBER)
    assert sealed.seal is not None
    one, other = bare(draft.content), bare(sealed.content)
    for name in ("signed_at", "signed_role", "unanswered_reason"):
        assert one.pop(name) is None
        assert other.pop(name) is not None
    for content in (one, other):
        for name in ("next_period", "next_commitment"):
            content["draw"].pop(name)
    assert one == other


def test_a_merged_finding_does_not_disappear(answered: Workspace) -> None:
    one, two = (f.id for f in summarise(answered, NUMBER).findings[:2])
    merge(answered, [one, two], "Samlet")
    told = {f["id"]: f for f in review_content(answered, NUMBER).content["findings"]}
    assert (told[two]["status"], told[two]["merged_into"]) == ("merged", one)
    assert told[two]["checks"] == []
    assert len(told[one]["checks"]) == 2


# Last month's open findings


def test_open_findings_are_frozen_as_they_stood(
    year: Workspace, room: Callable[..., Workspace], play: Callable[[Workspace, str], str]
) -> None:
    first = review_content(year, "SP-2026-09")
    assert first.content["previous_findings"] == []
    own = [f for f in first.content["findings"] if f["status"] == "confirmed"]
    assert own
    october = review_content(year, "SP-2026-10")
    told = october.content["previous_findings"]
    assert [(f["id"], f["review"], f["status"]) for f in told] == [
        (f["id"], "SP-2026-09", "confirmed") for f in own
    ]
    titles = {f["id"]: first.texts.resolve(f["title"]) for f in own}
    assert {f["id"]: october.texts.resolve(f["title"]) for f in told} == titles
    dismissed = {f["id"] for f in first.content["findings"] if f["status"] == "dismissed"}
    assert dismissed
    assert not dismissed & {f["id"] for f in told}
    assert any(f["actions"] for f in told)
    assert told[0]["count_text"].startswith(told[0]["checks"][0])
    # What happens to a finding later is no change of what was locked.
    raw = sqlite3.connect(year.path)
    raw.execute("UPDATE finding SET status = 'closed' WHERE id = ?", (own[0]["id"],))
    raw.execute("UPDATE action SET status = 'done'")
    raw.commit()
    raw.close()
    assert verify(year).ok
    assert review_content(year, "SP-2026-10") == october
    december = room(year.path, now=year.clock().replace(month=12))
    number = play(december, "2026-12")
    later = review_content(december, number).content["previous_findings"]
    assert own[0]["id"] not in {f["id"] for f in later}
    assert {f["id"] for f in told[1:]} <= {f["id"] for f in later}
    assert {f.review for f in summary(december, number).previous} == {
        "SP-2026-09", "SP-2026-10", "SP-2026-11",
    }  # fmt: skip
    assert {a["status"] for f in later for a in f["actions"]} == {"done"}
    assert verify(december).links == 4


@pytest.mark.parametrize("number", ["SP-2026-09", "SP-2026-10", "SP-2026-11"])
def test_every_link_stands_on_the_one_before(year: Workspace, number: str) -> None:
    chain = rows(year, "SELECT number, previous, seal FROM seal ORDER BY sequence")
    place = [row[0] for row in chain].index(number)
    seal = review_content(year, number).seal
    assert seal is not None
    assert seal.sequence == place + 1
    assert seal.previous == (chain[place - 1][2] if place else "0" * 64)
