"""The bytes of a document: fixed order and times, and nothing that tells who made it.

The same parts always give the same bytes (with one and the same zlib), so that a document
written again can be compared with the one in the quality system.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from oslo_ik.exports import theme
from oslo_ik.exports.ooxml import attribute

if TYPE_CHECKING:
    from docx.document import Document

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_REGULAR_FILE = 0o100644 << 16

CORE_TYPE = "application/vnd.openxmlformats-package.core-properties+xml"
APP_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
CORE_RELATION = f"{_PACKAGE}/relationships/metadata/core-properties"
APP_RELATION = f"{_OFFICE}/relationships/extended-properties"


def zip_members(members: Mapping[str, bytes]) -> bytes:
    """A zip whose bytes depend on names and contents alone."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _EARLIEST)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = _REGULAR_FILE
            archive.writestr(info, members[name])
    return stream.getvalue()


def document_bytes(document: Document, blocks: str) -> bytes:
    """The package of an open document as deterministic bytes, ``blocks`` first in its body."""
    package = document.part.package
    parts: list[Any] = list(package.iter_parts())
    members = {"_rels/.rels": _xml(package.rels.xml)}
    for part in parts:
        part.before_marshal()
        members[part.partname.membername] = part.blob
        if part.rels:
            members[part.partname.rels_uri.lstrip("/")] = _xml(part.rels.xml)
    types = ((str(part.partname), part.content_type) for part in parts)
    members["[Content_Types].xml"] = content_types(types)
    main = document.part.partname.membername
    members[main] = _with_blocks(members[main], blocks)
    return zip_members(members)


def _with_blocks(document_xml: bytes, blocks: str) -> bytes:
    """An almost empty ``word/document.xml`` with ``blocks`` right after its body begins."""
    before, body, after = document_xml.partition(b"<w:body>")
    return before + body + blocks.encode("utf-8") + after


def content_types(parts: Iterable[tuple[str, str]]) -> bytes:
    """``[Content_Types].xml`` for part names and their types."""
    overrides = "".join(
        f'<Override PartName="{attribute(name)}" ContentType="{attribute(kind)}"/>'
        for name, kind in sorted(parts)
    )
    return (
        f'{_DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    ).encode()


def core_xml(title: str, status: str, created: str, modified: str) -> bytes:
    """Core properties without people: title, status, language and two fixed times (ISO, UTC)."""
    times = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{attribute(value)}</dcterms:{name}>'
        for name, value in (("created", created), ("modified", modified))
    )
    return (
        f'{_DECLARATION}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{attribute(title)}</dc:title><dc:language>{theme.LANGUAGE}</dc:language>"
        f"<cp:contentStatus>{attribute(status)}</cp:contentStatus>{times}</cp:coreProperties>"
    ).encode()


def app_xml() -> bytes:
    """Extended properties that name the program and nothing else."""
    return (
        f'{_DECLARATION}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>oslo-ik</Application></Properties>"
    ).encode()


def empty_package() -> bytes:
    """A .docx with this project's styles and an empty body."""
    own = {
        "styles": theme.styles_xml(),
        "numbering": theme.numbering_xml(),
        "settings": theme.settings_xml(),
        "fontTable": theme.font_table_xml(),
    }
    types = {f"/word/{name}.xml": f"{_WORD}.{name}+xml" for name in own}
    types["/word/document.xml"] = f"{_WORD}.document.main+xml"
    types["/word/theme/theme1.xml"] = "application/vnd.openxmlformats-officedocument.theme+xml"
    relations = [(name, f"{_OFFICE}/relationships/{name}") for name in own]
    relations.append(("theme/theme1", f"{_OFFICE}/relationships/theme"))
    members = {f"word/{name}.xml": (_DECLARATION + xml).encode() for name, xml in own.items()}
    return zip_members(
        members
        | {
            "[Content_Types].xml": content_types(types.items()),
            "_rels/.rels": _relations(
                [("word/document", f"{_OFFICE}/relationships/officeDocument")]
            ),
            "word/_rels/document.xml.rels": _relations(relations),
            "word/document.xml": (_DECLARATION + theme.document_xml()).encode(),
            "word/theme/theme1.xml": (_DECLARATION + theme.theme_xml()).encode(),
        }
    )


def _relations(targets: list[tuple[str, str]]) -> bytes:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{name}.xml"/>'
        for number, (name, kind) in enumerate(targets, 1)
    )
    return (
        f'{_DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'
    ).encode()


def _xml(text: str | bytes) -> bytes:
    return text.encode() if isinstance(text, str) else text
