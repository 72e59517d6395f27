"""The ground a document is built on: this project's own look, or a .docx of the bydel.

Of a template its styles, headers and footers are kept. Its text goes, and with it everything
that could tell who made it or that reaches out of the file: comments, macros, linked files.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn

from oslo_ik.errors import ExportError
from oslo_ik.exports import packaging, theme
from oslo_ik.exports.ooxml import NAMESPACES, R, W

if TYPE_CHECKING:
    from docx.document import Document

MAX_TEMPLATE = 20_000_000
MAX_UNPACKED = 200_000_000

_UNUSABLE = (
    "Malen er ikke et Word-dokument som kan brukes. Åpne den i Word og lagre den på nytt som .docx."
)
_MACROS = "Malen har makroer og kan ikke brukes. Lagre den uten makroer, som .docx."
_OBJECTS = (
    "Malen har innebygde eller lenkede objekter i topp- eller bunnteksten. "
    "Ta dem bort (bilder kan stå), og prøv igjen."
)
# What may hang on the document itself; all else belongs to the text, or tells tales.
_KEPT = {"styles", "numbering", "settings", "theme", "fontTable", "header", "footer"}
_PERSONAL_SETTINGS = (
    "writeProtection",
    "attachedTemplate",
    "linkStyles",
    "trackRevisions",
    "documentProtection",
    "mailMerge",
    "footnotePr",
    "endnotePr",
    "docVars",
    "rsids",
)
_NOT_OURS = {qn("w:cols"), qn("w:printerSettings"), qn("w:sectPrChange")}
_TRACES = (
    "del",
    "moveFrom",
    "rPrChange",
    "pPrChange",
    "tblPrChange",
    "trPrChange",
    "tcPrChange",
    "commentRangeStart",
    "commentRangeEnd",
    "commentReference",
    "dataBinding",
)


def open_base(template: bytes | None) -> Document:
    """An open document with an empty body; raises ExportError for a template of no use."""
    import docx

    if template is None:
        return docx.Document(io.BytesIO(packaging.empty_package()))
    _inspect(template)
    try:
        document = docx.Document(io.BytesIO(template))
        document = _emptied(document)
        _drop_relations(document)
        _clean_settings(document)
        _clean_edges(document)
        _complete_styles(document)
        _speak_norwegian(document)
    except ExportError:
        raise
    except Exception as error:  # a broken file fails in a hundred ways, all of them the file's
        raise ExportError(_UNUSABLE) from error
    return document


def _inspect(template: bytes) -> None:
    if len(template) > MAX_TEMPLATE:
        raise ExportError("Malen er større enn 20 MB. Bruk en mindre mal.")
    try:
        with zipfile.ZipFile(io.BytesIO(template)) as archive:
            members = archive.infolist()
            types = archive.read("[Content_Types].xml")
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError) as error:
        raise ExportError(_UNUSABLE) from error
    if sum(member.file_size for member in members) > MAX_UNPACKED:
        raise ExportError(_UNUSABLE)
    names = [member.filename.lower() for member in members]
    if b"macroEnabled" in types or any("vbaproject" in name for name in names):
        raise ExportError(_MACROS)


def _emptied(document: Document) -> Document:
    """The same package with a new, empty text on the template's last page set-up."""
    from docx.document import Document as Opened

    section = document.element.body.find(qn("w:sectPr"))
    fresh: Any = parse_xml(theme.document_xml())
    if section is not None:
        for child in list(section):
            if child.tag in _NOT_OURS or not str(child.tag).startswith(f"{{{W}}}"):
                section.remove(child)
        fresh.body.replace(fresh.body.find(qn("w:sectPr")), section)
    document.part._element = fresh
    return Opened(fresh, document.part)


def _drop_relations(document: Document) -> None:
    part = document.part
    used = set(document.element.xpath(".//@r:id"))
    for rel_id, relation in list(part.rels.items()):
        kind = _kind(relation)
        unused = kind in ("header", "footer") and rel_id not in used
        if relation.is_external or kind not in _KEPT or unused:
            part.rels.pop(rel_id)
    for rel_id, relation in list(part.package.rels.items()):
        if _kind(relation) != "officeDocument":
            part.package.rels.pop(rel_id)


def _kind(relation: Any) -> str:
    return str(relation.reltype).rsplit("/", 1)[-1]


def _clean_settings(document: Document) -> None:
    settings = document.settings.element
    for name in _PERSONAL_SETTINGS:
        for found in settings.findall(qn(f"w:{name}")):
            settings.remove(found)
    document.part.part_related_by(f"{R}/settings").rels.clear()
    language = settings.find(qn("w:themeFontLang"))
    if language is not None:
        language.set(qn("w:val"), theme.LANGUAGE)


