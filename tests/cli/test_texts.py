"""Hostile and private text through every option that takes a person's own words."""

from __future__ import annotations

import csv
import io
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
    "everything": "=1+1 [ja] [/] [JA] [x \x1b[31mrød\x1b[0m \x1b]0;tittel\x07 \u202egnis æøåÆØÅ",
    "long": "lang " * 1000,
}
# A synthetic number: 80 is added to the month, so that it can belong to nobody.
IDENTITY_NUMBER = "17851210083"
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")

CASE = f"{NUMBER} --sak CASE"
STOP = f"{NUMBER} --sak RT-302 --kontrollpunkt T11-24"
ACTION = "--funn 1 --styrke svakt --frist 1.1.2099"
SHOWN = f"stikkprove vis {NUMBER}"
PROTOCOL = f"stikkprove protokoll {NUMBER}"

# Every option for a person's own words: the stage of the month where it is given, the command
# with «@» for the text, and the list that shows it (none, when nothing lists it).
FIELDS = {
    "--bydel": ("unit", "oppsett --bydel @ --enhet E --regelverk helse --rolle R", ""),
    "--enhet": ("unit", "oppsett --bydel B --enhet @ --regelverk helse --rolle R", ""),
    "--rolle": ("unit", "oppsett --bydel B --enhet E --regelverk helse --rolle @", ""),
    "new draw": ("drawn", "stikkprove trekk --maned 2026-11 --pa-nytt --begrunnelse @", PROTOCOL),
    "replacement": ("drawn", f"stikkprove erstatt {CASE} --begrunnelse @", PROTOCOL),
    "--kommentar": (
        "drawn",
        f"stikkprove svar {CASE} --kontrollpunkt T07-23 --svar nei --kommentar @",
        SHOWN,
    ),
    "taken up": ("stopped", f"stikkprove tatt-opp {STOP} --hva @", SHOWN),
    "taken up with": ("stopped", f"stikkprove tatt-opp {STOP} --rolle @", SHOWN),
    "dismissal": ("summarised", "funn avvis 1 --begrunnelse @", "funn list"),
    "--tittel": ("summarised", "funn endre 1 --tittel @", "funn list"),
    "good practice": (
        "summarised",
        f"funn god-praksis {NUMBER} --kontrollpunkt T07-23 --tekst @",
        "funn list",
    ),
    "--nummer": ("summarised", "funn eqs 1 --avvik ja --nummer @", "funn list"),
    "--tekst": ("summarised", f"tiltak ny {ACTION} --ansvarlig R --tekst @", "tiltak list"),
    "--ansvarlig": ("summarised", f"tiltak ny {ACTION} --tekst T --ansvarlig @", "tiltak list"),
    "changed text": ("acted", "tiltak endre 1 --tekst @", "tiltak list"),
    "changed role": ("acted", "tiltak endre 1 --ansvarlig @", "tiltak list"),
    "weak": ("acted", "tiltak svakt --funn 1 --begrunnelse @", "funn list"),
    "no action": ("summarised", "tiltak ingen --funn 1 --begrunnelse @", "funn list"),
    "locking": (
        "decided",
        f"stikkprove ferdigstill {NUMBER} --rolle Leder --begrunnelse @",
        "stikkprove list",
    ),
    "role at locking": (
        "decided",
        f"stikkprove ferdigstill {NUMBER} --rolle @ --begrunnelse Syk",
        "stikkprove list",
    ),
}
NO_DASH = ("--nummer",)  # a number is no free text: it is typed where it stands


@pytest.fixture
def field(at_stage: Any, invoke: Invoke, invoke_json: Json) -> Callable[[str], Callable[..., Any]]:
    """Go to the stage of a field; what comes back types a text into it."""

    def prepare(name: str) -> Callable[..., Result]:
        stage, line, _ = FIELDS[name]
        at_stage("summarised" if stage == "acted" else stage)
        words = line.split()
        if stage == "acted":
            action = f"tiltak ny {ACTION} --tekst T --ansvarlig R".split()
            assert invoke(*action).exit_code == 0
        if "CASE" in words:
            case = invoke_json("stikkprove", "vis", NUMBER)["cases"][0]["reference"]
            words = [case if word == "CASE" else word for word in words]

        def give(text: str, dash: bool = False, extra: tuple[str, ...] = ()) -> Result:
            given = [("-" if dash else text) if word == "@" else word for word in words]
            return invoke(*given, *extra, input=text if dash else None)

        return give

    return prepare


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_taken_or_refused_and_never_obeyed(
    name: str, text: str, field: Any, invoke: Invoke
) -> None:
    result = field(name)(text)
    assert result.exit_code in (0, 1)
    assert result.stdout if result.exit_code == 0 else result.stderr
    assert "Noe uventet" not in result.stderr
    assert not STEERING.search(result.output)
    listed = FIELDS[name][2].split()
    if listed:
        assert not STEERING.search(invoke(*listed, "--format", "tabell").output)
        told = invoke(*listed, "--format", "csv")
        assert not STEERING.search(told.output)
        cells = [
            cell for row in csv.reader(io.StringIO(told.stdout), delimiter=";") for cell in row
        ]
        assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []


