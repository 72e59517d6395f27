"""Chapter 1 and the metadata stand on page 1, and say the same as the rest (§12)."""

from __future__ import annotations

import copy
from typing import Any

import pytest

SHORTCOMING = {
    "status": "confirmed",
    "decision_reason": None,
    "merged_into": None,
    "no_action_reason": None,
    "weak_reason": None,
    "eqs_nonconformity": None,
    "eqs_number": None,
}


def summary_of(text: list[str]) -> dict[str, list[str]]:
    """The lines under each heading of chapter 1."""
    text = text[text.index("1 Sammendrag") : text.index("2 Utvalg og gjennomføring")]
    good, mend, you = (text.index(word) for word in ("Bra", "Må bedres", "Trenger deg"))
    return {
        "opening": text[1:good],
        "good": text[good + 1 : mend],
        "mend": text[mend + 1 : you],
        "you": text[you + 1 :],
    }


def fields(text: list[str], heading: str) -> dict[str, str]:
    """The names and values of the table of facts with this caption."""
    start = next(i for i, line in enumerate(text) if line.endswith(f": {heading}")) + 3
    pairs: dict[str, str] = {}
    while start + 1 < len(text) and text[start] not in pairs:
        pairs[text[start]] = text[start + 1]
        start += 2
    return pairs


def fourteen(sheet: Any) -> None:
    """Fourteen long findings on krav, one without and the others with a weak action."""
    action = sheet.content["findings"][0]["actions"][0]
    checks = [row["id"] for row in sheet.content["checks"]]
    count = {"partial": 1, "not_documented": 1, "not_applicable": 0, "not_assessed": 0}
    sheet.content["findings"] = [
        SHORTCOMING
        | {
            "id": 100 + number,
            "kind": "requirement_not_met",
            "title": sheet.text(f"Kontrollpunkt {number} med en {'lang ' * 40}tittel."),
            "checks": [
                {"check": check, "yes": number % 3, "no": 2, **count} for check in checks[:4]
            ],
            "actions": [copy.deepcopy(action)] if number else [],
        }
        for number in range(14)
    ]


def test_summary_stands_alone_on_half_a_page(sheet: Any, lines: Any) -> None:
    found = summary_of(lines(sheet.document()))
    assert found["opening"] == [
        "Stikkprøve for november 2026 med samtykke som tema: 6 saker trukket fra 137 (tilfeldig "
        "per kontaktperson, 18.11.2026) og 10 kontrollpunkter. 58 av 60 svar er gitt."
    ]
    assert found["good"] == [
        "Samtykkene sier tydelig hvilke opplysninger som deles (T01-07: oppfylt i 5 av 6)"
    ]
    assert found["mend"][0] == (
        "Samtykker sier ikke hvor lenge de gjelder (ikke oppfylt i T01-08: 3 av 6; "
        "T01-09: 6 av 6). Frist 15.12.2026."
    )
    assert [line[:9] for line in found["mend"]] == [
        "Samtykker",
        "Tilbud om",
        "Kartleggi",
        "Kriseplan",
    ]
    needs = "\n".join(found["you"])
    for said in (
        "ikke registrert som tatt opp: sak 6 (T11-05)",
        "1 krav uten forbedringstiltak (Rutinen ble endret i oktober",
        "1 funn med bare svake forbedringstiltak (Fagsystemet kan ikke endres før våren)",
        "1 forbedringstiltak fra tidligere stikkprøver er over fristen",
        "1 funn: ikke avgjort om det skal meldes som avvik i EQS",
        "1 funn er meldt som avvik i EQS (EQS-2026-4411)",
        "2 av 60 svar er ikke vurdert (Kontaktpersonen er borte til desember)",
        "1 sak var utilgjengelig",
        "Fagsystemet viser 142 aktive saker, 2 flere enn i listen.",
        "1 forslag til funn er avvist eller slått sammen",
    ):
        assert said in needs


def test_summary_says_honestly_when_there_is_nothing(sheet: Any, lines: Any) -> None:
    for case in sheet.content["cases"]:
        case["outcome"] = "included"
        for answer in case["answers"]:
            answer |= {"verdict": "yes", "taken_up": None}
    sheet.content |= {"findings": [], "previous_findings": [], "unanswered_reason": None}
    sheet.content["draw"]["reported_size"] = 140
    text = lines(sheet.document())
    found = summary_of(text)
    assert found["mend"] == found["you"] == ["Ingenting."]
    assert len(found["good"]) == 4
    assert found["good"][-1] == "7 til, se kapittel 3."
    about = fields(text, "Om dokumentet")
    assert about["Nummer / EQS-hendelse"] == "SP-2026-11 / ikke meldt"
    assert about["Meldt som avvik i EQS"] == "Nei, ingen funn"
    assert about["Effekt vurderes"] == "–"


