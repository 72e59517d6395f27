"""Kinds of options and arguments: each reads one kind of value, or says in bokmål why not."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Literal

import typer

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.cli.bokmal import FREE_TEXT, WrongUsage, plain_letters
from oslo_ik.cli.shared import parse_day, parse_path, shared
from oslo_ik.errors import InvalidInput
from oslo_ik.text import clean, parse_month

Format = Literal["tabell", "csv", "json"]
STANDARD_INPUT = "-"
MAX_STANDARD_INPUT = 1_000_000  # bytes


def text(value: str) -> str:
    """Text as it was typed, without what steers a terminal."""
    return clean(value)


def review_number(value: str) -> str:
    """The number of a review, in capitals."""
    return clean(value).strip().upper()


def read_dash(ctx: typer.Context, param: typer.CallbackParam, value: str | None) -> str | None:
    """``-`` is read from standard input, UTF-8; only one option of a command can be."""
    if value != STANDARD_INPUT:
        return value
    given = shared(ctx)
    name = param.opts[0]
    if given.read_by is not None:
        raise WrongUsage(f"Bare ett valg kan leses fra standard inn, og {given.read_by} gjør det.")
    given.read_by = name
    if sys.stdin.isatty():
        typer.echo(f"Skriv teksten til {name}. Avslutt med Ctrl+D (Windows: Ctrl+Z).", err=True)
    raw = sys.stdin.buffer.read(MAX_STANDARD_INPUT + 1)
    if len(raw) > MAX_STANDARD_INPUT:
        raise InvalidInput("Teksten på standard inn er for lang. Kort den ned.")
    try:
        return clean(raw.decode("utf-8-sig")).strip()
    except UnicodeDecodeError as error:
        raise InvalidInput("Teksten på standard inn er ikke UTF-8. Lagre den på nytt.") from error


def folder(value: str) -> str:
    """A folder with its whole path, since it is used from elsewhere later; empty stays empty."""
    path = clean(value).strip()
    return str(parse_path(path).absolute()) if path else ""


def one_of(*words: str) -> Callable[[str], str]:
    """A parser for a closed list of words; æ, ø, å and capitals are forgiven."""

    def parse(value: str) -> str:
        word = plain_letters(value.strip()).lower()
        if word not in words:
            raise WrongUsage(f"Bruk ett av disse: {', '.join(words)}.")
        return word

    return parse


def choice(name: str, words: tuple[str, ...], help: str) -> Any:
    """An option that takes one of ``words``."""
    return typer.Option(name, parser=one_of(*words), metavar="|".join(words), help=help)


def whole(low: int, high: int) -> Callable[[str], int]:
    """A parser for a whole number within limits."""

    def parse(value: str) -> int:
        digits = value.strip()
        if not (digits.isascii() and digits.isdigit() and low <= int(digits[:12]) <= high):
            raise WrongUsage(f"Skriv et helt tall fra {low} til {high}.")
        return int(digits)

    return parse


def month(value: str) -> str:
    """A month as it is stored, else WrongUsage."""
    try:
        return parse_month(value)
    except InvalidInput as error:
        raise WrongUsage(error.message) from error


def fact_values(values: Sequence[str]) -> dict[str, bool | None]:
    """``overgang=ja`` as {overgang: True}; nei is False and ukjent is None."""
    answers = {"ja": True, "nei": False, "ukjent": None}
    given: dict[str, bool | None] = {}
    for value in values:
        name, _, word = value.partition("=")
        fact, word = plain_letters(name.strip()).lower(), word.strip().lower()
        if not fact or word not in answers:
            raise WrongUsage("Skriv hvert faktum slik: overgang=ja, overgang=nei, overgang=ukjent.")
        if fact in given:
            raise WrongUsage(f"Faktumet {fact} er oppgitt to ganger.")
        given[fact] = answers[word]
    return given


def verdict(value: str) -> Verdict:
    """A verdict by its word."""
    try:
        return Verdict.from_word(plain_letters(value))
    except InvalidInput as error:
        raise WrongUsage(error.message) from error


def reason(value: str) -> Reason:
    """A grunn by its word."""
    try:
        return Reason.from_word(plain_letters(value))
    except InvalidInput as error:
        raise WrongUsage(error.message) from error


def action_type(value: str) -> str:
    """A type of forbedringstiltak as it is spelled; which belong to a strength is asked there."""
    from oslo_ik.reviews.actions import STRENGTH_TYPES

    def key(text: str) -> str:
        return plain_letters(text).lower()

    given = clean(value).strip()
    known = (name for names in STRENGTH_TYPES.values() for name in names)
    return next((name for name in known if key(name) == key(given)), given)


def free_text(name: str, help: str) -> Any:
    """An option for free text; ``-`` reads it from standard input."""
    return typer.Option(name, parser=text, callback=read_dash, metavar=FREE_TEXT, help=help)


def theme(help: str) -> Any:
    """An option for the id of a theme."""
    return typer.Option("--tema", metavar="TEMA", parser=theme_id, help=help)


def theme_id(value: str) -> str:
    """A theme's id as it is spelled in the catalogue; whether it exists is asked there."""
    return plain_letters(clean(value).strip()).lower().replace(" ", "_")


def a_date(name: str, help: str) -> Any:
    """An option for a date."""
    return typer.Option(name, parser=parse_day, metavar="DATO", help=help)


def a_file(name: str, help: str) -> Any:
    """An option for a file."""
    return typer.Option(name, parser=parse_path, metavar="FIL", help=help)


def a_number(name: str, low: int, high: int, help: str) -> Any:
    """An option for a whole number within limits."""
    return typer.Option(name, parser=whole(low, high), metavar="ANTALL", help=help)


Number = Annotated[
    str,
    typer.Argument(
        metavar="NR", parser=review_number, help="Nummeret på gjennomgangen, som SP-2026-11."
    ),
]
CaseReference = Annotated[
    str, typer.Option("--sak", metavar="REF", parser=text, help="Saksnummeret til saken.")
]
CheckId = Annotated[
    str,
    typer.Option("--kontrollpunkt", metavar="ID", parser=text, help="Nummeret, som T07-01."),
]
FindingId = Annotated[
    int, typer.Argument(metavar="ID", parser=whole(1, 10**9), help="Nummeret på funnet.")
]
FindingIds = Annotated[
    list[int],
    typer.Argument(metavar="ID", parser=whole(1, 10**9), help="Ett eller flere funn."),
]
ActionId = Annotated[
    int, typer.Argument(metavar="ID", parser=whole(1, 10**9), help="Nummeret på tiltaket.")
]
OfFinding = Annotated[
    int, typer.Option("--funn", metavar="ID", parser=whole(1, 10**9), help="Nummeret på funnet.")
]
ListFormat = Annotated[
    Format,
    choice("--format", ("tabell", "csv", "json"), "Hvordan listen skrives; ellers som tabell."),
]
