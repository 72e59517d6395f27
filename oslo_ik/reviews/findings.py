"""Findings: proposed at Oppsummering, decided by the leader, never about a worker (§8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from oslo_ik.checks.model import Check
from oslo_ik.checks.verdicts import Tally
from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.finding_views import finding_views
from oslo_ik.reviews.rows import finding_row, frozen_check, frozen_checks, key, review_row
from oslo_ik.reviews.views import KINDS, FindingView, ReviewView, counts_line
from oslo_ik.text import number_of, show_date, show_month

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Finding, Review

MAX_TITLE = 300


def propose(ws: Workspace, session: Session, review: Review, view: ReviewView) -> None:
    """Make or update the proposed findings of a review: one a check that fell short.

    Decisions already taken are kept and their counts renewed. A proposal whose check no longer
    falls short is withdrawn; what is confirmed or has an action stays for the leader to dismiss.
    """
    from sqlmodel import select

    from oslo_ik.store.tables import Finding, FindingOccurrence

    occurrences = session.exec(
        select(FindingOccurrence).where(FindingOccurrence.review_id == review.id)
    ).all()
    known: set[str] = set()
    for occurrence in occurrences:
        finding = session.get_one(Finding, occurrence.finding_id)
        tally = view.tally(occurrence.check_id)
        if not tally.gaps and finding.status == "proposed" and not _has_actions(session, finding):
            session.delete(occurrence)
            session.flush()
            _drop_when_empty(session, finding)
            continue
        for name in Tally.__dataclass_fields__:
            setattr(occurrence, name, getattr(tally, name))
        session.add(occurrence)
        if finding.kind != "good_practice":
            known.add(occurrence.check_id)
    for check in view.checks:
        tally = view.tally(check.id)
        if tally.gaps and check.id not in known:
            kind = "requirement_not_met" if check.is_requirement else "improvement_point"
            _add(ws, session, review, check, tally, kind, check.text, "proposed")


def _has_actions(session: Session, finding: Finding) -> bool:
    from sqlmodel import select

    from oslo_ik.store.tables import Action

    return session.exec(select(Action).where(Action.finding_id == finding.id)).first() is not None


def _drop_when_empty(session: Session, finding: Finding) -> None:
    """Take away a finding without checks, and those that were merged into it."""
    from sqlmodel import col, delete, select

    from oslo_ik.store.tables import Finding, FindingEvent, FindingOccurrence

    left = session.exec(
        select(FindingOccurrence).where(FindingOccurrence.finding_id == finding.id)
    ).first()
    if left is not None:
        return
    merged = session.exec(select(Finding).where(Finding.merged_into == finding.id)).all()
    for gone in (*merged, finding):
        session.exec(delete(FindingEvent).where(col(FindingEvent.finding_id) == gone.id))
        session.delete(gone)
    session.flush()


def _add(
    ws: Workspace,
    session: Session,
    review: Review,
    check: Check,
    tally: Tally,
    kind: str,
    title: str,
    status: str,
) -> Finding:
    from dataclasses import asdict

    from oslo_ik.store.tables import Finding, FindingOccurrence

    finding = Finding(
        review_id=key(review), kind=kind, status=status, title=title, created_at=ws.now()
    )
    session.add(finding)
    session.flush()
    session.add(
        FindingOccurrence(
            finding_id=key(finding), review_id=key(review), check_id=check.id, **asdict(tally)
        )
    )
    log_status(ws, session, finding, status)
    return finding


def log_status(
    ws: Workspace, session: Session, finding: Finding, status: str, reason: str | None = None
) -> None:
    """Set the status of a finding and keep it in its history."""
    from oslo_ik.store.tables import FindingEvent

    finding.status = status
    finding.version += 1
    session.add(finding)
    session.add(
        FindingEvent(
            finding_id=key(finding),
            review_id=finding.review_id,
            status=status,
            reason=reason,
            happened_at=ws.now(),
        )
    )


def list_findings(
    ws: Workspace, number: str | None = None, *, merged: bool = False
) -> list[FindingView]:
    """Findings of one review, or of all of them.

    A merged one stands within the one it joined, and of its own only with ``merged``.
    """
    with ws.database.read() as session:
        review = review_row(session, number) if number else None
        return finding_views(session, review, merged)


def get_finding(ws: Workspace, session: Session, finding: Finding) -> FindingView:
    """The view of one finding."""
    from oslo_ik.store.tables import Review

    session.flush()
    review = session.get_one(Review, finding.review_id)
    return next(v for v in finding_views(session, review) if v.id == finding.id)


def confirm(ws: Workspace, finding_id: int) -> FindingView:
    """The leader stands by it."""
    with ws.database.write() as session:
        finding = _decidable(session, finding_id)
        if finding.status != "confirmed":
            finding.decision_reason = None
            log_status(ws, session, finding, "confirmed")
        return get_finding(ws, session, finding)


def dismiss(ws: Workspace, finding_id: int, reason: str) -> FindingView:
    """Dismissed with a reason, which is kept; nothing disappears silently."""
    with ws.database.write() as session:
        finding = _decidable(session, finding_id)
        why = ws.guard(session, reason, "Begrunnelse")
        if why is None:
            raise Refused("Et funn avvises bare med begrunnelse. Skriv hvorfor.")
        finding.decision_reason = why
        log_status(ws, session, finding, "dismissed", why)
        return get_finding(ws, session, finding)


def merge(ws: Workspace, finding_ids: Sequence[int], title: str | None = None) -> FindingView:
    """Several findings of one review become one; the first keeps its id and gets the checks."""
    from sqlmodel import select

    from oslo_ik.store.tables import Action, FindingOccurrence

    ids = list(dict.fromkeys(finding_ids))
    if len(ids) < 2:
        raise InvalidInput("Velg minst to funn som skal slås sammen.")
    with ws.database.write() as session:
        first, *others = [_decidable(session, finding_id) for finding_id in ids]
        if any(other.review_id != first.review_id for other in others):
            raise Refused("Funn fra ulike gjennomganger kan ikke slås sammen.")
        if "good_practice" in {finding.kind for finding in (first, *others)}:
            raise Refused("God praksis kan ikke slås sammen med andre funn.")
        if "dismissed" in {finding.status for finding in (first, *others)}:
            raise Refused("Et avvist funn kan ikke slås sammen med andre. Bekreft det først.")
        for other in others:
            for row in session.exec(
                select(FindingOccurrence).where(FindingOccurrence.finding_id == other.id)
            ).all():
                values = row.model_dump() | {"finding_id": key(first)}
                session.delete(row)
                session.flush()
                session.merge(FindingOccurrence(**values))
            for action in session.exec(select(Action).where(Action.finding_id == other.id)).all():
                action.finding_id = key(first)
                first.no_action_reason = None
                session.add(action)
            other.merged_into = first.id
            log_status(ws, session, other, "merged")
            if other.kind == "requirement_not_met":
                first.kind = "requirement_not_met"
        new_title = ws.guard(session, title, "Tittel")
        titles = "; ".join(finding.title.rstrip(".") for finding in (first, *others))
        first.title = (new_title or titles)[:MAX_TITLE]
        session.add(first)
        return get_finding(ws, session, first)


def rename(ws: Workspace, finding_id: int, title: str) -> FindingView:
    """Another title, in the leader's words."""
    with ws.database.write() as session:
        finding = _decidable(session, finding_id)
        new_title = ws.guard(session, title, "Tittel")
        if new_title is None:
            raise InvalidInput("Tittelen kan ikke være tom.")
        finding.title = new_title
        session.add(finding)
        return get_finding(ws, session, finding)


