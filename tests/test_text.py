"""Text and dates: cleaned, sorted and shown the Norwegian way."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslo_ik import text
from oslo_ik.errors import InvalidInput

ANY_TEXT = st.text(st.characters(exclude_categories=()))


def xml_allows(char: str) -> bool:
    """XML 1.0, production [2] Char."""
    code = ord(char)
    return (
        code in (0x9, 0xA, 0xD)
        or 0x20 <= code <= 0xD7FF
        or 0xE000 <= code <= 0xFFFD
        or 0x10000 <= code <= 0x10FFFF
    )


@settings(deadline=None)
@given(ANY_TEXT)
def test_clean_text_is_safe_for_a_terminal_and_for_xml(raw: str) -> None:
    cleaned = text.clean(raw)
    assert all(xml_allows(char) for char in cleaned)
    assert not [c for c in cleaned if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t"]
    directions = {"LRE", "RLE", "PDF", "LRO", "RLO", "LRI", "RLI", "FSI", "PDI"}
    assert not [c for c in cleaned if unicodedata.bidirectional(c) in directions]
    assert unicodedata.is_normalized("NFC", cleaned)
    assert text.clean(cleaned) == cleaned


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs"))))
def test_ordinary_text_is_only_composed(raw: str) -> None:
    assert text.clean(raw) == unicodedata.normalize("NFC", raw)


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\r\nb\rc\nd\te", "a\nb\nc\nd\te"),
        ("\x1b[31mrød\x1b[0m", "[31mrød[0m"),
        ("\x9b31m", "31m"),
        ("\x1b]52;c;aGVp\x07", "]52;c;aGVp"),
        ("a\u202etxt.exe\u2066\u200f\u200e\u061c", "atxt.exe"),
        ("a\u030a\x00", "å"),
        ("a\x00\u030a", "å"),
        ("\ud800x\uffff\ufffe\x7f", "x"),
        ("[ja] [/] [JA] [x", "[ja] [/] [JA] [x"),
        ("=1+1", "=1+1"),
        ("æøåÆØÅ", "æøåÆØÅ"),
    ],
)
def test_clean(raw: str, cleaned: str) -> None:
    assert text.clean(raw) == cleaned


@settings(deadline=None)
@given(ANY_TEXT)
def test_plain_line_is_one_line(raw: str) -> None:
    assert len(text.plain_line(raw).splitlines()) <= 1
    assert "\t" not in text.plain_line(raw)


def test_plain_line_keeps_words_apart() -> None:
    assert text.plain_line("først\r\nså\tsist\u2028slutt") == "først så sist slutt"


def test_norwegian_order() -> None:
    expected = ["aa", "Aas", "Berg", "é", "Sagene", "Zoo", "zz", "Ælle", "ø", "Østensjø", "Å", "åa"]
    shuffled = sorted(expected)
    assert shuffled != expected
    assert sorted(shuffled, key=text.sort_key) == expected
    decomposed = [unicodedata.normalize("NFD", word) for word in reversed(expected)]
    assert [unicodedata.normalize("NFC", w) for w in sorted(decomposed, key=text.sort_key)] == (
        expected
    )


def test_same_word_in_two_cases_has_a_fixed_order() -> None:
    assert sorted(["ås", "Ås"], key=text.sort_key) == sorted(["Ås", "ås"], key=text.sort_key)


def test_fold_finds_across_case_and_composition() -> None:
    assert text.fold("ÆRLIG A\u030aPEN") == text.fold("ærlig åpen") == "ærlig åpen"
    assert text.fold("ø") != text.fold("o")


def test_dates_are_shown_and_read() -> None:
    assert text.show_date(date(2026, 11, 23)) == "23.11.2026"
    assert text.show_date(date(2026, 2, 1)) == "01.02.2026"
    for raw in ("2026-02-01", "1.2.2026", "01.02.2026", " 01.02.2026 ", "1. 2. 2026"):
        assert text.parse_date(raw) == date(2026, 2, 1)


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_a_shown_date_reads_back(day: date) -> None:
    assert text.parse_date(text.show_date(day)) == day
    assert text.parse_date(day.isoformat()) == day


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("1.2.26", "fire sifre"),
        ("01/02/26", "fire sifre"),
        ("31.02.2026", "finnes ikke"),
        ("29.02.2025", "finnes ikke"),
        ("2026-13-01", "finnes ikke"),
        ("01.01.0026", "mellom 1900 og 2100"),
        ("20261123", "dag, måned og år"),
        ("2026-W47-1", "dag, måned og år"),
        ("i går", "dag, måned og år"),
        ("", "dag, måned og år"),
        ("٠١.٠٢.٢٠٢٦", "dag, måned og år"),
        ("17851210083", "dag, måned og år"),
    ],
)
def test_what_is_no_date_is_refused_in_bokmal(raw: str, told: str) -> None:
    with pytest.raises(InvalidInput, match=told) as caught:
        text.parse_date(raw)
    assert not raw or raw not in caught.value.message


def test_months_are_shown_and_read() -> None:
    assert text.parse_month("2026-11") == text.parse_month("11.2026") == "2026-11"
    assert text.parse_month(" 2026-3 ") == text.parse_month("3.2026") == "2026-03"
    assert text.show_month("2026-11") == "november 2026"
    names = "januar februar mars april mai juni juli august september oktober november desember"
    shown = [text.show_month(f"2027-{month:02d}") for month in range(1, 13)]
    assert shown == [f"{name} 2027" for name in names.split()]


@pytest.mark.parametrize(
    "raw", ["2026-13", "0.2026", "2026", "november", "2026-11-23", "11.26", ""]
)
def test_what_is_no_month_is_refused(raw: str) -> None:
    with pytest.raises(InvalidInput, match="Skriv"):
        text.parse_month(raw)
    with pytest.raises(InvalidInput):
        text.show_month(raw)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Bydel Grünerløkka, Rus & psykisk helse", "bydel-grunerlokka-rus-psykisk-helse"),
        ("ÆØÅ æøå", "aeoa-aeoa"),
        ("A\u030asane", "asane"),
        ("../../etc/passwd", "etc-passwd"),
        ("AUX .docx", "aux-docx"),
        ("-rf", "rf"),
        ("a\u202exslx", "a-xslx"),
        ("..", ""),
        ("日本", ""),
    ],
)
def test_slug(raw: str, expected: str) -> None:
    assert text.slug(raw) == expected


@settings(deadline=None)
@given(ANY_TEXT)
def test_a_slug_has_nothing_but_whitelisted_characters(raw: str) -> None:
    slug = text.slug(raw)
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(slug) <= 60
    assert not slug.startswith("-")
    assert not slug.endswith("-")


FORMULAS = [
    "=1+1",
    "+47",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\tx",
    "  =1",
    "\x00=1",
    " \x00 -1",
    "\r=1",
    "\n@x",
    "\u00a0=1",
    "\ufeff=1",
    "＝1",
    "＋1",
    "－1",
    "＠a",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://x")',
    "\x00tekst",
    "+",
]


@pytest.mark.parametrize("raw", FORMULAS)
def test_a_formula_is_disarmed(raw: str) -> None:
    assert text.formula_safe(raw) == "'" + raw
    assert text.formula_safe(text.formula_safe(raw)) == "'" + raw


@pytest.mark.parametrize("raw", ["", " ", "Ja", "3 av 5", "a=b", "'=1", "«=1»", "[ja]", "æ-ø"])
def test_ordinary_cells_are_left_alone(raw: str) -> None:
    assert text.formula_safe(raw) == raw
