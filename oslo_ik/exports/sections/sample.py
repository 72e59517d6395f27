"""Chapter 2: what was asked, of how many cases, and how the numbers are to be read."""

from __future__ import annotations

from oslo_ik.checks.verdicts import PERCENT_FROM
from oslo_ik.exports.document import DocumentBuilder
from oslo_ik.exports.ooxml import Column, Table
from oslo_ik.exports.reading import UNKNOWN, Reading, day
from oslo_ik.exports.sections.metadata import facts_table
from oslo_ik.reviews.views import METHODS
from oslo_ik.text import number_of


def write(builder: DocumentBuilder, reading: Reading) -> None:
    """How the control was done; the draw itself is in vedlegg A."""
    content, draw = reading.content, reading.draw
    builder.heading("2 Utvalg og gjennomføring")
    replaced = len(draw["replacements"])
    builder.table(
        facts_table(
            "Gjennomføring",
            "Felt og innhold om hvordan stikkprøven er gjort",
            [
                ("Formål med oppslagene", "Internkontroll og kvalitetssikring"),
                ("Kontrollskjema", _form(reading)),
                ("Hentet fra", content["edition"]["title"]),
                ("Utvalg", METHODS[draw["method"]]),
                ("Trukket", day(content["created_at"])),
                ("Skjæringsdato", day(draw["cut_off"])),
                *frame_rows(reading),
                ("Kontrollerte saker", str(len(reading.cases) - reading.unavailable)),
                ("Utilgjengelige saker", str(reading.unavailable)),
                ("Erstattede saker", str(replaced)),
            ],
        )
    )
    builder.paragraph(
        "Hver sak er holdt mot kontrollpunktene i journalen og de andre kildene som "
        "kontrollpunktet nevner. Sakene står med løpenummer i tilfeldig rekkefølge; "
        "løpenummeret sier ikke hvem saken gjelder, eller hvem som er kontaktperson."
    )
    builder.paragraph(
        "Oppfylt er antall ja av alle vurderte svar (ja, delvis, nei og ikke dokumentert). "
        "Delvis regnes ikke som oppfylt. Ikke relevant og ikke vurdert er utenfor brøken og "
        f"står for seg. Prosent vises bare når minst {PERCENT_FROM} saker er vurdert. Utvalget "
        "er lite og sier ikke hvor stor andelen er i alle saker.",
        lead="Slik leses tallene.",
    )
    _facts(builder, reading)


def frame_rows(reading: Reading) -> list[tuple[str, str]]:
    """How many cases there are and how many were drawn from, in the same words everywhere."""
    draw = reading.draw
    listed = "Ingen liste er lest inn" if draw["frame_sha256"] is None else str(reading.listed)
    return [
        ("Aktive saker i fagsystemet", _reported(reading)),
        ("Aktive saker i listen", listed),
        ("Egne saker utelatt", str(draw["excluded_own"])),
        ("Ramme det er trukket fra", str(draw["frame_size"])),
    ]


def _reported(reading: Reading) -> str:
    reported, off = reading.draw["reported_size"], reading.difference
    if off is None:
        return UNKNOWN.capitalize()
    if reading.draw["frame_sha256"] is None:
        return str(reported)
    return f"{reported} ({off_words(off) if off else 'ingen forskjell'})"


def off_words(off: int) -> str:
    """«2 flere enn i listen»."""
    return f"{abs(off)} {'flere' if off > 0 else 'færre'} enn i listen"


def _form(reading: Reading) -> str:
    checks = number_of(len(reading.checks), "kontrollpunkt", "kontrollpunkter")
    theme = reading.content["theme_label"]
    return f"{checks}: fast kjerne og tema «{theme}»" if theme else checks


def _facts(builder: DocumentBuilder, reading: Reading) -> None:
    """Counts only: facts beside a running number could tell who a case is about."""
    facts = reading.content["facts"]
    if not facts:
        return
    builder.paragraph(
        "Noen kontrollpunkter gjelder bare når noe bestemt er sant om saken. Svarene på "
        "disse spørsmålene avgjør hva som er ikke relevant.",
        keep=True,
    )
    rows = []
    for fact in facts:
        answers = [case["facts"].get(fact["id"]) for case in reading.cases]
        rows.append(
            (
                fact["question"],
                str(sum(answer is True for answer in answers)),
                str(sum(answer is False for answer in answers)),
                str(sum(answer is None for answer in answers)),
            )
        )
    columns = (
        Column("Spørsmål om saken", 64),
        Column("Ja", 10, "center"),
        Column("Nei", 10, "center"),
        Column("Ikke besvart", 16, "center"),
    )
    builder.table(
        Table("Saksopplysninger, antall saker", "Antall svar per spørsmål", columns, rows)
    )
