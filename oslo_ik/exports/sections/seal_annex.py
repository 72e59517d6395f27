"""Vedlegg B and C: the checksums that hold the document together, and the legal lines."""

from __future__ import annotations

from oslo_ik.exports.document import DocumentBuilder
from oslo_ik.exports.legal import legal_lines
from oslo_ik.exports.ooxml import Column, Table
from oslo_ik.exports.reading import Reading, moment
from oslo_ik.exports.sections.metadata import facts_table
from oslo_ik.store.chain import short_seal

_GENESIS = "0" * 64


def write(builder: DocumentBuilder, reading: Reading) -> None:
    """Both annexes."""
    builder.heading("Vedlegg B: Kontrollsummer")
    _checksums(builder, reading)
    builder.heading("Vedlegg C: Hjemler")
    _legal(builder, reading)


def _checksums(builder: DocumentBuilder, reading: Reading) -> None:
    content, seal = reading.content, reading.seal
    program = [
        ("Program", f"oslo-ik {content['program']}"),
        ("Utgave av kontrollpunktene", content["edition"]["id"]),
        ("Innholdets form", content["schema"]),
    ]
    if seal is None:
        rows = [("Kontrollsum", "Ingen før dokumentet er låst"), *program]
    else:
        previous = "Ingen, dette er det første" if seal.previous == _GENESIS else seal.previous
        rows = [
            ("Kontrollsum", short_seal(seal.seal)),
            ("Segl", seal.seal),
            ("Nummer i kjeden", str(seal.sequence)),
            ("Forrige segl", previous),
            ("Låst", moment(seal.sealed_at)),
            *program,
        ]
    builder.table(facts_table("Kontrollsummer", "Felt og innhold om segl, kjede og program", rows))
    builder.paragraph(
        "Kontrollsummen er regnet ut av innholdet og av kontrollsummen til det som ble låst før. "
        "Endringer blir oppdaget så lenge minst ett dokument med kontrollsummen finnes utenfor "
        "programmet. Kontroller med «oslo-ik verifiser --mot» og dette dokumentet eller "
        "kontrollsummen."
    )


def _legal(builder: DocumentBuilder, reading: Reading) -> None:
    lines = legal_lines(reading.content["legal_regime"], reading.until)
    columns = (Column("Hjemmel", 52), Column("Kilde", 30), Column("Kontroll", 18))
    rows = [(line.text, line.source, line.status) for line in lines]
    builder.table(Table("Hjemler", "En rad per hjemmel med kilde og kontroll", columns, rows))
    builder.paragraph("Hjemlene er valgt etter enhetens regelverk og er ikke juridisk rådgivning.")
