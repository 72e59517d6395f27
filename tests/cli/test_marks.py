"""What is marked in a review besides answers: ask, taken up, undone, unavailable, drawn again."""

from __future__ import annotations

from datetime import date
from typing import Any

NUMBER = "SP-2026-11"


def answer_of(near: Any, reference: str, check: str) -> dict[str, Any]:
    cases = near.json("stikkprove", "vis", NUMBER)["cases"]
    answers = next(case["answers"] for case in cases if case["reference"] == reference)
    found: dict[str, Any] = next(answer for answer in answers if answer["check"] == check)
    return found


def test_ask_the_caseworker(at_stage: Any, near: Any) -> None:
    at_stage("drawn")
    reference = near.json("stikkprove", "vis", NUMBER)["cases"][0]["reference"]
    words = ("stikkprøve", "spør", NUMBER, "--sak", reference, "--kontrollpunkt", "T07-23")
    assert near.ok(*words).startswith(f"{reference}, T07-23: spør kontaktpersonen.")
    asked = answer_of(near, reference, "T07-23")
    assert (asked["ask"], asked["verdict"]) == (True, "not_assessed")
    assert "ikke lenger" in near.ok(*words)
    assert answer_of(near, reference, "T07-23")["ask"] is False
    place = ("--sak", reference, "--kontrollpunkt", "T07-23")
    near.ok("stikkprove", "svar", NUMBER, *place, "--svar", "ja")
    assert "er besvart" in near.refused(*words)[0]


def test_taken_up_at_once(at_stage: Any, near: Any) -> None:
    at_stage("stopped")
    words = ("stikkprove", "tatt-opp", NUMBER, "--sak", "RT-302", "--kontrollpunkt", "T11-24")

    def kept() -> Any:
        return answer_of(near, "RT-302", "T11-24")["taken_up"]

    assert kept() is None
    assert "RT-302, T11-24 er tatt opp." in near.ok(*words)
    assert kept() == {"what": None, "role": None, "on": None}
    near.ok(*words, "--hva", "-", "--nar", "20.11.2026", input="Kriseplan laget.\n")
    out = near.ok(*words, "--rolle", "Teamleder")
    assert "Når: 20.11.2026. Med rolle: Teamleder. Hva: Kriseplan laget." in out
    whole = {"what": "Kriseplan laget.", "role": "Teamleder", "on": "2026-11-20"}
    assert kept() == whole
    for format in ("tabell", "csv"):
        assert "Teamleder" in near.ok("stikkprove", "vis", NUMBER, "--format", format)
    assert "fram i tid" in near.refused(*words, "--nar", "1.1.2099")[0]
    both = near(*words, "--angre", "--hva", "x")
    assert (both.returncode, both.stdout) == (2, "")
    assert kept() == whole
    assert "ikke lenger" in near.ok(*words, "--angre")
    assert kept() is None
    # What was written comes back with the mark.
    near.ok(*words)
    assert kept() == whole
    other = ("stikkprove", "tatt-opp", NUMBER, "--sak", "RT-302", "--kontrollpunkt", "T07-23")
    assert "bare alvorlige punkter" in near.refused(*other)[0]


def test_undo(at_stage: Any, near: Any) -> None:
    at_stage("drawn")
    reference = near.json("stikkprove", "vis", NUMBER)["cases"][0]["reference"]
    place = ("--sak", reference, "--kontrollpunkt", "T07-23")
    for word in ("nei", "ja"):
        near.ok("stikkprove", "svar", NUMBER, *place, "--svar", word)
    for taken_back, verdict in (("Ja", "no"), ("Nei", "not_assessed")):
        out = near.ok("stikkprove", "angre", NUMBER)
        assert out == f"Angret: {taken_back} på T07-23 i sak {reference}.\n"
        assert answer_of(near, reference, "T07-23")["verdict"] == verdict
    (sentence,) = near.refused("stikkprove", "angre", NUMBER)
    assert sentence.startswith(f"Det er ingenting å angre i {NUMBER}.")


def test_the_list_and_the_review_count_alike(at_stage: Any, near: Any) -> None:
    """One check of five cases is open; the case of that check is then seen to be locked away."""
    at_stage("answered")
    review = near.json("stikkprove", "vis", NUMBER)
    total = 5 * len(review["checks"])
    is_open = {
        case["reference"]
        for case in review["cases"]
        for answer in case["answers"]
        if answer["verdict"] == "not_assessed"
    }
    (reference,) = is_open
    for answered in (total - 1, total):
        (row,) = near.json("stikkprove", "list")
        assert (row["answered"], row["total"]) == (answered, total)
        told = f"{answered} av {total}"
        assert f"Besvart: {told}\n" in near.ok("stikkprove", "vis", NUMBER)
        assert told in near.ok("stikkprove", "list")
        near.ok("stikkprove", "utilgjengelig", NUMBER, "--sak", reference)


def test_the_first_draw_of_a_month_drawn_again_is_left_as_it_is(at_stage: Any, near: Any) -> None:
    at_stage("drawn")
    before = near.json("stikkprove", "vis", NUMBER)
    near.ok(
        "stikkprove", "trekk", "--maned", "2026-11", "--pa-nytt", "--begrunnelse", "-",
        input="Listen var fra i fjor.",
    )  # fmt: skip
    rows = {row["number"]: row["status"] for row in near.json("stikkprove", "list")}
    assert rows == {f"{NUMBER}-2": "open", NUMBER: "superseded"}
    assert "Trukket på nytt" in near.ok("stikkprove", "list")
    place = ("--sak", before["cases"][0]["reference"], "--kontrollpunkt", "T07-23")
    for words in (["svar", NUMBER, *place, "--svar", "ja"], ["spor", NUMBER, *place],
                  ["ferdigstill", NUMBER, "--rolle", "Leder"]):  # fmt: skip
        sentence = near.refused("stikkprove", *words)[0]
        assert sentence == f"{NUMBER} er trukket på nytt. Gå videre i {NUMBER}-2."
    assert near.json("stikkprove", "vis", NUMBER) == before | {"status": "superseded"}


def test_what_the_newest_list_leaves_out_is_not_drawn(
    at_stage: Any, near: Any, tmp_path: Any
) -> None:
    at_stage("listed")
    kept = [case for case in near.json("saker", "list") if case["caseworker"] != "K3"]
    lines = [f"{case['reference']};{case['caseworker']};2025-03-01" for case in kept]
    path = tmp_path / "ny.csv"
    path.write_text("\n".join(["Saksnummer;Kontaktperson;Startet", *lines]), encoding="utf-8")
    near.ok("saker", "importer", path)
    assert len(near.json("saker", "list")) == 18
    out = near.ok("stikkprove", "trekk", "--maned", "2026-11", "--antall-saker", "18")
    assert "4 saker mangler i den siste listen og er ikke med i rammen." in out
    frame = near.json("stikkprove", "protokoll", NUMBER)["frame"]["cases"]
    assert {case["caseworker"] for case in frame} == {"K1", "K2"}
    assert date.fromisoformat(near.json("stikkprove", "vis", NUMBER)["cut_off"]).year == 2026
