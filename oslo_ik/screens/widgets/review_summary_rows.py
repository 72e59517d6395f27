"""The lines of Oppsummering as plain data: what each says, and everything about it beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from textual.content import Content

from oslo_ik.reviews.summary import lacks_eqs
from oslo_ik.reviews.views import (
    ACTION_STATUSES,
    FINDING_STATUSES,
    KINDS,
    STRENGTHS,
    ActionView,
    AnswerView,
    FindingView,
    Missing,
    SummaryView,
    counts_line,
)
from oslo_ik.screens.widgets.review_summary_words import by_case, lacks_action, numbers, only_weak
from oslo_ik.screens.widgets.text import line, safe
from oslo_ik.text import show_date

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence


Kind = Literal[
    "heading", "note", "missing", "eqs", "finding", "action", "check", "previous", "taken_up"
]
WEAK_ONLY = "Bare svake tiltak. Trykk w for å skrive hvorfor."


@dataclass(frozen=True)
class Entry:
    """One line; ``id`` is stable between readings, ``where`` is what Enter goes to."""

    kind: Kind
    id: str
    prompt: Content
    detail: Content
    finding: FindingView | None = None
    where: tuple[str, str] | None = None
    answer: AnswerView | None = None
    check: str | None = None
    action: ActionView | None = None


def entries(
    view: SummaryView, marked: Collection[int], width: int, areas: Mapping[str, str]
) -> list[Entry]:
    """Every line, what is open first; titles fit ``width`` columns, ``areas`` are id → label."""
    findings = [
        entry
        for f in view.findings
        for entry in _with_actions(view, f, f.id in marked, width, areas)
    ]
    return [
        *_section("Må fylles ut", [_missing(m, n) for n, m in enumerate(view.incomplete)]),
        *_section("Ikke besvart", list(_unanswered(view))),
        *_section("Funn", [*_eqs_open(view), *findings], _no_findings(view), len(view.findings)),
        *_section("Tatt opp underveis", [_taken_up(*pair) for pair in view.taken_up]),
        *_section(
            "Resultat per kontrollpunkt", [_result(view, c.id, areas) for c in view.review.checks]
        ),
        *_section(
            "Åpne funn fra tidligere måneder",
            [_previous(finding, width) for finding in view.previous],
            "Ingen.",
        ),
    ]


def _section(
    title: str, lines: list[Entry], empty: str = "", number: int | None = None
) -> list[Entry]:
    if not lines and not empty:
        return []
    count = f" ({len(lines) if number is None else number})" if lines else ""
    heading = Entry("heading", f"h-{title}", safe(title + count, "bold $primary"), Content(""))
    note = Entry("note", f"n-{title}", safe(f"  {empty}", "$text-muted"), Content(""))
    return [heading, *(lines or [note])]


def _no_findings(view: SummaryView) -> str:
    if view.review.status == "open":
        return "Foreslås når svarene er oppsummert."
    return "Ingen. Alle vurderte svar er ja."


def _missing(missing: Missing, number: int) -> Entry:
    where = (missing.reference, missing.check) if missing.reference and missing.check else None
    return Entry(
        "missing",
        f"missing-{number}",
        safe(line(missing.text)),
        Content("\n").join([safe(missing.text, "bold"), safe("Enter går dit.", "$key")]),
        where=where,
    )


def _unanswered(view: SummaryView) -> Iterator[Entry]:
    """«Spør» one by one; the rest gathered a case."""
    for number, missing in enumerate(m for m in view.unanswered if m.kind == "ask"):
        entry = _missing(missing, number)
        yield Entry("missing", f"ask-{number}", entry.prompt, entry.detail, where=entry.where)
    rest = [m for m in view.unanswered if m.kind != "ask"]
    for reference, group in groupby(rest, key=lambda m: m.reference or ""):
        checks = [missing.check or "" for missing in group]
        index = [case.reference for case in view.review.cases].index(reference) + 1
        text = f"Sak {index} ({reference}): {len(checks)} ikke vurdert"
        detail = [
            safe(text, "bold"),
            safe(", ".join(checks)),
            safe("Enter går dit.", "$key"),
        ]
        yield Entry(
            "missing",
            f"open-{reference}",
            safe(line(text)),
            Content("\n").join(detail),
            where=(reference, checks[0]),
        )


def _eqs_open(view: SummaryView) -> list[Entry]:
    """One line for all that lack an answer about EQS; Enter goes to the first."""
    lacking = [] if view.review.status == "signed" else [f for f in view.findings if lacks_eqs(f)]
    if not lacking:
        return []
    text = f"{len(lacking)} funn mangler svar om avvik i EQS"
    detail = [safe(text, "bold"), *(safe(f"Funn {f.id}: {f.title}") for f in lacking)]
    detail.append(safe("Enter går til det første, og a svarer.", "$key"))
    return [Entry("eqs", "eqs", safe(text, "bold"), Content("\n").join(detail))]


def _with_actions(
    view: SummaryView,
    finding: FindingView,
    marked: bool,
    width: int,
    areas: Mapping[str, str],
) -> list[Entry]:
    """The line of a finding; each action has its own when there are several."""
    first = _finding(view, finding, marked, width, areas)
    if len(finding.actions) < 2:
        return [first]
    return [first, *(_action(finding, action, width) for action in finding.actions)]


def _action(finding: FindingView, action: ActionView, width: int) -> Entry:
    text = f"Tiltak {action.id}, frist {show_date(action.deadline)}: {action.text}"
    return Entry(
        "action",
        f"action-{action.id}",
        safe(f"    {line(text, width - 4)}"),
        Content("\n").join([safe(finding.title, "bold"), _action_detail(action)]),
        finding=finding,
        check=finding.checks[0] if finding.checks else None,
        action=action,
    )


def _finding(
    view: SummaryView,
    finding: FindingView,
    marked: bool,
    width: int,
    areas: Mapping[str, str],
) -> Entry:
    """Status, kind and counts on the first line, the title on the next, then what is decided."""
    status = f"{finding.id} {FINDING_STATUSES[finding.status]}"
    head = f"{status} · {KINDS[finding.kind]} · {finding.count_text()}"
    lines = [
        Content.assemble(("MERKET ", "bold $key") if marked else "", safe(line(head), "bold")),
        safe(f"  {line(finding.title, width - 2)}"),
    ]
    if more := _decided(finding):
        lines.append(safe(f"  {line(more, width - 2)}", "$text-muted"))
    return Entry(
        "finding",
        f"finding-{finding.id}",
        Content("\n").join(lines),
        _finding_detail(finding, [by_case(view, check, areas) for check in finding.checks]),
        finding=finding,
        check=finding.checks[0] if finding.checks else None,
        action=finding.actions[0] if len(finding.actions) == 1 else None,
    )


def _decided(finding: FindingView) -> str:
    parts = []
    if finding.status == "dismissed":
        return f"Avvist: {line(finding.decision_reason or '', 200)}"
    if finding.actions:
        parts.append(f"{len(finding.actions)} forbedringstiltak")
    elif finding.no_action_reason:
        parts.append("ingen forbedringstiltak, begrunnet")
    elif lacks_action(finding):
        parts.append("mangler forbedringstiltak")
    if finding.eqs_nonconformity is not None:
        parts.append(_eqs(finding))
    elif lacks_eqs(finding):
        parts.append("mangler svar om avvik i EQS")
    return " · ".join(parts)


def _eqs(finding: FindingView) -> str:
    if not finding.eqs_nonconformity:
        return "ikke avvik i EQS"
    number = line(finding.eqs_number, 40) if finding.eqs_number else "nummer mangler"
    return f"avvik i EQS: {number}"


def _finding_detail(finding: FindingView, cases: Sequence[Content] = ()) -> Content:
    parts = [
        safe(finding.title, "bold"),
        *(safe(counts_line(check, tally)) for check, tally in finding.counts.items()),
    ]
    if finding.decision_reason:
        parts.append(_labelled("Begrunnelse", finding.decision_reason))
    for action in finding.actions:
        parts.append(_action_detail(action))
    if finding.no_action_reason:
        parts.append(_labelled("Ingen forbedringstiltak", finding.no_action_reason))
    if finding.weak_reason:
        parts.append(_labelled("Hvorfor bare svake tiltak", finding.weak_reason))
    elif only_weak(finding):
        parts.append(safe(WEAK_ONLY, "$key"))
    if finding.eqs_nonconformity is not None:
        said = _eqs(finding)
        parts.append(safe(said[0].upper() + said[1:]))
    parts += cases
    return Content("\n").join(parts)


def _action_detail(action: ActionView) -> Content:
    kind = f" ({action.strength_type})" if action.strength_type else ""
    return _labelled(
        "Forbedringstiltak",
        f"{action.text} · {STRENGTHS[action.strength]}{kind} · {action.responsible_role}"
        f" · frist {show_date(action.deadline)} · {ACTION_STATUSES[action.status]}",
    )


def _labelled(label: str, text: str) -> Content:
    return Content.assemble((f"{label}: ", "$text-muted"), safe(text))


def _result(view: SummaryView, check_id: str, areas: Mapping[str, str]) -> Entry:
    """«3 av 5», the split and what stands outside; beside it, case by case."""
    check = next(check for check in view.review.checks if check.id == check_id)
    tally = view.tallies[check_id]
    parts = [safe(f"{check_id}  {check.text}", "bold"), safe(numbers(tally))]
    parts.append(by_case(view, check_id, areas))
    return Entry(
        "check",
        f"check-{check_id}",
        Content.assemble((f"{check_id}  ", "bold"), safe(numbers(tally))),
        Content("\n").join(parts),
        check=check_id,
    )


def _taken_up(reference: str, answer: AnswerView) -> Entry:
    told = answer.taken_up
    fields = (
        ("Hva", told.what if told else None),
        ("Rolle", told.role if told else None),
        ("Når", show_date(told.on) if told and told.on else None),
    )
    lacking = [label.lower() for label, value in fields if not value]
    state = f"mangler {', '.join(lacking)}" if lacking else "fylt ut"
    parts = [safe(f"{answer.check} i sak {line(reference)}", "bold")]
    parts += [_labelled(label, value or "ikke oppgitt") for label, value in fields]
    parts.append(safe("Enter fyller ut.", "$key"))
    return Entry(
        "taken_up",
        f"taken-{reference}-{answer.check}",
        safe(line(f"{answer.check} i sak {reference}: {state}")),
        Content("\n").join(parts),
        where=(reference, answer.check),
        answer=answer,
    )


def _previous(finding: FindingView, width: int) -> Entry:
    head = f"{finding.review} · {FINDING_STATUSES[finding.status]} · {finding.count_text()}"
    lines = [safe(line(head), "bold"), safe(f"  {line(finding.title, width - 2)}")]
    return Entry(
        "previous",
        f"previous-{finding.id}",
        Content("\n").join(lines),
        _finding_detail(finding),
    )
