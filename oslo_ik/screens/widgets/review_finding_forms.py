"""The forms of Oppsummering, as data: reason, title, action, EQS, good practice, taken up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from oslo_ik.reviews.views import STRENGTHS
from oslo_ik.screens.widgets.form import Field, FormScreen
from oslo_ik.screens.widgets.text import line

if TYPE_CHECKING:
    from oslo_ik.reviews.views import ActionView, AnswerView, FindingView, ReviewView
    from oslo_ik.reviews.workspace import Workspace

ROLES = ("Seksjonsleder", "Enhetsleder", "Fagleder", "Teamleder", "Fagkoordinator")
NO_NAMES = "Skriv roller, aldri navn."
WEAK_HINT = "Ny rutine og opplæring er svakt: de virker sjelden alene."


def dismiss_form(finding: FindingView) -> FormScreen:
    """Why a finding is dismissed."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> FindingView:
        from oslo_ik.reviews.findings import dismiss

        return dismiss(ws, finding.id, values["reason"])

    field = Field("reason", "Begrunnelse", required=True, help=NO_NAMES)
    return FormScreen("Avvis funnet", (field,), save, intro=finding.title)


def rename_form(finding: FindingView) -> FormScreen:
    """Another title."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> FindingView:
        from oslo_ik.reviews.findings import rename

        return rename(ws, finding.id, values["title"])

    field = Field("title", "Tittel", required=True, value=finding.title, help=NO_NAMES)
    return FormScreen("Endre tittelen", (field,), save)


def merge_form(findings: list[FindingView]) -> FormScreen:
    """Several findings become one."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> FindingView:
        from oslo_ik.reviews.findings import merge

        return merge(ws, [finding.id for finding in findings], values["title"])

    field = Field("title", "Felles tittel", required=True, value=findings[0].title, help=NO_NAMES)
    intro = "Disse blir ett funn: " + ", ".join(
        check for finding in findings for check in finding.checks
    )
    return FormScreen("Slå sammen funn", (field,), save, intro=intro)


def action_form(finding: FindingView, role: str, before: ActionView | None = None) -> FormScreen:
    """A forbedringstiltak, new or changed; its type says how strong it is (domain b.9)."""
    from oslo_ik.reviews.actions import STRENGTH_TYPES

    kinds = [
        (strength, name) for strength in STRENGTHS for name in (*STRENGTH_TYPES[strength], None)
    ]

    def save(ws: Workspace, values: Mapping[str, Any]) -> ActionView:
        from oslo_ik.reviews.actions import add_action, change_action

        strength, name = kinds[int(values["kind"])]
        if before is not None:
            return change_action(
                ws,
                before.id,
                values["text"],
                strength,
                values["role"],
                values["deadline"],
                strength_type=name or "",
            )
        return add_action(
            ws,
            finding.id,
            values["text"],
            strength,
            values["role"],
            values["deadline"],
            strength_type=name,
        )

    choices = tuple(
        (str(index), f"{STRENGTHS[strength]}: {name or 'annet'}")
        for index, (strength, name) in enumerate(kinds)
    )
    text, kind, who, deadline = (
        Field("text", "Hva skal gjøres?", required=True, help="høyst 300 tegn"),
        Field("kind", "Type og styrke", "choice", required=True, choices=choices, help=WEAK_HINT),
        Field("role", "Ansvarlig rolle", required=True, suggestions=(role, *ROLES), help=NO_NAMES),
        Field("deadline", "Frist", "date", required=True, help="for eksempel 01.03.2027"),
    )
    if before is None:
        fields = (text, kind, who, deadline)
        return FormScreen("Nytt forbedringstiltak", fields, save, intro=finding.title)
    fields = (
        replace(text, value=before.text),
        replace(kind, value=str(kinds.index((before.strength, before.strength_type)))),
        replace(who, value=before.responsible_role),
        replace(deadline, value=before.deadline),
    )
    return FormScreen("Endre forbedringstiltaket", fields, save, intro=finding.title)


def no_action_form(finding: FindingView) -> FormScreen:
    """«Ingen forbedringstiltak», with a reason."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> FindingView:
        from oslo_ik.reviews.actions import no_action

        return no_action(ws, finding.id, values["reason"])

    field = Field("reason", "Begrunnelse", required=True, value=finding.no_action_reason)
    return FormScreen("Ingen forbedringstiltak", (field,), save, intro=finding.title)


def weak_form(finding: FindingView) -> FormScreen:
    """Why only weak actions; asked for, never demanded."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> FindingView:
        from oslo_ik.reviews.actions import set_weak_reason

        return set_weak_reason(ws, finding.id, values["reason"])

    field = Field("reason", "Hvorfor?", value=finding.weak_reason, help="kan stå tomt")
    return FormScreen(
        "Bare svake tiltak",
        (field,),
        save,
        intro="Svake tiltak alene endrer sjelden praksis. Er det en grunn til å nøye seg med dem?",
    )


def eqs_form(finding: FindingView) -> FormScreen:
    """Whether it is reported as avvik in EQS, and the number."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> FindingView:
        from oslo_ik.reviews.findings import set_eqs

        return set_eqs(ws, finding.id, values["answer"] == "ja", values["number"] or "")

    before = {True: "ja", False: "nei", None: None}[finding.eqs_nonconformity]
    fields = (
        Field(
            "answer",
            "Meldes som avvik?",
            "choice",
            required=True,
            value=before,
            choices=(("ja", "Ja, meldes i EQS"), ("nei", "Nei")),
        ),
        Field("number", "EQS-nummer", value=finding.eqs_number, help="kan fylles ut senere"),
    )
    return FormScreen("Avvik i EQS", fields, save, intro=finding.title)


def good_practice_form(review: ReviewView, check_id: str | None) -> FormScreen:
    """What others can learn from."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> FindingView:
        from oslo_ik.reviews.findings import add_good_practice

        return add_good_practice(ws, review.number, values["check"], values["title"])

    choices = tuple((check.id, line(f"{check.id} {check.text}", 70)) for check in review.checks)
    fields = (
        Field("title", "Hva er bra?", required=True, help=NO_NAMES),
        Field("check", "Kontrollpunkt", "choice", required=True, value=check_id, choices=choices),
    )
    return FormScreen("God praksis", fields, save)


def taken_up_form(number: str, reference: str, answer: AnswerView) -> FormScreen:
    """What was taken up at once, with which role, and when."""

    def save(ws: Workspace, values: Mapping[str, Any]) -> AnswerView:
        from oslo_ik.reviews.answers import take_up

        return take_up(
            ws,
            number,
            reference,
            answer.check,
            what=values["what"] or None,
            role=values["role"] or None,
            on=values["on"],
        )

    told = answer.taken_up
    fields = (
        Field("what", "Hva ble tatt opp?", value=told.what if told else None),
        Field(
            "role",
            "Med hvilken rolle?",
            value=told.role if told else None,
            suggestions=("Kontaktperson", *ROLES),
            help=NO_NAMES,
        ),
        Field("on", "Når?", "date", value=told.on if told else None),
    )
    return FormScreen(f"Tatt opp: {answer.check} i sak {line(reference, 30)}", fields, save)
