"""The privacy guard: what it must find, what it must leave alone, and what it never repeats."""

from __future__ import annotations

import json
import random
import re
import tomllib
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oslo_ik import privacy
from oslo_ik.errors import PrivacyError, PrivacyQuestion, PrivacyRefused

DATA = Path(__file__).parent / "data"
VECTORS: dict[str, Any] = json.loads((DATA / "vectors.json").read_text(encoding="utf-8"))[
    "national_identity_numbers"
]
SYNTHETIC = [number for _, numbers in VECTORS["synthetic_should_be_flagged"] for number in numbers]
NUMBER = "17851210083"


def found(text: str, exempt: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(hit.kind, text[hit.start : hit.end]) for hit in privacy.scan(text, exempt)]


def grouped(number: str, cuts: tuple[int, ...], separator: str) -> str:
    edges = [0, *cuts, 11]
    return separator.join(number[a:b] for a, b in pairwise(edges))


# Identity numbers


@pytest.mark.parametrize("separator", VECTORS["separators_to_try"])
@pytest.mark.parametrize("number", SYNTHETIC)
def test_synthetic_numbers_are_refused(number: str, separator: str) -> None:
    for cuts in ((6,), (2, 4, 6), (6, 9), (4,), (2, 4, 6, 9)):
        written = grouped(number, cuts, separator)
        assert found(f"Bruker {written} møtte.") == [("identity_number", written)]


@pytest.mark.parametrize(
    "written",
    [
        "178512 - 10083",
        "178512\n10083",
        "178512\r\n10083",
        "178512\t10083",
        "17.85.12 100 83",
        "17/85/12-10083",
        "178512\u201110083",
        "178512\u221210083",
        "178512\u200b10083",
        "178512\u00ad10083",
        "178512\u302010083".replace("\u3020", "\u3030"),
        "178512\u300010083",
        "178512\u202810083",
        "１７８５１２１００８３",
        "１７８５１２ １００８３",
        "١٧٨٥١٢١٠٠٨٣",
        "𝟏𝟕𝟖𝟓𝟏𝟐𝟏𝟎𝟎𝟖𝟑",
        "①⑦⑧⑤①②①⓪⓪⑧③",
        "1\ufe0f\u20e37851210083",
    ],
)
def test_odd_ways_of_writing_it(written: str) -> None:
    assert found(written) == [("identity_number", written)]
    assert found(f"fnr{written}.") == [("identity_number", written)]
    assert privacy.redact(f"a {written} b") == "a [fjernet nummer] b"


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.sampled_from([0, 40]),
    st.sampled_from([0, 20, 40, 60, 65, 80]),
    st.integers(0, 99999),
    st.sets(st.sampled_from([2, 4, 6, 9])),
    st.sampled_from(["", " ", "-", ".", "\u00a0", "\u2009", "–", "\n", ". "]),
)
@settings(max_examples=400, deadline=None)
def test_any_date_with_any_last_five_is_refused(
    day: date, day_plus: int, month_plus: int, last: int, cuts: set[int], separator: str
) -> None:
    number = f"{day.day + day_plus:02d}{day.month + month_plus:02d}{day.year % 100:02d}{last:05d}"
    written = grouped(number, tuple(sorted(cuts)), separator)
    assert ("identity_number", written) in found(f"Notat: {written} (slutt)")


def control_digits(nine: str) -> str | None:
    """Two control digits by hand: 11 minus the weighted sum modulo 11; 10 does not exist."""
    first = (
        11 - sum(w * int(d) for w, d in zip(VECTORS["weights_k1"], nine, strict=True)) % 11
    ) % 11
    if first == 10:
        return None
    ten = f"{nine}{first}"
    second = (
        11 - sum(w * int(d) for w, d in zip(VECTORS["weights_k2"], ten, strict=True)) % 11
    ) % 11
    return None if second == 10 else f"{first}{second}"


def test_the_published_checksum() -> None:
    example = VECTORS["checksum_example"]
    assert control_digits(example["first9"]) == example["control"]


