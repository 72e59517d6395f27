"""What the leader decides about findings and actions, until the review is locked."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

NUMBER = "SP-2026-11"
SOON = datetime.now().astimezone().date() + timedelta(days=30)
LATER = SOON + timedelta(days=30)


@pytest.fixture
def found(at_stage: Any, near: Any) -> dict[str, int]:
    """The ids of the proposals of the answered month, by check."""
    at_stage("summarised")
    return {finding["checks"][0]: finding["id"] for finding in near.json("funn", "list")}


def finding(near: Any, finding_id: int) -> dict[str, Any]:
    listed: list[dict[str, Any]] = near.json("funn", "list")
    return next(row for row in listed if row["id"] == finding_id)


def test_another_title(near: Any, found: dict[str, int]) -> None:
    one = found["T07-23"]
    out = near.ok("funn", "endre", one, "--tittel", "-", input="Planen mangler.\n")
    assert out == f"Funn {one} heter nå: Planen mangler.\n"
    assert finding(near, one)["title"] == "Planen mangler."
    assert near.refused("funn", "endre", one, "--tittel", " ") == ["Tittelen kan ikke være tom."]
    assert "finnes ikke" in near.refused("funn", "endre", 999, "--tittel", "x")[0]
    assert finding(near, one)["title"] == "Planen mangler."


def test_good_practice(near: Any, found: dict[str, int]) -> None:
    words = ("funn", "god-praksis", NUMBER, "--kontrollpunkt")
    out = near.ok(*words, "t07-22", "--tekst", "-", input="Fast mal i bruk.")
    new = max(found.values()) + 1
    assert out == f"God praksis er notert som funn {new}: Fast mal i bruk.\n"
    kept = finding(near, new)
    assert (kept["kind"], kept["status"]) == ("good_practice", "confirmed")
    assert (kept["checks"], kept["review"]) == (["T07-22"], NUMBER)
    assert "ikke med i" in near.refused(*words, "T07-02", "--tekst", "x")[0]
    assert "god praksis" in near.refused(*words, "T07-22", "--tekst", "")[0]


def test_eqs(near: Any, found: dict[str, int]) -> None:
    one = found["T07-23"]

    def kept() -> tuple[bool | None, str | None]:
        now = finding(near, one)
        return now["eqs_nonconformity"], now["eqs_number"]

    assert kept() == (None, None)
    out = near.ok("funn", "eqs", one, "--avvik", "JA")
    assert "meldes som avvik" in out
    assert f"oslo-ik funn eqs-tekst {one}" in out
    assert kept() == (True, None)
    near.ok("funn", "eqs", one, "--avvik", "ja", "--nummer", "2026/1234")
    # What is not said again stays; an empty number takes it away.
    assert "2026/1234" in near.ok("funn", "eqs", one, "--avvik", "ja")
    assert kept() == (True, "2026/1234")
    near.ok("funn", "eqs", one, "--avvik", "ja", "--nummer", "")
    assert kept() == (True, None)
    near.ok("funn", "eqs", one, "--avvik", "ja", "--nummer", "7")
    assert "meldes ikke" in near.ok("funn", "eqs", one, "--avvik", "nei")
    assert kept() == (False, None)


def test_the_text_for_eqs_has_counts_and_no_case(near: Any, found: dict[str, int]) -> None:
    text = near.ok("funn", "eqs-tekst", found["T07-23"])
    assert text.startswith("Krav ikke oppfylt: ")
    assert "T07-23: 2 av 5 (1 nei, 1 ikke dokumentert)" in text
    assert "Kontrollert: 5 saker trukket fra 16." in text
    references = [case["reference"] for case in near.json("stikkprove", "vis", NUMBER)["cases"]]
    assert [word for word in (*references, "K1", "K2", "K3") if word in text] == []
    assert "finnes ikke" in near.refused("funn", "eqs-tekst", 999)[0]


def action_words(finding_id: int, *more: object) -> tuple[object, ...]:
    return (
        "tiltak", "ny", "--funn", finding_id, "--tekst", "Sjekkliste.", "--ansvarlig",
        "Fagansvarlig", "--frist", SOON, *more,
    )  # fmt: skip


def test_a_type_belongs_to_its_strength(near: Any, found: dict[str, int]) -> None:
    words = action_words(found["T07-23"], "--type", "sjekkliste i arbeidsflyten", "--styrke")
    (sentence,) = near.refused(*words, "sterkt")
    assert sentence.startswith("Tiltakstypen hører ikke til styrken. Velg blant: ")
    assert "Tvungen funksjon i fagsystemet" in sentence
    assert near.json("tiltak", "list") == []
    assert "Middels (Sjekkliste i arbeidsflyten)." in near.ok(*words, "middels")
    (action,) = near.json("tiltak", "list")
    assert action["strength_type"] == "Sjekkliste i arbeidsflyten"
    other = action_words(found["T07-23"], "--styrke", "svakt", "--type", "tull")
    assert "Dobbeltkontroll" in near.refused(*other)[0]
    assert "Sjekkliste i arbeidsflyten" in near.ok("tiltak", "list", "--format", "csv")


def test_an_action_is_changed(near: Any, found: dict[str, int]) -> None:
    kind = "Sjekkliste i arbeidsflyten"
    near.ok(*action_words(found["T07-23"], "--styrke", "middels", "--type", kind))
    (before,) = near.json("tiltak", "list")
    change = ("tiltak", "endre", before["id"])
    out = near.ok(*change, "--frist", f"{LATER:%d.%m.%Y}")
    assert f"Frist: {LATER:%d.%m.%Y}." in out
    expected = before | {"deadline": LATER.isoformat()}
    assert near.json("tiltak", "list") == [expected]
    near.ok(*change, "--tekst", "-", "--ansvarlig", "Teamleder", input="Mal i journalen.\n")
    expected |= {"text": "Mal i journalen.", "responsible_role": "Teamleder"}
    assert near.json("tiltak", "list") == [expected]
    # The type belonged to the strength that was.
    near.ok(*change, "--styrke", "svakt")
    expected |= {"strength": "weak", "strength_type": None}
    assert near.json("tiltak", "list") == [expected]
    near.ok(*change, "--type", "dobbeltkontroll")
    expected |= {"strength_type": "Dobbeltkontroll"}
    assert near.json("tiltak", "list") == [expected]
    for words in (["--type", kind], ["--tekst", " "], ["--frist", "1.1.2020"]):
        assert len(near.refused(*change, *words)) == 1
    nothing = near(*change)
    assert (nothing.returncode, nothing.stdout) == (2, "")
    assert "Oppgi det som skal endres" in nothing.stderr
    assert "finnes ikke" in near.refused("tiltak", "endre", 999, "--tekst", "x")[0]
    assert near.json("tiltak", "list") == [expected]


def test_an_action_is_taken_back(near: Any, found: dict[str, int]) -> None:
    one = found["T07-23"]
    near.ok(*action_words(one, "--styrke", "svakt"))
    near.ok(*action_words(one, "--styrke", "sterkt"))
    first, second = (action["id"] for action in near.json("tiltak", "list"))
    out = near.ok("tiltak", "fjern", first)
    assert out == f"Forbedringstiltak {first} på funn {one} er fjernet.\n"
    assert [action["id"] for action in near.json("tiltak", "list")] == [second]
    assert "ingen forbedringstiltak nå" in near.ok("tiltak", "fjern", second)
    assert near.json("tiltak", "list") == []
    assert "finnes ikke" in near.refused("tiltak", "fjern", second)[0]
    near.ok("tiltak", "ingen", "--funn", one, "--begrunnelse", "Rettet.")


def test_why_only_weak_actions(near: Any, found: dict[str, int]) -> None:
    one = found["T07-23"]
    near.ok(*action_words(one, "--styrke", "svakt"))
    words = ("tiltak", "svakt", "--funn", one, "--begrunnelse", "-")
    assert "Prøves først." in near.ok(*words, input="Prøves først.\n")
    assert finding(near, one)["weak_reason"] == "Prøves først."
    near.ok(*words, input="")
    assert finding(near, one)["weak_reason"] is None
