"""Following findings and actions until they work, outside the seal and with its own history (§8).

A finding goes on by itself: pågår when an action has begun, gjennomført when all are done or
dropped, effekt vurdert when every one that was done has been judged. Closing and reopening are
the leader's own acts.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.finding_views import action_view
from oslo_ik.reviews.findings import get_finding, log_status
from oslo_ik.reviews.rows import action_row, finding_row, key
from oslo_ik.reviews.summary import OPEN_STATUSES
from oslo_ik.reviews.views import ACTION_STATUSES, EFFECTS, ActionView, FindingView, HistoryEntry

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Action, Finding

SETTLED = ("done", "dropped")


def set_action_status(
    ws: Workspace, action_id: int, status: str, reason: str | None = None
) -> ActionView:
    """Not started, in progress, done or dropped; dropping and going back need a reason.

    Raises InvalidInput for an unknown status, Refused for a finding that is not open.
    """
    if status not in ACTION_STATUSES:
        raise InvalidInput(
            "Statusen må være ikke startet, pågår, gjennomført eller ikke videreført."
        )
    with ws.database.write() as session:
        action, finding = _open_action(session, action_id)
        why = ws.guard(session, reason, "Begrunnelse")
        if status == "dropped" and why is None:
            raise Refused("Å ikke videreføre et tiltak trenger en begrunnelse. Skriv hvorfor.")
        if action.status in SETTLED and status not in SETTLED and why is None:
            raise Refused("Å ta opp igjen et avsluttet tiltak trenger en begrunnelse.")
        if status != action.status:
            if status != "done":
                action.effect_result = action.effect_evidence = None
            action.status = status
            _log(ws, session, action, "status", status, why)
            _advance(ws, session, finding)
        return action_view(action, finding)


def move_deadline(ws: Workspace, action_id: int, deadline: date, reason: str) -> ActionView:
    """Another deadline, with the reason; the agreed one stays in the seal and in the history."""
    if deadline < ws.today():
        raise InvalidInput("Fristen er passert. Sett en frist fra i dag og framover.")
    with ws.database.write() as session:
        action, finding = _open_action(session, action_id)
        why = ws.guard(session, reason, "Begrunnelse")
        if why is None:
            raise Refused("Ny frist trenger en begrunnelse. Skriv hvorfor den flyttes.")
        if action.status in SETTLED:
            raise Refused("Tiltaket er avsluttet og har ingen frist å flytte.")
        action.deadline = deadline
        _log(ws, session, action, "deadline", deadline.isoformat(), why)
        return action_view(action, finding)


def judge_effect(ws: Workspace, action_id: int, result: str, evidence: str) -> ActionView:
    """Whether a done action worked, and how that is known (wanted, partial, none, adverse)."""
    if result not in EFFECTS:
        raise InvalidInput("Effekten må være ønsket, delvis, ingen eller negativ.")
    with ws.database.write() as session:
        action, finding = _open_action(session, action_id)
        if action.status != "done":
            raise Refused("Effekten vurderes når tiltaket er gjennomført. Sett statusen først.")
        known = ws.guard(session, evidence, "Belegg")
        if known is None:
            raise Refused("Skriv hva vurderingen bygger på, for eksempel neste stikkprøve.")
        action.effect_result, action.effect_evidence = result, known
        _log(ws, session, action, "effect", result, known)
        _advance(ws, session, finding)
        return action_view(action, finding)


def report_eqs(ws: Workspace, finding_id: int, eqs_number: str) -> FindingView:
    """The number that EQS gave an avvik, when it comes after locking."""
    with ws.database.write() as session:
        finding = _open_finding(session, finding_id)
        number = ws.guard(session, eqs_number, "EQS-nummer")
        if number is None:
            raise InvalidInput("Skriv nummeret som EQS ga avviket.")
        finding.eqs_nonconformity, finding.eqs_number = True, number
        log_status(ws, session, finding, finding.status, f"Avvik i EQS: {number}")
        return get_finding(ws, session, finding)


def close_finding(ws: Workspace, finding_id: int, evidence: str | None = None) -> FindingView:
    """Close what works: every action done or dropped, and the effect of each done one judged.

    A finding without a done action closes on ``evidence`` alone. Raises Refused.
    """
    with ws.database.write() as session:
        finding = _open_finding(session, finding_id)
        actions = _actions(session, finding)
        known = ws.guard(session, evidence, "Belegg")
        if any(action.status not in SETTLED for action in actions):
            raise Refused(f"Funn {finding_id} har tiltak som ikke er avsluttet. Avslutt dem først.")
        done = [action for action in actions if action.status == "done"]
        if any(action.effect_result is None for action in done):
            raise Refused(f"Funn {finding_id} kan ikke lukkes før effekten er vurdert.")
        if not done and known is None:
            raise Refused("Et funn uten gjennomført tiltak lukkes bare med belegg. Skriv det.")
        log_status(ws, session, finding, "closed", known)
        return get_finding(ws, session, finding)


def reopen_finding(ws: Workspace, finding_id: int, reason: str) -> FindingView:
    """Open a closed finding again; that it was closed stays in its history."""
    with ws.database.write() as session:
        finding = finding_row(session, finding_id)
        if finding.status != "closed":
            raise Refused(f"Funn {finding_id} er ikke lukket.")
        why = ws.guard(session, reason, "Begrunnelse")
        if why is None:
            raise Refused("Å åpne et funn igjen trenger en begrunnelse. Skriv hvorfor.")
        log_status(ws, session, finding, _status_of(_actions(session, finding)), why)
        return get_finding(ws, session, finding)


def finding_history(ws: Workspace, finding_id: int) -> list[HistoryEntry]:
    """What has happened to a finding and its actions, oldest first."""
    from sqlmodel import col, select

    from oslo_ik.store.tables import ActionEvent, FindingEvent

    with ws.database.read() as session:
        finding = finding_row(session, finding_id)
        ids = [key(action) for action in _actions(session, finding)]
        own = session.exec(select(FindingEvent).where(FindingEvent.finding_id == finding_id)).all()
        others = session.exec(select(ActionEvent).where(col(ActionEvent.action_id).in_(ids))).all()
    entries = [
        *(HistoryEntry(e.happened_at, None, "status", e.status, e.reason) for e in own),
        *(HistoryEntry(e.happened_at, e.action_id, e.what, e.value, e.reason) for e in others),
    ]
    return sorted(entries, key=lambda entry: entry.happened_at)


def _open_finding(session: Session, finding_id: int) -> Finding:
    from oslo_ik.store.tables import Review

    finding = finding_row(session, finding_id)
    review = session.get_one(Review, finding.review_id)
    if review.status != "signed":
        raise Refused(f"{review.number} er ikke låst ennå. Funnet følges opp etter låsing.")
    if finding.status not in OPEN_STATUSES:
        raise Refused(f"Funn {finding_id} er ikke åpent. Bare åpne funn følges opp.")
    return finding


def _open_action(session: Session, action_id: int) -> tuple[Action, Finding]:
    action = action_row(session, action_id)
    return action, _open_finding(session, action.finding_id)


def _actions(session: Session, finding: Finding) -> Sequence[Action]:
    from sqlmodel import select

    from oslo_ik.store.tables import Action

    return session.exec(select(Action).where(Action.finding_id == finding.id)).all()


def _log(
    ws: Workspace, session: Session, action: Action, what: str, value: str, reason: str | None
) -> None:
    from oslo_ik.store.tables import ActionEvent

    action.version += 1
    session.add_all(
        [
            action,
            ActionEvent(
                action_id=key(action), what=what, value=value, reason=reason, happened_at=ws.now()
            ),
        ]
    )
    session.flush()


def _advance(ws: Workspace, session: Session, finding: Finding) -> None:
    status = _status_of(_actions(session, finding))
    if status != finding.status:
        log_status(ws, session, finding, status)


def _status_of(actions: Sequence[Action]) -> str:
    if actions and all(action.status in SETTLED for action in actions):
        judged = all(a.effect_result is not None for a in actions if a.status == "done")
        return "effect_judged" if judged else "done"
    begun = any(action.status != "not_started" for action in actions)
    return "in_progress" if begun else "confirmed"