@given(st.integers(300, 999).map(lambda n: f"99{n:03d}"), st.integers(0, 9999))
@settings(deadline=None)
def test_without_a_date_the_checksum_decides(head: str, middle: int) -> None:
    # Day 99 is no day in any kind of number.
    nine = f"{head}{middle:04d}"
    control = control_digits(nine)
    for last in range(100):
        number = f"{nine}{last:02d}"
        refused = f"{last:02d}" == control
        assert found(number) == [("identity_number" if refused else "eleven_digits", number)]


def test_a_date_is_refused_whatever_the_checksum() -> None:
    for last in range(100):
        assert found(f"178512100{last:02d}")[0][0] == "identity_number"


@pytest.mark.parametrize(
    "text",
    [
        f"1{NUMBER}",
        f"{NUMBER}1",
        "1785121008",
        "178 512 100 83",
        "1785 1210 083",
        "2026/17851-21",
        "Rev. 2026-11-23 12:30",
        "fra 01.11.26 til 30.11.26",
        "fra 01.11.2026-30.11.2026",
        "2026-11-23T14:30:59.123Z",
        "Sjekksum e4219ab8b5b4501e99d7a0c49811820319ccfc67e4219ab8b5b4501e99d7a0c4",
    ],
)
def test_what_is_no_identity_number(text: str) -> None:
    assert "identity_number" not in [kind for kind, _ in found(text)]


@pytest.mark.parametrize("text", ["12345678901", "konto 1234 56 78901", "1234.56.78901"])
def test_other_eleven_digits_are_asked_about(text: str) -> None:
    assert [kind for kind, _ in found(text)] == ["eleven_digits"]


def test_two_numbers_and_a_list_of_counts() -> None:
    text = f"Se {NUMBER}, 57851210077 og 12 av 14."
    assert found(text) == [("identity_number", NUMBER), ("identity_number", "57851210077")]
    assert found(f"12 {NUMBER}") == [("identity_number", NUMBER)]


# E-mail


@pytest.mark.parametrize(
    "address", ["kari@oslo.no", "k.n+x@bga.oslo.kommune.no", "ås@øst.no", "k＠oslo.no", "K_N@x.co"]
)
def test_email_is_refused(address: str) -> None:
    assert found(f"Send til {address}.") == [("email", address)]
    assert privacy.redact(f"Send til {address}.") == "Send til [fjernet adresse]."


@pytest.mark.parametrize("text", ["@", "a@b", "møte @ 12.30", "@kontaktperson", "x@@y.no"])
def test_no_email(text: str) -> None:
    assert "email" not in [kind for kind, _ in found(text)] or text == "x@@y.no"


# What is asked about


