"""Every question, every answer and every count can be read back from the document (§12)."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from oslo_ik.errors import ExportError

LETTERS = {
    "yes": "J",
    "partial": "D",
    "no": "N",
    "not_documented": "U",
    "not_applicable": "R",
    "not_assessed": "–",
}
ASSESSED = ("yes", "partial", "no", "not_documented")


def by_check(sheet: Any) -> dict[str, Counter[str]]:
    return {
        check["id"]: Counter(
            answer["verdict"]
            for case in sheet.content["cases"]
            for answer in case["answers"]
            if answer["check"] == check["id"]
        )
        for check in sheet.content["checks"]
    }


def test_headings_stand_in_order(sheet: Any) -> None:
    found = [
        (paragraph.style.name, paragraph.text)
        for paragraph in sheet.document().paragraphs
        if paragraph.style.name.lower().startswith(("heading", "title"))
    ]
    assert found == [
        ("Title", "Månedlig stikkprøve – november 2026"),
        ("Heading 1", "1 Sammendrag"),
        ("Heading 2", "Bra"),
        ("Heading 2", "Må bedres"),
        ("Heading 2", "Trenger deg"),
        ("Heading 1", "2 Utvalg og gjennomføring"),
        ("Heading 1", "3 Resultat per kontrollpunkt"),
        ("Heading 2", "3.1 Antall saker per svar"),
        ("Heading 2", "3.2 Svar per sak"),
        ("Heading 2", "3.3 Grunner og kommentarer"),
        ("Heading 1", "4 Funn og umiddelbar retting"),
        ("Heading 2", "4.1 Funn"),
        ("Heading 2", "4.2 Tatt opp med en gang"),
        ("Heading 1", "5 Status for forrige måneds funn"),
        ("Heading 1", "6 Forbedringstiltak"),
        ("Heading 1", "7 Godkjenning"),
        ("Heading 1", "Vedlegg A: Slik ble sakene trukket"),
        ("Heading 1", "Vedlegg B: Kontrollsummer"),
        ("Heading 1", "Vedlegg C: Hjemler"),
    ]


def test_every_question_and_every_count_is_there(sheet: Any, table: Any) -> None:
    rows = table(sheet.document(), "Nr.", "Kontrollpunkt")
    counts = by_check(sheet)
    assert [row[0] for row in rows] == [check["id"] for check in sheet.content["checks"]]
    for check, row in zip(sheet.content["checks"], rows, strict=True):
        count = counts[check["id"]]
        assessed = sum(count[verdict] for verdict in ASSESSED)
        assert row[1].startswith(check["text"])
        assert row[2].startswith(check["strength"].capitalize())
        assert row[3] == f"{count['yes']} av {assessed}"
        assert row[4:] == [
            str(count[verdict])
            for verdict in ("partial", "no", "not_documented", "not_applicable", "not_assessed")
        ]


def test_every_answer_is_there_by_running_number(sheet: Any, table: Any) -> None:
    rows = table(sheet.document(), "Sak", "T00-03")
    expected = [
        [
            str(case["no"]) + ("*" if case["outcome"] == "unavailable" else ""),
            *(LETTERS[answer["verdict"]] for answer in case["answers"]),
        ]
        for case in sheet.content["cases"]
    ]
    assert rows == expected
    assert [row[0] for row in rows] == ["1", "2", "3", "4", "5*", "6"]


def test_reasons_dates_areas_and_comments_stand_beside_case_and_check(
    sheet: Any, table: Any
) -> None:
    found = {(row[0], row[1]): row[2:] for row in table(sheet.document(), "Sak", "Nr.")}
    assert found["2", "T05-04"] == ["Nei", "Grunn: utdatert\nSist gjort: 02.05.2026"]
    assert found["2", "T01-08"][1].startswith("Grunn: gjort, men ikke skrevet\n")
    assert found["1", "T09-01"] == ["Ikke vurdert", "Skulle avklares med kontaktpersonen."]
    assert found["3", "T00-03"][1].startswith("Grunn: mangelfull\nMangler: Økonomi, Tannhelse\n")
    assert found["1", "T01-09"][1].endswith("felt for varighet.\nBrukes av hele enheten.")
    assert ("1", "T11-05") not in found, "settled by the fact, nothing was said"
    assert all(case != "5" for case, _ in found)


def test_hostile_texts_arrive_unchanged_but_for_control_characters(sheet: Any, table: Any) -> None:
    found = {(row[0], row[1]): row[3] for row in table(sheet.document(), "Sak", "Nr.")}
    assert found["2", "T07-02"].endswith("\n[ja] [/] [JA] [x")
    assert found["2", "T07-11"].endswith("\n=1+1")
    assert found["2", "T01-08"].endswith("\nRød [31mskrift[0m og  bjelle")
    assert found["2", "T11-05"] == "  Kriseplanen er god, og personen har den selv."
    assert found["3", "T01-08"].endswith("\næøåÆØÅ")
    assert found["3", "T01-09"].endswith("\nA & B <x> ]]> &amp;")
    assert len(found["3", "T00-03"].rpartition("\n")[2]) == 5000


def test_a_draft_that_is_not_summed_up_never_says_that_all_is_well(sheet: Any, lines: Any) -> None:
    sheet.as_draft().content["findings"] = []
    gaps = sum(
        any(count[verdict] for verdict in ("partial", "no", "not_documented"))
        for count in by_check(sheet).values()
    )
    text = lines(sheet.document())
    assert text[text.index("Må bedres") + 1] == (
        f"Ikke oppsummert ennå: {gaps} kontrollpunkter har svar som er delvis, nei eller "
        "ikke dokumentert."
    )
    assert "Ingen funn." not in text


def test_a_percentage_appears_only_from_twenty_assessed_cases(sheet: Any, table: Any) -> None:
    assert not any("%" in row[3] for row in table(sheet.document(), "Nr.", "Kontrollpunkt"))
    case = sheet.content["cases"][0]
    sheet.content["cases"] = [dict(case, no=number) for number in range(1, 21)]
    rows = table(sheet.document(), "Nr.", "Kontrollpunkt")
    assert rows[0][3] == "20 av 20\n(100 %)"
    assert rows[9][3] == "ingen vurdert"


def test_findings_actions_and_last_months_findings_are_listed(sheet: Any, table: Any) -> None:
    document = sheet.document()
    findings = {
        row[0]: row[1:]
        for row in table(document, "Funn", "Hva", "Antall", "Avgjørelse", "Avvik i EQS")
    }
    assert list(findings) == ["31", "32", "35", "33", "36"], "krav first, then points, then praise"
    assert findings["31"][-1] == "Ja, nr. EQS-2026-4411"
    assert findings["32"][-1] == "Ikke tatt stilling til"
    assert findings["33"] == [
        "Kriseplan mangler ved overgang\nForbedringspunkt",
        "T11-05: 2 av 3 (1 nei, 1 ikke dokumentert)",
        "Bekreftet",
        "Nei",
    ]
    aside = table(document, "Funn", "Hva", "Antall", "Avgjørelse", "Begrunnelse")
    assert aside[0][3:] == ["Avvist", "Gjelder én sak som nettopp er startet."]
    actions = table(document, "Funn", "Forbedringstiltak")
    assert [row[2] for row in actions] == ["Svakt", "Svakt", "Middels", "Sterkt"]
    assert actions[0][5:] == ["15.12.2026", "Ikke startet"]
    previous = table(document, "Fra", "Funn")
    assert previous[0][2] == "T05-04: 4 av 6 (3 nei, 1 ikke dokumentert)"
    assert "frist 01.11.2026, pågår" in previous[0][4]


def test_a_merged_finding_says_where_it_is_counted(sheet: Any, lines: Any, table: Any) -> None:
    findings = sheet.content["findings"]
    findings[0]["title"] = sheet.text("Samtykket er innhentet.; Samtykket er skriftlig.")
    merged = {"status": "merged", "checks": [], "actions": [], "decision_reason": None}
    findings[3] |= merged | {"merged_into": 35}
    findings[4] |= merged | {"merged_into": 31}
    document = sheet.document()
    aside = table(document, "Funn", "Hva", "Antall", "Avgjørelse", "Begrunnelse")
    where = "Inngår i funn 31, Samtykket er innhentet; Samtykket er skriftlig."
    assert [row[2:] for row in aside] == [
        ["Telles i funn 31", "Slått sammen med funn 31", where]
    ] * 2
    assert not any(".;" in line for line in lines(document))


@pytest.mark.parametrize(
    ("title", "reason", "shown"),
    [
        ("Målet er satt sammen med personen.", "Ett tilfelle.", "personen: Ett tilfelle."),
        ("Målet er satt", "Ett tilfelle", "Målet er satt: Ett tilfelle."),
        ("Tannhelse, syn osv.", "Holder dette?", "Tannhelse, syn osv.: Holder dette?"),
    ],
)
def test_full_stops_are_never_doubled_nor_left_before_a_colon(
    sheet: Any, lines: Any, title: str, reason: str, shown: str
) -> None:
    finding = sheet.content["findings"][1]
    finding |= {"title": sheet.text(title), "no_action_reason": sheet.text(reason)}
    text = lines(sheet.document())
    assert text[text.index("Funn uten forbedringstiltak:") + 1].endswith(shown)


def test_a_line_that_leads_to_a_list_stays_with_it(sheet: Any) -> None:
    document = sheet.document()
    lead = next(p for p in document.paragraphs if p.text == "Funn uten forbedringstiltak:")
    assert lead.paragraph_format.keep_with_next
    assert not any(p.paragraph_format.page_break_before for p in document.paragraphs)


def test_what_was_taken_up_at_once_says_when_something_is_not_known(sheet: Any, table: Any) -> None:
    sheet.content["cases"][1]["answers"][2]["taken_up"] |= {"role": None, "on": None}
    rows = table(sheet.document(), "Sak", "Kontrollpunkt")
    assert [row[0] for row in rows] == ["2", "6"]
    assert rows[0][3:] == [
        "Drøftet i teamet samme dag, vurdering er bestilt.",
        "ikke oppgitt",
        "ikke oppgitt",
    ]
    assert rows[1][3] == "Ikke registrert som tatt opp"


def test_the_draw_can_be_judged_and_no_case_can_be_found(
    sheet: Any, lines: Any, members: Any
) -> None:
    text = "\n".join(lines(sheet.document()))
    draw = sheet.content["draw"]
    for printed in ("frame_sha256", "commitment", "seed", "next_commitment"):
        assert draw[printed] in text
    assert "142 (2 flere enn i listen)" in text
    assert "2, 1, 0, 1, 1, 1 (i tilfeldig rekkefølge, uten koder)" in text
    assert "Saken var avsluttet før skjæringsdatoen." in text
    assert "05.10.2026 kl. 09.00" in text, "07:00 UTC in Norwegian summer time"
    everything = b"".join(members(sheet.bytes()).values()).decode("utf-8", "replace")
    references = [text for text in sheet.texts.values() if text and re.match(r"S-1\d\d\d$", text)]
    assert len(references) == 7
    assert not any(reference in everything for reference in references)


def test_the_seal_is_printed_in_groups_and_in_full(sheet: Any, lines: Any) -> None:
    text = lines(sheet.document())
    seal = sheet.seal["seal"]
    assert text[text.index("Segl") + 1] == seal
    groups = " ".join(re.findall("....", seal[:16]))
    assert groups in text
    assert f"{groups} (nr. 4 i kjeden, se vedlegg B)" in text
    assert sheet.seal["previous"] in text


@pytest.mark.parametrize(
    ("regime", "there", "missing"),
    [
        ("helse", "Forskrift om ledelse", "Kommuneloven § 25-1"),
        ("sosial", "Kommuneloven § 25-1", "Forskrift om ledelse"),
    ],
)
def test_legal_lines_follow_the_units_rules(
    sheet: Any, lines: Any, regime: str, there: str, missing: str
) -> None:
    sheet.content["legal_regime"] = regime
    text = "\n".join(lines(sheet.document()))
    assert there in text
    assert missing not in text
    assert "må kontrolleres" in text


def test_destroyed_text_is_shown_as_deleted(sheet: Any, lines: Any) -> None:
    note = sheet.content["cases"][0]["answers"][6]["note"]["commitment"]
    sheet.texts[note] = None
    assert "Grunn: mangelfull\n[slettet]" in lines(sheet.document())


def test_an_identity_number_in_any_text_stops_the_export_and_says_where(sheet: Any) -> None:
    # 15 March 2058 with the month plus 80: the form of made-up numbers, so nobody's.
    node = sheet.text("Gjelder 158358 00199")
    sheet.content["cases"][3]["answers"][1]["note"] = node
    with pytest.raises(ExportError) as caught:
        sheet.bytes()
    assert "sak 4, kontrollpunkt T07-02" in caught.value.message
    assert "fødselsnummer" in caught.value.message
    assert "158358" not in caught.value.message


def test_running_numbers_alone_say_nothing_about_facts(sheet: Any, lines: Any) -> None:
    text = lines(sheet.document())
    start = text.index("Har personen fått oppfølging i mindre enn 4 måneder?")
    assert text[start + 1 : start + 4] == ["1", "4", "1"]


def test_a_document_without_an_imported_list_names_its_method(sheet: Any, lines: Any) -> None:
    sheet.content["draw"] |= {"method": "lopenummer", "frame_sha256": None, "places": []}
    text = "\n".join(lines(sheet.document()))
    assert "Tilfeldige løpenummer." in text
    assert "Ingen liste er lest inn" in text


def test_an_eqs_number_is_guarded_like_any_other_text(sheet: Any) -> None:
    sheet.content["findings"][0]["eqs_number"] = "15835800199"
    with pytest.raises(ExportError, match="EQS-nummeret i funn 31"):
        sheet.bytes()
