"""The small forms of Gjennomgang, as data: the date, more cases, another case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from oslo_ik.screens.widgets.form import Field, FormScreen

if TYPE_CHECKING:
    from oslo_ik.checks.model import Check
    from oslo_ik.reviews.views import AnswerView, ReviewView
    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.screens.widgets.review_comment import Subject


def date_form(subject: Subject, check: Check, day: date | None) -> FormScreen:
    """When it was last done; the date settles ja or nei."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> AnswerView:
        from oslo_ik.reviews.answers import set_performed_on

        return set_performed_on(ws, subject.number, subject.reference, subject.check, values["day"])

    field = Field(
        "day", "Sist gjort", kind="date", required=True, value=day, help="for eksempel 23.11.2026"
    )
    return FormScreen(f"{check.id}: når ble det sist gjort?", (field,), save, intro=check.text)


def more_cases_form(number: str) -> FormScreen:
    """«Flere»: how many more cases."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> ReviewView:
        from oslo_ik.reviews.drawing import extend

        return extend(ws, number, values["count"])

    field = Field("count", "Flere saker", kind="number", required=True, minimum=1, maximum=30)
    return FormScreen(
        "Trekk flere saker",
        (field,),
        save,
        intro="Trekningen går videre der den slapp. Sakene som alt er trukket, endres ikke.",
    )


def replace_form(number: str, reference: str) -> FormScreen:
    """«Ikke aktuell»: why the case gives its place to another."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> ReviewView:
        from oslo_ik.reviews.drawing import replace_case

        return replace_case(ws, number, reference, values["reason"])

    field = Field(
        "reason",
        "Begrunnelse",
        required=True,
        help="for eksempel avsluttet eller feil enhet",
    )
    return FormScreen(
        f"Erstatt sak {reference}",
        (field,),
        save,
        intro="Saken er ikke aktuell. Neste sak hos samme kontaktperson trekkes i stedet.",
    )
