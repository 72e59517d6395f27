"""Whether the findings and actions of a locked review still say what was sealed (§9).

Their status, effect and EQS number live on after locking, and so does a deadline that was moved
with a reason; what they say does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.store.tables import Action

_TEXTS = ("title", "decision_reason", "no_action_reason", "weak_reason")


def finding_problems(
    session: Session,
    review_id: int,
    stated: dict[str, Any],
    texts: Mapping[str, str | None],
    destroyed: frozenset[str],
) -> Iterator[str]:
    """One sentence for each sealed finding or action that now says something else.

    ``texts`` are the sealed texts by path; those in ``destroyed`` are not compared.
    """
    from sqlmodel import select

    from oslo_ik.store.tables import Finding

    number = stated["number"]
    rows = session.exec(select(Finding).where(Finding.review_id == review_id)).all()
    live = {row.id: row for row in rows}
    for finding in stated["findings"]:
        name = f"Funn {finding['id']} i {number}"
        row = live.pop(finding["id"], None)
        if row is None:
            yield f"{name} er borte etter låsing."
            continue
        path = f"findings/{finding['id']}"
        same_texts = all(
            f"{path}/{field}" in destroyed or getattr(row, field) == texts.get(f"{path}/{field}")
            for field in _TEXTS
        )
        same_kind = (row.kind, row.merged_into) == (finding["kind"], finding["merged_into"])
        if not (same_texts and same_kind):
            yield f"{name} er endret etter låsing."
        yield from _action_problems(session, finding, name, path, texts, destroyed)
    if any(row.status != "merged" for row in live.values()):
        yield f"{number} har et funn som ikke ble låst."


def _action_problems(
    session: Session,
    finding: dict[str, Any],
    name: str,
    path: str,
    texts: Mapping[str, str | None],
    destroyed: frozenset[str],
) -> Iterator[str]:
    from sqlmodel import select

    from oslo_ik.store.tables import Action

    rows = session.exec(select(Action).where(Action.finding_id == finding["id"])).all()
    live = {row.id: row for row in rows}
    for action in finding["actions"]:
        row = live.pop(action["id"], None)
        if row is None:
            yield f"Et forbedringstiltak er borte etter låsing: {name}, tiltak {action['id']}."
            continue
        place = f"{path}/actions/{action['id']}"
        told = {"text": f"{place}/text", "responsible_role": f"{place}/role"}
        same = all(
            where in destroyed or getattr(row, field) == texts.get(where)
            for field, where in told.items()
        ) and (row.strength, row.strength_type) == (action["strength"], action["strength_type"])
        if not same or not _deadline_holds(session, row, action["deadline"]):
            yield f"Et forbedringstiltak er endret etter låsing: {name}, tiltak {action['id']}."
    if live:
        yield f"{name} har et forbedringstiltak som ikke ble låst."


def _deadline_holds(session: Session, row: Action, sealed: str) -> bool:
    """The sealed deadline, or the latest one it was moved to."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import ActionEvent

    moved = session.exec(
        select(ActionEvent.value)
        .where(ActionEvent.action_id == row.id, ActionEvent.what == "deadline")
        .order_by(col(ActionEvent.id).desc())
    ).first()
    return row.deadline.isoformat() == (moved or sealed)
