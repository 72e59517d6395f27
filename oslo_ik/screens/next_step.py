"""What to do next, in one sentence that names its key; nothing here touches a widget."""

from __future__ import annotations

from typing import TYPE_CHECKING

from oslo_ik.text import show_month

if TYPE_CHECKING:
    from oslo_ik.reviews.overview import MonthStatus, Overview
    from oslo_ik.reviews.views import ReviewView

WORDS = {
    "signed": "utført",
    "summarised": "oppsummert",
    "open": "pågår",
    "due": "forfaller",
    "missing": "mangler",
    "future": "kommer",
    "before": "–",
}
LETTERS = {
    "signed": "U",
    "summarised": "O",
    "open": "P",
    "due": "F",
    "missing": "M",
    "future": "·",
    "before": "–",
}


def next_step(seen: Overview, current: ReviewView | None) -> str:
    """The one thing to do now; ``current`` is the review in hand."""
    if current is not None:
        return _go_on(current)
    if not seen.has_cases and not seen.reviews:
        return "Importer sakslisten: trykk s, og så i."
    due = next((month for month in seen.months if month.status == "due"), None)
    if due is not None:
        return f"{_month(due)} er ikke trukket ennå. Trykk t for å trekke."
    missing = [month for month in seen.months if month.status == "missing"]
    if missing:
        return f"{_month(missing[0])} mangler stikkprøve. Trykk t for å ta den nå."
    if seen.overdue_actions:
        tasks = _count(seen.overdue_actions, "forbedringstiltak", "forbedringstiltak")
        return f"{tasks} er over frist. Trykk p for å følge opp."
    return "Denne måneden er utført. Trykk e for dokumentet."


def _go_on(review: ReviewView) -> str:
    if review.status == "summarised":
        return f"{review.number} er oppsummert. Trykk f for funnene, eller l for å låse."
    if review.answered == review.total:
        return f"{review.number}: alt er besvart. Trykk f for å oppsummere."
    done = f"{review.answered} av {review.total} besvart"
    left = [answer for case in review.cases for answer in case.answers if answer.is_open]
    if all(answer.ask for answer in left):
        return (
            f"{review.number}: {done}. Ikke besvart: {len(left)} (spør). "
            "Trykk g for å svare, eller f for å oppsummere."
        )
    place = place_text(review)
    if not place:
        return f"{review.number} er trukket, {done}. Trykk g for å begynne."
    return f"{review.number}: {place}, {done}. Trykk g for å gå videre."


def place_text(review: ReviewView) -> str:
    """«sak 3, punkt 7»: where the leader left the review; empty before she has begun.

    Is that line answered, it is the first open one instead.
    """
    if review.place is None:
        return ""
    reference, check_id = review.place
    case = next((case for case in review.cases if case.reference == reference), None)
    if case is None:
        return ""
    known = {answer.check: answer for answer in case.answers}
    if check_id in known and not known[check_id].is_open:
        case, check_id = next(
            (
                (case, answer.check)
                for case in review.cases
                for answer in case.answers
                if answer.is_open and not answer.ask
            ),
            (case, check_id),
        )
    numbers = [number for number, check in enumerate(review.checks, 1) if check.id == check_id]
    return f"sak {case.position}" + (f", punkt {numbers[0]}" if numbers else "")


def _month(month: MonthStatus) -> str:
    return show_month(month.period).split(" ")[0].capitalize()


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
