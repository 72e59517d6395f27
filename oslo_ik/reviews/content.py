"""The content of a review: everything that is signed and printed, as plain JSON data (§9).

References and free text stand in it only as salted commitments; text and salt lie beside it,
by path, so that deletion can destroy them and the chain still verifies.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from oslo_ik import __version__
from oslo_ik.reviews.content_parts import (
    case_content,
    draw_content,
    finding_content,
    previous_content,
)
from oslo_ik.reviews.finding_views import finding_views
from oslo_ik.reviews.rows import key, review_row
from oslo_ik.reviews.spot_checks import load_review
from oslo_ik.reviews.summary import previous_findings
from oslo_ik.reviews.views import SealView
from oslo_ik.store.chain import text_commitment
from oslo_ik.store.fingerprints import TABLES, table_text

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Review, Seal

SCHEMA = "oslo-ik/spot-check/1"
DELETED = "[slettet]"
SALT_BYTES = 16

# Fingerprints of the rows lie beside the texts, but are none: no document shows them.
ROWS = "rows/"

Node = dict[str, str]


@dataclass(frozen=True)
class Texts:
    """The texts behind the commitments of one content."""

    by_commitment: Mapping[str, str | None]

    def resolve(self, node: Node | None) -> str | None:
        """The text of a node; None when there was none, «[slettet]» when it was destroyed."""
        if node is None:
            return None
        return self.by_commitment.get(node["commitment"]) or DELETED

    def all(self) -> list[str]:
        """Every text that is still there."""
        return [text for text in self.by_commitment.values() if text]


@dataclass(frozen=True)
class ReviewContent:
    """What a document is made from; ``seal`` is None while it is a draft."""

    content: dict[str, Any]
    texts: Texts
    seal: SealView | None


@dataclass
class Committing:
    """Turns texts into commitments while a content is built, and remembers them by path."""

    salt_for: Callable[[str], str]
    made: dict[str, tuple[str, str, str]] = field(default_factory=dict)

    def __call__(self, path: str, text: str | None) -> Node | None:
        """The node for a text, or None; (commitment, salt, text) is kept under ``path``."""
        if text is None or text == "":
            return None
        salt = self.salt_for(path)
        commitment = text_commitment(salt, text)
        self.made[path] = (commitment, salt, text)
        return {"commitment": commitment}


def fresh_salts(ws: Workspace) -> Callable[[str], str]:
    """A new random salt for every path."""
    return lambda path: ws.entropy(SALT_BYTES).hex()


def review_content(ws: Workspace, number: str) -> ReviewContent:
    """The sealed content of a locked review; for an open one the same, built as a draft."""
    with ws.database.read() as session:
        review = review_row(session, number)
        seal = review_seal(session, review)
        if seal is not None:
            return ReviewContent(
                json.loads(seal.content), sealed_texts(session, seal.sequence), seal_view(seal)
            )
        commit = Committing(fresh_salts(ws))
        content = build_content(ws, session, review, commit)
    made = commit.made.items()
    texts = Texts({row[0]: row[2] for path, row in made if not path.startswith(ROWS)})
    return ReviewContent(content, texts, None)


def review_seal(session: Session, review: Review) -> Seal | None:
    """The link that sealed the review, or None."""
    from sqlmodel import select

    from oslo_ik.store.tables import Seal

    return session.exec(
        select(Seal).where(Seal.review_id == review.id, Seal.kind == "review.signed")
    ).first()


def sealed_texts(session: Session, sequence: int) -> Texts:
    """The texts that lie beside a link."""
    from sqlmodel import select

    from oslo_ik.store.tables import SealedText

    rows = session.exec(select(SealedText).where(SealedText.sequence == sequence)).all()
    return Texts({row.commitment: row.text for row in rows if not row.path.startswith(ROWS)})


def seal_view(seal: Seal) -> SealView:
    """The view of a link."""
    return SealView(seal.sequence, seal.kind, seal.number, seal.seal, seal.previous, seal.sealed_at)


def build_content(
    ws: Workspace,
    session: Session,
    review: Review,
    commit: Committing,
    previous: Sequence[Any] | None = None,
    findings: Sequence[Any] | None = None,
) -> dict[str, Any]:
    """The content of a review as its rows now stand.

    ``previous`` and ``findings`` are given when they live on after signing and must be taken
    from the sealed content instead of from today's rows.
    """
    view = load_review(ws, session, review)
    if findings is None:
        shown = finding_views(session, review, merged=True)
        findings = [finding_content(f, commit, "findings") for f in shown]
    if previous is None:
        previous = [previous_content(f, commit) for f in previous_findings(session, review)]
    return {
        "schema": SCHEMA,
        "program": __version__,
        "number": review.number,
        "kind": review.kind,
        "demo": review.demo,
        **_unit_content(session, review),
        "period": review.period,
        "sequence": review.sequence,
        "role": review.role,
        "signed_role": review.signed_role,
        "signed_at": review.signed_at,
        "created_at": review.created_at,
        "edition": {"id": review.catalogue, "title": ws.catalogue.edition.title},
        "theme": review.theme,
        "theme_label": view.theme_label,
        "checks": [_check_content(check.model_dump(mode="json")) for check in view.checks],
        "facts": [{"id": f.id, "label": f.label, "question": f.question} for f in view.facts],
        "areas": [
            {"id": a.id, "label": a.label, "origin": a.origin} for a in ws.catalogue.active_areas
        ],
        "draw": draw_content(session, review, view, commit),
        "cases": [
            case_content(case, commit)
            for case in sorted(view.cases, key=lambda case: case.running_number)
        ],
        "unanswered_reason": commit("unanswered_reason", review.unanswered_reason),
        "findings": list(findings),
        "previous_findings": list(previous),
        "rows": _rows_content(session, review, commit),
    }


def _rows_content(session: Session, review: Review, commit: Committing) -> dict[str, Any]:
    """A commitment to every stored value of the review, table by table."""
    from oslo_ik.store.engine import driver

    session.flush()
    raw = driver(session)
    return {
        table: commit(f"{ROWS}{table}", table_text(raw, table, key(review))) for table in TABLES
    }


_PRINTED = (
    "id",
    "measure",
    "text",
    "modal",
    "strength",
    "legal_basis",
    "source",
    "evidence",
    "condition",
    "applies_when",
    "interval_months",
    "partial",
    "areas",
    "stop",
)


def _check_content(check: dict[str, Any]) -> dict[str, Any]:
    return {name: check[name] for name in _PRINTED}


def _unit_content(session: Session, review: Review) -> dict[str, Any]:
    from oslo_ik.text import slug

    district, _, name = review.unit.partition("/")
    return {
        "unit": review.unit,
        "district": district,
        "unit_name": name,
        "unit_code": slug(f"{district} {name}") or "enhet",
        "legal_regime": review.legal_regime,
    }