@pytest.mark.parametrize(
    ("text", "kind", "place"),
    [
        ("ring 91234567 i dag", "phone", "91234567"),
        ("ring 912 34 567.", "phone", "912 34 567"),
        ("ring 22 33 44 55", "phone", "22 33 44 55"),
        ("ring 2233 4455", "phone", "2233 4455"),
        ("ring +47 912 34 567", "phone", "+47 912 34 567"),
        ("ring +4791234567", "phone", "+4791234567"),
        ("ring 0047 22 33 44 55", "phone", "0047 22 33 44 55"),
        ("ring 912\u00a034\u00a0567", "phone", "912\u00a034\u00a0567"),
        ("ring ９１２３４５６７", "phone", "９１２３４５６７"),
        ("ring 912.34.567", "phone", "912.34.567"),
        ("mobilnr 41234567", "phone", "41234567"),
        ("bor i Storgata 12", "address", "Storgata 12"),
        ("bor i storgata 12B", "address", "storgata 12B"),
        ("bor i Trondheimsveien 132 C, 3. etg.", "address", "Trondheimsveien 132 C"),
        ("Bor Karl Johans gate 12 B.", "address", "Bor Karl Johans gate 12 B"),
        ("i Kirkens gate 7", "address", "Kirkens gate 7"),
        ("i Bygdøy allé 2", "address", "Bygdøy allé 2"),
        ("ved Olaf Ryes plass 3", "address", "Olaf Ryes plass 3"),
        ("ved Jernbanetorget 1", "address", "Jernbanetorget 1"),
        ("i Grønlandsleiret 44", "address", "Grønlandsleiret 44"),
        ("i Schweigaards vei nr. 4", "address", "Schweigaards vei nr. 4"),
        ("er 12.03.1985", "birth_date", "12.03.1985"),
        ("er 1.3.1985", "birth_date", "1.3.1985"),
        ("er 12/3-1985", "birth_date", "12/3-1985"),
        ("er 1985-03-12", "birth_date", "1985-03-12"),
        ("er 12. mars 1985", "birth_date", "12. mars 1985"),
        ("er 12031985", "birth_date", "12031985"),
        ("født 12.03.85", "birth_date", "12.03.85"),
        ("født den 12.03.2014", "birth_date", "12.03.2014"),
        ("f. 1.3.99", "birth_date", "1.3.99"),
        ("Fødselsdato: 120385", "birth_date", "120385"),
    ],
)
def test_what_is_asked_about(text: str, kind: str, place: str) -> None:
    assert found(text) == [(kind, place)]
    assert not privacy.scan(text)[0].refused
    assert privacy.redact(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "frist 12.03.2026",
        "12. mars 2026",
        "2026-03-12",
        "20260312",
        "uke 34 35 36",
        "i 2025 2026",
        "skoleåret 20252026",
        "EQS 41234567",
        "saksnummer 41234567",
        "EQS-hendelse nr. 234567",
        "beløp 12 345 678",
        "andel 0,41234567",
        "lov 18. desember 2009 nr. 131",
        "LOV-2009-12-18-131",
        "forskrift 21.12.2000 nr. 1378",
        "lov om sosiale tjenester i NAV 18.12.2009",
        "31.13.1985",
        "Alle 12 saker er sett på",
        "på plass 3 dager etter",
        "på vei 2 ganger",
        "avlastningsplass 3 uker",
        "Karl Johans gate",
        "Bydel St. Hanshaugen 12",
        "Stikkprøve 3 av 5, punkt 12 B",
        "Oppfølging på Veien 3 måneder",
        "hovedforløp 2 og 3",
        "er kartlagt 23. november",
        "Fulgt 3 av 5",
    ],
)
def test_what_is_not_asked_about(text: str) -> None:
    assert found(text) == []


# Names

NAMES = """Kari Nordmann|Ola Nordmann|Anne-Marie Hansen|Nils Petter Berg|Fatima Ali|Abdi Warsame
Muhammad Iqbal|Piotr Kowalski|Thanh Nguyen|Selam Tesfay|Ingrid Solberg|Bjørn Ås|Åse Øverland
Hodan Mohamed|Zeynep Kaya|Arun Selvarajah|Maria Santos|Jan Tore Vik|Marit Nordstrand"""
PEOPLE = [name for line in NAMES.splitlines() for name in line.split("|")]


@pytest.mark.parametrize("name", PEOPLE)
def test_names_are_asked_about_wherever_they_stand(name: str) -> None:
    for text in (
        name,
        f"{name} møtte ikke.",
        f"Avtale gjort. {name} møtte ikke.",
        f"samtale med {name} i dag",
        f"- {name}",
        f"f.eks. {name}",
        f"hos ({name})",
        f"sak til {name.replace(' ', chr(160))}",
        f"{name}s vedtak",
    ):
        hits = found(text)
        assert [kind for kind, _ in hits] == ["name"], text
        assert hits[0][1].replace("\u00a0", " ") in (name, f"{name}s")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("hos Xhevat Qlirimi i går", "Xhevat Qlirimi"),
        ("Xhevat Qlirimi møtte.", "Xhevat Qlirimi"),
        ("Møte holdt.\n- Xhevat Qlirimi", "Xhevat Qlirimi"),
        ("KARI NORDMANN", "KARI NORDMANN"),
        ("Nordmann, Kari", "Nordmann, Kari"),
        ("Kari M. Nordmann", "Kari M. Nordmann"),
        ("Kontaktperson Hansen sier", "Kontaktperson Hansen"),
        ("Ringte Kari Nordmann", "Ringte Kari Nordmann"),
    ],
)
def test_other_forms_of_names(text: str, place: str) -> None:
    assert found(text) == [("name", place)]


