"""Chapter 3: counts per check, every answer by running number, and what was written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from oslo_ik.checks.verdicts import Tally
from oslo_ik.checks.vocabulary import Modal, Reason, Strength, Verdict
from oslo_ik.exports.document import DocumentBuilder
from oslo_ik.exports.ooxml import Column, Table
from oslo_ik.exports.reading import Node, Reading, day

LETTERS = {
    Verdict.YES.value: "J",
    Verdict.PARTIAL.value: "D",
    Verdict.NO.value: "N",
    Verdict.NOT_DOCUMENTED.value: "U",
    Verdict.NOT_APPLICABLE.value: "R",
    Verdict.NOT_ASSESSED.value: "–",
}
ORIGINS = {
    "standard": "Oslostandarden",
    "revisjon": "Kommunerevisjonen (ikke krav i standarden)",
    "lokal": "Lokalt område (ikke krav i standarden)",
}
MOST_COLUMNS = 20

_COUNTS = (
    Column("Nr.", 8.5),
    Column("Kontrollpunkt", 35),
    Column("Styrke og kilde", 15.5),
    Column("Oppfylt", 11, "center"),
    Column("Delvis", 7.5, "center"),
    Column("Nei", 5.5, "center"),
    Column("Ikke dok.", 6, "center"),
    Column("Ikke rel.", 5.5, "center"),
    Column("Ikke vurd.", 6.5, "center"),
)
_COMMENTS = (
    Column("Sak", 6, "center"),
    Column("Nr.", 10),
    Column("Svar", 16),
    Column("Grunn, kommentar, dato og områder", 68),
)


def write(builder: DocumentBuilder, reading: Reading) -> None:
    """The whole chapter."""
    builder.heading("3 Resultat per kontrollpunkt")
    builder.heading("3.1 Antall saker per svar", 2)
    rows = [_count_row(check, reading.tallies[check["id"]]) for check in reading.checks]
    builder.table(
        Table(
            "Antall saker per svar",
            "En rad per kontrollpunkt med antall saker for hvert svar",
            _COUNTS,
            rows,
        )
    )
    builder.heading("3.2 Svar per sak", 2)
    _matrix(builder, reading)
    builder.heading("3.3 Grunner og kommentarer", 2)
    _comments(builder, reading)
    _areas(builder, reading)


def _count_row(check: Node, tally: Tally) -> Sequence[str]:
    text = str(check["text"])
    if check["applies_when"]:
        text += f"\n{_applies(check['applies_when'])}"
    if check["legal_basis"]:
        text += f"\nHjemmel: {check['legal_basis']}"
    if check["stop"]:
        text += "\nTas opp med en gang når svaret ikke er ja."
    met = tally.fraction_text()
    if (percent := tally.percent()) is not None:
        met += f"\n({percent} %)"
    gaps = (tally.partial, tally.no, tally.not_documented)
    outside = (tally.not_applicable, tally.not_assessed)
    return (str(check["id"]), text, _source(check), met, *map(str, (*gaps, *outside)))


def _applies(when: str) -> str:
    return when if when.casefold().startswith("gjelder") else f"Gjelder når {when}"


def _source(check: Node) -> str:
    """«Krav (skal)» and the tiltak."""
    strength = Strength(check["strength"]).label
    if check["modal"] != Modal.INGEN.value:
        strength += f" ({check['modal']})"
    measure = check["measure"]
    place = f"Tiltak {measure}" if measure else "Kartlegging og hovedforløp"
    return f"{strength}\n{place}"


def _matrix(builder: DocumentBuilder, reading: Reading) -> None:
    builder.paragraph(
        "J = ja, D = delvis, N = nei, U = ikke dokumentert, R = ikke relevant, – = ikke vurdert. "
        "R uten grunn i 3.3 følger av saksopplysningene.",
        keep=True,
    )
    if reading.unavailable:
        builder.paragraph(
            "* Saken var utilgjengelig; alle kontrollpunktene teller som U.", keep=True
        )
    checks = [check["id"] for check in reading.checks]
    for start in range(0, len(checks), MOST_COLUMNS):
        shown = checks[start : start + MOST_COLUMNS]
        builder.table(
            Table(
                "Svar per sak og kontrollpunkt",
                "En rad per sak med løpenummer, en kolonne per kontrollpunkt, en bokstav per svar",
                (Column("Sak", 1.05, "center"), *(Column(check, 1, "center") for check in shown)),
                [_case_row(case, shown) for case in reading.cases],
                small=True,
            )
        )


def _case_row(case: Node, checks: Sequence[str]) -> Sequence[str]:
    letters = {answer["check"]: LETTERS[answer["verdict"]] for answer in case["answers"]}
    mark = "*" if case["outcome"] == "unavailable" else ""
    return [f"{case['no']}{mark}", *map(letters.__getitem__, checks)]


def _comments(builder: DocumentBuilder, reading: Reading) -> None:
    labels = {area["id"]: area["label"] for area in reading.content["areas"]}
    rows = [
        (
            str(case["no"]),
            str(answer["check"]),
            Verdict(answer["verdict"]).label,
            remarks,
        )
        for case in reading.cases
        for answer in case["answers"]
        if (remarks := _remarks(reading, answer, labels))
    ]
    if not rows:
        builder.paragraph("Ingen svar har grunn eller kommentar.")
        return
    builder.table(
        Table(
            "Grunner og kommentarer",
            "En rad per svar der det er gitt grunn, kommentar, dato eller manglende områder",
            _COMMENTS,
            rows,
        )
    )


def _remarks(reading: Reading, answer: Node, labels: dict[str, str]) -> str:
    """What was said beside the verdict, a line each; empty when nothing was."""
    lines = []
    if answer["reason"] and not answer["by_fact"]:
        lines.append(f"Grunn: {Reason(answer['reason']).label}")
    if answer["missing_areas"]:
        missing = ", ".join(labels.get(area, area) for area in answer["missing_areas"])
        lines.append(f"Mangler: {missing}")
    if answer["performed_on"]:
        lines.append(f"Sist gjort: {day(answer['performed_on'])}")
    if answer["note"] is not None:
        lines.append(reading.text(answer["note"]))
    if answer["ask"] and answer["verdict"] == Verdict.NOT_ASSESSED:
        lines.append("Skulle avklares med kontaktpersonen.")
    return "\n".join(lines)


def _areas(builder: DocumentBuilder, reading: Reading) -> None:
    missing = Counter(
        area
        for case in reading.cases
        for answer in case["answers"]
        for area in answer["missing_areas"]
    )
    if not missing:
        return
    rows = [
        (area["label"], ORIGINS.get(area["origin"], area["origin"]), str(missing[area["id"]]))
        for area in reading.content["areas"]
        if missing[area["id"]]
    ]
    builder.table(
        Table(
            "Områder som manglet i kartleggingen",
            "En rad per område med antall svar der området manglet",
            (Column("Område", 40), Column("Opphav", 45), Column("Antall", 15, "center")),
            rows,
        )
    )