def add_good_practice(ws: Workspace, number: str, check_id: str, title: str) -> FindingView:
    """«God praksis»: what others can learn from, in the leader's words."""
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        check = frozen_check(session, review, check_id)
        text = ws.guard(session, title, "God praksis")
        if text is None:
            raise InvalidInput("Skriv hva som er god praksis.")
        tally = _tally(ws, session, review, check.id)
        finding = _add(ws, session, review, check, tally, "good_practice", text, "confirmed")
        return get_finding(ws, session, finding)


def set_eqs(
    ws: Workspace, finding_id: int, nonconformity: bool, eqs_number: str | None = None
) -> FindingView:
    """Whether it is reported as avvik in EQS, and the number EQS gave it (may follow later).

    Without ``eqs_number`` an earlier number stays; an empty one takes it away, as does «nei».
    """
    with ws.database.write() as session:
        finding = _decidable(session, finding_id)
        number = finding.eqs_number
        if eqs_number is not None:
            number = ws.guard(session, eqs_number, "EQS-nummer")
        finding.eqs_nonconformity = nonconformity
        finding.eqs_number = number if nonconformity else None
        finding.version += 1
        session.add(finding)
        return get_finding(ws, session, finding)


def eqs_text(ws: Workspace, finding_id: int) -> str:
    """Text for an avvik in EQS, ready to paste: no case, no caseworker."""
    from oslo_ik.store.tables import Review

    with ws.database.read() as session:
        finding = finding_row(session, finding_id)
        review = session.get_one(Review, finding.review_id)
        view = get_finding(ws, session, finding)
        checks = {check.id: check for check in frozen_checks(session, review)}
    lines = [
        f"{KINDS[view.kind]}: {view.title}",
        f"Avdekket i stikkprøve {review.number} ({show_month(review.period)}), {review.unit}.",
        f"Kontrollert: {number_of(review.size, 'sak', 'saker')} trukket fra {review.frame_size}.",
    ]
    for check_id, tally in view.counts.items():
        check = checks[check_id]
        lines.append(f"{counts_line(check_id, tally)}. {check.strength.label}: {check.text}")
        lines.append(f"Kilde: {check.source}.")
    for action in view.actions:
        lines.append(
            f"Forbedringstiltak: {action.text} Ansvarlig: {action.responsible_role}. "
            f"Frist: {show_date(action.deadline)}."
        )
    return "\n".join(lines)


def _tally(ws: Workspace, session: Session, review: Review, check_id: str) -> Tally:
    from oslo_ik.reviews.spot_checks import load_review

    return load_review(ws, session, review).tally(check_id)


def _decidable(session: Session, finding_id: int) -> Finding:
    finding = finding_row(session, finding_id, decidable=True)
    if finding.status == "merged":
        raise Refused(f"Funn {finding_id} er slått sammen med funn {finding.merged_into}.")
    return finding
