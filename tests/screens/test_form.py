"""Forms as data: what is typed becomes a value or an error under its field."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from textual.widgets import Input, Select
from textual.widgets._select import SelectOverlay
from textual.widgets._toast import Toast

from oslo_ik.errors import InvalidInput, Refused
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.widgets.confirm import ConfirmScreen
from oslo_ik.screens.widgets.footer import KeyBar
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


async def test_a_dialog_stands_in_the_middle_with_the_room_behind(
    ws: Workspace, shell: Any
) -> None:
    fields = (Field("a", "A"), Field("b", "B", kind="choice", choices=(("1", "En"), ("2", "To"))))
    async with shell(ws.path, size=(100, 30)) as s:
        behind = s.screen
        s.app.push_screen(FormScreen("F", fields, lambda *_: None))
        await s.settle()
        box = s.screen.query_one(".dialog").region
        assert abs(box.x - (100 - box.right)) <= 1
        assert abs(box.y - (30 - box.bottom)) <= 2
        assert behind.HEADING in s.text()


async def test_a_list_of_choices_does_not_cover_the_keys(ws: Workspace, shell: Any) -> None:
    choices = tuple((str(n), f"Valg {n}") for n in range(20))
    fields = (*(Field(f"f{n}", "F") for n in range(6)), Field("b", "B", "choice", choices=choices))
    async with shell(ws.path) as s:
        s.app.push_screen(FormScreen("F", fields, lambda *_: None))
        await s.settle()
        s.screen.query_one("#b", Select).focus()
        await s.press("enter")
        shown = s.screen.query_one(SelectOverlay).region
        keys = s.screen.query_one(KeyBar).region
        assert shown.height >= 3
        assert shown.bottom <= keys.y or shown.y >= keys.bottom


async def test_what_was_wrong_is_gone_when_it_is_mended(ws: Workspace, shell: Any) -> None:
    fields = (Field("a", "A", required=True, help="Hjelp."), Field("b", "B", required=True))
    async with shell(ws.path) as s:
        s.app.push_screen(FormScreen("F", fields, lambda *_: None))
        await s.settle()
        await s.press("ctrl+s")
        assert s.text().count("Dette feltet må fylles ut.") == 2
        assert "Rett det som er merket" in s.text()
        await s.press("x")
        assert s.text().count("Dette feltet må fylles ut.") == 1
        assert "Hjelp." in s.text()
        assert "Rett det som er merket" not in s.text()


async def test_no_toast_covers_a_field_that_is_being_typed_in(ws: Workspace, shell: Any) -> None:
    def refuse(*_: object) -> None:
        raise Refused("Skriv noe annet.")

    async with shell(ws.path, toasts=True) as s:
        s.app.push_screen(FormScreen("F", (Field("a", "A"),), refuse))
        await s.settle()
        await s.press("x", "enter")
        assert "! Skriv noe annet." in s.text()
        assert not s.screen.query(Toast)
        await s.press("y")
        assert "Skriv noe annet." not in s.text()


async def test_one_field_says_that_enter_saves(ws: Workspace, shell: Any) -> None:
    async with shell(ws.path) as s:
        for fields, said in (
            ((Field("a", "A"),), True),
            ((Field("a", "A"), Field("b", "B")), False),
        ):
            s.app.push_screen(FormScreen("F", fields, lambda *_: None))
            await s.settle()
            assert ("Enter lagrer." in s.text()) is said
            await s.press("escape")
