"""What stands at the top of page 1: which document this is, and what state it is in."""

from __future__ import annotations

from oslo_ik.exports.document import DocumentBuilder
from oslo_ik.exports.ooxml import Column, Table
from oslo_ik.exports.reading import Reading, day, month
from oslo_ik.reviews.views import METHODS, REGIMES
from oslo_ik.text import number_of

FACTS = (Column("Felt", 27), Column("Innhold", 73))


def facts_table(caption: str, description: str, rows: list[tuple[str, str]]) -> Table:
    """A two-column table of names and values."""
    return Table(caption, description, FACTS, rows, bold_first=True)


def write(builder: DocumentBuilder, reading: Reading) -> None:
    """Title, unit and the metadata table (reference on documents for EQS, part d)."""
    content = reading.content
    subtitle = f"{content['district']}, {content['unit_name']}"
    builder.title(f"Månedlig stikkprøve – {month(content['period'])}", subtitle)
    builder.table(
        facts_table(
            "Om dokumentet",
            "Felt og innhold som beskriver dokumentet",
            [
                ("Dokumenttype", "Månedlig stikkprøve"),
                ("Nummer", reading.number),
                ("Virksomhet og enhet", subtitle),
                ("Periode", month(content["period"])),
                ("Tema", content["theme_label"] or "Ikke valgt"),
                ("Metode", _method(reading)),
                ("Utarbeidet av (rolle)", f"{content['role']}, {day(content['created_at'])}"),
                ("Låst av (rolle)", _locked(reading)),
                ("Godkjent", "Godkjennes i EQS; navn og tidspunkt logges der"),
                ("Versjon og status", f"{reading.version} – {status(reading)}"),
                ("Kontrollsum", _seal(reading)),
                ("Meldt som avvik i EQS", _reported(reading)),
                ("Neste oppfølging", _next(reading)),
                ("Regelverk", REGIMES[content["legal_regime"]]),
                ("Tilgang", "Begrenset til navngitte roller i EQS"),
                (
                    "Oppbevaring",
                    "Etter kommunens bevarings- og kassasjonsplan (må kontrolleres lokalt)",
                ),
            ],
        )
    )


def status(reading: Reading) -> str:
    """«Utkast», or «Låst» with its date."""
    return "Utkast" if reading.draft else f"Låst {day(reading.content['signed_at'])}"


def seal_groups(seal: str) -> str:
    """The first 16 hex digits of a seal in four groups (§9)."""
    return " ".join(seal[start : start + 4] for start in range(0, 16, 4))


def _method(reading: Reading) -> str:
    method = METHODS[reading.draw["method"]].lower()
    cases = number_of(len(reading.cases), "sak", "saker")
    return f"Stikkprøve, {method}: {cases} av {reading.draw['frame_size']}"


def _locked(reading: Reading) -> str:
    content = reading.content
    if reading.draft:
        return "Ikke låst"
    return f"{content['signed_role']}, {day(content['signed_at'])}"


def _seal(reading: Reading) -> str:
    if reading.seal is None:
        return "Ingen før dokumentet er låst"
    return f"{seal_groups(reading.seal.seal)} (nr. {reading.seal.sequence} i kjeden, se vedlegg B)"


def _reported(reading: Reading) -> str:
    reported = [node for node in reading.shortcomings if node["eqs_nonconformity"]]
    if not reported:
        return "Ingen"
    return ", ".join(node["eqs_number"] or "nummer ikke oppgitt" for node in reported)


def _next(reading: Reading) -> str:
    days = [found for node in reading.shortcomings if (found := reading.first_deadline(node))]
    first = f"Første frist {day(min(days))}" if days else "Ingen frister"
    period = reading.draw["next_period"]
    return f"{first}; neste stikkprøve {month(period)}" if period else first
