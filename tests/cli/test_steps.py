"""Each step on its own: what it says, what it refuses, and that a refusal changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

Invoke = Callable[..., Result]
Json = Callable[..., Any]

NUMBER = "SP-2026-11"
LOCKED = f"{NUMBER} er låst og kan ikke endres."


def told(result: Result) -> str:
    """What a command that went well said."""
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


def refused(result: Result) -> list[str]:
    """The lines of a refusal: a sentence first, then what is missing."""
    assert (result.exit_code, result.stdout) == (1, "")
    lines = result.stderr.splitlines()
    assert lines[0].endswith((".", "?"))
    assert all(line.startswith("- ") for line in lines[1:])
    return lines


@pytest.fixture
def case(at_stage: Any, invoke_json: Json) -> dict[str, Any]:
    """The first drawn case of a review where nothing is answered."""
    at_stage("drawn")
    first: dict[str, Any] = invoke_json("stikkprove", "vis", NUMBER)["cases"][0]
    return first


# Unit and cases


def test_set_up_keeps_what_is_not_given(invoke: Invoke, at_stage: Any, database: Path) -> None:
    from oslo_ik.reviews.unit import get_unit, save_unit
    from oslo_ik.reviews.workspace import open_workspace

    at_stage("unit")
    (Path.home() / "kopier").mkdir()
    save_unit(open_workspace(database), "Alna", "Rus", "helse", "Leder", "L9", "~/kopier")
    words = ["oppsett", "--bydel", "Bydel Alna", "--enhet", "Rusteam", "--regelverk", "begge",
             "--rolle", "Seksjonsleder"]  # fmt: skip
    assert "Alna/Rusteam" in told(invoke(*words))
    unit = get_unit(open_workspace(database))
    assert (unit.name, unit.legal_regime, unit.role) == ("Rusteam", "begge", "Seksjonsleder")
    assert (unit.own_caseworker, unit.backup_folder) == ("L9", "~/kopier")
    told(invoke(*words, "--egen-kode", ""))
    assert get_unit(open_workspace(database)).own_caseworker is None


def test_the_folder_for_backups_is_named_whole(
    invoke: Invoke, at_stage: Any, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from oslo_ik.reviews.unit import get_unit
    from oslo_ik.reviews.workspace import open_workspace

    at_stage("unit")
    monkeypatch.chdir(tmp_path)
    words = ["oppsett", "--bydel", "Alna", "--enhet", "Rus", "--regelverk", "helse", "--rolle",
             "Leder", "--kopimappe"]  # fmt: skip
    for typed, folder in {
        "kopier": tmp_path / "kopier",
        "~/kopier": Path.home() / "kopier",
    }.items():
        folder.mkdir()
        assert f"Sikkerhetskopier: {folder}\n" in told(invoke(*words, typed))
        assert get_unit(open_workspace(database)).backup_folder == str(folder)
    assert "Sikkerhetskopier" not in told(invoke(*words, ""))
    assert get_unit(open_workspace(database)).backup_folder is None


def test_nothing_is_done_before_set_up(
    invoke: Invoke, tmp_path: Path, write_case_list: Any
) -> None:
    path = write_case_list(tmp_path / "saker.csv")
    for words in (["saker", "importer", path], ["stikkprove", "trekk"]):
        assert refused(invoke(*words)) == [
            "Enheten er ikke satt opp ennå. Kjør «oslo-ik oppsett» eller åpne appen."
        ]


def test_a_trial_import_changes_nothing(
    at_stage: Any, invoke: Invoke, invoke_json: Json, tmp_path: Path, write_case_list: Any
) -> None:
    at_stage("unit")
    path = write_case_list(tmp_path / "saker.csv")
    out = told(invoke("saker", "importer", path, "--prov"))
    assert "Ville ha lest 19 saker: 19 nye" in out
    assert "Ingenting er endret." in out
    assert invoke_json("saker", "list") == []
    assert "Leste 19 saker: 19 nye" in told(invoke("saker", "importer", path))
    assert len(invoke_json("saker", "list")) == 18
    assert "0 nye, 0 endret, 19 uendret" in told(invoke("saker", "importer", path))


def test_one_is_one(at_stage: Any, invoke: Invoke, tmp_path: Path) -> None:
    at_stage("unit")
    path = tmp_path / "saker.csv"
    path.write_text("Saksnummer;Kontaktperson\nA1;K1\n", encoding="utf-8")
    out = told(invoke("saker", "importer", path))
    assert "Leste 1 sak: 1 ny, 0 endret, 0 uendret." in out
    assert "Aktive i dag: 1 sak hos 1 kontaktperson." in out
    out = told(invoke("stikkprove", "trekk", "--maned", "2026-11", "--antall-saker", "2"))
    assert out.startswith("Trakk 1 av 1 sak for november 2026")
    assert "Fagsystemet viser 1 sak mer enn listen." in out
    path.write_text("Saksnummer;Kontaktperson\nA2;K1\n", encoding="utf-8")
    out = told(invoke("saker", "importer", path, "--prov"))
    assert "1 sak fra før mangler i listen (blir merket, ikke slettet, og trekkes ikke): A1." in out


def test_what_is_missing_from_a_list_is_named(
    at_stage: Any, invoke: Invoke, invoke_json: Json, tmp_path: Path
) -> None:
    at_stage("listed")
    path = tmp_path / "ny.csv"
    kept = [c for c in invoke_json("saker", "list") if c["reference"] != "RT-101"]
    rows = [f"{c['reference']};{c['caseworker']};hemmelig" for c in kept]
    path.write_text("\n".join(["Saksnummer;Kontaktperson;Navn", *rows]), encoding="utf-8")
    out = told(invoke("saker", "importer", path))
    assert "RT-101" in out
    assert "Kolonner som ikke er lest: Navn." in out
    assert "hemmelig" not in out
    missing = [c["reference"] for c in invoke_json("saker", "list") if c["missing"]]
    assert missing == ["RT-101"]


def test_a_bad_list_is_refused_with_every_problem(
    at_stage: Any, invoke: Invoke, invoke_json: Json, tmp_path: Path
) -> None:
    at_stage("unit")
    path = tmp_path / "saker.csv"
    path.write_text(
        "Saksnummer;Kontaktperson;Startet\nA1;K1;01.01.2999\nA2;;01.02.2025\nA2;K1;i går\n",
        encoding="utf-8",
    )
    lines = refused(invoke("saker", "importer", path))
    assert len(lines) >= 4
    assert invoke_json("saker", "list") == []
    refused(invoke("saker", "importer", tmp_path / "finnes ikke.csv"))
    refused(invoke("saker", "importer", tmp_path))


# The draw


def test_a_draw_tells_what_it_did(at_stage: Any, invoke: Invoke, invoke_json: Json) -> None:
    at_stage("listed")
    words = ["stikkprove", "trekk", "--maned", "2026-11", "--antall", "4", "--antall-saker", "20",
             "--tema", "samtykke", "--offentlig-tall", "123 456"]  # fmt: skip
    out = told(invoke(*words))
    review = invoke_json("stikkprove", "vis", NUMBER)
    lines = out.splitlines()
    assert lines[0] == f"Trakk 4 av 16 saker for november 2026: {NUMBER}."
    assert [line.split() for line in lines[1:5]] == [
        [f"{case['position']}.", case["reference"]] for case in review["cases"]
    ]
    assert f"{len(review['checks'])} kontrollpunkter" in out
    assert "minutter" in out
    assert "2 saker flere enn listen" in out
    assert "2 egne saker (L9)" in out
    protocol = invoke_json("stikkprove", "protokoll", NUMBER)
    assert protocol["public_value"] == "123456"
    assert protocol["frame"]["reported_size"] == 20


def test_running_numbers_need_no_list(at_stage: Any, invoke: Invoke, invoke_json: Json) -> None:
    at_stage("unit")
    words = ["stikkprove", "trekk", "--maned", "2026-11", "--metode", "lopenummer"]
    assert "hvor mange aktive saker" in refused(invoke(*words))[0]
    told(invoke(*words, "--antall-saker", "60"))
    frame = invoke_json("stikkprove", "protokoll", NUMBER)["frame"]
    numbers = {int(case["reference"]) for case in frame["cases"]}
    assert numbers == set(range(1, 61))


def test_an_enhanced_draw_follows_the_table(
    at_stage: Any, invoke: Invoke, invoke_json: Json
) -> None:
    # ISO 2859-1, general level I: a lot of 16 to 25 has code letter B … 91 to 150 has D (8).
    at_stage("unit")
    told(invoke("stikkprove", "trekk", "--maned", "2026-11", "--metode", "lopenummer",
                "--antall-saker", "150", "--forsterket"))  # fmt: skip
    assert invoke_json("stikkprove", "vis", NUMBER)["size"] == 8


def test_a_second_draw_needs_a_reason_and_both_stay(
    at_stage: Any, invoke: Invoke, invoke_json: Json
) -> None:
    at_stage("drawn")
    first = invoke_json("stikkprove", "protokoll", NUMBER)
    words = ["stikkprove", "trekk", "--maned", "2026-11"]
    assert "alt trukket" in refused(invoke(*words))[0]
    assert "begrunnelse" in refused(invoke(*words, "--pa-nytt"))[0]
    told(invoke(*words, "--pa-nytt", "--begrunnelse", "-", input="Listen var fra i fjor.\n"))
    second = invoke_json("stikkprove", "protokoll", f"{NUMBER}-2")
    assert second["redraw_reason"] == "Listen var fra i fjor."
    assert (second["secret"], second["seed"]) == (first["secret"], first["seed"])
    assert len(invoke_json("stikkprove", "list")) == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--maned", "2099-01"], "har ikke begynt ennå"),
        (["--maned", "2026-11", "--skjaringsdato", "1.10.2026"], "Skjæringsdatoen"),
        (["--maned", "2026-11", "--tema", "finnes ikke"], "finnes ikke"),
        (["--maned", "2026-11", "--offentlig-tall", "12a"], "bare ha sifre"),
        (["--maned", "2026-11", "--antall", "31"], "30"),
    ],
    ids=["future", "cut-off", "theme", "public value", "size"],
)
def test_what_cannot_be_drawn(
    words: list[str], sentence: str, at_stage: Any, invoke: Invoke, invoke_json: Json
) -> None:
    at_stage("listed")
    assert sentence in refused(invoke("stikkprove", "trekk", *words))[0]
    assert invoke_json("stikkprove", "list") == []


def test_more_replaced_and_unavailable(
    case: dict[str, Any], invoke: Invoke, invoke_json: Json
) -> None:
    before = [c["reference"] for c in invoke_json("stikkprove", "vis", NUMBER)["cases"]]
    out = told(invoke("stikkprove", "flere", NUMBER, "--antall", "2"))
    after = [c["reference"] for c in invoke_json("stikkprove", "vis", NUMBER)["cases"]]
    assert after[:5] == before
    assert [line.split()[-1] for line in out.splitlines()[1:]] == after[5:]

    words = ["stikkprove", "erstatt", NUMBER, "--sak", before[0], "--begrunnelse", "-"]
    assert "begrunnelse" in refused(invoke(*words, input="  \n"))[0]
    out = told(invoke(*words, input="Avsluttet i oktober."))
    (swap,) = invoke_json("stikkprove", "protokoll", NUMBER)["replacements"]
    assert out == f"{before[0]} er erstattet av {swap['reference_in']} på plass 1.\n"
    assert swap["reason"] == "Avsluttet i oktober."
    now = [c["reference"] for c in invoke_json("stikkprove", "vis", NUMBER)["cases"]]
    assert now == [swap["reference_in"], *after[1:]]
    assert "ikke trukket" in refused(invoke(*words, input="x"))[0]

    words = ["stikkprove", "utilgjengelig", NUMBER, "--sak", now[1]]
    told(invoke(*words))
    locked_out = invoke_json("stikkprove", "vis", NUMBER)["cases"][1]
    assert locked_out["outcome"] == "unavailable"
    assert {a["verdict"] for a in locked_out["answers"]} == {"not_documented"}
    told(invoke(*words, "--angre"))
    assert invoke_json("stikkprove", "vis", NUMBER)["cases"][1]["outcome"] == "included"


# Facts and answers


def test_facts_settle_checks(case: dict[str, Any], invoke: Invoke, invoke_json: Json) -> None:
    checks = {check["id"]: check for check in invoke_json("kontrollpunkter", "list")}
    words = ["stikkprove", "fakta", NUMBER, "--sak", case["reference"]]
    assert "kjente_parorende nei" in told(invoke(*words, "kjente_pårørende=NEI"))
    (now, *_) = invoke_json("stikkprove", "vis", NUMBER)["cases"]
    assert now["facts"]["kjente_parorende"] is False
    settled = [a["check"] for a in now["answers"] if a["reason"] == "kjente_parorende"]
    assert settled
    assert settled == [
        a["check"] for a in now["answers"] if checks[a["check"]]["condition"] == "kjente_parorende"
    ]
    told(invoke(*words, "kjente_parorende=ukjent"))
    (again, *_) = invoke_json("stikkprove", "vis", NUMBER)["cases"]
    assert again == case


def test_facts_are_given_all_or_none(
    case: dict[str, Any], invoke: Invoke, invoke_json: Json
) -> None:
    words = ["stikkprove", "fakta", NUMBER, "--sak", case["reference"]]
    open_facts = [fact for fact, value in case["facts"].items() if value is None]
    assert open_facts
    given = [f"{fact}=ja" for fact in open_facts]
    assert "finnes ikke" in refused(invoke(*words, *given, "tull=ja"))[0]
    assert "spørres det ikke om" in refused(invoke(*words, *given, "har_barn=ja"))[0]
    assert invoke_json("stikkprove", "vis", NUMBER)["cases"][0] == case


def test_an_answer_by_its_words(case: dict[str, Any], invoke: Invoke, invoke_json: Json) -> None:
    place = ["stikkprove", "svar", NUMBER, "--sak", case["reference"], "--kontrollpunkt"]

    def answer_now(check: str) -> tuple[Any, ...]:
        answers = invoke_json("stikkprove", "vis", NUMBER)["cases"][0]["answers"]
        found = next(answer for answer in answers if answer["check"] == check)
        return found["verdict"], found["reason"], found["note"], found["missing_areas"]

    out = told(invoke(*place, "t07-23", "--svar", "Ikke dokumentert", "--grunn", "ikke_skrevet"))
    assert out == f"Lagret: {case['reference']}, T07-23: Ikke dokumentert.\n"
    assert answer_now("T07-23") == ("not_documented", "ikke_skrevet", None, [])
    assert "annet" in refused(invoke(*place, "T07-23", "--svar", "nei", "--grunn", "annet"))[0]
    assert answer_now("T07-23") == ("not_documented", "ikke_skrevet", None, [])
    told(invoke(*place, "T07-23", "--svar", "ikke_vurdert"))
    assert answer_now("T07-23") == ("not_assessed", None, None, [])
    assert "kommentar" in refused(invoke(*place, "T07-23", "--svar", "ikke_relevant"))[0]
    told(invoke(*place, "T07-13", "--svar", "delvis", "--mangler", "okonomi", "ernaering"))
    assert answer_now("T07-13") == ("partial", None, None, ["okonomi", "ernaering"])
    assert (
        "finnes ikke"
        in refused(invoke(*place, "T07-13", "--svar", "delvis", "--mangler", "tull"))[0]
    )
    assert "ikke med i" in refused(invoke(*place, "T07-02", "--svar", "ja"))[0]


def test_a_date_settles_a_check_with_an_interval(
    case: dict[str, Any], invoke: Invoke, invoke_json: Json
) -> None:
    place = ["stikkprove", "svar", NUMBER, "--sak", case["reference"], "--kontrollpunkt", "T05-19"]
    # Four calendar months after 22 July is the day before the cut-off date, 23 November.
    assert "sier nei" in refused(invoke(*place, "--svar", "ja", "--utfort", "22.07.2026"))[0]
    told(invoke(*place, "--svar", "ja", "--utfort", "23.07.2026"))
    answers = invoke_json("stikkprove", "vis", NUMBER)["cases"][0]["answers"]
    dated = next(answer for answer in answers if answer["check"] == "T05-19")
    assert (dated["verdict"], dated["performed_on"]) == ("yes", "2026-07-23")


# Findings, actions, locking


def test_decisions(at_stage: Any, invoke: Invoke, invoke_json: Json) -> None:
    at_stage("answered")
    out = told(invoke("stikkprove", "oppsummer", NUMBER))
    findings = {f["checks"][0]: f for f in invoke_json("funn", "list")}
    assert "T07-23: oppfylt 3 av 5 (1 nei, 1 ikke dokumentert)" in out
    assert "T07-24: oppfylt 4 av 4; 1 ikke relevant" in out
    assert "T07-25: spør kontaktpersonen" in out
    assert f"{findings['T07-23']['id']}. {findings['T07-23']['title']}" in out
    ids = [finding["id"] for finding in findings.values()]
    lines = refused(invoke("stikkprove", "ferdigstill", NUMBER, "--rolle", "Leder"))
    assert len(lines) == 1 + len(ids)

    first, second, third, *rest = ids
    assert "minst to" in refused(invoke("funn", "sla-sammen", first))[0]
    out = told(invoke("funn", "sla-sammen", first, second))
    assert f"Slått sammen til funn {first}" in out
    merged = invoke_json("funn", "list")
    assert [(f["id"], f["merged_into"]) for f in merged if f["status"] == "merged"] == [
        (second, first)
    ]
    assert len(merged[0]["checks"]) == 2
    assert "slått sammen" in refused(invoke("funn", "bekreft", second))[0]
    assert "begrunnelse" in refused(invoke("funn", "avvis", third, "--begrunnelse", " "))[0]
    told(invoke("funn", "avvis", third, "--begrunnelse", "-", input="Rettet alt."))
    out = told(invoke("funn", "bekreft", first, *rest))
    assert out.count("er bekreftet") == 1 + len(rest)
    assert refused(invoke("funn", "bekreft", 999)) == [
        "Funn 999 finnes ikke. Se «oslo-ik funn list»."
    ]
    statuses = {f["id"]: (f["status"], f["decision_reason"]) for f in invoke_json("funn", "list")}
    assert statuses[first] == ("confirmed", None)
    assert statuses[third] == ("dismissed", "Rettet alt.")


def test_actions(at_stage: Any, invoke: Invoke, invoke_json: Json) -> None:
    at_stage("answered")
    told(invoke("stikkprove", "oppsummer", NUMBER))
    first, second = (finding["id"] for finding in invoke_json("funn", "list")[:2])
    today = datetime.now().astimezone().date()
    words = [
        "tiltak",
        "ny",
        "--funn",
        first,
        "--tekst",
        "Sjekkliste",
        "--ansvarlig",
        "Fagansvarlig",
    ]
    late = (today - timedelta(days=1)).isoformat()
    assert "Fristen er passert" in refused(invoke(*words, "--styrke", "svakt", "--frist", late))[0]
    soon = today + timedelta(days=30)
    out = told(invoke(*words, "--styrke", "STERKT", "--frist", soon.isoformat()))
    assert f"Frist: {soon:%d.%m.%Y}." in out
    (action,) = invoke_json("tiltak", "list")
    assert (action["strength"], action["finding"]) == ("strong", first)
    assert (
        "alt forbedringstiltak"
        in refused(invoke("tiltak", "ingen", "--funn", first, "--begrunnelse", "x"))[0]
    )
    told(invoke("tiltak", "ingen", "--funn", second, "--begrunnelse", "Ett tilfelle."))
    assert invoke_json("funn", "list")[1]["no_action_reason"] == "Ett tilfelle."


def test_nothing_changes_after_locking(at_stage: Any, invoke: Invoke, invoke_json: Json) -> None:
    at_stage("signed")
    review = invoke_json("stikkprove", "vis", NUMBER)
    findings = invoke_json("funn", "list")
    case = ("--sak", review["cases"][0]["reference"])
    for words in (
        ["flere", NUMBER, "--antall", "1"],
        ["erstatt", NUMBER, *case, "--begrunnelse", "x"],
        ["utilgjengelig", NUMBER, *case],
        ["fakta", NUMBER, *case, "kjente_parorende=nei"],
        ["svar", NUMBER, *case, "--kontrollpunkt", "T07-23", "--svar", "ja"],
        ["spor", NUMBER, *case, "--kontrollpunkt", "T07-25"],
        ["tatt-opp", NUMBER, *case, "--kontrollpunkt", "T07-23"],
        ["angre", NUMBER],
        ["oppsummer", NUMBER],
        ["ferdigstill", NUMBER, "--rolle", "Leder"],
    ):
        result = invoke("stikkprove", *words)
        assert refused(result)[0].startswith(LOCKED), words
    for noun in (
        ["funn", "bekreft", "1"],
        ["funn", "avvis", "1", "--begrunnelse", "x"],
        ["funn", "sla-sammen", "1", "2"],
        ["tiltak", "ny", "--funn", "1", "--tekst", "x", "--styrke", "svakt", "--ansvarlig", "x",
         "--frist", "1.1.2099"],
        ["tiltak", "ingen", "--funn", "1", "--begrunnelse", "x"],
        ["tiltak", "svakt", "--funn", "1", "--begrunnelse", "x"],
        ["tiltak", "endre", "1", "--frist", "1.1.2099"],
        ["tiltak", "fjern", "1"],
        ["funn", "endre", "1", "--tittel", "x"],
        ["funn", "god-praksis", NUMBER, "--kontrollpunkt", "T07-23", "--tekst", "x"],
        ["funn", "eqs", "1", "--avvik", "ja"],
    ):  # fmt: skip
        result = invoke(*noun)
        assert refused(result)[0].startswith(LOCKED), noun
    words = ["stikkprove", "trekk", "--maned", "2026-11", "--pa-nytt", "--begrunnelse", "x"]
    assert "er låst" in refused(invoke(*words))[0]
    assert invoke_json("stikkprove", "vis", NUMBER) == review
    assert invoke_json("funn", "list") == findings
    assert findings[0]["title"] in told(invoke("funn", "eqs-tekst", findings[0]["id"]))


# The document


def test_a_draft_is_a_draft(at_stage: Any, invoke: Invoke, tmp_path: Path) -> None:
    at_stage("answered")
    path = Path(told(invoke("eksporter", NUMBER, "--til", tmp_path)).strip())
    assert path.name == f"{NUMBER}_gamle-oslo-rusteam_v1_utkast.docx"
    own = tmp_path / "mitt navn.docx"
    assert told(invoke("eksporter", NUMBER, "--til", own)) == f"{own}\n"
    assert own.is_file()
    assert "utkast" in refused(invoke("verifiser", "--mot", own))[0]


def test_without_a_target_it_goes_to_the_documents_folder(at_stage: Any, invoke: Invoke) -> None:
    at_stage("signed")
    path = Path(told(invoke("eksporter", NUMBER)).strip())
    assert path.parent == Path.home() / "dokumenter" / "oslo-ik"


def test_what_cannot_be_exported(at_stage: Any, invoke: Invoke, tmp_path: Path) -> None:
    at_stage("signed")
    refused(invoke("eksporter", "SP-2020-01"))
    refused(invoke("eksporter", NUMBER, "--til", tmp_path / "ingen" / "x.docx"))
    refused(invoke("eksporter", NUMBER, "--til", tmp_path, "--mal", tmp_path / "ingen.docx"))
    (tmp_path / "mal.docx").write_bytes(b"ikke et dokument")
    refused(invoke("eksporter", NUMBER, "--til", tmp_path, "--mal", tmp_path / "mal.docx"))
    assert list(tmp_path.glob("SP-*")) == []


def test_verification(at_stage: Any, invoke: Invoke, tmp_path: Path) -> None:
    at_stage("unit")
    assert told(invoke("verifiser")) == "Alt stemmer. Ingenting er låst ennå.\n"
    at_stage("year")
    assert told(invoke("verifiser")).startswith("Alt stemmer: 3 ledd i kjeden")
    for against in ("tull", "0123", tmp_path / "ingen.docx", "0" * 64):
        refused(invoke("verifiser", "--mot", against))


def test_a_folder_for_backups_that_is_not_there_is_refused(
    invoke: Invoke, at_stage: Any, database: Path, tmp_path: Path
) -> None:
    from oslo_ik.reviews.unit import get_unit
    from oslo_ik.reviews.workspace import open_workspace

    at_stage("unit")
    before = get_unit(open_workspace(database))
    result = invoke("oppsett", "--bydel", "Alna", "--enhet", "Rus", "--regelverk", "helse",
                    "--rolle", "Leder", "--kopimappe", str(tmp_path / "borte"))  # fmt: skip
    assert result.exit_code != 0
    assert "Mappen for sikkerhetskopier finnes ikke." in result.stderr
    assert get_unit(open_workspace(database)) == before
