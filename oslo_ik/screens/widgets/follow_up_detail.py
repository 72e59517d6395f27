"""Everything about the row under the cursor in Oppfølging, its history included."""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from typing import TYPE_CHECKING

from textual.content import Content

from oslo_ik.reviews.views import (
    ACTION_STATUSES,
    EFFECTS,
    FINDING_STATUSES,
    KINDS,
    STRENGTHS,
    ActionView,
    FindingView,
    HistoryEntry,
    counts_line,
)
from oslo_ik.screens.widgets.follow_up_rows import LATE, Row, late_actions, status_word
from oslo_ik.screens.widgets.text import line, safe
from oslo_ik.text import show_date

if TYPE_CHECKING:
    from collections.abc import Sequence


def detail(
    row: Row, history: Sequence[HistoryEntry], today: date, zone: tzinfo | None = None
) -> Content:
    """The action under the cursor first, then the finding, its other actions, and the history.

    ``zone`` is where the leader is: the history is stored in UTC and told in her dates.
    """
    finding = row.finding
    parts = []
    if row.action is not None:
        parts += [_action(finding, row.action, today, "bold"), Content("")]
    parts += _finding(row)
    others = [action for action in finding.actions if action != row.action]
    parts += [_action(finding, action, today) for action in others]
    parts += [Content(""), safe("Historikk", "bold $primary")]
    return Content("\n").join([*parts, *_history(finding, history, zone)])


def _finding(row: Row) -> list[Content]:
    finding = row.finding
    good = finding.kind == "good_practice"
    told = "" if good else f" · {FINDING_STATUSES[finding.status]}"
    parts = [
        safe(f"Funn {finding.id}: {finding.title}", "bold"),
        safe(f"{finding.review} · {KINDS[finding.kind]}{told}"),
    ]
    for check, tally in finding.counts.items():
        text = f"{check}: {tally.fraction_text()} ja" if good else counts_line(check, tally)
        parts.append(safe(text))
    if finding.decision_reason:
        parts.append(_labelled("Begrunnelse", finding.decision_reason))
    if finding.no_action_reason:
        parts.append(_labelled("Ingen forbedringstiltak", finding.no_action_reason))
    if finding.weak_reason:
        parts.append(_labelled("Hvorfor bare svake tiltak", finding.weak_reason))
    if not good:
        parts.append(_labelled("EQS", _eqs(finding)))
    return parts


def _eqs(finding: FindingView) -> str:
    if finding.eqs_nonconformity is None:
        return "ikke tatt stilling til"
    if not finding.eqs_nonconformity:
        return "ikke meldt som avvik"
    return f"meldt som avvik, {finding.eqs_number or 'nummer mangler'}"


def _action(finding: FindingView, action: ActionView, today: date, style: str = "") -> Content:
    kind = f" ({action.strength_type})" if action.strength_type else ""
    late = f", {LATE}" if action in late_actions(finding, today) else ""
    facts = (
        f"{STRENGTHS[action.strength]}{kind} · {action.responsible_role} · frist "
        f"{show_date(action.deadline)}{late} · {status_word(Row(finding, action))}"
    )
    parts = [
        Content.assemble(("Forbedringstiltak: ", "$text-muted"), safe(action.text, style)),
        safe(f"  {facts}"),
    ]
    if action.effect_result:
        parts.append(_labelled("  Effekt", EFFECTS[action.effect_result]))
    if action.effect_evidence:
        parts.append(_labelled("  Belegg", action.effect_evidence))
    return Content("\n").join(parts)


def _history(
    finding: FindingView, history: Sequence[HistoryEntry], zone: tzinfo | None
) -> list[Content]:
    """One line an entry, oldest first; in the same second an action before what it led to."""
    texts = {action.id: action.text for action in finding.actions}
    told, before = [], ""
    for entry in sorted(history, key=lambda entry: (entry.happened_at, entry.action is None)):
        day = show_date(datetime.fromisoformat(entry.happened_at).astimezone(zone).date())
        if entry.action is None:
            what = _about_finding(entry, before)
            before = entry.value
        else:
            # The name is enough to know it by; the whole text stands above.
            what = f"Tiltak «{line(texts.get(entry.action, ''), 40)}»: {_about_action(entry)}"
        told.append(Content.assemble((f"{day}  ", "$text-muted"), safe(what)))
    return told


def _about_finding(entry: HistoryEntry, before: str) -> str:
    # The same status once more is there for what was noted: the number that EQS gave.
    if entry.value == before and entry.reason:
        return f"Funnet: {entry.reason}"
    label = "Belegg" if entry.value == "closed" else "Begrunnelse"
    verb = "Åpnet igjen, " if before == "closed" else ""
    word = FINDING_STATUSES[entry.value]
    return f"Funnet: {verb}{word.lower() if verb else word}{_because(label, entry.reason)}"


def _about_action(entry: HistoryEntry) -> str:
    if entry.what == "deadline":
        day = show_date(date.fromisoformat(entry.value))
        return f"Ny frist {day}{_because('Begrunnelse', entry.reason)}"
    if entry.what == "effect":
        return f"{EFFECTS[entry.value]}{_because('Belegg', entry.reason)}"
    return f"{ACTION_STATUSES[entry.value]}{_because('Begrunnelse', entry.reason)}"


def _because(label: str, reason: str | None) -> str:
    return f". {label}: {reason}" if reason else ""


def _labelled(label: str, text: str) -> Content:
    return Content.assemble((f"{label}: ", "$text-muted"), safe(text))
