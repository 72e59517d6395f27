"""The file itself: valid, the same every time, and silent about who made it (§12)."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.shared import Cm

from oslo_ik.errors import ExportError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOT = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def template(change: Callable[[Any], object] = lambda made: None) -> bytes:
    """A bydel's template: own header with a picture, a first page of its own, and traces."""
    made = docx.Document()
    made.core_properties.author = "Kari Nordmann"
    made.core_properties.comments = r"C:\Users\kari\maler"
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.header.paragraphs[0].text = "Bydel Gamle Oslo"
    section.header.paragraphs[0].add_run().add_picture(io.BytesIO(DOT), width=Cm(1))
    section.different_first_page_header_footer = True
    section.first_page_header.paragraphs[0].text = "Forside"
    made.add_heading("Dette skal bort", 1)
    made.add_picture(io.BytesIO(DOT))
    made.add_comment(made.paragraphs[0].runs, text="Merknad", author="Kari Nordmann")
    made.styles["Normal"].font.name = "Georgia"
    change(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.fixture(params=["locked", "draft", "template"])
def data(request: pytest.FixtureRequest, sheet: Any) -> bytes:
    """The document as locked, as a draft of a demo, and on a bydel's template."""
    if request.param == "draft":
        sheet.as_draft().content["demo"] = True
    return sheet.bytes(template() if request.param == "template" else None)


def test_the_validators_find_nothing(data: bytes, tmp_path: Path) -> None:
    import ooxml_integrity
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "dokument.docx"
    path.write_bytes(data)
    result = OpenXmlValidator(max_errors=0).validate(path)
    assert [str(error) for error in result.errors] == []
    assert [str(finding) for finding in ooxml_integrity.check(path)] == []


def test_fields_are_closed_and_ids_are_unique(data: bytes, members: Any) -> None:
    ids = []
    for name, xml in members(data).items():
        if not name.startswith("word/") or not name.endswith(".xml"):
            continue
        root = parse_xml(xml)
        depth = 0
        for mark in root.iter(f"{W}fldChar"):
            depth += {"begin": 1, "separate": 0, "end": -1}[mark.get(f"{W}fldCharType")]
            assert depth in (0, 1)
        assert depth == 0
        for shape in root.iter("{urn:schemas-microsoft-com:vml}shape"):
            ids.append(shape.get("id"))
    assert len(ids) == len(set(ids))


def test_a_broken_file_would_be_found(sheet: Any, members: Any, tmp_path: Path) -> None:
    """The validator is awake: the same file with a cell outside its row is refused."""
    from openxml_audit import OpenXmlValidator

    parts = members(sheet.bytes())
    broken = parts["word/document.xml"].replace(b"<w:tr>", b"<w:tc/><w:tr>", 1)
    import zipfile

    path = tmp_path / "feil.docx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in (parts | {"word/document.xml": broken}).items():
            archive.writestr(name, content)
    assert OpenXmlValidator().validate(path).errors


def test_the_same_content_gives_the_same_bytes(sheet: Any) -> None:
    assert sheet.bytes() == sheet.bytes()
    assert sheet.bytes(template()) == sheet.bytes(template())
    assert sheet.bytes(version=2) != sheet.bytes(version=1)


def test_members_are_sorted_and_their_times_fixed(sheet: Any) -> None:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(sheet.bytes())) as archive:
        infos = archive.infolist()
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.create_system for info in infos} == {3}


def test_the_properties_name_nobody(data: bytes, members: Any) -> None:
    parts = members(data)
    core = parts["docProps/core.xml"].decode()
    assert "creator" not in core
    assert "lastModifiedBy" not in core
    assert "nb-NO" in core
    everything = b"".join(parts.values())
    for trace in (b"Kari", b"Users", b"python-docx", b"Merknad", b"skal bort"):
        assert trace not in everything
    unwanted = ("thumbnail", "customXml", "comments", "stylesWithEffects", "people")
    assert not [name for name in parts if any(word in name for word in unwanted)]


def test_times_come_from_the_content(sheet: Any) -> None:
    properties = sheet.document().core_properties
    assert properties.created.isoformat() == "2026-11-18T08:05:00+00:00"
    assert properties.modified.isoformat() == "2026-11-23T23:30:00+00:00"
    assert properties.title == "Månedlig stikkprøve SP-2026-11, november 2026"


def test_paper_language_and_repeated_header_rows(sheet: Any) -> None:
    document = sheet.document()
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    languages = document.styles.element.findall(f".//{W}lang")
    assert [language.get(f"{W}val") for language in languages] == ["nb-NO"]
    for table in document.tables:
        first = table.rows[0]._tr
        assert first.find(f"{W}trPr/{W}tblHeader") is not None
        assert table._tbl.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val").startswith("Tabell ")
        assert table._tbl.find(f"{W}tblPr/{W}tblDescription").get(f"{W}val")


