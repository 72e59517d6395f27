"""Lås og ferdigstill: what blocks it, the backup before it, and the seal (§9)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from oslo_ik.checks.due import next_month
from oslo_ik.errors import Incomplete, InvalidInput, TamperedError
from oslo_ik.reviews.content import Committing, build_content, fresh_salts, seal_view
from oslo_ik.reviews.month_secrets import ensure_secret
from oslo_ik.reviews.rows import review_row
from oslo_ik.reviews.summary import load_summary
from oslo_ik.reviews.unit import require_unit
from oslo_ik.reviews.views import Missing, SealView
from oslo_ik.settings import backup_folder
from oslo_ik.store.backup import back_up
from oslo_ik.store.chain import GENESIS, canonical, chain_seal, text_commitment
from oslo_ik.text import clean, number_of

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Review, Seal


def ready_to_sign(ws: Workspace, number: str) -> tuple[Missing, ...]:
    """What blocks locking; empty when it may be locked (unanswered checks need a reason then)."""
    with ws.database.read() as session:
        review = review_row(session, number, unsigned=True)
        return load_summary(ws, session, review).blocking


def sign(ws: Workspace, number: str, role: str, reason: str | None = None) -> SealView:
    """Lock a review: freeze its content in the chain; from then on nothing in it changes.

    ``reason`` is for checks that nobody answered. A backup is made first. Raises Incomplete
    with what is missing, ReviewSigned, a PrivacyError, or TamperedError when what was written
    does not read back as what was sealed.
    """
    _check(ws, number, role, reason)
    _back_up_first(ws)
    with ws.database.write() as session:
        review = review_row(session, number, unsigned=True)
        _check_complete(ws, session, review, reason)
        review.signed_role = ws.guard(session, role, "Rolle")
        review.unanswered_reason = ws.guard(session, reason, "Begrunnelse")
        review.signed_at = signed_at = ws.now()
        _promise_next_month(ws, session, review)
        _forget_undo(session, review)
        seal = _seal(ws, session, review, signed_at)
        review.status = "signed"
        session.add(review)
        session.flush()
        _read_back(session, seal)
        return seal_view(seal)


def _check(ws: Workspace, number: str, role: str, reason: str | None) -> None:
    """Everything that can be refused is refused before a backup is made."""
    if not clean(role).strip():
        raise InvalidInput("Skriv hvilken rolle som låser, for eksempel seksjonsleder.")
    with ws.database.read() as session:
        review = review_row(session, number, unsigned=True)
        _check_complete(ws, session, review, reason)
        ws.allowed(session, role, "Rolle")
        ws.allowed(session, reason, "Begrunnelse")


def _check_complete(ws: Workspace, session: Session, review: Review, reason: str | None) -> None:
    summary = load_summary(ws, session, review)
    if summary.blocking:
        raise Incomplete(
            f"{review.number} kan ikke låses ennå. Se hva som mangler.",
            [missing.text for missing in summary.blocking],
        )
    if summary.unanswered and not clean(reason or "").strip():
        raise Incomplete(
            f"{number_of(len(summary.unanswered), 'kontrollpunkt', 'kontrollpunkter')} er ikke "
            "vurdert. Skriv en begrunnelse.",
            [missing.text for missing in summary.unanswered],
        )


def copies_folder(ws: Workspace) -> Path:
    """Where the copy before a locking goes: the folder of set-up, else beside the database."""
    with ws.database.read() as session:
        chosen = require_unit(session).backup_folder
    return Path(chosen).expanduser() if chosen else backup_folder(ws.path)


def _back_up_first(ws: Workspace) -> Path:
    return back_up(ws.path, copies_folder(ws), ws.clock(), "for-laasing")


def _promise_next_month(ws: Workspace, session: Session, review: Review) -> None:
    """Next month's commitment stands in this month's seal (§7)."""
    from oslo_ik.store.engine import driver

    review.next_period = next_month(review.period)
    _, review.next_commitment, _ = ensure_secret(
        driver(session), ws, review.unit, review.next_period
    )


def _forget_undo(session: Session, review: Review) -> None:
    """Earlier states of answers are of no use after locking and would keep deleted text."""
    from sqlmodel import col, delete

    from oslo_ik.store.tables import AnswerEvent

    session.exec(delete(AnswerEvent).where(col(AnswerEvent.review_id) == review.id))


def _seal(ws: Workspace, session: Session, review: Review, signed_at: str) -> Seal:
    from sqlmodel import col, select

    from oslo_ik.store.tables import Seal, SealedText

    last = session.exec(select(Seal).order_by(col(Seal.sequence).desc())).first()
    commit = Committing(fresh_salts(ws))
    content = canonical(build_content(ws, session, review, commit))
    previous = last.seal if last else GENESIS
    seal = Seal(
        sequence=(last.sequence if last else 0) + 1,
        kind="review.signed",
        review_id=review.id,
        number=review.number,
        content=content,
        previous=previous,
        seal=chain_seal(previous, content),
        sealed_at=signed_at,
    )
    session.add(seal)
    session.flush()
    session.add_all(
        SealedText(sequence=seal.sequence, path=path, commitment=commitment, salt=salt, text=text)
        for path, (commitment, salt, text) in commit.made.items()
    )
    session.flush()
    return seal


def _read_back(session: Session, seal: Seal) -> None:
    """Read what was written and hash it again before the commit, as Fossil does."""
    from oslo_ik.store.engine import driver

    raw = driver(session)
    content, previous, stored = raw.execute(
        "SELECT content, previous, seal FROM seal WHERE sequence=?", (seal.sequence,)
    ).fetchone()
    texts = raw.execute(
        "SELECT commitment, salt, text FROM sealed_text WHERE sequence=?", (seal.sequence,)
    ).fetchall()
    whole = chain_seal(previous, content) == stored == seal.seal
    if not whole or any(text_commitment(salt, text) != made for made, salt, text in texts):
        raise TamperedError("Det som ble skrevet, stemmer ikke med seglet. Ingenting er låst.")