BYDELER = """Gamle Oslo|Grünerløkka|Sagene|St. Hanshaugen|Frogner|Ullern|Vestre Aker|Nordre Aker
Bjerke|Grorud|Stovner|Alna|Østensjø|Nordstrand|Søndre Nordstrand"""


@pytest.mark.parametrize("bydel", [b for line in BYDELER.splitlines() for b in line.split("|")])
def test_bydeler_are_exempt(bydel: str) -> None:
    for text in (
        bydel,
        f"Bydel {bydel}",
        f"flyttet fra {bydel} til Bydel {bydel}",
        f"NAV {bydel} og {bydel}",
        f"Samarbeid med {bydel}s rustjeneste",
        f"Henvist Bydel {bydel}",
    ):
        assert found(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Oslo kommune",
        "ved Oslo universitetssykehus",
        "hos Lovisenberg Diakonale Sykehus",
        "i Kirkens Bymisjon og Blå Kors",
        "Pasient- og brukerombudet i Oslo",
        "klage til Statsforvalteren i Oslo og Viken",
        "ført i Fasit og Gerica",
        "møte i Microsoft Teams",
        "arbeider etter Housing First",
        "Rusfaglig Oslostandard, tiltak 7",
        "Individuell Plan og Kriseplan mangler",
        "se Velferdsetatens Program for bolig",
        "Mangler Samtykke",
        "NAV Alna EQS KORUS",
        "Per Velferdsetaten er det avklart",
        "Mandag 23. November",
        "kontor ved Carl Berner",
    ],
)
def test_services_and_terms_are_no_names(text: str) -> None:
    assert found(text) == []


def test_the_units_own_name_is_exempt_and_nothing_else_is() -> None:
    unit = "Rustjenesten Kari Trestakk"
    assert found(f"hos {unit} i dag") != []
    assert found(f"hos {unit} i dag", (unit,)) == []
    assert found(f"hos {unit.upper()} i dag", ("", unit)) == []
    assert found(f"hos {unit}, ved Kari Nordmann", (unit,)) == [("name", "Kari Nordmann")]
    assert found(f"hos {unit} Kveldslaget", (unit,)) == []
    assert found("ved Senter Storgata 12") == [("address", "Storgata 12")]
    assert found("ved Senter Storgata 12", ("Senter Storgata 12",)) == []
    assert found(f"{unit} {NUMBER}", (unit, NUMBER)) == [("identity_number", NUMBER)]


def notes(count: int, chance: random.Random) -> Iterator[str]:
    """``count`` notes of one to four sentences, made from the templates."""
    templates = tomllib.loads((DATA / "ordinary_notes.toml").read_text(encoding="utf-8"))
    for _ in range(count):
        chosen = chance.sample(templates["sentences"], chance.randint(1, 4))
        yield " ".join(filled(sentence, templates["slots"], chance) for sentence in chosen)


def filled(sentence: str, slots: dict[str, list[str]], chance: random.Random) -> str:
    text = re.sub(r"\{(\w+)\}", lambda slot: chance.choice(slots[slot[1]]), sentence)
    return text[0].upper() + text[1:]


def test_ordinary_notes_are_hardly_ever_stopped() -> None:
    stopped = {note: found(note) for note in notes(1000, random.Random(29)) if found(note)}
    assert len(stopped) <= 10, stopped


def test_the_same_notes_with_a_number_in_them_are_always_stopped() -> None:
    chance = random.Random(30)
    for note in notes(300, chance):
        words = note.split(" ")
        words.insert(chance.randint(0, len(words)), chance.choice(SYNTHETIC))
        with pytest.raises(PrivacyRefused):
            privacy.check(" ".join(words), "Kommentar", confirmed=True)


# What a person is told


def test_a_refusal_names_the_field_and_shows_the_place_but_not_the_number() -> None:
    text = f"Samtale holdt. Brukeren {NUMBER} ringte +47 912 34 567 etter møtet med Kari Nordmann."
    with pytest.raises(PrivacyRefused) as caught:
        privacy.check(text, "Kommentar", confirmed=True)
    error = caught.value
    assert error.shown == "Samtale holdt. Brukeren ▮▮▮ ringte ▮▮▮ etter møtet …"
    assert error.message == (
        "I «Kommentar» står det noe som ligner et fødselsnummer "
        f"(«{error.shown}»); ta det bort og skriv rolle i stedet."
    )


