"""What screens, commands and documents are given: plain frozen data, no database rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from oslo_ik.checks.model import Check, Fact
from oslo_ik.checks.verdicts import Tally
from oslo_ik.checks.vocabulary import Verdict

METHODS = {
    "per_kontaktperson": "Tilfeldig per kontaktperson",
    "tilfeldig": "Tilfeldig blant alle saker",
    "lopenummer": "Tilfeldige løpenummer",
}
STATUSES = {
    "open": "Pågår",
    "summarised": "Oppsummert",
    "signed": "Låst",
    "superseded": "Trukket på nytt",
}
UNFINISHED = ("open", "summarised")
KINDS = {
    "requirement_not_met": "Krav ikke oppfylt",
    "improvement_point": "Forbedringspunkt",
    "good_practice": "God praksis",
}
FINDING_STATUSES = {
    "proposed": "Foreslått",
    "confirmed": "Bekreftet",
    "dismissed": "Avvist",
    "merged": "Slått sammen",
    "in_progress": "Pågår",
    "done": "Gjennomført",
    "effect_judged": "Effekt vurdert",
    "closed": "Lukket",
}
STRENGTHS = {"strong": "Sterkt", "intermediate": "Middels", "weak": "Svakt"}
STRENGTH_WORDS = {"sterkt": "strong", "middels": "intermediate", "svakt": "weak"}
ACTION_STATUSES = {
    "not_started": "Ikke startet",
    "in_progress": "Pågår",
    "done": "Gjennomført",
    "dropped": "Ikke videreført",
}
EFFECTS = {
    "wanted": "Ønsket effekt",
    "partial": "Delvis effekt",
    "none": "Ingen effekt",
    "adverse": "Utilsiktet negativ effekt",
}
REGIMES = {
    "helse": "Helse- og omsorgstjenesteloven",
    "sosial": "Sosialtjenesteloven (NAV)",
    "begge": "Helse- og omsorgstjenesteloven og sosialtjenesteloven",
}


@dataclass(frozen=True)
class UnitView:
    """The unit; ``seed_name`` is the exact string that the seed uses (§7)."""

    district: str
    name: str
    code: str
    legal_regime: str
    role: str
    own_caseworker: str | None
    backup_folder: str | None
    demo: bool

    @property
    def seed_name(self) -> str:
        """District and unit as one string."""
        return f"{self.district}/{self.name}"


@dataclass(frozen=True)
class CaseView:
    """A case as the latest list showed it."""

    reference: str
    caseworker: str
    started_on: date | None
    ended_on: date | None
    pathway: str | None
    transition: str | None
    transition_on: date | None
    missing_since: str | None


@dataclass(frozen=True)
class ImportSummary:
    """What an import does, or would do: numbers of cases, and the columns left unread.

    ``questions`` are what the privacy guard asks about before the list may be imported.
    """

    rows: int
    added: int
    changed: int
    unchanged: int
    missing: tuple[str, ...]
    dropped_columns: tuple[str, ...]
    active: int
    caseworkers: int
    sample: tuple[CaseView, ...]
    questions: tuple[str, ...] = ()


@dataclass(frozen=True)
class DrawRequest:
    """What the leader asks for; everything but the month has a default (§7)."""

    period: str
    size: int | None = None
    enhanced: bool = False
    method: str = "per_kontaktperson"
    reported_size: int | None = None
    theme: str | None = None
    public_value: str = ""
    cut_off: date | None = None
    again: bool = False
    reason: str | None = None


@dataclass(frozen=True)
class DrawPlan:
    """What a draw would do, before anything is drawn."""

    number: str
    period: str
    cut_off: date
    method: str
    frame_size: int
    excluded_own: int
    caseworkers: int
    reported_size: int | None
    size: int
    theme: str
    theme_label: str
    checks: tuple[Check, ...]
    facts: tuple[Fact, ...]
    minutes: int
    warnings: tuple[str, ...]

    @property
    def difference(self) -> int | None:
        """Reported minus frame (own cases counted in); None when nothing was reported."""
        if self.reported_size is None:
            return None
        return self.reported_size - (self.frame_size + self.excluded_own)


@dataclass(frozen=True)
class TakenUp:
    """What was taken up at once on a stop check; fields are None until told."""

    what: str | None
    role: str | None
    on: date | None


@dataclass(frozen=True)
class AnswerView:
    """One answer. ``reason`` is a Reason value, or a fact's id when the fact settled it."""

    check: str
    verdict: Verdict
    reason: str | None = None
    note: str | None = None
    performed_on: date | None = None
    missing_areas: tuple[str, ...] = ()
    ask: bool = False
    by_fact: bool = False
    taken_up: TakenUp | None = None
    version: int = 1

    @property
    def is_open(self) -> bool:
        """True while the check has no verdict."""
        return self.verdict is Verdict.NOT_ASSESSED


