"""Hostile and private text through every option that takes a person's own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Invoke = Callable[..., Result]
Json = Callable[..., Any]

NUMBER = "SP-2026-11"
HOSTILE = {
    "markup": "[ja] [/] [JA] [x",
    "formula": "=1+1",
    "escape": "\x1b[31mrød\x1b[0m \x1b]0;tittel\x07 \u202egnis",
    "long": "lang " * 1000,
    "letters": "æøåÆØÅ",
}
# A synthetic number: 80 is added to the month, so that it can belong to nobody.
IDENTITY_NUMBER = "17851210083"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


def words_for(field: str) -> tuple[str, list[str]]:
    """The stage of the month a field belongs to, and the command with «@» for its text."""
    fields = {
        "--bydel": ("unit", "oppsett --bydel @ --enhet E --regelverk helse --rolle R"),
        "--enhet": ("unit", "oppsett --bydel B --enhet @ --regelverk helse --rolle R"),
        "--rolle": ("unit", "oppsett --bydel B --enhet E --regelverk helse --rolle @"),
        "nytt trekk": ("drawn", "stikkprove trekk --maned 2026-11 --pa-nytt --begrunnelse @"),
        "erstatning": ("drawn", f"stikkprove erstatt {NUMBER} --sak CASE --begrunnelse @"),
        "--kommentar": (
            "drawn",
            f"stikkprove svar {NUMBER} --sak CASE --kontrollpunkt T07-23 --svar nei --kommentar @",
        ),
        "avvisning": ("summarised", "funn avvis 1 --begrunnelse @"),
        "--tekst": (
            "summarised",
            "tiltak ny --funn 1 --tekst @ --styrke svakt --ansvarlig R --frist 1.1.2099",
        ),
        "--ansvarlig": (
            "summarised",
            "tiltak ny --funn 1 --tekst T --styrke svakt --ansvarlig @ --frist 1.1.2099",
        ),
        "ingen tiltak": ("summarised", "tiltak ingen --funn 1 --begrunnelse @"),
        "låsing": (
            "decided",
            f"stikkprove ferdigstill {NUMBER} --rolle Leder --begrunnelse @",
        ),
        "rolle ved låsing": (
            "decided",
            f"stikkprove ferdigstill {NUMBER} --rolle @ --begrunnelse Syk",
        ),
    }
    stage, line = fields[field]
    return stage, line.split()


FIELDS = (
    "--bydel --enhet --rolle nytt_trekk erstatning --kommentar avvisning --tekst --ansvarlig "
    "ingen_tiltak låsing rolle_ved_låsing"
)
EVERY_FIELD = [name.replace("_", " ") for name in FIELDS.split()]


@pytest.fixture
def give(stages: Any, database: Path, invoke: Invoke, invoke_json: Json) -> Callable[..., Result]:
    """Type a text into a field, at the stage where the field is asked for."""

    def run(field: str, text: str, dash: bool = False, extra: tuple[str, ...] = ()) -> Result:
        stage, words = words_for(field)
        stages.copy("answered" if stage in ("summarised", "decided") else stage, database)
        if stage in ("summarised", "decided"):
            assert invoke("stikkprove", "oppsummer", NUMBER).exit_code == 0
        if stage == "decided":
            for finding in invoke_json("funn", "list"):
                reason = ("--begrunnelse", "Rettet.")
                assert invoke("funn", "avvis", finding["id"], *reason).exit_code == 0
        if "CASE" in words:
            case = invoke_json("stikkprove", "vis", NUMBER)["cases"][0]["reference"]
            words = [case if word == "CASE" else word for word in words]
        words = [("-" if dash else text) if word == "@" else word for word in words]
        return invoke(*words, *extra, input=text if dash else None)

    return run


@pytest.mark.parametrize("field", EVERY_FIELD)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_taken_or_refused_and_never_obeyed(
    field: str, text: str, give: Callable[..., Result], invoke: Invoke
) -> None:
    result = give(field, text)
    assert result.exit_code in (0, 1)
    assert result.stdout if result.exit_code == 0 else result.stderr
    assert "Noe uventet" not in result.stderr
    assert not STEERING.search(result.output)
    for words in (
        ["stikkprove", "list"],
        ["funn", "list"],
        ["tiltak", "list"],
        ["stikkprove", "vis", NUMBER],
        ["stikkprove", "protokoll", NUMBER, "--format", "tabell"],
    ):
        shown = invoke(*words)
        assert not STEERING.search(shown.output)
        formatted = invoke(*words[:3], "--format", "csv")
        cells = re.findall(r"(?:^|;)\"?([^;\n]*)", formatted.stdout, re.MULTILINE)
        assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []


def test_what_is_typed_is_what_is_kept(give: Callable[..., Result], invoke_json: Json) -> None:
    for text, kept in {
        "[ja] [/] [JA] [x": "[ja] [/] [JA] [x",
        "=1+1": "=1+1",
        "æøåÆØÅ": "æøåÆØÅ",
        "a\u0301 \x1b[31mrød\u202e": "á [31mrød",
        "-- ikke et valg": "-- ikke et valg",
    }.items():
        for dash in (False, True):
            assert give("--kommentar", text, dash).exit_code == 0
            answers = invoke_json("stikkprove", "vis", NUMBER)["cases"][0]["answers"]
            assert [a["note"] for a in answers if a["check"] == "T07-23"] == [kept]


@pytest.mark.parametrize("dash", [False, True], ids=["typed", "from standard input"])
@pytest.mark.parametrize("field", EVERY_FIELD)
def test_an_identity_number_is_never_taken(
    field: str, dash: bool, give: Callable[..., Result], database: Path
) -> None:
    for extra in ((), ("--bekreft-personvern",)):
        result = give(field, f"Gjelder {IDENTITY_NUMBER}.", dash, extra)
        assert (result.exit_code, result.stdout) == (1, "")
        assert "fødselsnummer" in result.stderr
        assert IDENTITY_NUMBER not in result.stderr
        assert IDENTITY_NUMBER.encode() not in database.read_bytes()


@pytest.mark.parametrize("place", ["before the noun", "after the verb"])
def test_a_question_is_a_refusal_until_it_is_confirmed(
    place: str, give: Callable[..., Result], invoke: Invoke, invoke_json: Json
) -> None:
    result = give("--kommentar", "Ring 22 33 44 55.")
    assert (result.exit_code, result.stdout) == (1, "")
    sentence, hint = result.stderr.splitlines()
    assert "telefonnummer" in sentence
    assert "22 33 44 55" not in sentence
    assert "--bekreft-personvern" in hint
    review = invoke_json("stikkprove", "vis", NUMBER)
    reference = review["cases"][0]["reference"]
    assert review["cases"][0]["answers"][0]["verdict"] == "not_assessed"
    words = ["stikkprove", "svar", NUMBER, "--sak", reference, "--kontrollpunkt", "T07-23",
             "--svar", "nei", "--kommentar", "Ring 22 33 44 55."]  # fmt: skip
    at = 0 if place == "before the noun" else len(words)
    words.insert(at, "--bekreft-personvern")
    assert invoke(*words).exit_code == 0
    answers = invoke_json("stikkprove", "vis", NUMBER)["cases"][0]["answers"]
    assert [a["note"] for a in answers if a["check"] == "T07-23"] == ["Ring 22 33 44 55."]


def test_standard_input_is_read_by_one_option_only(invoke: Invoke, database: Path) -> None:
    result = invoke("oppsett", "--bydel", "-", "--enhet", "-", "--regelverk", "helse",
                    "--rolle", "R", input="Alna")  # fmt: skip
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Bare ett valg kan leses fra standard inn, og --bydel gjør det." in result.stderr
    assert not database.exists()


def test_standard_input_must_be_text(give: Callable[..., Result], invoke: Invoke) -> None:
    words = ["funn", "avvis", "1", "--begrunnelse", "-"]
    result = invoke(*words, input="blåbær".encode("latin-1"))
    assert (result.exit_code, result.stderr) == (
        1,
        "Teksten på standard inn er ikke UTF-8. Lagre den på nytt.\n",
    )
    result = invoke(*words, input=b"x" * 1_000_001)
    assert (result.exit_code, result.stderr) == (
        1,
        "Teksten på standard inn er for lang. Kort den ned.\n",
    )
    assert (
        give("--kommentar", "\ufeffMed merke først\r\nog to linjer\r\n", dash=True).exit_code == 0
    )