def _clean_edges(document: Document) -> None:
    """Headers and footers: accept tracked changes, drop marks of comments, pictures only."""
    for relation in document.part.rels.values():
        if _kind(relation) not in ("header", "footer"):
            continue
        part = relation.target_part
        for inner in part.rels.values():
            linked = inner.is_external and _kind(inner) != "hyperlink"
            if linked or _kind(inner) not in ("image", "hyperlink"):
                raise ExportError(_OBJECTS)
        for name in _TRACES:
            for found in list(part.element.iter(qn(f"w:{name}"))):
                found.getparent().remove(found)
        for found in list(part.element.iter(qn("w:ins"), qn("w:moveTo"))):
            _unwrap(found)


def _unwrap(element: Any) -> None:
    parent = element.getparent()
    place = parent.index(element)
    for offset, child in enumerate(list(element)):
        parent.insert(place + offset, child)
    parent.remove(element)


def style_ids(document: Document) -> dict[str, str]:
    """The ids of the styles by name; built-in names in small letters, whatever the language."""
    return {
        _name(style).lower(): style.get(qn("w:styleId"))
        for style in document.styles.element.findall(qn("w:style"))
    }


def _complete_styles(document: Document) -> None:
    """Add those of this project's styles that the template lacks, upon its own base styles."""
    known = style_ids(document)
    taken = set(known.values())
    styles = document.styles.element
    own_names = {
        "Normal": "normal",
        "TableNormal": "normal table",
        "ListBullet": theme.BULLET.lower(),
    }
    own: list[Any] = parse_xml(theme.styles_xml()).findall(qn("w:style"))
    for style in own:
        name = _name(style).lower()
        if name in known:
            continue
        style_id = style.get(qn("w:styleId"))
        if style_id in taken:
            style_id = f"OsloIk{style_id}"
            style.set(qn("w:styleId"), style_id)
        base = style.find(qn("w:basedOn"))
        if base is not None:
            base.set(qn("w:val"), known[own_names[base.get(qn("w:val"))]])
        if name == theme.BULLET.lower():
            number = str(_add_bullet(document, style_id))
            style.find(f".//{qn('w:numId')}").set(qn("w:val"), number)
        style.attrib.pop(qn("w:default"), None)
        styles.append(style)
        known[name] = style_id


def _name(style: Any) -> str:
    return str(style.find(qn("w:name")).get(qn("w:val")))


def _add_bullet(document: Document, style: str) -> int:
    """A bullet list of our own in the template's numbering; its number."""
    numbering = _numbering(document)
    taken = [int(value) for value in numbering.xpath("./w:abstractNum/@w:abstractNumId")]
    numbers = [int(value) for value in numbering.xpath("./w:num/@w:numId")]
    abstract, number = max(taken, default=-1) + 1, max(numbers, default=0) + 1
    bullet = theme.BULLET_ABSTRACT.format(abstract=abstract, style=style)
    entry = theme.BULLET_NUMBER.format(abstract=abstract, number=number)
    new_list, new_number = parse_xml(f"<w:numbering {NAMESPACES}>{bullet}{entry}</w:numbering>")
    # The schema wants every abstract list before the first number.
    existing = numbering.findall(qn("w:num"))
    if existing:
        existing[0].addprevious(new_list)
        existing[-1].addnext(new_number)
    else:
        lists = numbering.findall(qn("w:abstractNum"))
        place = numbering.index(lists[-1]) + 1 if lists else len(numbering)
        numbering.insert(place, new_number)
        numbering.insert(place, new_list)
    return number


def _numbering(document: Document) -> Any:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.opc.packuri import PackURI
    from docx.parts.numbering import NumberingPart

    part = document.part
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING:
            return relation.target_part.element
    element = parse_xml(f"<w:numbering {NAMESPACES}/>")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
    made = NumberingPart(PackURI("/word/numbering.xml"), kind, element, part.package)
    part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
    return element


def _speak_norwegian(document: Document) -> None:
    styles = document.styles.element
    languages = list(styles.iter(qn("w:lang")))
    for language in languages:
        language.set(qn("w:val"), theme.LANGUAGE)
    if languages:
        return
    defaults = styles.find(qn("w:docDefaults"))
    if defaults is None:
        styles.insert(0, parse_xml(theme.styles_xml()).find(qn("w:docDefaults")))
        return
    run = defaults.find(f"{qn('w:rPrDefault')}/{qn('w:rPr')}")
    if run is None:
        for old in defaults.findall(qn("w:rPrDefault")):
            defaults.remove(old)
        wrapper = parse_xml(f"<w:rPrDefault {NAMESPACES}><w:rPr/></w:rPrDefault>")
        defaults.insert(0, wrapper)
        run = wrapper[0]
    run.append(parse_xml(f'<w:lang {NAMESPACES} w:val="{theme.LANGUAGE}"/>'))
