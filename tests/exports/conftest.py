"""A spot check's content written by hand, and ways to make and read its document."""

from __future__ import annotations

import copy
import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from oslo_ik.exports.spot_check import document_bytes
from oslo_ik.reviews.content import ReviewContent, Texts
from oslo_ik.reviews.views import SealView

DATA = Path(__file__).parents[1] / "data" / "spot_check_content.json"


@dataclass
class Sheet:
    """The hand-written content; change it freely, it is a copy."""

    content: dict[str, Any]
    texts: dict[str, str | None]
    seal: dict[str, Any] | None

    def review(self) -> ReviewContent:
        seal = SealView(**self.seal) if self.seal else None
        return ReviewContent(self.content, Texts(self.texts), seal)

    def bytes(self, template: bytes | None = None, version: int = 1) -> bytes:
        return document_bytes(self.review(), template, version)

    def document(self, template: bytes | None = None) -> Document:
        return docx.Document(io.BytesIO(self.bytes(template)))

    def text(self, text: str) -> dict[str, str]:
        commitment = f"{len(self.texts):064x}"
        self.texts[commitment] = text
        return {"commitment": commitment}

    def as_draft(self) -> Sheet:
        self.seal = None
        self.content |= {"signed_at": None, "signed_role": None}
        self.content["draw"] |= {"next_period": None, "next_commitment": None}
        return self


@pytest.fixture
def sheet() -> Sheet:
    """Six cases × ten checks, locked; one case unavailable, one replaced, hostile comments."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    return Sheet(**copy.deepcopy(data))


@pytest.fixture
def lines() -> Callable[[Document], list[str]]:
    """Every paragraph of a document in reading order, those in tables too."""

    def read(document: Document) -> list[str]:
        from docx.text.paragraph import Paragraph

        body = document.element.body
        return [Paragraph(found, document._body).text for found in body.iter(qn("w:p"))]

    return read


@pytest.fixture
def members() -> Callable[[bytes], dict[str, bytes]]:
    """The files inside a .docx."""

    def read(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    return read


@pytest.fixture
def table() -> Callable[..., list[list[str]]]:
    """The cells of the tables whose heading row starts so, parts put together."""

    def read(document: Document, *headings: str) -> list[list[str]]:
        rows = []
        for found in document.tables:
            cells = [[cell.text for cell in row.cells] for row in found.rows]
            if tuple(cells[0][: len(headings)]) == headings:
                rows += cells[1:]
        return rows

    return read
