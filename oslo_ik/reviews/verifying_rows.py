"""Whether the rows of a locked review are still those that its seal speaks of (§9)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from oslo_ik.reviews.content import ROWS, Committing, Node, build_content
from oslo_ik.reviews.sampling import commitment, frame_fingerprint, seed
from oslo_ik.reviews.verifying_findings import finding_problems
from oslo_ik.reviews.verifying_words import TABLES, in_words
from oslo_ik.store.chain import canonical
from oslo_ik.store.engine import driver
from oslo_ik.store.fingerprints import first_changed

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Review

# What a content holds from the program and the catalogue, which may be newer now.
_FROM_PROGRAM = ("program", "edition", "theme_label", "facts", "areas")
_NO_SALT = "00" * 16


@dataclass(frozen=True)
class Held:
    """The texts beside a link, by path; ``destroyed`` are those a deletion has announced."""

    commitments: Mapping[str, str]
    salts: Mapping[str, str | None]
    texts: Mapping[str, str | None]
    destroyed: frozenset[str]


@dataclass
class _Again(Committing):
    """Commits with the salts of the seal; what has been destroyed keeps its commitment."""

    kept: Mapping[str, str] | None = None

    def __call__(self, path: str, text: str | None) -> Node | None:
        kept = (self.kept or {}).get(path)
        if kept is None:
            return super().__call__(path, text)
        self.made[path] = (kept, "", "")
        return {"commitment": kept}


def review_problems(
    ws: Workspace, session: Session, review_id: int, stated: dict[str, Any], held: Held
) -> Iterator[str]:
    """One sentence for each thing about a locked review that is not as it was sealed."""
    number = stated["number"]
    changed = _changed_rows(session, review_id, stated, held)
    # A value that cannot even be read any longer stops the rebuilding, not the verification.
    try:
        problems = list(_rebuilt_problems(ws, session, review_id, stated, held))
    except Exception:
        problems = [] if changed else [f"{number} kan ikke leses slik det ble låst."]
    yield from problems
    if changed is not None:
        yield f"{number} er endret etter låsing: {changed}."


def _changed_rows(
    session: Session, review_id: int, stated: dict[str, Any], held: Held
) -> str | None:
    sealed = stated.get("rows") or {}
    for table in TABLES:
        path = f"{ROWS}{table}"
        if path in held.destroyed:
            continue
        text = held.texts.get(path)
        if text is None or table not in sealed:
            return f"seglet mangler {TABLES[table]}"
        row = first_changed(driver(session), table, review_id, text)
        if row is not None:
            return f"{TABLES[table]}, rad {row}"
    return None


def _rebuilt_problems(
    ws: Workspace, session: Session, review_id: int, stated: dict[str, Any], held: Held
) -> Iterator[str]:
    from oslo_ik.store.tables import Review

    review = session.get_one(Review, review_id)
    kept = {path: held.commitments[path] for path in held.destroyed}
    commit = _Again(lambda path: held.salts.get(path) or _NO_SALT, kept=kept)
    rebuilt = build_content(
        ws, session, review, commit, stated["previous_findings"], stated["findings"]
    )
    for name in _FROM_PROGRAM:
        rebuilt[name] = stated[name]
    # The fingerprints are compared row by row, so that the row can be named.
    rebuilt["rows"] = stated["rows"]
    where = _first_difference(stated, json.loads(canonical(rebuilt)))
    if where is not None:
        yield f"{stated['number']} er endret etter låsing: {in_words(where)}."
    made = {path: row[0] for path, row in commit.made.items() if not path.startswith(ROWS)}
    made |= {f"{ROWS}{table}": node["commitment"] for table, node in stated["rows"].items()}
    made |= _finding_paths(stated)
    for path in sorted(made.keys() | held.commitments.keys()):
        if made.get(path) != held.commitments.get(path):
            yield f"{stated['number']} har en tekst på feil plass: {in_words(path)}."
    yield from _draw_problems(session, review)
    yield from _occurrence_problems(session, review, stated)
    yield from finding_problems(session, review_id, stated, held.texts, held.destroyed)


def _finding_paths(stated: dict[str, Any]) -> dict[str, str]:
    """The commitments of findings by path; findings live on, so they are not rebuilt."""
    nodes: dict[str, Node | None] = {}
    for kind, prefix in (("findings", "findings"), ("previous_findings", "previous")):
        for finding in stated[kind]:
            path = f"{prefix}/{finding['id']}"
            for name in ("title", "decision_reason", "no_action_reason", "weak_reason"):
                nodes[f"{path}/{name}"] = finding.get(name)
            for action in finding["actions"]:
                nodes[f"{path}/actions/{action['id']}/text"] = action["text"]
                nodes[f"{path}/actions/{action['id']}/role"] = action["responsible_role"]
    return {path: node["commitment"] for path, node in nodes.items() if node is not None}


def _draw_problems(session: Session, review: Review) -> Iterator[str]:
    from sqlmodel import select

    from oslo_ik.store.tables import FrameCase

    secret = bytes.fromhex(review.secret)
    if commitment(secret) != review.commitment:
        yield f"{review.number} har en hemmelighet som ikke svarer til forpliktelsen."
    if seed(review.unit, review.period, secret, review.public_value) != review.seed:
        yield f"{review.number} har en trekningsnøkkel som ikke stemmer."
    references = session.exec(
        select(FrameCase.reference).where(FrameCase.review_id == review.id)
    ).all()
    if frame_fingerprint(references) != review.frame_sha256:
        yield f"{review.number} har en ramme som er endret etter trekningen."


def _occurrence_problems(session: Session, review: Review, stated: dict[str, Any]) -> Iterator[str]:
    from sqlmodel import select

    from oslo_ik.store.tables import FindingOccurrence

    rows = session.exec(
        select(FindingOccurrence).where(FindingOccurrence.review_id == review.id)
    ).all()
    live = {(row.finding_id, row.check_id): row.model_dump() for row in rows}
    told = {
        (finding["id"], counts["check"]): counts
        for finding in stated["findings"]
        for counts in finding["checks"]
    }
    for place, counts in told.items():
        row = live.pop(place, {})
        if any(row.get(name) != value for name, value in counts.items() if name != "check"):
            yield f"{review.number} har endrede tall for funn {place[0]} ({place[1]})."
    if live:
        yield f"{review.number} har tall for funn som ikke ble låst."


def _first_difference(stated: Any, rebuilt: Any, path: str = "") -> str | None:
    """The path of the first value that differs between two JSON values; None when equal."""
    if isinstance(stated, dict) and isinstance(rebuilt, dict):
        for name in sorted(stated.keys() | rebuilt.keys()):
            found = _first_difference(stated.get(name), rebuilt.get(name), f"{path}/{name}")
            if found:
                return found
        return None
    if isinstance(stated, list) and isinstance(rebuilt, list):
        for i, (one, other) in enumerate(zip(stated, rebuilt, strict=False), start=1):
            found = _first_difference(one, other, f"{path}/{_label(one, i)}")
            if found:
                return found
        return None if len(stated) == len(rebuilt) else path
    return None if stated == rebuilt else path


def _label(item: Any, number: int) -> str:
    if not isinstance(item, dict):
        return str(number)
    return str(item.get("no") or item.get("check") or item.get("id") or number)
