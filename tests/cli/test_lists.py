"""What the lists and «vis» print: agreed fields, and never a caseworker beside an answer."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from typer.testing import Result

Invoke = Callable[..., Result]
Json = Callable[..., Any]

CHECK_FIELDS = (
    "id",
    "measure",
    "text",
    "guidance",
    "modal",
    "strength",
    "legal_basis",
    "level",
    "reviews",
    "theme",
    "condition",
    "applies_when",
    "partial",
    "areas",
    "interval_months",
    "evidence",
    "stop",
    "source",
    "audit",
)
CASEWORKERS = ("K1", "K2", "K3", "L9")
NUMBER = "SP-2026-11"


def csv_of(result: Result) -> list[dict[str, str]]:
    assert (result.exit_code, result.stderr) == (0, "")
    return list(csv.DictReader(io.StringIO(result.stdout), delimiter=";"))


def test_checks_have_exactly_their_fields(invoke_json: Json) -> None:
    listed = invoke_json("kontrollpunkter", "list")
    assert len(listed) > 100
    assert {tuple(check) for check in listed} == {CHECK_FIELDS}
    assert any(check["legal_basis"] is None for check in listed)
    assert {type(check["reviews"]) for check in listed} == {list}
    assert invoke_json("kontrollpunkter", "vis", listed[0]["id"].lower()) == listed[0]


@pytest.mark.parametrize(
    ("args", "keep"),
    [
        (["--tiltak", "7"], lambda check: check["measure"] == 7),
        (["--tiltak", "0"], lambda check: check["measure"] == 0),
        (["--niva", "tjeneste"], lambda check: check["level"] == "tjeneste"),
        (["--gjennomgang", "hendelse"], lambda check: "hendelse" in check["reviews"]),
        (["--tema", "samtykke"], lambda check: check["theme"] == "samtykke"),
        (
            ["--tiltak", "7", "--niva", "sak", "--gjennomgang", "stikkprove"],
            lambda check: (
                check["measure"] == 7
                and check["level"] == "sak"
                and "stikkprove" in check["reviews"]
            ),
        ),
    ],
    ids=["measure", "measure 0", "level", "review", "theme", "several"],
)
def test_checks_are_chosen(
    args: list[str], keep: Callable[[dict[str, Any]], bool], invoke_json: Json
) -> None:
    every = invoke_json("kontrollpunkter", "list")
    chosen = [check["id"] for check in every if keep(check)]
    assert 0 < len(chosen) < len(every)
    assert [check["id"] for check in invoke_json("kontrollpunkter", "list", *args)] == chosen


def test_a_check_that_is_not_there_names_near_ones(invoke: Invoke) -> None:
    result = invoke("kontrollpunkter", "vis", "T07-99")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Kontrollpunktet «T07-99» finnes ikke. Mente du T07-")
    result = invoke("kontrollpunkter", "list", "--tema", "samtyke")
    assert result.exit_code == 1
    assert "samtykke" in result.stderr


def test_a_review_has_the_agreed_fields(at_stage: Any, invoke_json: Json) -> None:
    at_stage("answered")
    review = invoke_json("stikkprove", "vis", NUMBER.lower())
    assert {
        "number", "unit", "period", "status", "method", "size", "checks", "cases", "seal",
    } <= set(review)  # fmt: skip
    assert review["unit"] == "Gamle Oslo/Rusteam"
    assert (review["number"], review["period"], review["status"]) == (NUMBER, "2026-11", "open")
    assert review["seal"] is None
    assert [case["position"] for case in review["cases"]] == [1, 2, 3, 4, 5]
    for case in review["cases"]:
        assert {"position", "reference", "outcome", "facts", "answers"} <= set(case)
        assert [answer["check"] for answer in case["answers"]] == review["checks"]
        for answer in case["answers"]:
            assert {
                "check", "verdict", "reason", "note", "performed_on", "missing_areas",
            } <= set(answer)  # fmt: skip


def test_a_protocol_has_the_agreed_fields(at_stage: Any, invoke: Invoke) -> None:
    at_stage("drawn")
    result = invoke("stikkprove", "protokoll", NUMBER)
    data = json.loads(result.stdout)
    assert {
        "unit", "period", "frame", "commitment", "secret", "seed", "public_value", "method",
        "allocation", "order", "replacements",
    } <= set(data)  # fmt: skip
    assert {"size", "sha256", "reported_size", "cases"} <= set(data["frame"])
    assert set(data["frame"]["cases"][0]) == {"reference", "caseworker", "drawn_before"}
    assert set(data["allocation"][0]) == {
        "caseworker", "eligible", "credit_before", "places", "credit_after",
    }  # fmt: skip
    assert set(data["order"][0]) == {"position", "reference", "ticket"}
    told = invoke("stikkprove", "protokoll", NUMBER, "--format", "tabell").stdout
    assert data["seed"] in told
    assert data["frame"]["sha256"] in told
    assert [code for code in ("K1", "K2", "K3") if code not in told] == []
    rows = csv_of(invoke("stikkprove", "protokoll", NUMBER, "--format", "csv"))
    assert [row["Saksnummer"] for row in rows] == [
        case["reference"] for case in data["frame"]["cases"]
    ]


@pytest.mark.parametrize("format", ["tabell", "csv", "json"])
@pytest.mark.parametrize("stage", ["drawn", "answered", "signed"])
def test_no_caseworker_stands_beside_an_answer(
    stage: str, format: str, at_stage: Any, invoke: Invoke
) -> None:
    at_stage(stage)
    for words in (
        ["stikkprove", "vis", NUMBER],
        ["stikkprove", "list"],
        ["funn", "list"],
        ["tiltak", "list"],
    ):
        result = invoke(*words, "--format", format)
        assert (result.exit_code, result.stderr) == (0, "")
        assert [code for code in CASEWORKERS if code in result.stdout] == []
    listed = invoke("saker", "list", "--format", format).stdout
    assert [code for code in CASEWORKERS if code not in listed] == []


def test_lists_of_findings_and_actions(at_stage: Any, invoke_json: Json) -> None:
    at_stage("signed")
    findings = invoke_json("funn", "list", "--gjennomgang", NUMBER)
    assert findings == invoke_json("funn", "list")
    assert {
        "id", "review", "kind", "status", "title", "checks", "counts", "decision_reason",
        "merged_into", "no_action_reason", "weak_reason", "eqs_nonconformity", "eqs_number",
        "actions",
    } == set(findings[0])  # fmt: skip
    by_check = {finding["checks"][0]: finding for finding in findings}
    missing = by_check["T07-23"]
    assert (missing["kind"], missing["status"]) == ("requirement_not_met", "confirmed")
    assert (missing["counts"]["T07-23"]["no"], missing["counts"]["T07-23"]["not_documented"]) == (
        1,
        1,
    )
    (action,) = invoke_json("tiltak", "list")
    assert missing["actions"] == [action]
    assert (action["finding"], action["deadline"]) == (missing["id"], "2027-01-31")
    assert action["responsible_role"] == "Fagansvarlig"


def test_lists_are_the_same_text_twice_and_hold_no_times(at_stage: Any, invoke: Invoke) -> None:
    at_stage("year")
    for noun in ("saker", "stikkprove", "funn", "tiltak"):
        first = invoke(noun, "list", "--format", "json").stdout
        assert first == invoke(noun, "list", "--format", "json").stdout
        names = {name for row in json.loads(first) for name in row}
        assert [name for name in names if name.endswith(("_at", "_since"))] == []


def test_reviews_are_listed_newest_first(at_stage: Any, invoke: Invoke, invoke_json: Json) -> None:
    at_stage("year")
    rows = invoke_json("stikkprove", "list")
    assert [row["number"] for row in rows] == ["SP-2026-11", "SP-2026-10", "SP-2026-09"]
    assert {row["status"] for row in rows} == {"signed"}
    table = invoke("stikkprove", "list").stdout
    assert table.count("Låst") == 3
    assert " ".join(rows[0]["seal"][i : i + 4] for i in (0, 4, 8, 12)) in table


def test_a_table_shows_dates_as_norwegians_write_them(at_stage: Any, invoke: Invoke) -> None:
    at_stage("listed")
    assert "01.03.2025" in invoke("saker", "list").stdout
    rows = csv_of(invoke("saker", "list", "--format", "csv"))
    assert {row["Startet"] for row in rows} == {"2025-03-01", "2026-10-01"}


def test_an_empty_list_is_no_error(at_stage: Any, invoke: Invoke, invoke_json: Json) -> None:
    at_stage("unit")
    for noun in ("saker", "stikkprove", "funn", "tiltak"):
        assert invoke_json(noun, "list") == []
        result = invoke(noun, "list")
        assert (result.exit_code, result.stdout) == (0, "Ingenting å vise.\n")


def test_no_cell_becomes_a_formula(at_stage: Any, invoke: Invoke) -> None:
    at_stage("answered")
    (case, *_) = json.loads(invoke("stikkprove", "vis", NUMBER, "--format", "json").stdout)["cases"]
    place = (NUMBER, "--sak", case["reference"], "--kontrollpunkt", "T07-23", "--svar", "nei")
    for note in ("=1+1", "@sum", "-1+2", "+47"):
        assert invoke("stikkprove", "svar", *place, "--kommentar", note).exit_code == 0
        rows = csv_of(invoke("stikkprove", "vis", NUMBER, "--format", "csv"))
        assert [row["Kommentar"] for row in rows if note in row["Kommentar"]] == [f"'{note}"]
        assert note in invoke("stikkprove", "vis", NUMBER).stdout


def test_a_merged_finding_stays_on_the_list(
    at_stage: Any, invoke: Invoke, invoke_json: Json
) -> None:
    at_stage("answered")
    assert invoke("stikkprove", "oppsummer", NUMBER).exit_code == 0
    first, second, *others = (row["id"] for row in invoke_json("funn", "list"))
    assert invoke("funn", "sla-sammen", first, second).exit_code == 0
    listed = {row["id"]: row for row in invoke_json("funn", "list", "--gjennomgang", NUMBER)}
    assert list(listed) == [first, second, *others]
    assert (listed[second]["status"], listed[second]["merged_into"]) == ("merged", first)
    rows = csv_of(invoke("funn", "list", "--format", "csv"))
    (row,) = [row for row in rows if row["Slått sammen med"]]
    assert (row["ID"], row["Slått sammen med"]) == (str(second), str(first))
    assert "Slått sammen" in invoke("funn", "list").stdout


def test_missed_months_stand_after_the_table_only(
    at_stage: Any, database: Any, invoke: Invoke
) -> None:
    """The year of the fixture is moved into a unit that began two months earlier."""
    import sqlite3

    at_stage("signed")
    assert "Ikke gjennomført" not in invoke("stikkprove", "list").stdout
    with sqlite3.connect(database) as raw:
        raw.execute("UPDATE unit SET created_at = '2026-09-02T08:00:00+02:00'")
    raw.close()
    table = invoke("stikkprove", "list")
    assert "Ikke gjennomført: september 2026, oktober 2026" in table.stdout
    assert "Ikke gjennomført" not in invoke("stikkprove", "list", "--format", "csv").stdout
