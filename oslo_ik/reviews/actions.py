"""Forbedringstiltak: what, how strong, who by role, by when (§8; strength after the VA list)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.finding_views import action_view, finding_views
from oslo_ik.reviews.findings import get_finding
from oslo_ik.reviews.rows import finding_row, review_row
from oslo_ik.reviews.views import STRENGTHS, ActionView, FindingView

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Finding

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

    if strength not in STRENGTHS:
        raise InvalidInput("Styrken må være sterkt, middels eller svakt.")
    if strength_type is not None and strength_type not in STRENGTH_TYPES[strength]:
        types = ", ".join(STRENGTH_TYPES[strength])
        raise InvalidInput(f"Tiltakstypen hører ikke til styrken. Velg blant: {types}.")
    if deadline < ws.today():
        raise InvalidInput("Fristen er passert. Sett en frist fra i dag og framover.")
    with ws.database.write() as session:
        finding = _open_finding(session, finding_id)
        what = ws.guard(session, text, "Forbedringstiltak")
        role = ws.guard(session, responsible_role, "Ansvarlig rolle")
        if what is None or len(what) > MAX_TEXT:
            raise InvalidInput(f"Skriv tiltaket med høyst {MAX_TEXT} tegn.")
        if role is None:
            raise InvalidInput("Skriv hvilken rolle som er ansvarlig, ikke navn.")
        action = Action(
            finding_id=finding_id,
            text=what,
            strength=strength,
            strength_type=strength_type,
            responsible_role=role,
            deadline=deadline,
            created_at=ws.now(),
        )
        finding.no_action_reason = None
        session.add_all([action, finding])
        session.flush()
        return action_view(action, finding)


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
    """Actions by deadline, of one review or of all."""
    with ws.database.read() as session:
        review = review_row(session, number) if number else None
        actions = [a for view in finding_views(session, review) for a in view.actions]
    return sorted(actions, key=lambda action: (action.deadline, action.id))


def _open_finding(session: Session, finding_id: int) -> Finding:
    finding = finding_row(session, finding_id, decidable=True)
    if finding.status in ("dismissed", "merged"):
        raise Refused(f"Funn {finding_id} er avvist eller slått sammen og får ikke tiltak.")
    return finding
