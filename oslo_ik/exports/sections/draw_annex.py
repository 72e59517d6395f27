"""Vedlegg A: how the cases were drawn, so that an outsider can judge it (§7).

No references, caseworkers or tickets: beside the seed anyone could find the cases by trying.
"""

from __future__ import annotations

from oslo_ik.exports.document import DocumentBuilder
from oslo_ik.exports.ooxml import Column, Table
from oslo_ik.exports.reading import UNKNOWN, Reading, day, moment, month
from oslo_ik.exports.sections.metadata import facts_table
from oslo_ik.exports.sections.sample import frame_rows
from oslo_ik.reviews.views import METHODS

_METHODS = {
    "per_kontaktperson": (
        "Plassene er fordelt på kontaktpersonene etter hvor mange saker hver av dem har. Den som "
        "får for lite eller for mye en måned, har det til gode eller til gjeld neste måned. "
        "Innenfor hver kontaktpersons saker er de med lavest lodd trukket; saker som er "
        "kontrollert i en låst stikkprøve de siste tolv månedene, kommer sist. Er det ingen saker "
        "å trekke hos en kontaktperson, går plassen til hele listen."
    ),
    "tilfeldig": "Sakene med lavest lodd i hele listen er trukket.",
    "lopenummer": (
        "Listen er ikke lest inn. Sakene er nummerert fra 1 i fagsystemets egen rekkefølge, og "
        "løpenumrene med lavest lodd er trukket."
    ),
}


def write(builder: DocumentBuilder, reading: Reading) -> None:
    """The annex."""
    draw = reading.draw
    builder.heading("Vedlegg A: Slik ble sakene trukket")
    builder.paragraph(_METHODS[draw["method"]], lead=f"{METHODS[draw['method']]}.")
    builder.paragraph(
        "Loddet til en sak er regnet ut av trekningsnøkkelen og saksnummeret (Rivests metode, "
        "SHA-256). Det avhenger ikke av de andre sakene i listen, så en endring i listen er ikke "
        "en ny trekning."
    )
    builder.table(
        facts_table(
            "Trekningen", "Felt og innhold som viser hvordan trekningen er gjort", _rows(reading)
        )
    )
    builder.paragraph(
        "Forpliktelsen viser at hemmeligheten bak nøkkelen ikke er byttet ut etter at "
        "forpliktelsen ble kjent utenfor programmet, for eksempel i forrige måneds låste dokument. "
        "Den som har filen og programmet, kan likevel regne ut trekningen på forhånd. Det kan "
        "ingen når et offentlig tall er brukt og først ble kjent ved trekningen.",
        lead="Hva dette ikke viser.",
    )
    _places(builder, reading)
    _replacements(builder, reading)


def _rows(reading: Reading) -> list[tuple[str, str]]:
    content, draw = reading.content, reading.draw
    return [
        ("Enhet slik nøkkelen bruker den", content["unit"]),
        ("Måned", content["period"]),
        ("Trekning nummer", str(content["sequence"])),
        ("Skjæringsdato", day(draw["cut_off"])),
        *frame_rows(reading),
        ("Fingeravtrykk av listen (SHA-256)", draw["frame_sha256"] or "Ingen liste er lest inn"),
        ("Antall trukket", str(draw["size"])),
        ("Forpliktelse (SHA-256)", draw["commitment"]),
        ("Forpliktelsen ble laget", moment(draw["committed_at"])),
        ("Offentlig tall", draw["public_value"] or "Ikke brukt"),
        ("Trekningsnøkkel", draw["seed"]),
        (
            "Begrunnelse for ny trekning",
            reading.text(draw["redraw_reason"], "Ikke trukket på nytt"),
        ),
        ("Utilgjengelige saker", str(draw["unavailable"])),
        *_next(reading),
    ]


def _next(reading: Reading) -> list[tuple[str, str]]:
    draw = reading.draw
    if draw["next_commitment"] is None:
        return [("Forpliktelse for neste måned", "Står i dokumentet når det er låst")]
    return [(f"Forpliktelse for {month(draw['next_period'])}", draw["next_commitment"])]


def _places(builder: DocumentBuilder, reading: Reading) -> None:
    places = reading.draw["places"]
    if places:
        builder.paragraph(
            f"{', '.join(map(str, places))} (i tilfeldig rekkefølge, uten koder).",
            lead="Plasser per kontaktperson:",
        )


def _replacements(builder: DocumentBuilder, reading: Reading) -> None:
    rows = [
        (str(number), reading.text(row["reason"], UNKNOWN))
        for number, row in enumerate(reading.draw["replacements"], 1)
    ]
    if not rows:
        builder.paragraph("Ingen saker er erstattet.")
        return
    builder.paragraph(
        "Saker som ikke var aktuelle, er erstattet med neste lodd hos samme kontaktperson, før noe "
        "svar var gitt.",
        keep=True,
    )
    columns = (Column("Nr.", 8, "center"), Column("Hvorfor saken ikke var aktuell", 92))
    builder.table(Table("Erstattede saker", "En rad per erstattet sak med grunn", columns, rows))
