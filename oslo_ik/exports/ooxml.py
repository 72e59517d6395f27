"""WordprocessingML in strings: paragraphs, runs, fields and tables, escaped and cleaned.

Strings are joined and parsed once, which is what keeps a document of a thousand cases fast
(one cell object a cell is twenty times slower). Lengths are in twentieths of a point (dxa).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from oslo_ik.text import clean

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'

ROWS_A_PART = 100
_LONG_ROW = 600
_SHORT = 24
_BREAKS = str.maketrans(
    {
        "\n": '</w:t><w:br/><w:t xml:space="preserve">',
        "\t": '</w:t><w:tab/><w:t xml:space="preserve">',
    }
)
_QUOTES = {'"': "&quot;", "\n": " ", "\t": " "}

Align = Literal["left", "center"]


@dataclass(frozen=True)
class Column:
    """A column: its heading, its share of the text width and how its cells are set."""

    heading: str
    share: float
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """A table with a caption that stands above it and a description for screen readers.

    ``small`` sets the cells in the size of the matrix; ``bold_first`` makes the first column
    read as row headings. Rows are as long as ``columns``.
    """

    caption: str
    description: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    small: bool = False
    bold_first: bool = False


@dataclass(frozen=True)
class TableStyles:
    """The style ids that a table's XML names."""

    table: str
    caption: str
    heading: str
    cell: str
    small: str


def attribute(text: str) -> str:
    """``text`` as the value of an attribute in double quotes."""
    return escape(clean(text), _QUOTES)


def run(text: str, bold: bool = False) -> str:
    """One run; line breaks and tabs are kept, leading blanks too."""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f"<w:r>{properties}{_text(text)}</w:r>"


def paragraph(style: str | None, *runs: str, before: int = 0, keep: bool = False) -> str:
    """A paragraph of ready-made runs; without a style it is body text. ``before`` is in dxa.

    ``keep`` holds it on the page of what follows.
    """
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if keep:
        properties += "<w:keepNext/>"
    if before:
        properties += f'<w:spacing w:before="{before}"/>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def field(instruction: str, cached: str) -> str:
    """A field such as PAGE with the value that is shown until Word counts again."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r><w:t>{cached}</w:t></w:r>"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def table_parts(table: Table, styles: TableStyles, width: int) -> Iterable[str]:
    """Caption and table, in parts of 100 rows; Word and LibreOffice choke on endless ones.

    A caption between two parts also keeps Word from joining them.
    """
    writer = _Writer(table, styles, _widths(table.columns, width))
    count = max(1, -(-len(table.rows) // ROWS_A_PART))
    for part in range(count):
        rows = table.rows[part * ROWS_A_PART : (part + 1) * ROWS_A_PART]
        caption = table.caption
        if count > 1:
            caption = f"{caption} (del {part + 1} av {count})"
        yield paragraph(styles.caption, run(caption))
        yield writer.table(caption, rows)


class _Writer:
    """Writes the rows of one table; a short cell text is made into XML once."""

    def __init__(self, table: Table, styles: TableStyles, widths: list[int]) -> None:
        self.table_source = table
        self.styles = styles
        self.widths = widths
        body = styles.small if table.small else styles.cell
        self.openings = [
            _opening(width, column.align, body)
            for width, column in zip(widths, table.columns, strict=True)
        ]
        self.made: list[dict[str, str]] = [{} for _ in widths]

    def table(self, caption: str, rows: Sequence[Sequence[str]]) -> str:
        """The ``w:tbl`` of these rows."""
        grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        first = int(self.table_source.bold_first)
        return (
            "<w:tbl><w:tblPr>"
            f'<w:tblStyle w:val="{self.styles.table}"/>'
            f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            f'<w:tblLook w:val="{0x0620 + 0x0080 * first:04X}" w:firstRow="1" w:lastRow="0"'
            f' w:firstColumn="{first}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
            f'<w:tblCaption w:val="{attribute(caption)}"/>'
            f'<w:tblDescription w:val="{attribute(self.table_source.description)}"/>'
            f"</w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            f"{self._heading_row()}{''.join(map(self._row, rows))}</w:tbl>"
        )

    def _heading_row(self) -> str:
        style = self.styles.heading
        cells = "".join(
            f"{_opening(width, column.align, style)}{run(column.heading)}</w:p></w:tc>"
            for width, column in zip(self.widths, self.table_source.columns, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"

    def _row(self, row: Sequence[str]) -> str:
        # A row taller than a page must be allowed to break, or Word hides what is below.
        whole = "<w:trPr><w:cantSplit/></w:trPr>" if max(map(len, row)) < _LONG_ROW else ""
        cells = [
            made.get(text) or self._cell(index, text)
            for index, (made, text) in enumerate(zip(self.made, row, strict=True))
        ]
        return f"<w:tr>{whole}{''.join(cells)}</w:tr>"

    def _cell(self, index: int, text: str) -> str:
        content = run(text, self.table_source.bold_first and index == 0) if text else ""
        cell = f"{self.openings[index]}{content}</w:p></w:tc>"
        if len(text) < _SHORT:
            self.made[index][text] = cell
        return cell


def _opening(width: int, align: Align, style: str) -> str:
    centred = '<w:jc w:val="center"/>' if align == "center" else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{centred}</w:pPr>'
    )


def _widths(columns: Sequence[Column], width: int) -> list[int]:
    total = sum(column.share for column in columns)
    widths = [int(width * column.share / total) for column in columns]
    widths[-1] += width - sum(widths)
    return widths


def _text(text: str) -> str:
    broken = escape(clean(text))
    if "\n" in broken or "\t" in broken:
        broken = broken.translate(_BREAKS)
    return f'<w:t xml:space="preserve">{broken}</w:t>'
