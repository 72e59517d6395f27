"""Plausible answers and decisions for the demo: every one goes the way a leader's own would."""

from __future__ import annotations

import random
from datetime import timedelta
from typing import TYPE_CHECKING

from oslo_ik.checks.conditions import applies
from oslo_ik.checks.due import add_months, is_current
from oslo_ik.checks.model import Check
from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.reviews.actions import STRENGTH_TYPES, add_action, no_action
from oslo_ik.reviews.answers import answer, set_fact, set_missing_areas, take_up, toggle_ask
from oslo_ik.reviews.findings import confirm, dismiss, list_findings, set_eqs

if TYPE_CHECKING:
    from oslo_ik.reviews.views import ReviewCaseView, ReviewView
    from oslo_ik.reviews.workspace import Workspace

_FACTS = {"under_4_maneder": 0.1, "overgang": 0.3, "kjente_parorende": 0.6, "tolkebehov": 0.15}
_GAPS = (Verdict.NO, Verdict.NO, Verdict.NOT_DOCUMENTED, Verdict.NOT_DOCUMENTED, Verdict.PARTIAL)
_REASONS = (Reason.MISSING, Reason.INADEQUATE, Reason.OUTDATED, Reason.UNWRITTEN)
_NOTES = (
    "Omtalt i løpende notat, men ikke samlet.",
    "Avtalt på telefon i forrige uke, ikke ført.",
    "Gammelt skjema; ny samtale er avtalt.",
    "Finnes i papirmappen, ikke i fagsystemet.",
)
_ACTIONS = (
    ("intermediate", "Sjekkliste i arbeidsflyten for nye og endrede saker."),
    ("intermediate", "Forfallsvarsel fire måneder etter siste evaluering."),
    ("strong", "Saken kan ikke avsluttes i fagsystemet før punktet er vurdert."),
    ("weak", "Gjennomgang av punktet på to fagmøter."),
)
_ROLES = ("Fagansvarlig", "Seksjonsleder", "Systemansvarlig")


def answer_cases(ws: Workspace, review: ReviewView, rng: random.Random) -> tuple[int, int]:
    """Answer every fact and nearly every check; (facts, answers) given."""
    facts = answers = 0
    for case in review.cases:
        for fact in review.facts:
            if case.facts[fact.id] is None:
                value = rng.random() < _FACTS.get(fact.id, 0.7)
                case = set_fact(ws, review.number, case.reference, fact.id, value)
                facts += 1
        for check in review.checks:
            if case.answer(check.id).is_open and applies(check, ws.catalogue.fact, case.facts):
                answers += _answer(ws, review, case, check, rng)
    return facts, answers


def _answer(
    ws: Workspace, review: ReviewView, case: ReviewCaseView, check: Check, rng: random.Random
) -> int:
    place = (review.number, case.reference, check.id)
    roll = rng.random()
    if roll < 0.02:
        toggle_ask(ws, *place)
        return 0
    if check.areas:
        names = [area.id for area in ws.catalogue.active_areas]
        set_missing_areas(ws, *place, rng.sample(names, rng.choice((0, 0, 0, 1))))
        return 1
    if check.interval_months is not None:
        months = rng.choice((1, 2, 2, 3, 3, 6))
        day = add_months(review.cut_off, -months) + timedelta(days=rng.randrange(9))
        verdict = (
            Verdict.YES if is_current(day, check.interval_months, review.cut_off) else (Verdict.NO)
        )
        answer(ws, *place, verdict, performed_on=min(day, ws.today()))
        return 1
    if roll < 0.94:
        answer(ws, *place, Verdict.YES)
        return 1
    verdict = rng.choice([gap for gap in _GAPS if check.partial or gap is not Verdict.PARTIAL])
    note = rng.choice(_NOTES) if rng.random() < 0.35 else None
    answer(ws, *place, verdict, rng.choice(_REASONS), note)
    if check.stop:
        take_up(ws, *place, "Kontakt tatt samme dag.", "Fagansvarlig", ws.today())
    return 1


def decide_findings(ws: Workspace, number: str, rng: random.Random) -> int:
    """Decide on every proposed finding; the number of actions made."""
    actions = 0
    for finding in list_findings(ws, number):
        if finding.status != "proposed":
            continue
        if finding.kind != "requirement_not_met" and rng.random() < 0.3:
            dismiss(ws, finding.id, "Dekkes av arbeid som alt er i gang.")
            continue
        confirm(ws, finding.id)
        if finding.kind == "requirement_not_met":
            set_eqs(ws, finding.id, rng.random() < 0.3)
        if rng.random() < 0.85:
            strength, text = rng.choice(_ACTIONS)
            days = rng.choice((60, 90, 120, 150))
            add_action(
                ws, finding.id, text, strength, rng.choice(_ROLES),
                ws.today() + timedelta(days=days), STRENGTH_TYPES[strength][2],
            )  # fmt: skip
            actions += 1
        else:
            no_action(ws, finding.id, "Ett tilfelle, rettet under kontrollen.")
    return actions
