"""The look of every document: A4, one typeface, dark text, and the styles by name.

Arial is on every Windows and macOS machine, and Liberation Sans, which Linux and LibreOffice
carry, has the same widths: a page breaks at the same place everywhere.
"""

from __future__ import annotations

from oslo_ik.exports.ooxml import NAMESPACES

FONT = "Arial"
LANGUAGE = "nb-NO"
INK = "1B2733"
RULE = "8A949E"
SHADE = "E9EDF1"

A4_WIDTH, A4_HEIGHT = 11906, 16838
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM, MARGIN_EDGE = 1134, 1644, 1191, 567

TITLE = "Title"
SUBTITLE = "Subtitle"
HEADINGS = ("heading 1", "heading 2", "heading 3")
BULLET = "List Bullet"
BULLET_SMALL = "oslo-ik kort punkt"
CAPTION = "caption"
TABLE = "oslo-ik tabell"
CELL = "oslo-ik celle"
CELL_HEADING = "oslo-ik kolonnehode"
CELL_SMALL = "oslo-ik liten celle"
MARKING = "oslo-ik merking"
BANNER = "oslo-ik varsel"
FOOTER_LINE = "oslo-ik bunnlinje"

BULLET_ABSTRACT = (
    '<w:abstractNum w:abstractNumId="{abstract}"><w:multiLevelType w:val="singleLevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
    '<w:pStyle w:val="{style}"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
    '<w:pPr><w:ind w:left="340" w:hanging="283"/></w:pPr></w:lvl></w:abstractNum>'
)
BULLET_NUMBER = '<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/></w:num>'


def _paragraph_style(
    style_id: str, name: str, spacing: str, run: str = "", extra: str = "", based: str = "Normal"
) -> str:
    custom = ' w:customStyle="1"' if name.startswith("oslo-ik") else ""
    # The order of w:pPr's children is fixed by the schema: what keeps, then numbering, spacing.
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style_id}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{based}"/><w:qFormat/>'
        f"<w:pPr>{extra}{spacing}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _spacing(before: int, after: int, line: int = 240) -> str:
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="auto"/>'


def _size(half_points: int, bold: bool = False) -> str:
    weight = "<w:b/><w:bCs/>" if bold else ""
    return f'{weight}<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _heading(level: int, before: int, after: int, half_points: int) -> str:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    return _paragraph_style(
        f"Heading{level}",
        HEADINGS[level - 1],
        _spacing(before, after) + outline,
        _size(half_points, bold=True),
        "<w:keepNext/><w:keepLines/>",
    )


def _table_style() -> str:
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    margins = "".join(
        f'<w:{side} w:w="{width}" w:type="dxa"/>'
        for side, width in (("top", 28), ("left", 57), ("bottom", 28), ("right", 57))
    )
    return (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/>'
        '<w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/></w:tblPr></w:style>'
        '<w:style w:type="table" w:customStyle="1" w:styleId="OsloIkTabell">'
        f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        f"<w:tblPr><w:tblBorders>{edges}</w:tblBorders>"
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/></w:tcPr></w:tblStylePr></w:style>'
    )


def styles_xml() -> str:
    """The whole ``word/styles.xml``."""
    bullet = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
    rule = f'<w:pBdr><w:top w:val="single" w:sz="4" w:space="4" w:color="{RULE}"/></w:pBdr>'
    return (
        f"<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
        f'<w:color w:val="{INK}"/>{_size(20)}'
        f'<w:lang w:val="{LANGUAGE}" w:eastAsia="{LANGUAGE}" w:bidi="ar-SA"/>'
        f"</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>{_spacing(0, 100, 264)}</w:pPr>"
        "</w:pPrDefault></w:docDefaults>"
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        + _paragraph_style("Title", TITLE, _spacing(0, 40), _size(36, bold=True), "<w:keepNext/>")
        + _paragraph_style("Subtitle", SUBTITLE, _spacing(0, 160), _size(22), "<w:keepNext/>")
        + _heading(1, 280, 80, 28)
        + _heading(2, 160, 40, 22)
        + _heading(3, 160, 40, 20)
        + _paragraph_style("ListBullet", BULLET, _spacing(0, 50, 252), extra=bullet)
        + _paragraph_style(
            "OsloIkKortPunkt", BULLET_SMALL, _spacing(0, 20), _size(18), based="ListBullet"
        )
        + _paragraph_style("Caption", CAPTION, _spacing(160, 60), _size(18), "<w:keepNext/>")
        + _paragraph_style("Header", "header", _spacing(0, 0))
        + _paragraph_style("Footer", "footer", _spacing(0, 0))
        + _paragraph_style("OsloIkCelle", CELL, _spacing(0, 0), _size(18))
        + _paragraph_style(
            "OsloIkKolonnehode", CELL_HEADING, _spacing(0, 0), _size(16, bold=True), "<w:keepNext/>"
        )
        + _paragraph_style("OsloIkLitenCelle", CELL_SMALL, _spacing(0, 0), _size(16))
        + _paragraph_style("OsloIkMerking", MARKING, _spacing(0, 80), _size(15))
        + _paragraph_style("OsloIkVarsel", BANNER, _spacing(0, 40), _size(22, bold=True))
        + _paragraph_style("OsloIkBunn", FOOTER_LINE, _spacing(0, 0), _size(15), rule)
        + _table_style()
        + "</w:styles>"
    )


