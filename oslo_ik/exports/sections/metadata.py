"""What stands at the top of page 1: which document this is, and what state it is in."""

from __future__ import annotations

from datetime import date

from oslo_ik.checks.due import add_months
from oslo_ik.exports.document import DocumentBuilder
from oslo_ik.exports.ooxml import Column, Table
from oslo_ik.exports.reading import Node, Reading, day, month
from oslo_ik.reviews.views import METHODS, REGIMES
from oslo_ik.store.chain import short_seal
from oslo_ik.text import number_of, show_date

EFFECT_MONTHS = 4
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
                ("Nummer / EQS-hendelse", f"{reading.number} / {_event(reading)}"),
                ("Virksomhet og enhet", subtitle),
                ("Periode og tema", _period(content)),
                ("Kontrollnivå", _level(content["role"])),
                ("Metode", _method(reading)),
                ("Utarbeidet av (rolle)", f"{content['role']}, {day(content['created_at'])}"),
                ("Låst av (rolle)", _locked(reading)),
                ("Deltakere (roller)", _roles(reading)),
                ("Godkjent", "Godkjennes i EQS; navn og tidspunkt logges der"),
                ("Versjon og status", f"{reading.version} – {status(reading)}"),
                ("Kontrollsum", _seal(reading)),
                ("Meldt som avvik i EQS", _reported(reading)),
                ("Neste oppfølging", _next(reading)),
                ("Effekt vurderes", _effect(reading)),
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


def _period(content: Node) -> str:
    theme = f"tema {content['theme_label'].lower()}" if content["theme_label"] else "uten tema"
    return f"{month(content['period'])}, {theme}"


def _method(reading: Reading) -> str:
    method = METHODS[reading.draw["method"]]
    cases = number_of(len(reading.cases), "sak", "saker")
    return f"{method}: {cases} trukket fra {reading.draw['frame_size']}"


def _locked(reading: Reading) -> str:
    content = reading.content
    if reading.draft:
        return "Ikke låst"
    return f"{content['signed_role']}, {day(content['signed_at'])}"


def _seal(reading: Reading) -> str:
    if reading.seal is None:
        return "Ingen før dokumentet er låst"
    return f"{short_seal(reading.seal.seal)} (nr. {reading.seal.sequence} i kjeden, se vedlegg B)"


def _level(role: str) -> str:
    """Who controlled: the one responsible for the field, or a leader (reference, c.2)."""
    return "Fagansvarlig" if role.casefold().startswith("fag") else "Leder"


def _roles(reading: Reading) -> str:
    roles = (reading.content["role"], reading.content["signed_role"])
    return ", ".join(dict.fromkeys(filter(None, roles)))


def _event(reading: Reading) -> str:
    """The numbers that EQS gave, and never «ikke meldt» before somebody has decided."""
    numbers = eqs_numbers(reading)
    if numbers:
        return ", ".join(
            number if number.upper().startswith("EQS") else f"EQS {number}" for number in numbers
        )
    return "ikke tatt stilling til" if _waits(reading) else "ikke meldt"


def eqs_numbers(reading: Reading) -> list[str]:
    """A number for each finding that is reported in EQS, or that it is not given."""
    return [
        node["eqs_number"] or "EQS-nummer ikke oppgitt"
        for node in reading.shortcomings
        if node["eqs_nonconformity"]
    ]


def _waits(reading: Reading) -> bool:
    """True when a finding, or a gap that is no finding yet, waits for the decision on EQS."""
    unsummed = reading.draft and not reading.content["findings"] and reading.gap_checks > 0
    return unsummed or bool(reading.undecided_in_eqs)


def _reported(reading: Reading) -> str:
    numbers, waiting = eqs_numbers(reading), len(reading.undecided_in_eqs)
    parts = [f"Ja: {', '.join(numbers)}"] if numbers else []
    if _waits(reading):
        of_all = f" for {waiting} av {len(reading.shortcomings)} funn" if waiting else ""
        parts.append(f"{'i' if parts else 'I'}kke tatt stilling til{of_all}")
    return "; ".join(parts) or ("Nei" if reading.shortcomings else "Nei, ingen funn")


def _next(reading: Reading) -> str:
    days = [found for node in reading.shortcomings if (found := reading.first_deadline(node))]
    first = f"Første frist {day(min(days))}" if days else "Ingen frister"
    period = reading.draw["next_period"]
    return f"{first}; neste stikkprøve {month(period)}" if period else first


def _effect(reading: Reading) -> str:
    """Four calendar months after the last action is due (reference, d and b.9)."""
    days = [
        action["deadline"]
        for node in reading.shortcomings
        for action in node["actions"]
        if action["status"] != "dropped"
    ]
    if not days:
        return "–"
    return f"innen {show_date(add_months(date.fromisoformat(max(days)), EFFECT_MONTHS))}"
