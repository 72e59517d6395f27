"""Oppsummering: counts, what is still open, proposed findings, and what blocks locking (§8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.errors import Incomplete
from oslo_ik.reviews.finding_views import finding_views
from oslo_ik.reviews.findings import propose
from oslo_ik.reviews.rows import review_row
from oslo_ik.reviews.spot_checks import load_review
from oslo_ik.reviews.views import AnswerView, FindingView, Missing, ReviewView, SummaryView

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Review

OPEN_STATUSES = ("confirmed", "in_progress", "done", "effect_judged")


def summary(ws: Workspace, number: str) -> SummaryView:
    """The summary as it stands; reads only."""
    with ws.database.read() as session:
        return load_summary(ws, session, review_row(session, number))


def summarise(ws: Workspace, number: str) -> SummaryView:
    """Sum up: collects what is missing, then proposes findings (open → summarised).

    Raises Incomplete with the list when an answer is half given; unanswered checks are allowed
    and are asked about at locking.
    """
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        view = load_review(ws, session, review)
        half = _incomplete(view)
        if half:
            raise Incomplete(
                f"{len(half)} svar mangler en kommentar. Fyll {'det' if len(half) == 1 else 'dem'} "
                "ut før oppsummeringen.",
                [missing.text for missing in half],
            )
        propose(ws, session, review, view)
        review.status, review.summarised_at = "summarised", ws.now()
        session.add(review)
        session.flush()
        return load_summary(ws, session, review)


def load_summary(ws: Workspace, session: Session, review: Review) -> SummaryView:
    """The summary of a review row."""
    view = load_review(ws, session, review)
    findings = tuple(finding_views(session, review))
    return SummaryView(
        review=view,
        tallies={check.id: view.tally(check.id) for check in view.checks},
        unanswered=_unanswered(view),
        incomplete=_incomplete(view),
        findings=findings,
        previous=previous_findings(session, review),
        taken_up=tuple(
            (case.reference, answer)
            for case in view.cases
            for answer in case.answers
            if answer.taken_up is not None
        ),
        blocking=blocking(review, view, findings),
    )


def previous_findings(session: Session, review: Review) -> tuple[FindingView, ...]:
    """Findings of earlier months that are still open, as they stand now."""
    earlier = {row.number for row in _signed_before(session, review)}
    return tuple(
        view
        for view in finding_views(session)
        if view.review in earlier and view.status in OPEN_STATUSES and view.kind != "good_practice"
    )


def _signed_before(session: Session, review: Review) -> list[Review]:
    from sqlmodel import col, select

    from oslo_ik.store.tables import Review

    return list(
        session.exec(
            select(Review).where(
                Review.kind == review.kind,
                col(Review.period) < review.period,
                Review.status == "signed",
            )
        ).all()
    )


def _where(position: int, reference: str, answer: AnswerView) -> str:
    return f"Sak {position} ({reference}), {answer.check}"


def _unanswered(view: ReviewView) -> tuple[Missing, ...]:
    return tuple(
        Missing(
            "ask" if answer.ask else "unanswered",
            f"{_where(case.position, case.reference, answer)}: "
            + ("spør kontaktpersonen" if answer.ask else "ikke vurdert"),
            case.reference,
            answer.check,
        )
        for case in view.cases
        for answer in case.answers
        if answer.is_open
    )


def _incomplete(view: ReviewView) -> tuple[Missing, ...]:
    found = []
    for case in view.cases:
        for answer in case.answers:
            text = _half_given(answer)
            if text:
                where = _where(case.position, case.reference, answer)
                found.append(
                    Missing("incomplete", f"{where}: {text}", case.reference, answer.check)
                )
    return tuple(found)


def _half_given(answer: AnswerView) -> str | None:
    if answer.note:
        return None
    if answer.verdict is Verdict.NOT_APPLICABLE and not answer.by_fact:
        return "«ikke relevant» trenger en kommentar"
    if answer.verdict.is_gap and answer.reason == Reason.OTHER:
        return "grunnen «annet» trenger en kommentar"
    return None


def asked(view: SummaryView) -> tuple[Missing, ...]:
    """What is open but never hinders locking (§8): checks without a verdict, and confirmed krav
    where nobody has said whether it is reported as avvik in EQS (kind ``eqs``)."""
    eqs = (
        Missing(
            "eqs",
            f"Funn {finding.id} mangler svar om avvik i EQS: {finding.title}",
            finding=finding.id,
        )
        for finding in view.findings
        if lacks_eqs(finding)
    )
    return (*view.unanswered, *eqs)


def lacks_eqs(finding: FindingView) -> bool:
    """True for a confirmed «Krav ikke oppfylt» without an answer about avvik in EQS."""
    krav = finding.kind == "requirement_not_met" and finding.status == "confirmed"
    return krav and finding.eqs_nonconformity is None


def blocking(
    review: Review, view: ReviewView, findings: tuple[FindingView, ...]
) -> tuple[Missing, ...]:
    """What must be done before locking; unanswered checks are settled by a reason instead."""
    found = list(_incomplete(view))
    if review.status == "open":
        found.append(Missing("summary", f"Oppsummer {review.number} først."))
    for finding in findings:
        if finding.status == "proposed":
            found.append(
                Missing(
                    "undecided",
                    f"Funn {finding.id} er ikke avgjort: {finding.title}",
                    finding=finding.id,
                )
            )
        elif (
            finding.status == "confirmed"
            and finding.kind == "requirement_not_met"
            and not finding.actions
            and not finding.no_action_reason
        ):
            found.append(
                Missing(
                    "no_action",
                    f"Funn {finding.id} mangler forbedringstiltak, eller begrunnelse for ingen.",
                    finding=finding.id,
                )
            )
    return tuple(found)
