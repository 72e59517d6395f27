"""Every word of the command line is bokmål, and the commands are those that were agreed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest
from typer.main import get_command
from typer.testing import Result

from oslo_ik.cli.bokmal import spread
from oslo_ik.cli.main import app

if TYPE_CHECKING:
    from typer._click import Context
    from typer._click.core import Command

Invoke = Callable[..., Result]

# What Typer and its click say in English, in help and in errors.
ENGLISH = re.compile(
    r"\b(?:usage|options?|arguments?|commands?|args|missing|no such|invalid|required|requires|"
    r"default|show this|this message|and exit|aborted|error|try|for help|did you mean|possible|"
    r"unexpected|got|value|choose|must be|should be|input|dynamic|env var|deprecated|text|path|"
    r"file|integer|int|str|bool|float|unknown)\b",
    re.IGNORECASE,
)

# Written after the nouns, verbs and options that were agreed for the program.
AGREED = {
    "oppsett": "--bydel --enhet --regelverk --rolle --egen-kode --kopimappe",
    "saker importer": "FIL --prov",
    "saker list": "--format",
    "kontrollpunkter list": "--tiltak --niva --gjennomgang --tema --format",
    "kontrollpunkter vis": "ID --format",
    "stikkprove trekk": "--maned --antall --forsterket --metode --antall-saker --tema "
    "--offentlig-tall --skjaringsdato --pa-nytt --begrunnelse",
    "stikkprove list": "--format",
    "stikkprove vis": "NR --format",
    "stikkprove protokoll": "NR --format",
    "stikkprove flere": "NR --antall",
    "stikkprove erstatt": "NR --sak --begrunnelse",
    "stikkprove utilgjengelig": "NR --sak --angre",
    "stikkprove fakta": "NR --sak FAKTUM=ja|nei",
    "stikkprove svar": "NR --sak --kontrollpunkt --svar --grunn --kommentar --utfort --mangler "
    "--fil",
    "stikkprove spor": "NR --sak --kontrollpunkt",
    "stikkprove tatt-opp": "NR --sak --kontrollpunkt --hva --rolle --nar --angre",
    "stikkprove angre": "NR",
    "stikkprove oppsummer": "NR",
    "stikkprove ferdigstill": "NR --rolle --begrunnelse",
    "funn list": "--gjennomgang --format",
    "funn bekreft": "ID",
    "funn avvis": "ID --begrunnelse",
    "funn sla-sammen": "ID",
    "funn endre": "ID --tittel",
    "funn god-praksis": "NR --kontrollpunkt --tekst",
    "funn eqs": "ID --avvik --nummer",
    "funn eqs-tekst": "ID",
    "funn eqs-nummer": "ID --nummer",
    "funn lukk": "ID --belegg",
    "funn apne": "ID --begrunnelse",
    "funn historikk": "ID --format",
    "tiltak ny": "--funn --tekst --styrke --ansvarlig --frist --type",
    "tiltak endre": "ID --tekst --styrke --ansvarlig --frist --type",
    "tiltak fjern": "ID",
    "tiltak svakt": "--funn --begrunnelse",
    "tiltak ingen": "--funn --begrunnelse",
    "tiltak list": "--format",
    "tiltak status": "ID --status --begrunnelse",
    "tiltak frist": "ID --frist --begrunnelse",
    "tiltak effekt": "ID --effekt --belegg",
    "eksporter": "NR --til --mal",
    "verifiser": "--mot",
    "demo": "--mappe --uten-skjerm",
    "versjon": "",
}
SHARED = {"--database", "--dato", "--bekreft-personvern", "--hjelp", "--help"}


def walk(
    command: Command, path: tuple[str, ...], parent: Context | None
) -> Iterator[tuple[tuple[str, ...], Command, Context]]:
    context = command.make_context(path[-1] if path else "", [], parent, resilient_parsing=True)
    yield path, command, context
    for name in getattr(command, "list_commands", lambda _: [])(context):
        below: Any = command
        yield from walk(below.get_command(context, name), (*path, name), context)


EVERY = list(walk(get_command(app), (), None))
VERBS = [entry for entry in EVERY if not hasattr(entry[1], "list_commands")]


def names_of(param: Any) -> list[str]:
    return [param.metavar] if param.param_type_name == "argument" else param.opts


def test_the_commands_are_those_agreed() -> None:
    found = {" ".join(path) for path, _, _ in VERBS}
    assert found == set(AGREED)


@pytest.mark.parametrize(("path", "command", "context"), VERBS, ids=[" ".join(v[0]) for v in VERBS])
def test_the_options_are_those_agreed(
    path: tuple[str, ...], command: Command, context: Context
) -> None:
    names = [name for param in command.get_params(context) for name in names_of(param)]
    assert set(names) == set(AGREED[" ".join(path)].split()) | SHARED
    assert len(names) == len(set(names))
    assert all(name.isascii() for name in names)


@pytest.mark.parametrize("flag", ["--hjelp", "--help"])
@pytest.mark.parametrize("path", [entry[0] for entry in EVERY], ids=[" ".join(e[0]) for e in EVERY])
def test_help_is_bokmal(path: tuple[str, ...], flag: str, invoke: Invoke) -> None:
    result = invoke(*path, flag)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Bruk: {' '.join(('oslo-ik', *path))} ")
    known = set(re.findall(r"--[a-z-]+", result.stdout))
    assert {"--hjelp", "--help"} <= known
    prose = re.sub(r"--[a-z-]+", "", result.stdout)
    assert ENGLISH.findall(prose) == []


@pytest.mark.parametrize(("path", "command", "context"), EVERY, ids=[" ".join(e[0]) for e in EVERY])
def test_everything_is_explained(path: tuple[str, ...], command: Command, context: Context) -> None:
    assert (command.help or "").endswith(".")
    for param in command.get_params(context):
        text = getattr(param, "help", None) or ""
        assert text[:1].isupper() or text.split(",")[0] in ("ja", "finnes_ikke"), param.name
        assert text.endswith("."), param.name


WRONG = {
    "no such noun": (["stikkprov"], "Kommandoen «stikkprov» finnes ikke. Mente du stikkprove?"),
    "no such verb": (["saker", "slett"], "Kommandoen «slett» finnes ikke."),
    "no verb": (["saker", "--bekreft-personvern"], "Kommandoen mangler."),
    "no such option": (
        ["stikkprove", "trekk", "--forstrket"],
        "Valget --forstrket finnes ikke. Mente du --forsterket?",
    ),
    "no such short option": (["saker", "list", "-x"], "Valget -x finnes ikke."),
    "option of the root": (["--mappe", "x", "demo"], "Valget --mappe finnes ikke."),
    "missing option": (["stikkprove", "flere", "SP-1"], "Valget --antall mangler."),
    "missing argument": (["stikkprove", "vis"], "NR mangler."),
    "missing arguments": (["funn", "bekreft"], "ID mangler."),
    "option without value": (["stikkprove", "trekk", "--maned"], "--maned mangler en verdi."),
    "flag with value": (["stikkprove", "trekk", "--pa-nytt=ja"], "--pa-nytt tar ingen verdi."),
    "too much": (["saker", "list", "alle", "nå"], "Kommandoen tar ikke imot «alle nå»."),
    "not a number": (["stikkprove", "flere", "SP-1", "--antall", "to"], "helt tall fra 1"),
    "negative": (["stikkprove", "flere", "SP-1", "--antall", "-1"], "helt tall fra 1"),
    "huge": (["funn", "avvis", "9" * 40, "--begrunnelse", "x"], "ID: Skriv et helt tall"),
    "not a month": (["stikkprove", "trekk", "--maned", "2026-13"], "Måneden finnes ikke."),
    "not a date": (
        ["tiltak", "ny", "--funn", "1", "--tekst", "x", "--styrke", "svakt", "--ansvarlig", "x",
         "--frist", "31.11.2026"],
        "Valget --frist: Datoen finnes ikke i kalenderen.",
    ),
    "not a choice": (
        ["oppsett", "--bydel", "x", "--enhet", "x", "--rolle", "x", "--regelverk", "annet"],
        "Valget --regelverk: Bruk ett av disse: helse, sosial, begge.",
    ),
    "not a format": (["saker", "list", "--format", "xml"], "Bruk ett av disse: tabell, csv, json."),
    "not a verdict": (
        ["stikkprove", "svar", "SP-1", "--sak", "1", "--kontrollpunkt", "T07-01", "--svar", "tja"],
        "Svaret «tja» er ukjent.",
    ),
    "not a reason": (["stikkprove", "svar", "SP-1", "--grunn", "x"], "Grunnen «x» er ukjent."),
    "half an answer": (
        ["stikkprove", "svar", "SP-1", "--sak", "1", "--svar", "ja"],
        "Valget --kontrollpunkt mangler.",
    ),
    "file and answer": (
        ["stikkprove", "svar", "SP-1", "--fil", "x.csv", "--svar", "ja"],
        "--fil står alene",
    ),
    "two sizes": (
        ["stikkprove", "trekk", "--antall", "5", "--forsterket"],
        "enten --antall eller --forsterket",
    ),
    "reason alone": (["stikkprove", "trekk", "--begrunnelse", "x"], "hører til --pa-nytt"),
    "not a fact": (["stikkprove", "fakta", "SP-1", "--sak", "1", "overgang"], "overgang=ja"),
    "no number without avvik": (
        ["funn", "eqs", "1", "--avvik", "nei", "--nummer", "7"],
        "--nummer hører til --avvik ja",
    ),
    "neither yes nor no": (["funn", "eqs", "1", "--avvik", "kanskje"], "ja, nei."),
    "fact twice": (
        ["stikkprove", "fakta", "SP-1", "--sak", "1", "overgang=ja", "overgang=nei"],
        "to ganger",
    ),
    "demo elsewhere": (["--database", "x.db", "demo", "--uten-skjerm"], "Bruk --mappe"),
}  # fmt: skip


@pytest.mark.parametrize(("args", "sentence"), WRONG.values(), ids=WRONG.keys())
def test_wrong_usage_is_told_in_bokmal(args: list[str], sentence: str, invoke: Invoke) -> None:
    result = invoke(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.rstrip().splitlines()
    assert lines[0].startswith("Bruk: oslo-ik")
    assert lines[-1].startswith("Feil: ")
    assert sentence in lines[-1]
    assert ENGLISH.findall(re.sub(r"--[a-z-]+", "", result.stderr)) == []


def test_a_noun_alone_shows_its_verbs(invoke: Invoke) -> None:
    result = invoke("funn")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "sla-sammen" in result.stderr
    assert ENGLISH.findall(re.sub(r"--[a-z-]+", "", result.stderr)) == []


def test_wrong_words_cannot_steer_the_terminal(invoke: Invoke) -> None:
    for args in (["\x1b[31mx"], ["--\x1b[31mx"], ["saker", "list", "\x1b]0;x\x07"]):
        result = invoke(*args)
        assert result.exit_code == 2
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", result.stderr)


def test_letters_that_belong_to_bokmal_are_understood(invoke: Invoke) -> None:
    assert invoke("stikkprøve", "list").exit_code == 0
    result = invoke("kontrollpunkter", "list", "--nivå", "sak", "--gjennomgang", "stikkprøve")
    assert result.exit_code == 0
    assert "T07-01" in result.stdout
    assert invoke("funn", "slå-sammen", "--hjelp").exit_code == 0


@pytest.mark.parametrize("flag", [["versjon"], ["--versjon"], ["--version"]])
def test_version(flag: list[str], invoke: Invoke) -> None:
    from oslo_ik import __version__

    result = invoke(*flag)
    assert (result.exit_code, result.stdout) == (0, f"oslo-ik {__version__}\n")


def test_an_option_that_repeats_takes_several_values() -> None:
    names = {"--mangler"}
    for args, expected in {
        "NR --mangler a b --svar nei": "NR --mangler a --mangler b --svar nei",
        "NR --mangler a --mangler b": "NR --mangler a --mangler b",
        "NR --svar nei --mangler a b c": "NR --svar nei --mangler a --mangler b --mangler c",
        "NR --svar nei": "NR --svar nei",
        "--mangler --svar nei": "--mangler --svar nei",
    }.items():
        assert spread(args.split(), names) == expected.split()