def edges(document: Any) -> list[str]:
    section = document.sections[0]
    found = [section.header, section.footer]
    if section.different_first_page_header_footer:
        found += [section.first_page_header, section.first_page_footer]
    return ["\n".join(paragraph.text for paragraph in edge.paragraphs) for edge in found]


def test_marking_status_and_page_numbers_stand_on_every_page(sheet: Any) -> None:
    header, footer = edges(sheet.document())
    assert header.startswith("TAUSHETSBELAGT")
    assert "offentleglova § 13" in header
    assert "SP-2026-11 · Låst 24.11.2026 · versjon 1" in footer, "locked after midnight in Oslo"
    assert "Side 1 av 1" in footer
    assert "TAUSHETSBELAGT" in footer


def test_draft_and_demo_are_said_in_words_until_locked(sheet: Any, members: Any) -> None:
    assert "UTKAST" not in b"".join(members(sheet.bytes()).values()).decode("utf-8", "replace")
    sheet.as_draft()
    header, footer = edges(sheet.document())
    assert header.startswith("UTKAST")
    assert "Utkast" in footer
    assert "DEMO" not in header + footer
    sheet.content["demo"] = True
    header, footer = edges(sheet.document())
    assert "UTKAST" in header and "DEMO" in header and "DEMO" in footer
    parts = members(sheet.bytes())
    watermark = re.search(rb'string="([^"]+)"', parts["word/header1.xml"])
    assert watermark and watermark[1] == b"UTKAST DEMO"


def test_long_tables_come_in_parts_of_a_hundred_rows(sheet: Any, table: Any) -> None:
    case = sheet.content["cases"][0]
    sheet.content["cases"] = [dict(case, no=number) for number in range(1, 251)]
    document = sheet.document()
    parts = [found for found in document.tables if found.rows[0].cells[1].text == "T00-03"]
    assert [len(part.rows) - 1 for part in parts] == [100, 100, 50]
    assert [row[0] for row in table(document, "Sak", "T00-03")] == [
        str(number) for number in range(1, 251)
    ]
    captions = [p.text for p in document.paragraphs if "Svar per sak og" in p.text]
    assert captions[-1].endswith("(del 3 av 3)")


def test_a_template_keeps_its_look_and_loses_its_text(sheet: Any, lines: Any) -> None:
    document = sheet.document(template())
    header, _, first, _ = edges(document)
    assert header.startswith("Bydel Gamle Oslo\nTAUSHETSBELAGT")
    assert first.startswith("Forside\nTAUSHETSBELAGT")
    assert document.styles["Normal"].font.name == "Georgia"
    assert "Dette skal bort" not in lines(document)
    assert lines(document) == lines(sheet.document())


def test_a_norwegian_template_is_read_by_its_style_names(sheet: Any) -> None:
    def rename(document: Any) -> None:
        document.styles["Heading 1"].element.set(f"{W}styleId", "Overskrift1")

    document = sheet.document(template(rename))
    heading = next(p for p in document.paragraphs if p.text == "1 Sammendrag")
    assert heading.style.style_id == "Overskrift1"


def test_a_document_made_here_can_be_a_template(sheet: Any, lines: Any) -> None:
    first = sheet.bytes()
    again = sheet.document(first)
    assert lines(again) == lines(sheet.document())


def with_member(data: bytes, name: str, content: bytes, types: bytes | None = None) -> bytes:
    import zipfile

    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for info in old.infolist():
            keep = types if types and info.filename == "[Content_Types].xml" else old.read(info)
            new.writestr(info.filename, keep)
        new.writestr(name, content)
    return stream.getvalue()


def test_unusable_templates_are_refused_in_one_sentence(sheet: Any) -> None:
    good = template()
    zipped = io.BytesIO()
    import zipfile

    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("noe.txt", "ikke Word")
    for bad in (b"", b"%PDF-1.7 nei", good[: len(good) // 2], zipped.getvalue()):
        with pytest.raises(ExportError, match=r"Malen .*docx"):
            sheet.bytes(bad)


def test_templates_with_macros_are_refused(sheet: Any) -> None:
    with pytest.raises(ExportError, match="makroer"):
        sheet.bytes(with_member(template(), "word/vbaProject.bin", b"\x00"))


def test_templates_that_fetch_from_outside_are_refused(sheet: Any) -> None:
    def link(document: Any) -> None:
        part = document.sections[0].header.part
        kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
        part.relate_to("https://example.org/spor.png", kind, is_external=True)

    with pytest.raises(ExportError, match="topp- eller bunnteksten"):
        sheet.bytes(template(link))


def test_a_template_bigger_than_twenty_megabytes_is_refused(sheet: Any) -> None:
    with pytest.raises(ExportError, match="20 MB"):
        sheet.bytes(bytes(20_000_001))
