"""``stikkprove list|vis|protokoll``: reading what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.cli import options
from oslo_ik.cli.output import Column, say, say_json, show
from oslo_ik.cli.shared import workspace
from oslo_ik.reviews.views import STATUSES
from oslo_ik.text import number_of, show_date, show_month

if TYPE_CHECKING:
    from oslo_ik.reviews.views import ReviewCaseView, ReviewView, TakenUp
    from oslo_ik.reviews.workspace import Workspace

OUTCOMES = {"included": "Med", "unavailable": "Utilgjengelig"}
VERDICTS = {verdict.value: verdict.label for verdict in Verdict}
REASONS = {reason.value: reason.label for reason in Reason}

LISTED = (
    "number",
    "kind",
    "period",
    "status",
    "theme",
    "size",
    "answered",
    "total",
    "findings",
    "seal",
)
ANSWERS = (
    Column("position", "Plass"),
    Column("reference", "Sak"),
    Column("outcome", "Utfall", OUTCOMES),
    Column("check", "Kontrollpunkt"),
    Column("verdict", "Svar", VERDICTS),
    Column("reason", "Grunn", REASONS),
    Column("note", "Kommentar"),
    Column("performed_on", "Utført"),
    Column("missing_areas", "Mangler"),
    Column("ask", "Spør"),
    Column("taken_up", "Tatt opp"),
)
NOT_SAID = "ikke oppgitt"


def list_all(ctx: typer.Context, format: options.ListFormat = "tabell") -> None:
    """Print every spot check; the times stay out, so that the same list is the same text."""
    from oslo_ik.reviews.spot_checks import list_reviews

    ws = workspace(ctx)
    rows = [{name: getattr(row, name) for name in LISTED} for row in list_reviews(ws)]
    themes = {theme.id: theme.label for theme in ws.catalogue.themes}
    columns = [
        Column("number", "Nummer"),
        Column("period", "Måned"),
        Column("status", "Status", STATUSES),
        Column("theme", "Tema", themes),
        Column("size", "Saker"),
        Column("answered", "Besvart"),
        Column("total", "Av"),
        Column("findings", "Funn"),
        Column("seal", "Kontrollsum"),
    ]
    if format == "tabell":
        rows = [row | _for_table(row) for row in rows]
        columns = [column for column in columns if column.field != "total"]
    show(rows, columns, format)
    if format == "tabell":
        _tell_missed(ws)


def _tell_missed(ws: Workspace) -> None:
    """Months of this year without a control do not disappear (§2)."""
    from oslo_ik.reviews.overview import overview

    missed = [show_month(m.period) for m in overview(ws).months if m.status == "missing"]
    if missed:
        say(f"Ikke gjennomført: {', '.join(missed)}")


def _for_table(row: dict[str, Any]) -> dict[str, Any]:
    return {"answered": f"{row['answered']} av {row['total']}", "seal": _short(row["seal"])}


def show_review(
    ctx: typer.Context, number: options.Number, format: options.ListFormat = "tabell"
) -> None:
    """Print one spot check; no caseworker stands beside an answer."""
    from oslo_ik.reviews.spot_checks import get_review, review_json

    ws = workspace(ctx)
    if format == "json":
        say_json(review_json(ws, number))
        return
    review = get_review(ws, number)
    if format == "tabell":
        _tell(review)
        return
    rows = [
        {name: getattr(case, name) for name in _HEAD} | answer
        for case in review.cases
        for answer in _answers(case)
    ]
    show(rows, ANSWERS, format)


def _tell(review: ReviewView) -> None:
    """A spot check for a reader: the head, then a table a case."""
    say(
        f"{review.number}  {show_month(review.period)}  {STATUSES[review.status]}",
        f"Enhet: {review.unit}",
        f"Tema: {review.theme_label}",
        f"Trukket: {review.size} av {number_of(review.frame_size, 'sak', 'saker')} "
        f"på {show_date(review.cut_off)}",
        f"Besvart: {review.answered} av {review.total}",
        *([f"Kontrollsum: {_short(review.seal)}"] if review.seal else []),
    )
    for case in review.cases:
        say("", f"Plass {case.position}: {case.reference} ({OUTCOMES[case.outcome]})")
        if case.facts:
            say("  " + ", ".join(_fact(name, value) for name, value in case.facts.items()))
        rows = _answers(case)
        rare = [] if any(row["taken_up"] for row in rows) else ["taken_up"]
        show(rows, [c for c in ANSWERS if c.field not in (*_HEAD, *rare)], "tabell")


_HEAD = ("position", "reference", "outcome")


def _fact(name: str, value: bool | None) -> str:
    return f"{name}: {'ikke besvart' if value is None else 'ja' if value else 'nei'}"


def _answers(case: ReviewCaseView) -> list[dict[str, Any]]:
    return [
        {
            "check": answer.check,
            "verdict": answer.verdict.value,
            "reason": answer.reason,
            "note": answer.note,
            "performed_on": answer.performed_on,
            "missing_areas": list(answer.missing_areas),
            "ask": answer.ask,
            "taken_up": taken_up_text(answer.taken_up),
        }
        for answer in case.answers
    ]


def taken_up_text(told: TakenUp | None) -> str | None:
    """What was taken up, with which role, and when, as far as it is told."""
    if told is None:
        return None
    on = show_date(told.on) if told.on else NOT_SAID
    return f"Når: {on}. Med rolle: {told.role or NOT_SAID}. Hva: {told.what or NOT_SAID}"


def _short(seal: Any) -> str | None:
    from oslo_ik.store.chain import short_seal

    return short_seal(seal) if seal else None


def show_protocol(
    ctx: typer.Context,
    number: options.Number,
    format: Annotated[
        options.Format,
        options.choice("--format", ("json", "tabell", "csv"), "Hvordan den skrives; ellers json."),
    ] = "json",
) -> None:
    """Print the protocol of a draw."""
    from oslo_ik.reviews.protocol import protocol

    data = protocol(workspace(ctx), number)
    if format == "json":
        say_json(data)
    elif format == "csv":
        show(data["frame"]["cases"], FRAME, format)
    else:
        _tell_protocol(data)


FRAME = (
    Column("reference", "Saksnummer"),
    Column("caseworker", "Kontaktperson"),
    Column("drawn_before", "Kontrollert siste år"),
)
ALLOCATION = (
    Column("caseworker", "Kontaktperson"),
    Column("eligible", "Saker"),
    Column("credit_before", "Til gode før"),
    Column("places", "Plasser"),
    Column("credit_after", "Til gode etter"),
)
ORDER = (Column("position", "Plass"), Column("reference", "Saksnummer"), Column("ticket", "Lodd"))
REPLACED = (
    Column("position", "Plass"),
    Column("reference_out", "Ut"),
    Column("reference_in", "Inn"),
    Column("reason", "Begrunnelse"),
)
TICKET_SHOWN = 22
_FACTS = {
    "unit": "Enhet",
    "period": "Måned",
    "method": "Metode",
    "commitment": "Forpliktelse",
    "committed_at": "Forpliktelsen laget",
    "secret": "Hemmelighet",
    "public_value": "Offentlig tall",
    "seed": "Trekningsnøkkel",
}


def _tell_protocol(data: dict[str, Any]) -> None:
    frame = data["frame"]
    order = [row | {"ticket": row["ticket"][:TICKET_SHOWN] + " …"} for row in data["order"]]
    say(f"Protokoll for {data['number']}")
    say(*(f"  {label}: {data[name] or 'ingen'}" for name, label in _FACTS.items()))
    size = number_of(frame["size"], "sak", "saker")
    say(f"  Ramme: {size}, fingeravtrykk {frame['sha256']}")
    reported = frame["reported_size"]
    say(f"  Fagsystemet viser: {'ikke oppgitt' if reported is None else reported}")
    for heading, rows, columns in (
        ("Fordeling", data["allocation"], ALLOCATION),
        ("Trukket", order, ORDER),
        ("Erstattet", data["replacements"], REPLACED),
        ("Rammen", frame["cases"], FRAME),
    ):
        if rows:
            say("", heading)
            show(rows, columns, "tabell")