def test_what_is_typed_is_what_is_kept(field: Any, invoke_json: Json) -> None:
    give = field("--kommentar")
    for text, kept in {
        "[ja] [/] [JA] [x": "[ja] [/] [JA] [x",
        "=1+1": "=1+1",
        "æøåÆØÅ": "æøåÆØÅ",
        "a\u0301 \x1b[31mrød\u202e": "á [31mrød",
        "-- ikke et valg": "-- ikke et valg",
    }.items():
        for dash in (False, True):
            assert give(text, dash).exit_code == 0
            answers = invoke_json("stikkprove", "vis", NUMBER)["cases"][0]["answers"]
            assert [a["note"] for a in answers if a["check"] == "T07-23"] == [kept]


@pytest.mark.parametrize("name", FIELDS)
def test_an_identity_number_is_never_taken(name: str, field: Any, database: Path) -> None:
    give = field(name)
    for dash in (False,) if name in NO_DASH else (False, True):
        for extra in ((), ("--bekreft-personvern",)):
            result = give(f"Gjelder {IDENTITY_NUMBER}.", dash, extra)
            assert (result.exit_code, result.stdout) == (1, "")
            sentence, shown = result.stderr.splitlines()
            assert "fødselsnummer" in sentence
            assert shown == "- Gjelder ▮▮▮."
            assert IDENTITY_NUMBER.encode() not in database.read_bytes()


@pytest.mark.parametrize("place", ["before the noun", "after the verb"])
def test_a_question_is_a_refusal_until_it_is_confirmed(
    place: str, field: Any, invoke: Invoke, invoke_json: Json
) -> None:
    result = field("--kommentar")("Ring 22 33 44 55.")
    assert (result.exit_code, result.stdout) == (1, "")
    sentence, shown, hint = result.stderr.splitlines()
    assert "telefonnummer" in sentence
    assert "22 33 44 55" not in sentence
    assert shown == "- Ring ▮▮▮."
    assert hint.endswith("kjør kommandoen på nytt med --bekreft-personvern.")
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


def test_what_is_shown_of_a_text_is_one_line_without_steering(field: Any, invoke: Invoke) -> None:
    result = field("--kommentar")("Linje én\nring 22 33 44 55 \x1b[31m\u202enå", dash=True)
    assert result.exit_code == 1
    assert result.stderr.splitlines()[1] == "- Linje én ring ▮▮▮ [31mnå"


def test_an_import_is_asked_about_before_it_is_taken(
    at_stage: Any, invoke: Invoke, invoke_json: Json, tmp_path: Path
) -> None:
    at_stage("unit")
    path = tmp_path / "saker.csv"
    rows = ["Saksnummer;Kontaktperson;Overgang", "A1;K1;Bor hos Kari Nordmann", "A2;K1;"]
    path.write_text("\n".join(rows), encoding="utf-8")
    asked = "- Rad 2, overgang: Dette ligner et navn."
    tried = invoke("saker", "importer", path, "--prov")
    assert (tried.exit_code, tried.stderr) == (0, "")
    (line,) = [line for line in tried.stdout.splitlines() if line.startswith("- ")]
    assert line.startswith(asked)
    assert "importer med --bekreft-personvern." in tried.stdout
    assert "Nordmann" not in tried.stdout
    result = invoke("saker", "importer", path)
    assert (result.exit_code, result.stdout) == (1, "")
    sentence, shown, hint = result.stderr.splitlines()
    assert shown == line
    assert sentence.endswith("bekreft.")
    assert "--bekreft-personvern" in hint
    assert invoke_json("saker", "list") == []
    assert invoke("saker", "importer", path, "--bekreft-personvern").exit_code == 0
    assert [case["reference"] for case in invoke_json("saker", "list")] == ["A1", "A2"]


def test_standard_input_is_read_by_one_option_only(invoke: Invoke, database: Path) -> None:
    result = invoke("oppsett", "--bydel", "-", "--enhet", "-", "--regelverk", "helse",
                    "--rolle", "R", input="Alna")  # fmt: skip
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Bare ett valg kan leses fra standard inn, og --bydel gjør det." in result.stderr
    assert not database.exists()


def test_standard_input_must_be_text(field: Any, invoke: Invoke) -> None:
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
    give = field("--kommentar")
    assert give("\ufeffMed merke først\r\nog to linjer\r\n", dash=True).exit_code == 0
