"""Where documents land: names, versions, and what is never overwritten."""

from __future__ import annotations

import json
from pathlib import Path

import docx
import pytest

from oslo_ik.errors import ExportError, NotFound
from oslo_ik.exports import targets
from oslo_ik.exports.spot_check import export_review
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.workspace import Workspace

NUMBER = "SP-2026-11"


def texts_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_a_locked_review_is_written_and_verifies_against_the_chain(
    signed: Workspace, tmp_path: Path
) -> None:
    path = export_review(signed, NUMBER, tmp_path)
    assert path == tmp_path / "SP-2026-11_gamle-oslo-rusteam_v1.docx"
    result = verify(signed, path)
    assert result.ok
    assert result.against and len(result.against) == 64
    text = texts_of(path)
    assert "Kontaktpersonen er syk til desember" in text
    assert not [word for word in ("RT-10", "RT-20", "RT-30", "K1", "K2", "K3") if word in text]


def test_the_same_document_is_left_as_it_is(signed: Workspace, tmp_path: Path) -> None:
    first = export_review(signed, NUMBER, tmp_path)
    before = first.stat().st_mtime_ns
    assert export_review(signed, NUMBER, tmp_path) == first
    assert first.stat().st_mtime_ns == before
    assert len(list(tmp_path.glob("*.docx"))) == 1


def test_a_different_document_gets_the_next_version(signed: Workspace, tmp_path: Path) -> None:
    first = export_review(signed, NUMBER, tmp_path)
    first.write_bytes(b"noe annet")
    second = export_review(signed, NUMBER, tmp_path)
    assert second.name == "SP-2026-11_gamle-oslo-rusteam_v2.docx"
    assert first.read_bytes() == b"noe annet"
    assert "versjon 2" in "".join(
        p.text for p in docx.Document(str(second)).sections[0].footer.paragraphs
    )
    assert export_review(signed, NUMBER, tmp_path) == second


def test_a_draft_says_so_in_its_name(answered: Workspace, tmp_path: Path) -> None:
    path = export_review(answered, NUMBER, tmp_path)
    assert path.name == "SP-2026-11_gamle-oslo-rusteam_v1_utkast.docx"
    header = docx.Document(str(path)).sections[0].header
    assert header.paragraphs[0].text.startswith("UTKAST")
    assert export_review(answered, NUMBER, tmp_path) == path


def test_a_named_file_is_written_as_it_is_named(signed: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "Stikkprøve november.DOCX"
    assert export_review(signed, NUMBER, path) == path
    assert NUMBER in texts_of(path)
    path.write_bytes(b"gammel")
    assert export_review(signed, NUMBER, path) == path
    assert NUMBER in texts_of(path)


def test_without_a_target_it_goes_to_documents(signed: Workspace, tmp_path: Path) -> None:
    path = export_review(signed, NUMBER)
    assert path.is_file()
    assert path.parent.name == "oslo-ik"
    assert tmp_path in path.parents


def test_a_demo_keeps_its_documents_beside_its_database(tmp_path: Path) -> None:
    database = tmp_path / "demo" / "demo.db"
    assert targets.default_folder(database, demo=True) == tmp_path / "demo" / "dokumenter"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("rapport.pdf", "slutte på .docx"),
        ("finnes-ikke", "mappe som finnes"),
        ("mangler/rapport.docx", "finnes ikke"),
        ("15835800199.docx", "fødselsnummer"),
    ],
)
def test_targets_of_no_use_are_refused_in_a_sentence(
    signed: Workspace, tmp_path: Path, name: str, sentence: str
) -> None:
    with pytest.raises(ExportError, match=sentence):
        export_review(signed, NUMBER, tmp_path / name)
    assert list(tmp_path.glob("**/*.docx")) == []


def test_a_write_that_fails_leaves_the_old_file(
    signed: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = export_review(signed, NUMBER, tmp_path / "a.docx")
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("oslo_ik.store.files.os.fsync", full)
    with pytest.raises(ExportError, match="disken er full"):
        export_review(signed, NUMBER, path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.glob("*a.docx*")] == ["a.docx"]


def test_templates_are_read_from_disk_or_refused(signed: Workspace, tmp_path: Path) -> None:
    look = tmp_path / "mal.docx"
    docx.Document().save(str(look))
    path = export_review(signed, NUMBER, tmp_path / "ut.docx", look)
    assert NUMBER in texts_of(path)
    for bad, sentence in (
        (tmp_path / "mal.dotm", "slutter på .docx"),
        (tmp_path / "x.docx", "leses"),
    ):
        with pytest.raises(ExportError, match=sentence):
            export_review(signed, NUMBER, tmp_path / "ut2.docx", bad)


def test_an_unknown_review_is_not_found(signed: Workspace, tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        export_review(signed, "SP-2020-01", tmp_path)


def test_the_document_speaks_from_the_sealed_content_alone(year: Workspace, tmp_path: Path) -> None:
    """Last month's document is the same after this month has been locked and actions have moved."""
    import sqlite3

    before = export_review(year, "SP-2026-09", tmp_path / "a.docx").read_bytes()
    connection = sqlite3.connect(year.path)
    content = connection.execute("select content from seal where number='SP-2026-09'").fetchone()
    assert json.loads(content[0])["number"] == "SP-2026-09"
    connection.execute("update action set status='done'")
    connection.commit()
    connection.close()
    assert export_review(year, "SP-2026-09", tmp_path / "b.docx").read_bytes() == before
