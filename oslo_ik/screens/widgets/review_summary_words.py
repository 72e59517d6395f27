"""Oppsummering in words: what to do now, what is still open, and how the cases were answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from oslo_ik.reviews.summary import asked, lacks_eqs
from oslo_ik.screens.widgets.review_words import answer_text
from oslo_ik.screens.widgets.text import line, safe
from oslo_ik.text import number_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from oslo_ik.checks.verdicts import Tally
    from oslo_ik.reviews.views import AnswerView, FindingView, Missing, SummaryView


def next_step(view: SummaryView) -> str:
    """What to do now in one sentence, and what else is open in another."""
    review = view.review
    if review.status == "signed":
        return f"{review.number} er låst. Trykk x for å eksportere dokumentet."
    left = " · ".join(remaining(asked(view)))
    now = _now(view)
    if left and not now:
        return f"{left}.\nEnter går dit, n går til neste. Trykk l for å låse likevel."
    if left and review.status != "open":
        return f"{now}\n{left}."
    return now or "Alt er avgjort. Trykk l for å låse."


def _now(view: SummaryView) -> str:
    if view.incomplete:
        return f"{len(view.incomplete)} svar mangler en kommentar. Enter går dit."
    if view.review.status == "open":
        left = len(view.unanswered)
        them = "det" if left == 1 else "dem"
        return f"{left} svar er ikke vurdert. Svar på {them}, eller trykk p for funn."
    undecided = sum(finding.status == "proposed" for finding in view.findings)
    if undecided:
        return f"{undecided} funn er ikke avgjort. Trykk b for å bekrefte eller v for å avvise."
    lacking_action = sum(missing.kind == "no_action" for missing in view.blocking)
    if lacking_action:
        return (
            f"{lacking_action} funn mangler forbedringstiltak. Trykk t, eller i for ingen tiltak."
        )
    return ""


def remaining(open_things: Sequence[Missing]) -> tuple[str, ...]:
    """«1 punkt er ikke besvart (spør)», «7 funn mangler svar om avvik i EQS»: those that are."""
    kinds = [missing.kind for missing in open_things]
    eqs = kinds.count("eqs")
    points, ask = len(kinds) - eqs, kinds.count("ask")
    told = []
    if points:
        note = "" if not ask else " (spør)" if ask == points else f" (spør om {ask})"
        told.append(f"{number_of(points, 'punkt', 'punkter')} er ikke besvart{note}")
    if eqs:
        told.append(f"{eqs} funn mangler svar om avvik i EQS")
    return tuple(told)


def is_pending(finding: FindingView) -> bool:
    """True while a finding still asks something of her before locking."""
    return finding.status == "proposed" or lacks_action(finding)


def lacks_action(finding: FindingView) -> bool:
    """True for a confirmed «Krav ikke oppfylt» without an action or a reason for none."""
    confirmed = finding.status == "confirmed" and finding.kind == "requirement_not_met"
    return confirmed and not finding.actions and not finding.no_action_reason


def urgency(finding: FindingView) -> int | None:
    """0 undecided, 1 without an action, 2 without an answer about EQS; None asks for nothing."""
    if finding.status == "proposed":
        return 0
    if lacks_action(finding):
        return 1
    return 2 if lacks_eqs(finding) else None


def is_complete(view: SummaryView) -> bool:
    """True when findings can be proposed at once: nothing half given, nothing forgotten."""
    return not view.incomplete and all(missing.kind == "ask" for missing in view.unanswered)


def only_weak(finding: FindingView) -> bool:
    """True when a finding has actions and all of them are weak."""
    return bool(finding.actions) and all(a.strength == "weak" for a in finding.actions)


def by_case(view: SummaryView, check_id: str, areas: Mapping[str, str]) -> Content:
    """How each case was answered, on this screen only: what fell short first."""
    answers = [
        (index, case.reference, case.answer(check_id))
        for index, case in enumerate(view.review.cases, start=1)
    ]
    lines = []
    for index, reference, answer in sorted(answers, key=lambda row: _rank(row[2])):
        parts = [answer_text(answer)]
        if answer.missing_areas:
            named = ", ".join(areas.get(area, area) for area in answer.missing_areas)
            parts.append(f"mangler {named}")
        if answer.note:
            parts.append(line(answer.note))
        lines.append(safe(f"Sak {index} ({line(reference)}), {check_id}: {' · '.join(parts)}"))
    return Content("\n").join(lines)


def _rank(answer: AnswerView) -> int:
    """A gap, then what is open, then what is outside, then ja."""
    if answer.verdict.is_gap:
        return 0
    if answer.is_open:
        return 1
    return 3 if answer.verdict.is_assessed else 2


def numbers(tally: Tally) -> str:
    """«3 av 5 ja», the split, and what stands outside."""
    text = f"{tally.fraction_text()} ja"
    if not tally.assessed:
        text = tally.fraction_text()
    if percent := tally.percent():
        text += f" ({percent} %)"
    if split := tally.split_text():
        text += f" · {split}"
    if outside := tally.outside_text():
        text += f" · utenfor: {outside}"
    return text
