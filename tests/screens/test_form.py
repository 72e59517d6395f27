"""Forms as data: what is typed becomes a value or an error under its field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.widgets import Input

from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.widgets.confirm import ConfirmScreen
from oslo_ik.screens.widgets.form import Field, FieldRow, FormScreen


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("text", "  et\tord \n", "et ord"),
        ("text", "   ", ""),
        ("date", "1.2.2026", date(2026, 2, 1)),
        ("date", "2026-02-01", date(2026, 2, 1)),
        ("date", "", None),
        ("number", " 012 ", 12),
        ("number", "", None),
        ("month", "11.2026", "2026-11"),
        ("month", "2026-2", "2026-02"),
    ],
)
def test_what_is_typed_becomes_a_value(kind: Any, typed: str, value: object) -> None:
    assert Field("x", "X", kind=kind).parse(typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("date", "31.02.2026"),
        ("date", "01.02.26"),
        ("date", "i går"),
        ("number", "tolv"),
        ("number", "-1"),
        ("number", "1,5"),
        ("number", "٣"),
        ("number", "9" * 5000),
        ("number", "31"),
        ("month", "2026-13"),
    ],
)
def test_what_cannot_be_used_is_told_in_a_sentence(kind: Any, typed: str) -> None:
    with pytest.raises(InvalidInput) as raised:
        Field("x", "X", kind=kind, minimum=1, maximum=30).parse(typed)
    assert raised.value.message.endswith(".")
    assert len(raised.value.message) < 120


@pytest.mark.parametrize("kind", ["text", "date", "number", "month", "choice"])
def test_a_required_field_may_not_be_empty(kind: Any) -> None:
    with pytest.raises(InvalidInput):
        Field("x", "X", kind=kind, required=True).parse(" ")


async def test_the_form_stays_open_until_the_service_says_yes(ws: Workspace, shell: Any) -> None:
    saved: list[dict[str, Any]] = []
    answers: list[Any] = []

    def save(_: Workspace, values: Any) -> str:
        if values["what"] == "nei":
            raise Refused("Skriv noe annet.")
        saved.append(dict(values))
        return "ferdig"

    fields = (
        Field("what", "Hva", required=True),
        Field("when", "Når", kind="date", required=True),
        Field("how", "Hvordan", kind="choice", choices=(("a", "Slik"), ("b", "Slikt"))),
    )
    async with shell(ws.path) as s:
        form = FormScreen("Nytt tiltak", fields, save)
        s.app.push_screen(form, answers.append)
        await s.settle()
        await s.press(*"nei", "enter", *"i dag", "ctrl+s")
        assert "Skriv datoen som dag, måned og år" in s.text()
        assert form.focused is form.query_one("#when", Input)
        form.query_one("#when", Input).value = "01.12.2026"
        await s.press("ctrl+s")
        assert "Skriv noe annet." in s.text()
        assert form.query_one("#what", Input).value == "nei"
        form.query_one("#what", Input).value = "en sjekkliste"
        await s.press("ctrl+s")
        assert answers == ["ferdig"]
    assert saved == [{"what": "en sjekkliste", "when": date(2026, 12, 1), "how": None}]


async def test_enter_walks_the_fields_and_saves_on_the_last(ws: Workspace, shell: Any) -> None:
    answers: list[Any] = []
    fields = (Field("a", "A"), Field("b", "B"))
    async with shell(ws.path) as s:
        s.app.push_screen(FormScreen("F", fields, lambda _, values: dict(values)), answers.append)
        await s.settle()
        await s.press(*"ja", "enter", *"nei", "enter")
    assert answers == [{"a": "ja", "b": "nei"}]


async def test_escape_asks_only_when_something_was_typed(ws: Workspace, shell: Any) -> None:
    answers: list[Any] = []
    fields = (Field("a", "A", value="før"),)
    async with shell(ws.path) as s:
        for keys in (("escape",), ("x", "escape", "j")):
            s.app.push_screen(FormScreen("F", fields, lambda *_: None), answers.append)
            await s.settle()
            await s.press(*keys)
        assert answers == [None, None]
        s.app.push_screen(FormScreen("F", fields, lambda *_: None), answers.append)
        await s.settle()
        await s.press("x", "escape", "n")
        assert not isinstance(s.screen, ConfirmScreen)
        assert s.screen.query_one("#a", Input).value == "førx"
        assert s.screen.query(FieldRow)
