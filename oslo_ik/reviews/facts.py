"""Facts about a drawn case, asked once, and the conditional checks that they settle (§6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import NotFound, Refused
from oslo_ik.reviews.rows import case_row, frozen_checks, key, reopen, review_row
from oslo_ik.reviews.undoing import State, remember_fact, state_of
from oslo_ik.reviews.views import ReviewCaseView

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Answer, ReviewCase


def set_fact(
    ws: Workspace, number: str, reference: str, fact_id: str, value: bool | None
) -> ReviewCaseView:
    """Answer one fact of a case; the rules are those of ``set_facts``."""
    return set_facts(ws, number, reference, {fact_id: value})


def set_facts(
    ws: Workspace, number: str, reference: str, facts: Mapping[str, bool | None]
) -> ReviewCaseView:
    """Answer facts of a case (None takes an answer back) and settle their checks, all or none.

    Raises Refused when a check that would fall away has been answered: a fact never hides a
    nei. The answer has to be removed first. Raises NotFound for a fact that is not asked.
    """
    from oslo_ik.reviews.spot_checks import get_case

    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        case = case_row(session, review, reference)
        asked = {check.condition for check in frozen_checks(session, review)}
        for fact_id, value in facts.items():
            fact = ws.catalogue.fact(fact_id)
            if fact.id not in asked:
                raise NotFound(f"«{fact.id}» spørres det ikke om i {review.number}.")
            before = stored_fact(session, key(case), fact.id)
            settled = settle(ws, session, case, fact.id, value)
            if settled is not None:
                remember_fact(ws, session, case, fact.id, before, settled)
                reopen(session, review)
        session.flush()
        return get_case(ws, session, review, case)


def stored_fact(session: Session, case_id: int, fact_id: str | None) -> bool | None:
    """The answer to a fact of a drawn case; None while there is none."""
    from oslo_ik.store.tables import CaseFact

    row = session.get(CaseFact, (case_id, fact_id)) if fact_id else None
    return row.value if row else None


def settle(
    ws: Workspace, session: Session, case: ReviewCase, fact_id: str, value: bool | None
) -> dict[int, State] | None:
    """Store a fact and set the checks that hang on it; None when it was so already.

    Returns what the answers that it changed were before, by row id. Refused when a check is
    answered that would fall away.
    """
    from oslo_ik.store.tables import CaseFact

    stored = session.get(CaseFact, (case.id, fact_id))
    if value == (stored.value if stored else None):
        return None
    if value is None:
        if stored is not None:
            session.delete(stored)
    else:
        stored = stored or CaseFact(
            review_case_id=key(case), fact=fact_id, review_id=case.review_id, value=value
        )
        stored.value = value
        session.add(stored)
    applies = value is None or value == ws.catalogue.fact(fact_id).applies_on
    settled: dict[int, State] = {}
    for answer in _conditional(session, case, fact_id):
        before = state_of(answer)
        if _settle_answer(answer, fact_id, applies, case.reference):
            settled[key(answer)] = before
            session.add(answer)
    return settled


def _conditional(session: Session, case: ReviewCase, fact_id: str) -> list[Answer]:
    from sqlmodel import select

    from oslo_ik.store.tables import Answer, Review

    review = session.get(Review, case.review_id)
    if review is None:
        return []
    hanging = {c.id for c in frozen_checks(session, review) if c.condition == fact_id}
    rows = session.exec(select(Answer).where(Answer.review_case_id == case.id)).all()
    return [row for row in rows if row.check_id in hanging]


def _settle_answer(answer: Answer, fact_id: str, applies: bool, reference: str) -> bool:
    """True when the answer was changed."""
    by_fact = answer.verdict == Verdict.NOT_APPLICABLE and answer.reason == fact_id
    if applies != by_fact:
        return False
    if applies:
        answer.verdict, answer.reason = Verdict.NOT_ASSESSED.value, None
    else:
        if answer.verdict != Verdict.NOT_ASSESSED:
            raise Refused(
                f"{answer.check_id} er alt besvart i sak {reference}. "
                "Fjern svaret først, så kan faktumet endres."
            )
        answer.verdict, answer.reason = Verdict.NOT_APPLICABLE.value, fact_id
        answer.ask = False
    answer.version += 1
    return True
