"""Typed text and text from files is shown as it is: never markup, a control or a crash (§11)."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Static

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.errors import ImportRefused, OsloIkError, PrivacyQuestion, Refused
from oslo_ik.reviews.views import ImportSummary
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.drawn import DrawnScreen
from oslo_ik.screens.import_texts import done_text, preview_text
from oslo_ik.screens.widgets.confirm import ConfirmScreen
from oslo_ik.screens.widgets.form import Field, FormScreen
from oslo_ik.screens.widgets.text import cell, line, safe

HOSTILE = {
    "markup": ("[ja] [/] [JA] [x", "[ja] [/] [JA] [x"),
    "link": ("[link=http://x] [$primary] [[x]] \\", "[link=http://x] [$primary] [[x]] \\"),
    "formula": ("=1+1", "=1+1"),
    "escape": ("rød\x1b[31m \x1b]0;t\x07\u202eomvendt\u200f", "rød[31m ]0;tomvendt"),
    "norwegian": ("æøåÆØÅ", "æøåÆØÅ"),
    "long": ("lang " * 1000, "lang"),
}
CASES = pytest.mark.parametrize(("typed", "shown"), HOSTILE.values(), ids=HOSTILE)


@CASES
def test_the_one_way_to_a_widget_keeps_every_letter(typed: str, shown: str) -> None:
    assert shown in safe(typed).plain
    assert safe(typed).spans == []
    assert shown in cell(typed).plain
    assert cell(typed).spans == []
    for text in (safe(typed).plain, cell(typed).plain, line(typed)):
        assert "\x1b" not in text and "\u202e" not in text and "\x07" not in text


def test_a_line_is_shortened_with_an_ellipsis_and_never_breaks() -> None:
    assert line("en\nto\tt\u2028re") == "en to t re"
    assert line("abcdef", 4) == "abc…"
    assert line("abcd", 4) == "abcd"


@CASES
async def test_the_unit_is_shown_in_every_room(
    ws: Workspace, shell: Any, typed: str, shown: str
) -> None:
    """The name as a file from elsewhere could hold it."""
    _store(ws.path, "UPDATE unit SET name = ?", typed)
    async with shell(ws.path, size=(160, 40)) as s:
        for keys in ((), ("s",), ("s", "i"), ("t",), ("k",), ("o",), ("question_mark",)):
            await s.press(*keys)
            assert shown in s.text(), keys
            while len(s.app.screen_stack) > 2:
                s.app.pop_screen()
            await s.settle()
        assert s.app.unit_name.endswith(typed)
        await s.press("o")
        assert s.screen.query_one("#name", Input).value.startswith(shown)


@CASES
async def test_a_case_is_shown_where_it_is_listed_and_where_it_is_drawn(
    drawn: Workspace, shell: Any, typed: str, shown: str
) -> None:
    _store(drawn.path, "UPDATE case_record SET transition = ?, caseworker = 'K[ja]'", typed)
    _store(
        drawn.path, "UPDATE case_record SET reference = ? WHERE reference = 'RT-101'", typed[:40]
    )
    _store(drawn.path, "UPDATE review_case SET reference = ? WHERE position = 2", typed[:40])
    async with shell(drawn.path, size=(200, 40)) as s:
        await s.press("s")
        await s.press("slash", *"K[ja]"[:1])
        listed = s.text()
        assert shown[:30] in listed
        assert "K[ja]" in listed
        table = s.screen.query_one("#cases")
        assert "\x1b" not in str(table.get_row_at(0))
        s.screen.query_one("#search", Input).value = typed[:40]
        await s.pilot.pause(0.3)
        await s.settle()
        assert "1 aktiv sak." in s.text()
        s.app.push_screen(DrawnScreen("SP-2026-11"))
        await s.settle()
        assert shown[:30] in s.text()


@CASES
async def test_an_error_a_question_and_a_form_show_what_was_typed(
    ws: Workspace, shell: Any, typed: str, shown: str
) -> None:
    def refuses(_: Workspace) -> None:
        raise Refused(f"Kan ikke: {typed}")

    def asks(room: Workspace) -> str:
        if not room.confirmed:
            raise PrivacyQuestion(f"Er dette en person? {typed}", typed)
        return "lagret"

    got: list[str] = []
    async with shell(ws.path, toasts=True) as s:
        room = s.screen
        room.attempt(refuses)
        await s.pilot.pause()
        assert shown in s.text()
        room.attempt(asks, then=got.append)
        await s.settle()
        assert shown in s.text()
        await s.press("j", "f7")
        assert got == []
        await s.press("f8")
        assert got == ["lagret"]
        fields = (Field("a", typed, help=typed, value=typed), Field("b", "B", required=True))
        s.app.push_screen(FormScreen(typed, fields, lambda _ws, _values: None, intro=typed))
        await s.settle()
        assert shown in s.text()
        s.app.push_screen(ConfirmScreen(typed, typed, typed, typed))
        await s.settle()
        assert shown in s.text()


@CASES
async def test_a_report_of_an_import_shows_columns_files_and_problems(
    ws: Workspace, shell: Any, typed: str, shown: str, tmp_path: Path
) -> None:
    summary = ImportSummary(1, 1, 0, 0, (typed,), (typed,), 1, 1, ())
    assert shown in preview_text(summary, typed).plain
    assert shown in done_text(summary, tmp_path / typed.replace("/", "")[:20]).plain
    async with shell(ws.path) as s:
        await s.press("s", "i")
        s.screen._stop(ImportRefused(f"Filen {typed[:30]} er feil.", [f"Rad 2: {typed}"] * 60))
        await s.settle()
        problems = s.screen.query_one("#problems-text", Static)
        assert str(problems.render()).count("Rad 2") == 60
        assert shown in s.text()


async def test_a_sentence_about_an_unknown_review_is_no_crash(drawn: Workspace, shell: Any) -> None:
    from oslo_ik.screens import rooms

    async with shell(drawn.path) as s:
        rooms.open_review(s.app, "[/] finnes ikke")
        await s.settle()
        assert "[/] finnes ikke" in s.text()
        assert issubclass(Refused, OsloIkError)
        assert Verdict.YES.label not in s.text()


def _store(path: Path, statement: str, *values: str) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute(statement, values)
    connection.close()