def test_fourteen_findings_leave_the_summary_on_half_a_page(sheet: Any, lines: Any) -> None:
    fourteen(sheet)
    found = summary_of(lines(sheet.document()))
    assert len(found["good"]) <= 4
    assert len(found["mend"]) == 5
    assert found["mend"][-1] == "10 funn til, se kapittel 4."
    assert found["mend"][0].startswith("Kontrollpunkt 0 med"), "nobody met it: first"
    assert all(line.endswith(" Frist 15.12.2026.") for line in found["mend"][1:4])
    needs = "\n".join(found["you"])
    assert "14 funn: ikke avgjort om de skal meldes som avvik i EQS" in needs
    assert "1 krav uten forbedringstiltak" in needs
    assert "13 funn med bare svake forbedringstiltak" in needs
    # A line holds 105 letters; title, table and headings leave room for some 24 lines.
    shown = [*found["good"], *found["mend"], *found["you"]]
    assert all(len(line) <= 210 for line in shown)
    assert sum(-(-len(line) // 105) for line in shown) <= 22
    assert ".)" not in needs and ".." not in "".join(shown) and "…." not in "".join(shown)


def test_what_does_not_fit_is_counted_and_found(sheet: Any, lines: Any) -> None:
    fourteen(sheet)
    long = "Kontaktpersonen er borte " * 9
    sheet.content["unanswered_reason"] = sheet.text(long)
    sheet.content["draw"]["redraw_reason"] = sheet.text(long)
    stops = [answer for case in sheet.content["cases"] for answer in case["answers"]]
    for answer in stops:
        if answer["check"] in ("T07-11", "T11-05"):
            answer |= {"verdict": "no", "taken_up": None, "by_fact": False, "reason": None}
    dismissed = sheet.content["findings"][13] | {
        "status": "dismissed",
        "decision_reason": sheet.text("Én sak."),
    }
    sheet.content["findings"].append(dismissed | {"id": 300})
    you = summary_of(lines(sheet.document()))["you"]
    assert you[0].startswith("Kan bety fare nå")
    assert you[-1] == "2 til, se vedlegg A og 4.1.", "the draw and what was dismissed"
    assert len(you) == 5, "stops, actions, EQS, what was not controlled, and the rest"
    assert sum(-(-len(line) // 105) for line in you) <= 9


def test_the_numbers_of_cases_are_the_same_everywhere(sheet: Any, lines: Any) -> None:
    sheet.content["draw"] |= {"frame_size": 50, "excluded_own": 10, "reported_size": 62}
    text = lines(sheet.document())
    expected = {
        "Aktive saker i fagsystemet": "62 (2 flere enn i listen)",
        "Aktive saker i listen": "60",
        "Egne saker utelatt": "10",
        "Ramme det er trukket fra": "50",
    }
    for heading in ("Gjennomføring", "Trekningen"):
        assert expected.items() <= fields(text, heading).items()
    assert fields(text, "Om dokumentet")["Metode"].endswith("6 saker trukket fra 50")
    found = summary_of(text)
    assert "6 saker trukket fra 50" in found["opening"][0]
    assert any("62 aktive saker, 2 flere enn i listen." in line for line in found["you"])


@pytest.mark.parametrize(
    ("decided", "number", "event", "reported"),
    [
        (None, None, "ikke tatt stilling til", "Ikke tatt stilling til for 4 av 4 funn"),
        (False, None, "ikke meldt", "Nei"),
        (True, None, "EQS-nummer ikke oppgitt", "Ja: EQS-nummer ikke oppgitt"),
        (True, "4411", "EQS 4411", "Ja: 4411"),
        (True, "EQS-2026-4411", "EQS-2026-4411", "Ja: EQS-2026-4411"),
    ],
)
def test_the_metadata_never_says_what_nobody_has_decided(
    sheet: Any, lines: Any, decided: bool | None, number: str | None, event: str, reported: str
) -> None:
    for finding in sheet.content["findings"]:
        first = finding["id"] == 31
        finding["eqs_nonconformity"] = False if decided and not first else decided
        finding["eqs_number"] = number if first else None
    about = fields(lines(sheet.document()), "Om dokumentet")
    assert about["Nummer / EQS-hendelse"] == f"SP-2026-11 / {event}"
    assert about["Meldt som avvik i EQS"] == reported


@pytest.mark.parametrize(
    ("role", "level", "roles"),
    [
        ("Fagansvarlig", "Fagansvarlig", "Fagansvarlig, Seksjonsleder"),
        ("Fagkoordinator", "Fagansvarlig", "Fagkoordinator, Seksjonsleder"),
        ("Seksjonsleder", "Leder", "Seksjonsleder"),
    ],
)
def test_the_level_follows_the_role_that_did_the_control(
    sheet: Any, lines: Any, role: str, level: str, roles: str
) -> None:
    sheet.content["role"] = role
    about = fields(lines(sheet.document()), "Om dokumentet")
    assert about["Kontrollnivå"] == level
    assert about["Deltakere (roller)"] == roles


def test_the_effect_is_judged_four_calendar_months_after_the_last_deadline(
    sheet: Any, lines: Any
) -> None:
    # The last deadline in the content is 01.02.2027; 31 October has no 31 February to land on.
    assert fields(lines(sheet.document()), "Om dokumentet")["Effekt vurderes"] == "innen 01.06.2027"
    sheet.content["findings"][2]["actions"][0]["deadline"] = "2027-10-31"
    assert fields(lines(sheet.document()), "Om dokumentet")["Effekt vurderes"] == "innen 29.02.2028"
