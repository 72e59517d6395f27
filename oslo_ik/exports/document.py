"""The one builder of Word documents: every document gets its look, marking and hygiene here (§12).

The body is gathered as strings and never becomes a tree: moving a thousand cases from one tree
to another takes ten times as long as all the rest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from oslo_ik.exports import ooxml, packaging, theme
from oslo_ik.exports.ooxml import Table, paragraph, run
from oslo_ik.exports.template import open_base, style_ids

if TYPE_CHECKING:
    from docx.section import Section

_MIN_WIDTH = 4000
_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


@dataclass(frozen=True)
class Frame:
    """What stands around the text of a document, in bokmål; times are ISO 8601 in UTC.

    ``banner`` (UTKAST, DEMO) is printed large on every page while it is not empty; ``marking``
    is the confidentiality marking, ``footer_marking`` its short form and ``footer`` says which
    document this is.
    """

    title: str
    status: str
    marking: str
    footer_marking: str
    footer: str
    banner: str
    banner_text: str
    created: str
    modified: str


class DocumentBuilder:
    """Gathers headings, paragraphs, lists and tables, and makes them a .docx.

    Raises ExportError when ``template`` (the bytes of a .docx) cannot be used.
    """

    def __init__(self, frame: Frame, template: bytes | None = None) -> None:
        self.frame = frame
        self._document = open_base(template)
        self._ids = style_ids(self._document)
        self._blocks: list[str] = []
        self._width = self._text_width()
        self._tables = 0
        self._table_styles = ooxml.TableStyles(
            table=self._style(theme.TABLE),
            caption=self._style(theme.CAPTION),
            heading=self._style(theme.CELL_HEADING),
            cell=self._style(theme.CELL),
            small=self._style(theme.CELL_SMALL),
        )

    def title(self, text: str, subtitle: str) -> None:
        """The name of the document and, under it, whose it is."""
        self._add(theme.TITLE, run(text))
        self._add(theme.SUBTITLE, run(subtitle))

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of level 1, 2 or 3."""
        self._add(theme.HEADINGS[level - 1], run(text))

    def paragraph(self, text: str, lead: str = "", keep: bool = False) -> None:
        """Body text, with an optional bold beginning; ``keep`` when it leads to what follows."""
        runs = [run(f"{lead} ", bold=True)] if lead else []
        after_table = self._blocks and self._blocks[-1].startswith("<w:tbl>")
        before = 160 if after_table else 0
        self._blocks.append(paragraph(None, *runs, run(text), before=before, keep=keep))

    def bullets(self, items: Iterable[str], small: bool = False) -> None:
        """A real list, one item a paragraph; ``small`` sets it in the size of a table."""
        for item in items:
            self._add(theme.BULLET_SMALL if small else theme.BULLET, run(item))

    def table(self, table: Table) -> None:
        """A table with its numbered caption, in parts when it is long."""
        self._tables += 1
        numbered = Table(
            f"Tabell {self._tables}: {table.caption}",
            table.description,
            table.columns,
            table.rows,
            table.small,
            table.bold_first,
        )
        self._blocks.extend(ooxml.table_parts(numbered, self._table_styles, self._width))

    def to_bytes(self) -> bytes:
        """The finished document; the same text gives the same bytes."""
        self._mark_pages(self._document.sections[0])
        self._set_properties()
        return packaging.document_bytes(self._document, "".join(self._blocks))

    def _add(self, style: str | None, *runs: str) -> None:
        self._blocks.append(paragraph(self._style(style) if style else None, *runs))

    def _style(self, name: str) -> str:
        return self._ids[name.lower()]

    def _text_width(self) -> int:
        section = self._document.sections[0]
        page = section.page_width or theme.A4_WIDTH * 635
        margins = (section.left_margin or 0) + (section.right_margin or 0)
        return max(_MIN_WIDTH, (page - margins) // 635)

    def _mark_pages(self, section: Section) -> None:
        headers: list[Any] = [section.header]
        footers: list[Any] = [section.footer]
        if section.different_first_page_header_footer:
            headers.append(section.first_page_header)
            footers.append(section.first_page_footer)
        if self._document.settings.odd_and_even_pages_header_footer:
            headers.append(section.even_page_header)
            footers.append(section.even_page_footer)
        for number, header in enumerate(headers, 1):
            _fill(header, self._header_blocks(number))
        for footer in footers:
            _fill(footer, self._footer_blocks())

    def _header_blocks(self, number: int) -> Sequence[str]:
        marking = paragraph(self._style(theme.MARKING), run(self.frame.marking))
        if not self.frame.banner:
            return [marking]
        banner = [_watermark(self.frame.banner, number), run(self.frame.banner_text)]
        return [paragraph(self._style(theme.BANNER), *banner), marking]

    def _footer_blocks(self) -> Sequence[str]:
        tab = f'<w:tabs><w:tab w:val="right" w:pos="{self._width}"/></w:tabs>'
        page = [
            run(f"{self.frame.footer}\tSide "),
            ooxml.field("PAGE", "1"),
            run(" av "),
            ooxml.field("NUMPAGES", "1"),
        ]
        style = self._style(theme.FOOTER_LINE)
        numbered = f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{tab}</w:pPr>{"".join(page)}</w:p>'
        return [numbered, paragraph(self._style(theme.MARKING), run(self.frame.footer_marking))]

    def _set_properties(self) -> None:
        package = self._document.part.package
        frame = self.frame
        core = packaging.core_xml(frame.title, frame.status, frame.created, frame.modified)
        for name, kind, relation, blob in (
            ("core", packaging.CORE_TYPE, packaging.CORE_RELATION, core),
            ("app", packaging.APP_TYPE, packaging.APP_RELATION, packaging.app_xml()),
        ):
            part = Part(PackURI(f"/docProps/{name}.xml"), kind, blob, package)
            package.relate_to(part, relation)


def _fill(edge: Any, blocks: Sequence[str]) -> None:
    """Put the blocks after what a template's header or footer already says."""
    edge.is_linked_to_previous = False
    element = edge._element
    for block in element.findall(qn("w:p")):
        if all(child.tag == qn("w:pPr") for child in block):
            element.remove(block)
    for block in blocks:
        element.append(parse_xml(block.replace("<w:p>", f"<w:p {ooxml.NAMESPACES} {_VML}>", 1)))


def _watermark(text: str, number: int) -> str:
    """Large pale letters behind the text; the header says the same in plain words."""
    shown = ooxml.attribute(text)
    style = (
        "position:absolute;margin-left:0;margin-top:0;width:430pt;height:125pt;rotation:315;"
        "z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        "mso-position-vertical-relative:margin"
    )
    return (
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136"'
        ' adj="10800" path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
        '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
        '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
        '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
        '</v:formulas><v:path textpathok="t" o:connecttype="rect"/>'
        '<v:textpath on="t" fitshape="t"/></v:shapetype>'
        f'<v:shape id="OsloIkVannmerke{number}" o:spid="_x0000_s{2048 + number}"'
        f' type="#_x0000_t136" alt="{shown}" style="{style}" o:allowincell="f"'
        ' fillcolor="#d5d9dd" stroked="f"><v:fill opacity=".5"/>'
        f'<v:textpath style="font-family:&quot;{theme.FONT}&quot;;font-size:1pt"'
        f' string="{shown}"/></v:shape></w:pict></w:r>'
    )