def numbering_xml() -> str:
    """``word/numbering.xml`` with the one bullet list."""
    return (
        f"<w:numbering {NAMESPACES}>{BULLET_ABSTRACT.format(abstract=0, style='ListBullet')}"
        f"{BULLET_NUMBER.format(number=1, abstract=0)}</w:numbering>"
    )


def settings_xml() -> str:
    """``word/settings.xml``: Norwegian, and not in compatibility mode."""
    settings = "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word"'
        f' w:val="{value}"/>'
        for name, value in (
            ("compatibilityMode", 15),
            ("overrideTableStyleFontSizeAndJustification", 1),
            ("enableOpenTypeFeatures", 1),
            ("doNotFlipMirrorIndents", 1),
        )
    )
    return (
        f'<w:settings {NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="708"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/>'
        f"<w:compat>{settings}</w:compat>"
        f'<w:themeFontLang w:val="{LANGUAGE}"/>'
        '<w:decimalSymbol w:val=","/><w:listSeparator w:val=";"/></w:settings>'
    )


def document_xml() -> str:
    """An empty ``word/document.xml`` on A4."""
    return (
        f"<w:document {NAMESPACES}><w:body><w:sectPr>"
        f'<w:pgSz w:w="{A4_WIDTH}" w:h="{A4_HEIGHT}"/>'
        f'<w:pgMar w:top="{MARGIN_TOP}" w:right="{MARGIN_SIDE}" w:bottom="{MARGIN_BOTTOM}"'
        f' w:left="{MARGIN_SIDE}" w:header="{MARGIN_EDGE}" w:footer="{MARGIN_EDGE}"'
        ' w:gutter="0"/></w:sectPr></w:body></w:document>'
    )


def font_table_xml() -> str:
    """``word/fontTable.xml``: the typeface and the one that takes its place on Linux."""
    return (
        f'<w:fonts {NAMESPACES}><w:font w:name="{FONT}"><w:altName w:val="Liberation Sans"/>'
        '<w:charset w:val="00"/><w:family w:val="swiss"/><w:pitch w:val="variable"/>'
        "</w:font></w:fonts>"
    )


def theme_xml() -> str:
    """``word/theme/theme1.xml``: ink on white, and the same typeface; Word expects one."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _THEME_COLOURS
    )
    fonts = "".join(
        f'<a:{kind}><a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}>'
        for kind in ("majorFont", "minorFont")
    )
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    line = f'<a:ln w="6350">{fill}</a:ln>'
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
        f' name="oslo-ik"><a:themeElements><a:clrScheme name="oslo-ik">{colours}</a:clrScheme>'
        f'<a:fontScheme name="oslo-ik">{fonts}</a:fontScheme><a:fmtScheme name="oslo-ik">'
        f"<a:fillStyleLst>{fill * 3}</a:fillStyleLst><a:lnStyleLst>{line * 3}</a:lnStyleLst>"
        f"<a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill * 3}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )


_THEME_COLOURS = (
    ("dk1", INK),
    ("lt1", "FFFFFF"),
    ("dk2", "34495E"),
    ("lt2", SHADE),
    ("accent1", "2F5D8A"),
    ("accent2", "4D6B50"),
    ("accent3", "8A5A2B"),
    ("accent4", "6B4D6B"),
    ("accent5", "3E6E73"),
    ("accent6", "5C6670"),
    ("hlink", "1F4E79"),
    ("folHlink", "5B3B6B"),
)
