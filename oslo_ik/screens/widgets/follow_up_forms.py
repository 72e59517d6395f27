"""The forms of Oppfølging, as data: reason, deadline, effect, EQS number, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from oslo_ik.reviews.views import EFFECTS
from oslo_ik.screens.widgets.form import Field, FormScreen

if TYPE_CHECKING:
    from oslo_ik.reviews.views import ActionView, FindingView
    from oslo_ik.reviews.workspace import Workspace

NO_NAMES = "Skriv roller, aldri navn."
STATUS_TITLES = {
    "not_started": "Tilbake til ikke startet",
    "in_progress": "Ta opp igjen tiltaket",
    "dropped": "Ikke viderefør tiltaket",
}


def status_form(action: ActionView, status: str) -> FormScreen:
    """Another status, with the reason."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> ActionView:
        from oslo_ik.reviews.follow_up import set_action_status

        return set_action_status(ws, action.id, status, values["reason"])

    field = Field("reason", "Begrunnelse", required=True, help=NO_NAMES)
    return FormScreen(STATUS_TITLES[status], (field,), save, intro=action.text)


def deadline_form(action: ActionView) -> FormScreen:
    """Another deadline, with the reason."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> ActionView:
        from oslo_ik.reviews.follow_up import move_deadline

        return move_deadline(ws, action.id, values["deadline"], values["reason"])

    fields = (
        Field(
            "deadline",
            "Ny frist",
            "date",
            required=True,
            value=action.deadline,
            help="for eksempel 01.06.2027",
        ),
        Field("reason", "Begrunnelse", required=True, help=NO_NAMES),
    )
    return FormScreen("Flytt fristen", fields, save, intro=action.text)


def effect_form(action: ActionView) -> FormScreen:
    """Whether it worked, and how that is known."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> ActionView:
        from oslo_ik.reviews.follow_up import judge_effect

        return judge_effect(ws, action.id, values["effect"], values["evidence"])

    fields = (
        Field(
            "effect",
            "Effekt",
            "choice",
            required=True,
            value=action.effect_result,
            choices=tuple(EFFECTS.items()),
        ),
        Field(
            "evidence",
            "Belegg",
            required=True,
            value=action.effect_evidence,
            help="for eksempel: 5 av 6 i neste stikkprøve, mot 2 av 6",
        ),
    )
    return FormScreen("Vurder effekten", fields, save, intro=action.text)


def eqs_number_form(finding: FindingView) -> FormScreen:
    """The number that EQS gave the avvik."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> FindingView:
        from oslo_ik.reviews.follow_up import report_eqs

        return report_eqs(ws, finding.id, values["number"])

    field = Field(
        "number",
        "EQS-nummer",
        required=True,
        value=finding.eqs_number,
        help="Nummeret som EQS ga. Funnet blir stående som meldt avvik.",
    )
    return FormScreen("Avvik i EQS", (field,), save, intro=finding.title)


def close_form(finding: FindingView) -> FormScreen:
    """Close a finding that has no done action: on evidence."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> FindingView:
        from oslo_ik.reviews.follow_up import close_finding

        return close_finding(ws, finding.id, values["evidence"])

    field = Field(
        "evidence",
        "Belegg",
        required=True,
        help="Hva viser at det er i orden? For eksempel: 6 av 6 i neste stikkprøve.",
    )
    return FormScreen("Lukk funnet", (field,), save, intro=finding.title)


def reopen_form(finding: FindingView) -> FormScreen:
    """Open a closed finding again, with the reason."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> FindingView:
        from oslo_ik.reviews.follow_up import reopen_finding

        return reopen_finding(ws, finding.id, values["reason"])

    field = Field("reason", "Begrunnelse", required=True, help=NO_NAMES)
    return FormScreen("Åpne funnet igjen", (field,), save, intro=finding.title)
