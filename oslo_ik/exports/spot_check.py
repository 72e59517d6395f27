"""The Word document of a spot check, made from its content and never from the database (§12)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from oslo_ik import privacy
from oslo_ik.errors import ExportError
from oslo_ik.exports import legal
from oslo_ik.exports.document import DocumentBuilder, Frame
from oslo_ik.exports.reading import Reading, free_texts, month
from oslo_ik.exports.sections import (
    approval,
    draw_annex,
    findings,
    metadata,
    results,
    sample,
    seal_annex,
    summary,
)
from oslo_ik.exports.targets import default_folder, read_template, save
from oslo_ik.text import slug

if TYPE_CHECKING:
    from oslo_ik.reviews.content import ReviewContent
    from oslo_ik.reviews.workspace import Workspace

_CHAPTERS = (metadata, summary, sample, results, findings, approval, draw_annex, seal_annex)


def export_review(
    ws: Workspace, number: str, target: Path | None = None, template: Path | None = None
) -> Path:
    """Write the document of a review; returns where it is.

    Without ``target`` it goes to the documents folder (a demo's own, beside its database). A
    folder gets the standard name, with the next version number when a different document has
    it; a path that ends in .docx is written as given. Raises ExportError, NotFound, and
    whatever reading the review raises.
    """
    from oslo_ik.reviews.content import review_content

    content = review_content(ws, number)
    look = read_template(template) if template else None
    state = "_utkast" if content.seal is None else ""
    stem = f"{number}_{slug(content.content['unit_code']) or 'enhet'}"
    folder = default_folder(ws.path, demo=content.content["demo"])
    return save(
        target or folder,
        lambda version: f"{stem}_v{version}{state}.docx",
        lambda version: document_bytes(content, look, version),
        make_folder=target is None,
    )


def document_bytes(
    content: ReviewContent, template: bytes | None = None, version: int = 1
) -> bytes:
    """The document as bytes: the same content, template and version give the same bytes.

    Raises ExportError for an unusable template, and when a text holds what may not leave (§14).
    """
    reading = Reading(content.content, content.texts, content.seal, version)
    _guard(reading)
    builder = DocumentBuilder(_frame(reading), template)
    for chapter in _CHAPTERS:
        chapter.write(builder, reading)
    return builder.to_bytes()


def _guard(reading: Reading) -> None:
    for where, text in free_texts(reading):
        kinds = {privacy.KINDS[hit.kind] for hit in privacy.scan(text) if hit.refused}
        if kinds:
            raise ExportError(
                f"Dokumentet er ikke skrevet: {where} inneholder {' og '.join(sorted(kinds))}. "
                "Ta det bort og prøv igjen."
            )


def _frame(reading: Reading) -> Frame:
    content = reading.content
    regime, day = content["legal_regime"], reading.until
    status = metadata.status(reading)
    banners, words = [], []
    if reading.draft:
        banners.append("UTKAST")
        words.append("UTKAST – ikke låst, kan bli endret.")
    if content["demo"]:
        banners.append("DEMO")
        words.append("DEMO – oppdiktede opplysninger.")
    demo = ["DEMO"] if content["demo"] else []
    footer = [reading.number, *demo, status, f"versjon {reading.version}"]
    return Frame(
        title=f"Månedlig stikkprøve {reading.number}, {month(content['period'])}",
        status=status,
        marking=legal.marking(regime, day),
        footer_marking="TAUSHETSBELAGT, se merkingen øverst på siden.",
        footer=" · ".join(footer),
        banner=" ".join(banners),
        banner_text=" ".join(words),
        created=content["created_at"],
        modified=content["signed_at"] or content["created_at"],
    )