def test_a_question_goes_through_when_confirmed() -> None:
    text = "Ring 912 34 567\ntil Kari Nordmann."
    with pytest.raises(PrivacyQuestion) as caught:
        privacy.check(text, "Begrunnelse")
    assert caught.value.shown == "Ring ▮▮▮ til ▮▮▮."
    assert "«Begrunnelse»" in caught.value.message
    assert "et telefonnummer og et navn" in caught.value.message
    privacy.check(text, "Begrunnelse", confirmed=True)
    privacy.check("Vedtak mangler begrunnelse – følges opp", "Begrunnelse")


@given(
    st.text(st.sampled_from("ab æø.,\n1@–«"), max_size=60),
    st.sampled_from([*SYNTHETIC, "kari.nordmann@oslo.no", "+47 912 34 567", "12.03.1985"]),
    st.text(st.sampled_from("ab æø.,\n1@–«"), max_size=60),
)
@settings(max_examples=300, deadline=None)
def test_no_message_repeats_what_was_found(before: str, secret: str, after: str) -> None:
    text = f"{before} {secret} {after}"
    for confirmed in (False, True):
        try:
            privacy.check(text, "Kommentar", confirmed=confirmed)
        except PrivacyError as error:
            for hit in privacy.scan(text):
                assert text[hit.start : hit.end] not in error.message
            assert secret not in error.message + error.shown + str(error)


@given(st.text(st.sampled_from("0123456789 -.@aæ\n１"), max_size=80))
@settings(max_examples=500, deadline=None)
def test_after_redaction_nothing_refused_is_left(text: str) -> None:
    redacted = privacy.redact(text)
    assert not [hit for hit in privacy.scan(redacted) if hit.refused]
    if not [hit for hit in privacy.scan(text) if hit.refused]:
        assert redacted == text


@given(st.text(max_size=200))
@settings(deadline=None)
def test_hits_are_places_in_the_text_and_lie_apart(text: str) -> None:
    end = 0
    for hit in privacy.scan(text):
        assert end <= hit.start < hit.end <= len(text)
        assert hit.kind in privacy.KINDS
        assert hit.message.endswith(".")
        end = hit.end


def test_redaction_keeps_the_rest() -> None:
    text = f"Møtte {NUMBER}, kari@oslo.no, 912 34 567 og 12345678901 – «ferdig»"
    assert privacy.redact(text) == (
        "Møtte [fjernet nummer], [fjernet adresse], 912 34 567 og 12345678901 – «ferdig»"
    )


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("", 0),
        ("ferdig", 0),
        ("kl. 12", 2),
        ("12345", 5),
        ("fnr 178512", 6),
        ("fnr 178512 ", 6),
        ("fnr 178512 - 1", 7),
        ("fnr 17 85 12 100 8", 10),
        ("fnr\n１７８５１２", 6),
        ("178512 og", 0),
        ("frist 23.11.2026", 8),
        ("178512     ", 0),
        ("5 av 6.", 1),
    ],
)
def test_a_trailing_run_of_digits(text: str, digits: int) -> None:
    assert privacy.trailing_digits(text) == digits


def test_typing_a_number_never_saves_six_digits_of_it() -> None:
    for typed in (NUMBER, "178512 10083", "17 85 12 100 83"):
        for length in range(1, len(typed) + 1):
            text = f"Møtte {typed[:length]}"
            saved = None if privacy.trailing_digits(text) >= 6 else privacy.redact(text)
            assert saved is None or len(re.findall("[0-9]", saved)) < 6


def test_a_day_of_every_week_for_a_year_is_no_number() -> None:
    for week in range(52):
        day = date(2026, 1, 5) + timedelta(weeks=week)
        assert found(f"Utført {day:%d.%m.%Y}, ny vurdering {day + timedelta(120):%d.%m.%Y}.") == []
