"""Street addresses and what looks like a person's name.

Nobody can list every name, so two capitalised words in a row are asked about unless they are
known to be something else: a place, a service, a paper, or an ordinary word that begins a
sentence. A known given name or surname wins over most of that. The words are in words.toml.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from itertools import pairwise

Span = tuple[int, int]

# A house number, not a date, an ordinal, a share or a count of something.
_NUMBER = (
    r"\s(?:nr\.?\s?)?[0-9]{1,3}(?![0-9]|[.,:/-][0-9]|\.\s?[a-zæøå]|\s?%"
    r"|\s(?:prosent|av|sak|gang|dag|uke|måned|år|time|minutt|person|bruker|plass|kontroll|punkt|kr))"
    r"(?:\s?[A-Za-z]\b)?"
)
_ADDRESSES = tuple(
    re.compile(pattern + _NUMBER)
    for pattern in (
        r"\b\w{3,30}(?:gata|gaten|gate|veien|vegen|vei|veg|allé|alléen)",
        r"(?<=[\w,]\s)[A-ZÆØÅ]\w{2,30}(?:gt|vn)\.?",
        r"\b(?:[A-ZÆØÅ][\w.-]{0,30}\s){0,2}\w{1,30}\s(?:gate|gata|allé)",
        r"\b(?:[A-ZÆØÅ][\w.-]{0,30}\s){1,3}(?:vei|veg|plass|alle|torg|terrasse|brygge)",
        r"(?<=[\w,]\s)[A-ZÆØÅ]\w{2,30}"
        r"(?:plass|plassen|torg|torget|bakken|stien|svingen|leiret|kroken|faret)",
    )
)

_WORD = re.compile(r"[^\W\d_]{2,}(?:['’-][^\W\d_]+)*")
_BETWEEN = re.compile(r"[^\S\n\r]{1,2}(?:[^\W\d_]\.?[^\S\n\r])?")
_COMMA = re.compile(r",[^\S\n\r]")
_SENTENCE_START = re.compile(r"(?:(?:\A|\n)[\s•*–\-0-9.)]*|[.!?:;«\"“]\s*)\Z")


@dataclass(frozen=True)
class Words:
    """The word lists, all in lower case except ``terms``."""

    first_names: frozenset[str]
    ambiguous: frozenset[str]
    surnames: frozenset[str]
    places: frozenset[str]
    formal: frozenset[str]
    street_words: frozenset[str]
    openers: frozenset[str]
    opener_endings: tuple[str, ...]
    endings: tuple[str, ...]
    terms: tuple[str, ...]


@lru_cache(maxsize=1)
def words() -> Words:
    """The lists of words.toml, read once."""
    source = resources.files("oslo_ik.privacy").joinpath("words.toml")
    data = tomllib.loads(source.read_text(encoding="utf-8"))
    listed = {key: data[key].lower().split() for key in data if key != "terms"}
    return Words(
        endings=tuple(listed.pop("endings")),
        opener_endings=tuple(listed.pop("opener_endings")),
        terms=tuple(data["terms"]),
        **{key: frozenset(value) for key, value in listed.items()},
    )


@lru_cache(maxsize=64)
def terms_pattern(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Matches any of ``terms`` as whole words, in any case, with a genitive s or none."""
    longest_first = sorted((term for term in terms if term.strip()), key=len, reverse=True)
    either = "|".join(re.escape(term) for term in longest_first) or r"(?!)"
    return re.compile(rf"(?i)(?<!\w)(?:{either})s?(?!\w)")


def addresses(text: str) -> Iterator[Span]:
    """Street and number; a street's name alone is none."""
    for pattern in _ADDRESSES:
        for match in pattern.finditer(text):
            yield match.span()


def names(text: str, exempt: Collection[str] = ()) -> Iterator[Span]:
    """Two capitalised words in a row that look like a name; ``exempt`` terms never do."""
    tokens = [match for match in _WORD.finditer(text) if match.group()[0].isupper()]
    if len(tokens) < 2:
        return
    free = [m.span() for m in terms_pattern((*words().terms, *exempt)).finditer(text)]
    for first, second in pairwise(tokens):
        start, end = first.start(), second.end()
        gap, one, two = text[first.end() : second.start()], first.group(), second.group()
        if _COMMA.fullmatch(gap):
            named = _surname(one) and _given(two)
        elif _BETWEEN.fullmatch(gap) and not _street_follows(text, end):
            named = _looks_like_a_name(one, two, _starts_sentence(text, start))
        else:
            continue
        inside = any(a <= start and end <= b for a, b in free)
        touching = any(a < end and start < b for a, b in free)
        if named and not inside and (_given(one) or not touching):
            yield start, end


def _looks_like_a_name(one: str, two: str, starts_sentence: bool) -> bool:
    if one.isupper() or two.isupper():
        # Mostly abbreviations: a known given name has to come first.
        return _given(one) and len(two) > 2 and not _formal(two)
    if not (_shaped(one) and _shaped(two)) or _formal(two):
        return False
    if _given(one):
        return True
    if _listed(one, words().ambiguous):
        return not _place(two)
    if not _place(two) and (_surname(two) or _given(two)):
        return True
    if _formal(one) or _place(one) or _place(two):
        return False
    return not (starts_sentence and _opener(one))


def _starts_sentence(text: str, start: int) -> bool:
    """A word that is capitalised because of where it stands says nothing about names."""
    before = text[max(0, start - 16) : start]
    before = before if start <= 16 else "x" + before
    return _SENTENCE_START.search(before) is not None


def _street_follows(text: str, end: int) -> bool:
    following = _WORD.match(text, end + 1)
    return following is not None and _listed(following.group(), words().street_words)


def _listed(word: str, among: Collection[str]) -> bool:
    """Whether ``word``, or what is left without a genitive s, is in the list."""
    low = word.lower()
    return low in among or (low.endswith("s") and low[:-1] in among)


def _given(word: str) -> bool:
    """A given name that is no ordinary word; of Anne-Marie, Anne is enough."""
    first = re.split("['’-]", word)[0]
    return any(
        _listed(w, words().first_names) and not _listed(w, words().ambiguous) for w in (word, first)
    )


def _surname(word: str) -> bool:
    parts = [word, *word.split("-")]
    return any(
        _listed(part, words().surnames) or (len(part) > 5 and re.search("sens?$", part))
        for part in parts
    )


def _place(word: str) -> bool:
    return _listed(word, words().places)


def _formal(word: str) -> bool:
    low = word.lower()
    return _listed(word, words().formal) or low.removesuffix("s").endswith(words().endings)


def _opener(word: str) -> bool:
    low = word.lower()
    return low in words().openers or low.endswith(words().opener_endings)


def _shaped(word: str) -> bool:
    """Like a name: a capital and small letters (Berg, Anne-Marie, McDonald)."""
    return any(char.islower() for char in word) and not re.search("[a-zæøå][A-ZÆØÅ]{2}", word)
