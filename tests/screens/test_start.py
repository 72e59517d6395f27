"""Start-up: paint first, open afterwards; a first run to the first draw; leaving and quitting."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Select

from oslo_ik.errors import DatabaseError
from oslo_ik.reviews.cases import list_cases
from oslo_ik.reviews.spot_checks import get_review, list_reviews
from oslo_ik.reviews.unit import find_unit, get_unit
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.app import OsloIkApp
from oslo_ik.screens.drawn import DrawnScreen
from oslo_ik.screens.overview import OverviewScreen
from oslo_ik.screens.privacy_question import PrivacyQuestionScreen
from oslo_ik.screens.setup import SetupScreen
from oslo_ik.screens.start import StartScreen
from oslo_ik.screens.widgets.confirm import ConfirmScreen

HEAVY = ("sqlmodel", "sqlalchemy", "docx", "openpyxl", "alembic", "pydantic", "typer", "tomllib")


def test_the_app_is_imported_without_what_only_later_rooms_need() -> None:
    code = (
        "import sys, oslo_ik.screens.app\n"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


async def test_the_start_screen_is_painted_before_the_database_is_opened(database: Path) -> None:
    app = OsloIkApp(database)
    async with app.run_test():
        assert isinstance(app.screen_stack[0], StartScreen)
        assert "Åpner" in str(app.screen_stack[0].query_one("#opening").render())


async def test_from_first_run_to_the_drawn_cases(
    shell: Any, database: Path, tmp_path: Path, write_case_list: Any, room: Any
) -> None:
    """The keys that a leader would press, and nothing but keys."""
    downloads = tmp_path / "hjem" / "Downloads"
    downloads.mkdir()
    write_case_list(downloads / "saker.csv")
    async with shell(database) as s:
        assert isinstance(s.screen, SetupScreen)
        await s.press(*"gam")
        await s.until(lambda: "Gamle Oslo" in s.text().replace("gamle", "Gamle"))
        await s.press("right", "tab", *"Rusteam", "tab", "enter", "down", "enter")
        await s.press("tab", *"Fagleder", "ctrl+s")
        assert isinstance(s.screen, OverviewScreen)
        unit = get_unit(s.app.ws)
        assert (unit.seed_name, unit.legal_regime) == ("Gamle Oslo/Rusteam", "helse")
        assert "Importer sakslisten: trykk s, og så i." in s.text()

        await s.press("s", "i")
        await s.until(lambda: "saker.csv" in s.text())
        await s.press("down", "enter")
        await s.until(lambda: "Ingenting er importert ennå" in s.text())
        assert list_cases(s.app.ws) == []
        await s.press("i")
        await s.until(lambda: "Importert: 19 saker." in s.text())
        assert "Slett filen nå" in s.text()
        assert len(list_cases(s.app.ws)) == 18

        await s.press("t")
        assert "Dette skjer" in s.text()
        await s.press("ctrl+s")
        assert isinstance(s.screen, DrawnScreen)
        review = get_review(s.app.ws, "SP-2026-11")
        for case in review.cases:
            assert case.reference in s.text()
        await s.press("escape")
        assert "Trykk g for å begynne." in s.text()
    assert [row.number for row in list_reviews(room(database))] == ["SP-2026-11"]


async def test_a_database_that_is_none_becomes_a_sentence_and_can_be_tried_again(
    tmp_path: Path,
) -> None:
    path = tmp_path / "ødelagt.db"
    path.write_bytes(b"dette er ingen database " * 200)
    app = OsloIkApp(path)
    async with app.run_test() as pilot:
        for _ in range(200):
            await pilot.pause(0.02)
            said = str(app.screen.query_one("#opening").render())
            if "Åpner" not in said:
                break
        assert "Trykk p for å prøve igjen" in said
        assert path.name in said
        path.unlink()
        await pilot.press("p")
        for _ in range(200):
            await pilot.pause(0.02)
            if len(app.screen_stack) > 2:
                break
        assert isinstance(app.screen, SetupScreen)


async def test_setup_says_what_is_missing_under_the_field_and_keeps_what_is_typed(
    shell: Any, database: Path
) -> None:
    async with shell(database) as s:
        await s.press(*"Sagene", "ctrl+s")
        assert s.text().count("! Dette feltet må fylles ut.") == 3
        assert s.screen.query_one("#district", Input).value == "Sagene"
        assert find_unit(s.app.ws) is None


async def test_setup_refuses_a_name_and_asks_the_guards_question(
    shell: Any, database: Path
) -> None:
    async with shell(database) as s:
        form = s.screen
        form.query_one("#district", Input).value = "Sagene"
        form.query_one("#name", Input).value = "Rusteam"
        form.query_one("#legal_regime", Select).value = "helse"
        form.query_one("#role", Input).value = "Kari Nordmann"
        await s.press("ctrl+s")
        assert isinstance(s.screen, PrivacyQuestionScreen)
        await s.press("escape")
        assert find_unit(s.app.ws) is None
        assert "Ikke lagret." in s.text()
        assert form.query_one("#role", Input).value == "Kari Nordmann"
        assert s.screen.focused is form.query_one("#role", Input)
        await s.press("ctrl+s", "f8")
        assert get_unit(s.app.ws).role == "Kari Nordmann"
        assert isinstance(s.screen, OverviewScreen)


async def test_leaving_setup_half_filled_is_a_question(shell: Any, database: Path) -> None:
    async with shell(database) as s:
        await s.press(*"Alna", "escape")
        assert isinstance(s.screen, ConfirmScreen)
        await s.press("escape")
        assert isinstance(s.screen, SetupScreen)
        assert s.screen.query_one("#district", Input).value == "Alna"
        await s.press("escape", "j")
        assert isinstance(s.screen, OverviewScreen)
        assert "Trykk o for å sette opp bydel og enhet." in s.text()


async def test_before_setup_only_setup_and_the_catalogue_can_be_entered(
    shell: Any, database: Path
) -> None:
    async with shell(database) as s:
        await s.press("escape", "t")
        assert isinstance(s.screen, OverviewScreen)
        keys = s.text().splitlines()[-2:]
        assert "o Oppsett" in " ".join(keys)
        assert "t Trekk" not in " ".join(keys)


async def test_quitting_waits_for_a_form_that_is_half_filled(shell: Any, database: Path) -> None:
    async with shell(database) as s:
        await s.press(*"Alna", "ctrl+q")
        assert s.app.is_running
        assert "Lagre med Ctrl+S" in s.text()


async def test_ctrl_c_does_not_quit_and_says_what_does(ws: Workspace, shell: Any) -> None:
    async with shell(ws.path, toasts=True) as s:
        await s.press("ctrl+c")
        assert "Trykk Ctrl+Q for å avslutte." in s.text()
        assert "Press" not in s.text()


async def test_a_crash_ends_in_one_sentence_without_a_traceback(
    ws: Workspace, shell: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        typed = "01017012345 Kari"  # noqa: F841
        raise ValueError("internal detail")

    with pytest.raises(ValueError, match="internal detail"):
        async with shell(ws.path) as s:
            s.screen.call_later(broken)
            await s.pilot.pause(0.2)
    shown = capsys.readouterr()
    assert "Alle svar du har gitt, er lagret." in (shown.out + shown.err).replace("\n", " ")
    for leak in ("Traceback", "internal detail", "Kari", "01017012345"):
        assert leak not in shown.out + shown.err


async def test_an_error_from_a_service_is_a_sentence_in_the_room(ws: Workspace, shell: Any) -> None:
    def locked(_: Workspace) -> None:
        raise DatabaseError("Databasen er [/] opptatt. Prøv igjen om litt.")

    async with shell(ws.path, toasts=True) as s:
        assert s.screen.attempt(locked) is None
        await s.pilot.pause()
        assert s.text().count("Databasen er [/] opptatt.") == 2
