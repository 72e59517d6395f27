"""Forbedringstiltak: what, how strong, who by role, by when (§8; strength after the VA list)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.finding_views import action_view, finding_views
from oslo_ik.reviews.findings import get_finding
from oslo_ik.reviews.rows import action_row, finding_row, review_row
from oslo_ik.reviews.views import STRENGTHS, ActionView, FindingView

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Action, Finding

STRENGTH_TYPES: dict[str, tuple[str, ...]] = {
    "strong": (
        "Fysisk endring av lokale eller bolig",
        "Tvungen funksjon i fagsystemet",
        "Forenkling av prosessen",
        "Felles forløp med andre tjenester",
        "Nytt verktøy, prøvd ut med ansatte og brukere",
        "Ledelsen endrer rammer eller ressurser",
    ),
    "intermediate": (
        "To har ansvaret",
        "Økt kapasitet, færre brukere per ansatt",
        "Forfallsvarsel eller bedre fagsystem",
        "Sjekkliste i arbeidsflyten",
        "Skjermet tid",
        "Strukturert overlevering med kvittering",
    ),
    "weak": (
        "Dobbeltkontroll",
        "Påminnelse eller oppslag",
        "Ny eller endret rutine",
        "Opplæring eller fagmøte",
        "Utredning",
    ),
}
MAX_TEXT = 300


def add_action(
    ws: Workspace,
    finding_id: int,
    text: str,
    strength: str,
    responsible_role: str,
    deadline: date,
    strength_type: str | None = None,
) -> ActionView:
    """A forbedringstiltak on a finding; takes the place of «ingen forbedringstiltak».

    ``strength`` is strong, intermediate or weak. Raises InvalidInput, Refused or a PrivacyError.
    """
    from oslo_ik.store.tables import Action

    with ws.database.write() as session:
        finding = _open_finding(session, finding_id)
        action = Action(
            finding_id=finding_id,
            text=text,
            strength=strength,
            strength_type=strength_type,
            responsible_role=responsible_role,
            deadline=deadline,
            created_at=ws.now(),
        )
        _check(ws, session, action)
        finding.no_action_reason = None
        session.add_all([action, finding])
        session.flush()
        return action_view(action, finding)


def change_action(
    ws: Workspace,
    action_id: int,
    text: str | None = None,
    strength: str | None = None,
    responsible_role: str | None = None,
    deadline: date | None = None,
    strength_type: str | None = None,
) -> ActionView:
    """Change what is given, before the review is locked; the rules are those of ``add_action``.

    Another strength without a type leaves the type open, and so does an empty type. Raises
    ReviewSigned after locking.
    """
    with ws.database.write() as session:
        action, finding = _open_action(session, action_id)
        action.text = action.text if text is None else text
        action.deadline = deadline or action.deadline
        if responsible_role is not None:
            action.responsible_role = responsible_role
        if strength is not None and strength != action.strength:
            action.strength, action.strength_type = strength, None
        if strength_type is not None:
            action.strength_type = strength_type or None
        _check(ws, session, action)
        action.version += 1
        session.add(action)
        return action_view(action, finding)


def remove_action(ws: Workspace, action_id: int) -> FindingView:
    """Take back a forbedringstiltak, before the review is locked."""
    with ws.database.write() as session:
        action, finding = _open_action(session, action_id)
        session.delete(action)
        return get_finding(ws, session, finding)


def _check(ws: Workspace, session: Session, action: Action) -> None:
    """Clean the texts of an action and hold it against the rules; InvalidInput or PrivacyError."""
    if action.strength not in STRENGTHS:
        raise InvalidInput("Styrken må være sterkt, middels eller svakt.")
    types = STRENGTH_TYPES[action.strength]
    if action.strength_type is not None and action.strength_type not in types:
        raise InvalidInput(f"Tiltakstypen hører ikke til styrken. Velg blant: {', '.join(types)}.")
    if action.deadline < ws.today():
        raise InvalidInput("Fristen er passert. Sett en frist fra i dag og framover.")
    text = ws.guard(session, action.text, "Forbedringstiltak")
    role = ws.guard(session, action.responsible_role, "Ansvarlig rolle")
    if text is None or len(text) > MAX_TEXT:
        raise InvalidInput(f"Skriv tiltaket med høyst {MAX_TEXT} tegn.")
    if role is None:
        raise InvalidInput("Skriv hvilken rolle som er ansvarlig, ikke navn.")
    action.text, action.responsible_role = text, role


def no_action(ws: Workspace, finding_id: int, reason: str) -> FindingView:
    """«Ingen forbedringstiltak», with the reason that is printed."""
    from sqlmodel import select

    from oslo_ik.store.tables import Action

    with ws.database.write() as session:
        finding = _open_finding(session, finding_id)
        why = ws.guard(session, reason, "Begrunnelse")
        if why is None:
            raise Refused("«Ingen forbedringstiltak» trenger en begrunnelse.")
        if session.exec(select(Action).where(Action.finding_id == finding_id)).first():
            raise Refused(f"Funn {finding_id} har alt forbedringstiltak.")
        finding.no_action_reason = why
        session.add(finding)
        return get_finding(ws, session, finding)


def set_weak_reason(ws: Workspace, finding_id: int, reason: str) -> FindingView:
    """Why a finding has only weak actions; asked for, never demanded (§8)."""
    with ws.database.write() as session:
        finding = _open_finding(session, finding_id)
        finding.weak_reason = ws.guard(session, reason, "Begrunnelse")
        session.add(finding)
        return get_finding(ws, session, finding)


def list_actions(ws: Workspace, number: str | None = None) -> list[ActionView]:
    """Actions by deadline, of one review or of all; those of dismissed findings are not due."""
    with ws.database.read() as session:
        review = review_row(session, number) if number else None
        views = [view for view in finding_views(session, review) if view.status != "dismissed"]
    actions = [action for view in views for action in view.actions]
    return sorted(actions, key=lambda action: (action.deadline, action.id))


def _open_finding(session: Session, finding_id: int) -> Finding:
    finding = finding_row(session, finding_id, decidable=True)
    if finding.status in ("dismissed", "merged"):
        raise Refused(f"Funn {finding_id} er avvist eller slått sammen og får ikke tiltak.")
    return finding


def _open_action(session: Session, action_id: int) -> tuple[Action, Finding]:
    action = action_row(session, action_id)
    return action, _open_finding(session, action.finding_id)