@dataclass(frozen=True)
class Undone:
    """What an undo took back: ``check`` or ``fact``, of the case at ``position`` (from 1).

    ``what`` names it in bokmål, such as «Nei på T07-18».
    """

    reference: str
    position: int
    check: str | None
    fact: str | None
    what: str


@dataclass(frozen=True)
class ReviewCaseView:
    """A drawn case with its facts and answers (in the order of the form)."""

    position: int
    reference: str
    caseworker: str | None
    running_number: int
    outcome: str
    started_on: date | None
    transition: str | None
    transition_on: date | None
    facts: dict[str, bool | None]
    answers: tuple[AnswerView, ...]

    def answer(self, check_id: str) -> AnswerView:
        """The answer to one check."""
        return next(answer for answer in self.answers if answer.check == check_id)

    @property
    def open_count(self) -> int:
        """How many checks have no verdict yet."""
        return sum(answer.is_open for answer in self.answers)


@dataclass(frozen=True)
class ReviewView:
    """A review with its frozen form, its cases and where the leader left it."""

    number: str
    kind: str
    unit: str
    period: str
    status: str
    method: str
    size: int
    theme: str | None
    theme_label: str
    cut_off: date
    frame_size: int
    reported_size: int | None
    excluded_own: int
    created_at: str
    signed_at: str | None
    signed_role: str | None
    seal: str | None
    checks: tuple[Check, ...]
    facts: tuple[Fact, ...]
    cases: tuple[ReviewCaseView, ...]
    place: tuple[str, str | None] | None

    def case(self, reference: str) -> ReviewCaseView:
        """The drawn case with this reference."""
        return next(case for case in self.cases if case.reference == reference)

    def tally(self, check_id: str) -> Tally:
        """Counts of one check over the cases."""
        return Tally.from_verdicts(case.answer(check_id).verdict for case in self.cases)

    @property
    def answered(self) -> int:
        """How many answers have a verdict."""
        return self.total - sum(case.open_count for case in self.cases)

    @property
    def total(self) -> int:
        """Cases times checks."""
        return len(self.cases) * len(self.checks)


@dataclass(frozen=True)
class ReviewRow:
    """A review in a list."""

    number: str
    kind: str
    period: str
    status: str
    theme: str | None
    size: int
    answered: int
    total: int
    findings: int
    created_at: str
    signed_at: str | None
    seal: str | None


@dataclass(frozen=True)
class ActionView:
    """A forbedringstiltak; ``finding_title`` tells what it mends."""

    id: int
    finding: int
    finding_title: str
    text: str
    strength: str
    strength_type: str | None
    responsible_role: str
    deadline: date
    status: str
    indicator: str | None = None
    effect_due: date | None = None
    effect_result: str | None = None
    effect_evidence: str | None = None


@dataclass(frozen=True)
class HistoryEntry:
    """One thing that happened to a finding or one of its actions (``action`` is its id)."""

    happened_at: str
    action: int | None
    what: str
    value: str
    reason: str | None


@dataclass(frozen=True)
class FindingView:
    """A finding with the counts of its review; ``checks`` are ids."""

    id: int
    review: str
    kind: str
    status: str
    title: str
    checks: tuple[str, ...]
    counts: dict[str, Tally]
    decision_reason: str | None
    merged_into: int | None
    no_action_reason: str | None
    weak_reason: str | None
    eqs_nonconformity: bool | None
    eqs_number: str | None
    actions: tuple[ActionView, ...]

    def count_text(self) -> str:
        """«T07-19: 4 av 6 (3 nei, 1 ikke dokumentert)», checks divided by semicolons."""
        return "; ".join(counts_line(check, tally) for check, tally in self.counts.items())


def counts_line(check_id: str, tally: Tally) -> str:
    """How many cases fell short on a check, with the split by verdict."""
    split = tally.split_text()
    line = f"{check_id}: {tally.gaps} av {tally.assessed}"
    return f"{line} ({split})" if split else line


@dataclass(frozen=True)
class Missing:
    """Something a summary or a signing still needs; ``reference``/``check`` say where."""

    kind: str
    text: str
    reference: str | None = None
    check: str | None = None
    finding: int | None = None


@dataclass(frozen=True)
class SummaryView:
    """Oppsummering: counts, what is open, the findings, and last month's open findings."""

    review: ReviewView
    tallies: dict[str, Tally]
    unanswered: tuple[Missing, ...]
    incomplete: tuple[Missing, ...]
    findings: tuple[FindingView, ...]
    previous: tuple[FindingView, ...]
    taken_up: tuple[tuple[str, AnswerView], ...]
    blocking: tuple[Missing, ...]


@dataclass(frozen=True)
class SealView:
    """A link of the chain."""

    sequence: int
    kind: str
    number: str
    seal: str
    previous: str
    sealed_at: str


@dataclass(frozen=True)
class Verification:
    """What a verification found; ``problem`` names the first row that differs, in a sentence."""

    ok: bool
    links: int
    head: str | None
    problem: str | None
    against: str | None
    notes: tuple[str, ...] = ()
