"""The closed word lists of the catalogue and of the answers.

Members have English names; their values are what is stored or typed. Nothing
heavy is imported here, so the command line can know the words at start-up.
"""

from __future__ import annotations

from enum import StrEnum

from oslo_ik.errors import InvalidInput


class Verdict(StrEnum):
    """The answer to one check in one case (§6); the value is the JSON code."""

    YES = "yes"
    PARTIAL = "partial"
    NO = "no"
    NOT_DOCUMENTED = "not_documented"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"

    @property
    def label(self) -> str:
        """The word on screen and in documents, with a capital first letter."""
        return _VERDICTS[self][0]

    @property
    def word(self) -> str:
        """The word typed on the command line and in answer files."""
        return _VERDICTS[self][1]

    @property
    def is_assessed(self) -> bool:
        """True for the four that stand in the fraction."""
        return self not in (Verdict.NOT_APPLICABLE, Verdict.NOT_ASSESSED)

    @property
    def is_gap(self) -> bool:
        """True for the three that propose a finding."""
        return self.is_assessed and self is not Verdict.YES

    @classmethod
    def from_word(cls, word: str) -> Verdict:
        """The verdict of a typed word (case and spaces forgiven); else InvalidInput."""
        folded = word.strip().casefold().replace(" ", "_")
        for verdict in cls:
            if folded == verdict.word:
                return verdict
        words = ", ".join(verdict.word for verdict in cls)
        raise InvalidInput(f"Svaret «{word}» er ukjent. Bruk ett av disse: {words}.")


_VERDICTS = {
    Verdict.YES: ("Ja", "ja"),
    Verdict.PARTIAL: ("Delvis", "delvis"),
    Verdict.NO: ("Nei", "nei"),
    Verdict.NOT_DOCUMENTED: ("Ikke dokumentert", "ikke_dokumentert"),
    Verdict.NOT_APPLICABLE: ("Ikke relevant", "ikke_relevant"),
    Verdict.NOT_ASSESSED: ("Ikke vurdert", "ikke_vurdert"),
}


class Reason(StrEnum):
    """Why an answer is not ja (§6); only OTHER requires a comment."""

    MISSING = "finnes_ikke"
    INADEQUATE = "mangelfull"
    OUTDATED = "utdatert"
    UNWRITTEN = "ikke_skrevet"
    OTHER = "annet"

    @property
    def label(self) -> str:
        """The words on screen and in documents."""
        return _REASONS[self]

    @classmethod
    def from_word(cls, word: str) -> Reason:
        """The reason of a typed word (case and spaces forgiven); else InvalidInput."""
        folded = word.strip().casefold().replace(" ", "_")
        for reason in cls:
            if folded == reason.value:
                return reason
        words = ", ".join(cls)
        raise InvalidInput(f"Grunnen «{word}» er ukjent. Bruk en av disse: {words}.")


_REASONS = {
    Reason.MISSING: "finnes ikke",
    Reason.INADEQUATE: "mangelfull",
    Reason.OUTDATED: "utdatert",
    Reason.UNWRITTEN: "gjort, men ikke skrevet",
    Reason.OTHER: "annet",
}


class Strength(StrEnum):
    """How binding a check is, never stronger than the standard (§5)."""

    REQUIREMENT = "krav"
    RECOMMENDATION = "anbefaling"
    OPTION = "mulighet"

    @property
    def label(self) -> str:
        """The word on screen and in documents."""
        return self.value.capitalize()

    @property
    def rank(self) -> int:
        """3 for krav, 2 for anbefaling, 1 for mulighet."""
        return _RANKS[self]


_RANKS = {Strength.REQUIREMENT: 3, Strength.RECOMMENDATION: 2, Strength.OPTION: 1}


class Modal(StrEnum):
    """The word that the standard itself uses for the demand."""

    SKAL = "skal"
    MA = "må"
    BOR = "bør"
    ANBEFALES = "anbefales"
    KAN = "kan"
    PLIKT = "plikt"
    ANSVAR = "ansvar"
    INGEN = "ingen"

    @property
    def strongest(self) -> Strength:
        """The strongest reading that the word allows (§5)."""
        if self is Modal.KAN:
            return Strength.OPTION
        if self in (Modal.BOR, Modal.ANBEFALES):
            return Strength.RECOMMENDATION
        return Strength.REQUIREMENT


class Level(StrEnum):
    """What a check is held against: one person's record, the service, or both."""

    CASE = "sak"
    SERVICE = "tjeneste"
    BOTH = "begge"


class ReviewKind(StrEnum):
    """The reviews that may ask a check."""

    SPOT_CHECK = "stikkprove"
    PORTFOLIO = "portefolje"
    INCIDENT = "hendelse"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """The name on screen and in documents."""
        return _REVIEWS[self]


_REVIEWS = {
    ReviewKind.SPOT_CHECK: "Stikkprøve",
    ReviewKind.PORTFOLIO: "Porteføljegjennomgang",
    ReviewKind.INCIDENT: "Hendelsesgjennomgang",
    ReviewKind.SYSTEM: "Systemgjennomgang",
}


class Evidence(StrEnum):
    """Where the answer is found, in the order in which a form walks the record.

    Mapping comes first, as in the monthly routine of Bydel Alna; then the record
    from the running notes to what is sent out of the house; the service's own
    papers last.
    """

    MAPPING = "kartlegging"
    RECORD = "journal"
    CONSENT = "samtykke"
    DECISION = "vedtak"
    PLAN = "plan"
    EVALUATION = "evaluering"
    REFERRAL = "henvisning"
    AGREEMENT = "avtale"
    QUALITY_SYSTEM = "kvalitetssystem"
    COMPETENCE_PLAN = "kompetanseplan"
    WEBSITE = "nettside"
    OBSERVATION = "observasjon"

    @property
    def position(self) -> int:
        """The place in the order of the record, from 0."""
        return _EVIDENCE_ORDER[self]


_EVIDENCE_ORDER = {evidence: position for position, evidence in enumerate(Evidence)}
