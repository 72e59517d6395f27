"""Which answers hold together: verdict, grunn, date, areas and facts (§6)."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from oslo_ik.checks.due import is_current
from oslo_ik.checks.model import Check
from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.text import clean, number_of, show_date

if TYPE_CHECKING:
    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Answer, Review


@dataclass(frozen=True)
class AnswerChange:
    """What somebody wants an answer to be; ``complete`` when nothing may be left for later.

    ``missing_areas`` None leaves the areas as they were, and () says that all are mapped.
    """

    verdict: Verdict
    reason: Reason | None = None
    note: str | None = None
    performed_on: date | None = None
    missing_areas: tuple[str, ...] | None = None
    complete: bool = False


def checked(
    ws: Workspace,
    review: Review,
    row: Answer,
    check: Check,
    change: AnswerChange,
    fact: bool | None = None,
) -> AnswerChange:
    """The change with what stays of the row, or Refused/InvalidInput when it contradicts itself.

    ``fact`` is the stored answer to the fact that the check hangs on, if any.
    """
    if row.verdict == Verdict.NOT_APPLICABLE and check.condition and row.reason == check.condition:
        label = ws.catalogue.fact(check.condition).label
        raise Refused(
            f"{check.id} gjelder ikke her, etter svaret på «{label}». Endre det svaret først."
        )
    if change.verdict is Verdict.NOT_ASSESSED:
        return AnswerChange(Verdict.NOT_ASSESSED)
    if change.verdict is Verdict.PARTIAL and not check.partial:
        raise Refused(f"{check.id} finnes eller finnes ikke. Svar ja, nei eller ikke dokumentert.")
    _check_not_applicable(ws, row, check, change, fact)
    reason = _reason(row, change)
    performed_on = _performed_on(ws, review, row, check, change)
    areas = _areas(ws, row, check, change)
    return replace(change, reason=reason, performed_on=performed_on, missing_areas=areas)


def _check_not_applicable(
    ws: Workspace, row: Answer, check: Check, change: AnswerChange, fact: bool | None
) -> None:
    if change.verdict is not Verdict.NOT_APPLICABLE:
        return
    if check.condition is not None:
        label = ws.catalogue.fact(check.condition).label
        if fact is not None:
            raise Refused(
                f"Svaret på «{label}» gjør at {check.id} gjelder. "
                "Svar på punktet, eller rett svaret på faktumet."
            )
        raise Refused(f"{check.id} blir ikke relevant bare gjennom «{label}». Svar på det først.")
    if change.complete and not _has_note(row, change):
        raise Refused("«Ikke relevant» trenger en kommentar som sier hvorfor.")


def _has_note(row: Answer, change: AnswerChange) -> bool:
    return bool(clean(change.note or "").strip() or row.note)


def _reason(row: Answer, change: AnswerChange) -> Reason | None:
    if change.verdict is Verdict.NOT_APPLICABLE:
        if change.reason not in (None, Reason.OTHER):
            raise InvalidInput("«Ikke relevant» har bare grunnen annet, med kommentar.")
        return Reason.OTHER
    if change.verdict is Verdict.YES:
        if change.reason is not None:
            raise InvalidInput("Et ja har ingen grunn. Ta bort grunnen, eller endre svaret.")
        return None
    reason = change.reason
    if reason is None and row.verdict == change.verdict and row.reason:
        reason = Reason(row.reason)
    if reason is Reason.OTHER and change.complete and not _has_note(row, change):
        raise Refused("Grunnen «annet» trenger en kommentar.")
    return reason


def _performed_on(
    ws: Workspace, review: Review, row: Answer, check: Check, change: AnswerChange
) -> date | None:
    if change.performed_on is not None and check.interval_months is None:
        raise InvalidInput(f"{check.id} har ingen frist i måneder. Svar uten dato.")
    day = change.performed_on or row.performed_on
    if day is None or check.interval_months is None:
        return None
    if day > ws.today():
        raise InvalidInput("Datoen ligger fram i tid. Skriv dagen det sist ble gjort.")
    current = is_current(day, check.interval_months, review.cut_off)
    fits = (Verdict.YES, Verdict.PARTIAL) if current else (Verdict.NO,)
    if change.verdict in fits:
        return day
    if change.performed_on is None and change.verdict is Verdict.NOT_APPLICABLE:
        return None
    word = "ja" if current else "nei"
    interval = number_of(check.interval_months, "måned", "måneder")
    raise Refused(
        f"Datoen {show_date(day)} sier {word} (frist {interval}). "
        "Rett datoen, eller fjern svaret og svar på nytt."
    )


def _areas(ws: Workspace, row: Answer, check: Check, change: AnswerChange) -> tuple[str, ...]:
    if not check.areas:
        if change.missing_areas is not None:
            raise InvalidInput(f"{check.id} har ingen områder. Svar uten å oppgi områder.")
        return ()
    if change.missing_areas is not None:
        named = tuple(dict.fromkeys(ws.catalogue.area(area).id for area in change.missing_areas))
    elif row.verdict == change.verdict:
        named = tuple(json.loads(row.missing_areas))
    else:
        named = ()
    breach = any(ws.catalogue.area(area).origin == "standard" for area in named)
    if breach and change.verdict is Verdict.YES:
        raise Refused("Et område fra standarden mangler. Da er svaret delvis eller nei.")
    if named and not breach and change.verdict.is_gap:
        raise Refused("Bare områder utenfor standarden mangler. Da er svaret ja.")
    return named


def verdict_for_areas(ws: Workspace, areas: Sequence[str]) -> Verdict:
    """Ja when every area of the standard is mapped, nei when none is, else delvis (tiltak 7).

    The auditor's and local areas are noted but never a breach.
    """
    standard = {area.id for area in ws.catalogue.areas if area.origin == "standard"}
    missing = standard & {ws.catalogue.area(area).id for area in areas}
    if not missing:
        return Verdict.YES
    return Verdict.NO if missing == standard else Verdict.PARTIAL
