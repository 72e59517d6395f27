"""Turning tables of a catalogue file into models, and saying in bokmål what is wrong.

Every mistake is a CatalogueError that names the file, the entry and the field.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NoReturn, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from oslo_ik.checks.vocabulary import Level, ReviewKind
from oslo_ik.errors import CatalogueError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from pydantic_core import ErrorDetails

    from oslo_ik.checks.model import Check

MAX_WORDS = 25
LAST_MEASURE = 14
INTERVAL_MONTHS = 4

_CHECK_ID = re.compile(r"(?:(?P<prefix>[A-ZÆØÅ]{1,6})-)?T(?P<measure>[0-9]{2})-[0-9]{2}")
_NOUNS = {
    "check": "kontrollpunkt",
    "fact": "faktum",
    "area": "område",
    "theme": "tema",
    "month": "måned",
}
_MESSAGES = {
    "missing": "mangler",
    "extra_forbidden": "er et ukjent felt",
    "int_type": "må være et helt tall",
    "bool_type": "må være true eller false",
    "string_type": "må være tekst",
    "tuple_type": "må være en liste",
}

_Model = TypeVar("_Model", bound=BaseModel)


def fail(file: str, entry: str, field: str, problem: str) -> NoReturn:
    """Raise the CatalogueError that names file, entry and field."""
    raise CatalogueError(f"{file}, {entry}, feltet «{field}»: {problem}.")


def describe(kind: str, entry_id: object) -> str:
    """«kontrollpunkt T07-19»: the words by which an entry is named."""
    return f"{_NOUNS[kind]} {entry_id}"


def parse_entries(model: type[_Model], kind: str, entries: object, file: str) -> tuple[_Model, ...]:
    """Models of a list of tables (``[[check]]``); ``kind`` is the table's name."""
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise CatalogueError(
            f"{file}: «{kind}» må skrives som tabeller som begynner med [[{kind}]]."
        )
    try:
        models = TypeAdapter(tuple[model, ...]).validate_python(entries)  # type: ignore[valid-type]
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        index, *path = first["loc"]
        number = int(index)
        name = describe(kind, entries[number].get("id", f"nr. {number + 1}"))
        fail(file, name, str(path[0] if path else "id"), _problem(first))
    return tuple(models)


def parse_table(model: type[_Model], name: str, table: object, file: str) -> _Model:
    """The model of a single table (``[edition]``)."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        field = first["loc"][0] if first["loc"] else name
        fail(file, f"tabellen [{name}]", str(field), _problem(first))


def _problem(error: ErrorDetails) -> str:
    if error["type"] in ("enum", "literal_error"):
        allowed = str(error["ctx"]["expected"]).replace(" or ", " eller ").replace("'", "")
        return f"«{error['input']}» er ikke et gyldig valg; bruk {allowed}"
    return _MESSAGES.get(error["type"], "har en verdi som ikke kan brukes")


def require_unique(ids: Iterable[str], kind: str, file: str) -> None:
    """Refuse an id that is used twice."""
    seen: set[str] = set()
    for entry_id in ids:
        if entry_id in seen:
            fail(file, describe(kind, entry_id), "id", "er brukt to ganger")
        seen.add(entry_id)


def validate_check(
    check: Check, file: str, themes: Collection[str], facts: Collection[str], prefix: str = ""
) -> None:
    """Hold one check against the rules of §5; ``prefix`` is empty for the standard itself."""
    name = describe("check", check.id)
    _validate_id(check, name, file, prefix)
    words = len(check.text.split())
    if not 0 < words <= MAX_WORDS:
        fail(file, name, "text", f"har {words} ord, men skal ha fra 1 til {MAX_WORDS}")
    for field in ("guidance", "source"):
        if not getattr(check, field).strip():
            fail(file, name, field, "er tomt")
    if check.strength.rank > check.modal.strongest.rank:
        problem = f"«{check.strength}» er sterkere enn ordet «{check.modal}» gir grunnlag for"
        fail(file, name, "strength", problem)
    if check.theme not in themes:
        fail(file, name, "theme", f"temaet «{check.theme}» finnes ikke")
    _validate_condition(check, name, file, facts)
    if check.interval_months not in (None, INTERVAL_MONTHS):
        fail(file, name, "interval_months", f"må være {INTERVAL_MONTHS} eller utelates")
    _validate_reviews(check, name, file)


def _validate_id(check: Check, name: str, file: str, prefix: str) -> None:
    match = _CHECK_ID.fullmatch(check.id)
    if match is None or (match["prefix"] or "") != prefix:
        example = f"{prefix}-T07-01" if prefix else "T07-01"
        fail(file, name, "id", f"må se ut som {example}")
    if not 0 <= check.measure <= LAST_MEASURE:
        fail(file, name, "measure", f"må være fra 0 til {LAST_MEASURE}")
    if int(match["measure"]) != check.measure:
        fail(file, name, "measure", f"er {check.measure}, men id-en sier {match['measure']}")


def _validate_condition(check: Check, name: str, file: str, facts: Collection[str]) -> None:
    if check.condition is None:
        if check.applies_when is not None:
            fail(file, name, "condition", "mangler, men «applies_when» er fylt ut")
        return
    if check.condition not in facts:
        fail(file, name, "condition", f"faktumet «{check.condition}» finnes ikke")
    if not (check.applies_when or "").strip():
        fail(file, name, "applies_when", "må fylles ut når «condition» er brukt")


def _validate_reviews(check: Check, name: str, file: str) -> None:
    if not check.reviews:
        fail(file, name, "reviews", "må nevne minst én gjennomgang")
    if len(set(check.reviews)) != len(check.reviews):
        fail(file, name, "reviews", "nevner samme gjennomgang to ganger")
    by_case = check.asked_by(ReviewKind.SPOT_CHECK) or check.asked_by(ReviewKind.PORTFOLIO)
    if check.level is Level.SERVICE and by_case:
        fail(file, name, "reviews", "et punkt om tjenesten kan ikke spørres om sak for sak")
    if check.level is Level.CASE and check.asked_by(ReviewKind.SYSTEM):
        fail(file, name, "reviews", "et punkt om en sak kan ikke stå i systemgjennomgangen")


def validate_areas_flag(checks: Sequence[Check], file: str) -> None:
    """At most one check is answered by mapping areas."""
    marked = [check.id for check in checks if check.areas]
    if len(marked) > 1:
        name = describe("check", marked[1])
        fail(file, name, "areas", f"kan bare være true på ett kontrollpunkt; {marked[0]} har det")
