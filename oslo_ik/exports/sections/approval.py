"""Chapter 7: who did the control and who locked it, by role; EQS has the names."""

from __future__ import annotations

from oslo_ik.exports.document import DocumentBuilder
from oslo_ik.exports.reading import Reading, day, moment
from oslo_ik.exports.sections.metadata import facts_table


def write(builder: DocumentBuilder, reading: Reading) -> None:
    """The chapter."""
    content = reading.content
    builder.heading("7 Godkjenning")
    builder.table(
        facts_table(
            "Roller og datoer",
            "Felt og innhold om hvem som har gjort og låst stikkprøven",
            [
                ("Utført av (rolle)", content["role"]),
                ("Påbegynt", day(content["created_at"])),
                ("Låst av (rolle)", content["signed_role"] or "Ikke låst"),
                ("Låst", moment(content["signed_at"], "Ikke låst")),
            ],
        )
    )
    builder.paragraph(
        "Låsing betyr at stikkprøven er ferdig. Den formelle godkjenningen skjer i EQS, der navn "
        "og tidspunkt logges."
    )
