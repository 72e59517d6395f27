"""The words of a review on screen: verdicts, facts, guidance, and the line that asks for a grunn.

Every text that a person wrote goes through ``safe`` or ``line``; nothing here touches a widget.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from textual.content import Content

from oslo_ik.checks.conditions import TRANSITION, UNDER_4_MONTHS, prefill
from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.screens.widgets.text import line, safe
from oslo_ik.text import number_of, show_date

if TYPE_CHECKING:
    from oslo_ik.checks.model import Check, Fact
    from oslo_ik.reviews.views import AnswerView, ReviewCaseView, ReviewView

REASONS = tuple(Reason)
OPEN = "–"
LISTED = {UNDER_4_MONTHS: "startdatoen", TRANSITION: "overgangen"}
ASK = "Spør"


def is_half_given(answer: AnswerView) -> bool:
    """True when the answer still needs a comment before Oppsummering (§6)."""
    if answer.note or answer.by_fact:
        return False
    if answer.verdict is Verdict.NOT_APPLICABLE:
        return True
    return answer.verdict.is_gap and answer.reason == Reason.OTHER


def verdict_word(answer: AnswerView, stop: bool = False) -> str:
    """The word in the list; «!» when a comment is missing, «ta opp» on a serious check (§8)."""
    if answer.is_open:
        return ASK if answer.ask else OPEN
    if stop and answer.verdict.is_gap:
        # «Ikke dokumentert» leaves no room for the mark.
        short = answer.verdict.label.replace("dokumentert", "dok.")
        return f"{short}: {'tatt opp' if answer.taken_up else 'ta opp'}"
    return answer.verdict.label + (" !" if is_half_given(answer) else "")


def verdict_style(answer: AnswerView, colours: Mapping[str, str]) -> str:
    """Colour beside the word, from the theme's variables."""
    if answer.is_open:
        return f"bold {colours.get('accent', '')}".strip() if answer.ask else ""
    if answer.verdict.is_gap:
        return f"bold {colours.get('error', '')}".strip()
    return colours.get("success", "") if answer.verdict is Verdict.YES else ""


def fact_word(value: bool | None) -> str:
    """«Ja», «Nei» or the sign for open."""
    return OPEN if value is None else ("Ja" if value else "Nei")


def answer_text(answer: AnswerView) -> str:
    """The answer in words, with its grunn: «Nei – mangelfull»."""
    if answer.is_open:
        return "Spør kontaktpersonen" if answer.ask else "Ikke vurdert"
    if answer.by_fact or answer.verdict is Verdict.NOT_APPLICABLE or not answer.reason:
        return answer.verdict.label
    return f"{answer.verdict.label} – {Reason(answer.reason).label}"


def case_heading(review: ReviewView, case: ReviewCaseView, index: int) -> Content:
    """«Sak 3 av 5: 2026-0412», and what the case list knows of it."""
    parts = [line(case.caseworker, 30)] if case.caseworker else []
    if case.started_on:
        parts.append(f"startet {show_date(case.started_on)}")
    if case.transition_on:
        parts.append(f"overgang {show_date(case.transition_on)}")
    if case.outcome == "unavailable":
        parts = ["utilgjengelig: teller som ikke dokumentert"]
    rest = "".join(f" · {part}" for part in parts)
    heading = f"Sak {index + 1} av {len(review.cases)}: {line(case.reference, 60)}"
    return Content.assemble((heading, "bold"), (rest, "$text-muted"))


def check_text(
    check: Check, answer: AnswerView, fact: Fact | None, areas: Mapping[str, str]
) -> Content:
    """Everything about a check and its answer, the most needed first."""
    head = f"{check.id} · {check.strength.label} · {check.evidence.value}"
    if check.stop:
        head += " · alvorlig hvis ikke ja"
    parts = [
        safe(head, "$text-muted"),
        safe(check.text, "bold"),
        Content.assemble(("Svar: ", "$text-muted"), _answer_details(answer, fact, areas)),
    ]
    if answer.note:
        parts.append(Content.assemble(("Kommentar: ", "$text-muted"), safe(answer.note)))
    if hint := key_hint(check):
        parts.append(safe(hint, "$key"))
    parts.append(safe(check.guidance))
    if check.applies_when:
        when = check.applies_when
        said = when if when.casefold().startswith("gjelder") else f"Gjelder når {when}"
        parts.append(safe(said, "$text-muted"))
    source = check.source + (f" · {check.legal_basis}" if check.legal_basis else "")
    parts.append(Content.assemble(("Kilde: ", "$text-muted"), safe(source)))
    if check.audit:
        parts.append(Content.assemble(("Tilsyn: ", "$text-muted"), safe(check.audit)))
    return Content("\n").join(parts)


def _answer_details(answer: AnswerView, fact: Fact | None, areas: Mapping[str, str]) -> Content:
    words = answer_text(answer)
    if answer.by_fact and fact is not None:
        words += f", etter svaret på «{fact.label}»"
    if is_half_given(answer):
        words += " (trenger en kommentar, trykk k)"
    if answer.performed_on:
        words += f". Sist gjort {show_date(answer.performed_on)}"
    if answer.missing_areas:
        words += ". Mangler: " + ", ".join(areas.get(area, area) for area in answer.missing_areas)
    if answer.taken_up is not None:
        words += ". Tatt opp"
    return safe(words)


def key_hint(check: Check) -> str:
    """The keys that only this kind of check has."""
    if check.areas:
        return "a alle kartlagt · m kryss av områder som mangler"
    if check.interval_months:
        interval = number_of(check.interval_months, "måned", "måneder")
        return f"t skriv datoen, så settes ja eller nei (frist {interval})"
    return ""


def fact_source(review: ReviewView, case: ReviewCaseView, fact_id: str) -> str:
    """Where the answer to a fact comes from, when the case list itself says it (§6)."""
    listed = prefill(case.started_on, case.transition, case.transition_on, review.cut_off)
    if fact_id not in listed or case.facts.get(fact_id) != listed[fact_id]:
        return ""
    return f"regnet ut av {LISTED[fact_id]} i sakslisten"


def fact_text(fact: Fact, value: bool | None, settles: list[str], source: str) -> Content:
    """The question, what hangs on it, and where its answer comes from."""
    hangs = f"Avgjør om disse gjelder: {', '.join(settles)}." if settles else ""
    given = f", {source}" if source else ""
    return Content("\n").join(
        [
            safe("Faktum om saken · spørres én gang", "$text-muted"),
            safe(fact.question, "bold"),
            Content.assemble(("Svar: ", "$text-muted"), safe(fact_word(value) + given)),
            safe("j ja · n nei · x fjern svaret", "$key"),
            safe(hangs),
        ]
    )


def reason_line(check: Check, answer: AnswerView, elsewhere: str) -> Content:
    """Two lines: what was answered and what may follow it, then the grunner with their keys."""
    more = [("k", "kommentar")]
    if check.stop:
        more.append(("o", "angre tatt opp" if answer.taken_up else "tatt opp nå"))
    if check.areas:
        more.append(("m", "områder som mangler"))
    question = "" if answer.reason else "Hva er grunnen? "
    given = Content.assemble((f"{check.id}{elsewhere}: {answer_text(answer)}. ", "bold"), question)
    reasons = [(str(key), reason.label) for key, reason in enumerate(REASONS, start=1)]
    return Content("\n").join([given + keys(more), keys(reasons)])


def keys(pairs: list[tuple[str, str]]) -> Content:
    """Keys with what they do, two spaces between."""
    return Content("  ").join(
        Content.assemble((key, "bold $key"), f" {label}") for key, label in pairs
    )
