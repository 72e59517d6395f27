"""The tables, named by the glossary. Timestamps are ISO 8601 text in UTC, dates ISO dates.

The migrations make the tables; these classes only read and write them (a test compares the two).
"""

from __future__ import annotations

from datetime import date

from sqlmodel import Field, SQLModel


class Unit(SQLModel, table=True):
    """The one unit that owns this database."""

    id: int = Field(default=1, primary_key=True)
    district: str
    name: str
    code: str
    legal_regime: str
    role: str
    own_caseworker: str | None = None
    backup_folder: str | None = None
    demo: bool = False
    created_at: str


class MonthSecret(SQLModel, table=True):
    """The 32 secret bytes of a month, in hex, and the commitment made to them (§7)."""

    __tablename__ = "month_secret"
    unit: str = Field(primary_key=True)
    period: str = Field(primary_key=True)
    secret: str
    commitment: str
    created_at: str


class CaseRecord(SQLModel, table=True):
    """One case as the imported list shows it: reference and code, never a name."""

    __tablename__ = "case_record"
    id: int | None = Field(default=None, primary_key=True)
    reference: str
    caseworker: str
    started_on: date | None = None
    ended_on: date | None = None
    pathway: str | None = None
    transition: str | None = None
    transition_on: date | None = None
    first_listed_at: str
    missing_since: str | None = None


class CaseImport(SQLModel, table=True):
    """One import: what it changed, never what the file was called."""

    __tablename__ = "case_import"
    id: int | None = Field(default=None, primary_key=True)
    imported_at: str
    sha256: str
    row_count: int
    added: int
    changed: int
    missing: int


class Review(SQLModel, table=True):
    """One review of any kind; from its signing on the row cannot be changed.

    ``steps`` is how many places each step gave: the draw, then every «flere».
    """

    id: int | None = Field(default=None, primary_key=True)
    number: str
    kind: str
    unit: str
    period: str
    sequence: int = 1
    status: str = "open"
    catalogue: str
    theme: str | None = None
    method: str
    size: int
    cut_off: date
    frame_size: int
    frame_sha256: str
    reported_size: int | None = None
    excluded_own: int = 0
    commitment: str
    committed_at: str
    secret: str
    seed: str
    public_value: str = ""
    redraw_reason: str | None = None
    role: str
    legal_regime: str
    demo: bool = False
    created_at: str
    summarised_at: str | None = None
    signed_at: str | None = None
    signed_role: str | None = None
    unanswered_reason: str | None = None
    next_period: str | None = None
    next_commitment: str | None = None
    steps: str = "[]"


class ReviewCheck(SQLModel, table=True):
    """A check as it stood when the review was made: a review freezes its texts (§5)."""

    __tablename__ = "review_check"
    review_id: int = Field(primary_key=True, foreign_key="review.id")
    check_id: str = Field(primary_key=True)
    position: int
    frozen: str


class FrameCase(SQLModel, table=True):
    """The frozen frame of a draw; a later import never touches it (§7)."""

    __tablename__ = "frame_case"
    review_id: int = Field(primary_key=True, foreign_key="review.id")
    reference: str = Field(primary_key=True)
    caseworker: str | None = None
    drawn_before: bool = False


class Allocation(SQLModel, table=True):
    """Places per caseload; credits are exact fractions as text, for example ``-1/8``."""

    review_id: int = Field(primary_key=True, foreign_key="review.id")
    caseworker: str = Field(primary_key=True)
    eligible: int
    credit_before: str
    places: int
    credit_after: str


class ReviewCase(SQLModel, table=True):
    """A drawn case; ``running_number`` is its shuffled number in documents."""

    __tablename__ = "review_case"
    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    position: int
    reference: str
    caseworker: str | None = None
    ticket: str
    running_number: int
    outcome: str = "included"
    started_on: date | None = None
    transition: str | None = None
    transition_on: date | None = None


