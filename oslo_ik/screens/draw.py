"""Trekk: choose month, size, theme and method, see what will happen, and draw (§7)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Select, Static

from oslo_ik.errors import OsloIkError
from oslo_ik.screens.base import OsloScreen
from oslo_ik.screens.draw_request import (
    BY_PLAN,
    ENHANCED,
    OWN_SIZE,
    USUAL,
    drawn_already,
    first_period,
    plan_lines,
    to_request,
)
from oslo_ik.screens.widgets.form import Field, Form, KeepsForm
from oslo_ik.screens.widgets.text import line, safe

if TYPE_CHECKING:
    from oslo_ik.reviews.views import DrawPlan, DrawRequest, ReviewView
    from oslo_ik.reviews.workspace import Workspace

PAUSE = 0.25


def fields(ws: Workspace, period: str) -> tuple[Field, ...]:
    """The questions of a draw; everything but the month has a default."""
    from oslo_ik.checks.forms import spot_checks
    from oslo_ik.reviews.views import METHODS

    asked = {check.theme for check in spot_checks(ws.catalogue)}
    themes = [(theme.id, theme.label) for theme in ws.catalogue.themes if theme.id in asked]
    return (
        Field("period", "Måned", kind="month", required=True, value=period),
        Field(
            "theme",
            "Tema",
            kind="choice",
            value=BY_PLAN,
            choices=((BY_PLAN, "Månedens tema etter planen"), *themes),
        ),
        Field(
            "method",
            "Metode",
            kind="choice",
            value=next(iter(METHODS)),
            choices=tuple(METHODS.items()),
        ),
        Field(
            "extent",
            "Omfang",
            kind="choice",
            required=True,
            value=USUAL,
            choices=(
                (USUAL, "Vanlig: 5 saker"),
                (ENHANCED, "Forsterket: 5–30 saker etter hvor mange det er"),
                (OWN_SIZE, "Eget antall"),
            ),
        ),
        Field("size", "Eget antall", kind="number", required=True, minimum=1, maximum=30),
        Field(
            "reported_size",
            "Saker i fagsystemet",
            kind="number",
            minimum=1,
            help="Så mange aktive saker fagsystemet viser. Kan stå tomt.",
        ),
        Field(
            "public_value",
            "Offentlig tall",
            help="Frivillig: sifre fra en annen, for eksempel lottotall.",
        ),
        Field("reason", "Begrunnelse", required=True),
    )


class DrawScreen(OsloScreen[Any], KeepsForm):
    """The form above, «Dette skjer» below; Ctrl+S draws."""

    HEADING = "Trekk"
    CSS_PATH = "draw.tcss"
    GUIDE = (
        "Fem saker er vanlig. Sakene trekkes tilfeldig, og ingen kan velge dem. «Saker i "
        "fagsystemet» er antallet aktive saker du ser der; en forskjell fra listen skrives i "
        "dokumentet. «Offentlig tall» er frivillig: sifre som en annen person sier, for eksempel "
        "fra en lottotrekning. Uten saksliste: velg løpenummer, og si hvor mange saker listen "
        "din har."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "draw", "Trekk sakene"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._again: str | None = None
        self._named: str | None = None

    def body(self) -> Iterable[Widget]:
        """The form and the plan."""
        period = self.attempt(first_period) or ""
        yield Form(fields(self.ws, period))
        with VerticalScroll(id="plan"):
            yield Static("", id="plan-text")

    def on_mount(self) -> None:
        """Show what would happen with the defaults."""
        self._look()

    @on(Form.Changed)
    def _changed(self) -> None:
        self.soon(PAUSE, self._look)

    def _look(self) -> None:
        """Show what a draw would do now; rows that do not matter are hidden."""
        form = self.query_one(Form)
        raw = form.raw()
        form.row("size").display = raw["extent"] == OWN_SIZE
        try:
            period = str(form.row("period").read())
        except OsloIkError as error:
            self._cannot(error)
            return
        self._again = self.attempt(drawn_already, period)
        form.row("reason").display = self._again is not None
        values = form.values(complain=False, skip=("reason",))
        if values is not None:
            # A second draw is shown before its reason is written.
            values["reason"] = raw["reason"] or "…"
            request = to_request(values, self._again is not None)
            self.attempt(_plan, request, then=self._show_plan, failed=self._cannot)

    def _name_theme(self, plan: DrawPlan) -> None:
        """«Samtykke (etter planen)»: the choice says which theme the month's plan has."""
        field = self.query_one(Form).row("theme").control
        if not isinstance(field, Select) or field.value != BY_PLAN or self._named == plan.theme:
            return
        self._named = plan.theme
        choices = fields(self.ws, plan.period)[1].choices[1:]
        with field.prevent(Select.Changed):
            field.set_options(
                [
                    (safe(f"{plan.theme_label} (etter planen)"), BY_PLAN),
                    *((safe(label), theme) for theme, label in choices),
                ]
            )
            field.value = BY_PLAN

    def _show_plan(self, plan: DrawPlan) -> None:
        self._name_theme(plan)
        lines = [safe("Dette skjer", "bold")]
        if self._again:
            lines.append(
                safe(
                    f"! {self._again} er alt trukket. En ny trekning trenger en begrunnelse, og "
                    "begge blir stående.",
                    "bold $warning",
                )
            )
        for label, text in plan_lines(plan):
            lines.append(Content.assemble((label.ljust(13), "$text-muted"), line(text)))
        lines += [safe(f"• {warning}") for warning in plan.warnings]
        self.query_one("#plan-text", Static).update(Content("\n").join(lines))

    def _cannot(self, error: OsloIkError) -> None:
        text = Content("\n").join(
            [safe("Kan ikke trekke ennå", "bold"), safe(f"! {error.message}")]
        )
        self.query_one("#plan-text", Static).update(text)

    def unsaved(self) -> bool:
        """Only a reason is more than a choice."""
        return bool(self.query_one(Form).raw()["reason"].strip())

    @on(Form.Submitted)
    def action_draw(self) -> None:
        """Draw; a leader who has drawn goes on to the cases."""
        self._look()
        values = self.query_one(Form).values()
        if values is None:
            self.say("Rett det som er merket med utropstegn.", error=True)
            return
        self.attempt(_draw, to_request(values, self._again is not None), then=self._drawn)

    def _drawn(self, review: ReviewView) -> None:
        from oslo_ik.screens.drawn import DrawnScreen

        self.app.switch_screen(DrawnScreen(review.number))


def _plan(ws: Workspace, request: DrawRequest) -> DrawPlan:
    from oslo_ik.reviews.drawing import plan_draw

    return plan_draw(ws, request)


def _draw(ws: Workspace, request: DrawRequest) -> Any:
    from oslo_ik.reviews.drawing import draw

    return draw(ws, request)
