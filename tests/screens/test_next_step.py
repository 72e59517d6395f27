"""What Oversikt says first: the one thing to do, with its key, in each stage of a month."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.reviews.answers import answer, set_fact
from oslo_ik.reviews.overview import overview
from oslo_ik.reviews.spot_checks import current_review, get_review, save_place
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.next_step import LETTERS, WORDS, next_step

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
NUMBER = "SP-2026-11"


def said(ws: Workspace) -> str:
    return next_step(overview(ws), current_review(ws))


def test_first_the_case_list(ws: Workspace) -> None:
    assert said(ws) == "Importer sakslisten: trykk s, og så i."


def test_then_the_draw(listed: Workspace) -> None:
    assert said(listed) == "November er ikke trukket ennå. Trykk t for å trekke."


def test_then_the_review_from_where_it_was_left(drawn: Workspace) -> None:
    assert said(drawn).startswith(f"{NUMBER} er trukket, ")
    assert said(drawn).endswith("av 80 besvart. Trykk g for å begynne.")
    review = get_review(drawn, NUMBER)
    third, seventh = review.cases[2], review.checks[6]
    save_place(drawn, NUMBER, third.reference, seventh.id)
    assert said(drawn).startswith(f"{NUMBER}: sak 3, punkt 7, ")
    assert said(drawn).endswith("besvart. Trykk g for å gå videre.")
    save_place(drawn, NUMBER, third.reference, None)
    assert said(drawn).startswith(f"{NUMBER}: sak 3, ")


def test_then_the_summary_the_lock_and_the_document(answered: Workspace) -> None:
    assert "79 av 80 besvart" in said(answered)
    summarise(answered, NUMBER)
    assert said(answered) == (f"{NUMBER} er oppsummert. Trykk f for funnene, eller l for å låse.")


def test_a_locked_month_points_at_what_is_late_or_missing(year: Workspace, room: Any) -> None:
    """September to November are locked; the unit began in November, so nothing is missing."""
    assert said(year) == "Denne måneden er utført. Trykk e for dokumentet."
    # A year later the actions' deadline (31.01.2027) has passed, and a new month is due.
    now = NOON.replace(year=2027, month=3)
    late = room(year.path, now=now, seed=1)
    seen = overview(late)
    assert said(late) == "Mars er ikke trukket ennå. Trykk t for å trekke."
    assert [month.status for month in seen.months[:4]] == ["missing", "missing", "due", "future"]
    play_march = replace(seen, months=tuple(m for m in seen.months if m.status != "due"))
    assert next_step(play_march, None) == "Januar mangler stikkprøve. Trykk t for å ta den nå."
    none_missing = replace(seen, months=())
    assert next_step(none_missing, None).endswith("er over frist. Trykk p for å følge opp.")


@pytest.mark.parametrize("status", sorted(WORDS))
def test_every_state_of_a_month_has_a_letter_of_its_own(status: str) -> None:
    assert len(LETTERS[status]) == 1
    assert list(LETTERS.values()).count(LETTERS[status]) == 1


def test_every_fact_answered_is_progress(drawn: Workspace) -> None:
    review = get_review(drawn, NUMBER)
    before = review.answered
    case = review.cases[0]
    for fact in review.facts:
        if case.facts[fact.id] is None:
            set_fact(drawn, NUMBER, case.reference, fact.id, False)
    assert get_review(drawn, NUMBER).answered > before


def test_it_points_at_an_open_line_and_never_at_an_answered_one(drawn: Workspace) -> None:
    """The place that is kept may have been answered; then the first open line counts."""
    review = get_review(drawn, NUMBER)
    first, third = review.cases[0], review.cases[2]
    opens = [n for n, a in enumerate(first.answers, 1) if a.is_open]
    kept = next(a.check for a in third.answers if a.is_open)
    answer(drawn, NUMBER, third.reference, kept, Verdict.YES)
    save_place(drawn, NUMBER, third.reference, kept)
    assert f"sak 1, punkt {opens[0]}, " in said(drawn)


def test_what_is_left_to_ask_about_is_said_as_such(answered: Workspace) -> None:
    assert "Ikke besvart: 1 (spør)." in said(answered)
    assert "punkt" not in said(answered)