class Replacement(SQLModel, table=True):
    """A case that was «ikke aktuell» and the one that took its place."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    position: int
    reference_out: str
    reference_in: str | None = None
    reason: str
    replaced_at: str


class CaseFact(SQLModel, table=True):
    """A fact about a drawn case, asked once."""

    __tablename__ = "case_fact"
    review_case_id: int = Field(primary_key=True, foreign_key="review_case.id")
    fact: str = Field(primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    value: bool


class Answer(SQLModel, table=True):
    """One check held against one case; the row exists from the draw on."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    review_case_id: int = Field(foreign_key="review_case.id")
    check_id: str
    verdict: str = "not_assessed"
    reason: str | None = None
    note: str | None = None
    performed_on: date | None = None
    missing_areas: str = "[]"
    ask: bool = False
    taken_up: bool = False
    taken_up_what: str | None = None
    taken_up_role: str | None = None
    taken_up_on: date | None = None
    answered_at: str | None = None
    version: int = 1


class AnswerEvent(SQLModel, table=True):
    """What an answer or a fact was before a change, so that it can be undone; emptied at signing.

    Exactly one of ``answer_id`` and ``fact`` is set; the id gives the order of the changes.
    """

    __tablename__ = "answer_event"
    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    review_case_id: int = Field(foreign_key="review_case.id")
    answer_id: int | None = Field(default=None, foreign_key="answer.id")
    fact: str | None = None
    earlier: str
    happened_at: str


class Finding(SQLModel, table=True):
    """A finding across cases; it outlives the review that met it first (§8)."""

    id: int | None = Field(default=None, primary_key=True)
    review_id: int = Field(foreign_key="review.id")
    kind: str
    status: str = "proposed"
    title: str
    decision_reason: str | None = None
    merged_into: int | None = None
    no_action_reason: str | None = None
    weak_reason: str | None = None
    eqs_nonconformity: bool | None = None
    eqs_number: str | None = None
    created_at: str
    version: int = 1


class FindingOccurrence(SQLModel, table=True):
    """What one review showed of a finding, check by check; sealed with the review."""

    __tablename__ = "finding_occurrence"
    finding_id: int = Field(primary_key=True, foreign_key="finding.id")
    review_id: int = Field(primary_key=True, foreign_key="review.id")
    check_id: str = Field(primary_key=True)
    yes: int = 0
    partial: int = 0
    no: int = 0
    not_documented: int = 0
    not_applicable: int = 0
    not_assessed: int = 0


class FindingEvent(SQLModel, table=True):
    """The status history of a finding."""

    __tablename__ = "finding_event"
    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="finding.id")
    review_id: int | None = Field(default=None, foreign_key="review.id")
    status: str
    reason: str | None = None
    happened_at: str


class Action(SQLModel, table=True):
    """A forbedringstiltak: what, how strong, who by role, by when (§8)."""

    id: int | None = Field(default=None, primary_key=True)
    finding_id: int = Field(foreign_key="finding.id")
    text: str
    strength: str
    strength_type: str | None = None
    responsible_role: str
    deadline: date
    status: str = "not_started"
    created_at: str
    version: int = 1
    indicator: str | None = None
    effect_due: date | None = None
    effect_result: str | None = None
    effect_evidence: str | None = None


class ActionEvent(SQLModel, table=True):
    """What happened to an action after it was agreed: status, deadline, effect."""

    __tablename__ = "action_event"
    id: int | None = Field(default=None, primary_key=True)
    action_id: int = Field(foreign_key="action.id")
    what: str
    value: str
    reason: str | None = None
    happened_at: str


class Seal(SQLModel, table=True):
    """The chain: ``seal = SHA256(prefix 00 previous || content)`` (§9)."""

    sequence: int = Field(primary_key=True)
    kind: str
    review_id: int | None = Field(default=None, foreign_key="review.id")
    number: str
    content: str
    previous: str
    seal: str
    sealed_at: str


class SealedText(SQLModel, table=True):
    """Text and salt behind a commitment in a sealed content; both can be destroyed."""

    __tablename__ = "sealed_text"
    sequence: int = Field(primary_key=True, foreign_key="seal.sequence")
    path: str = Field(primary_key=True)
    commitment: str
    salt: str | None = None
    text: str | None = None


class Place(SQLModel, table=True):
    """Where the leader was in a review when the phone rang."""

    review_id: int = Field(primary_key=True, foreign_key="review.id")
    review_case_id: int = Field(foreign_key="review_case.id")
    check_id: str | None = None


class GuardConfirmation(SQLModel, table=True):
    """That a question of the privacy guard was confirmed: field and kind, never the text."""

    __tablename__ = "guard_confirmation"
    id: int | None = Field(default=None, primary_key=True)
    confirmed_at: str
    field: str
    kinds: str
