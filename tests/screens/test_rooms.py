"""Saker, import, Trekk, Kontrollpunkter and Oversikt, driven by keys on a real database."""

from __future__ import annotations

import asyncio
import csv
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, ProgressBar, Select, Static

from oslo_ik.reviews.cases import list_cases
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.spot_checks import get_review, list_reviews
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.cases import CasesScreen
from oslo_ik.screens.checks import ChecksScreen
from oslo_ik.screens.draw import DrawScreen
from oslo_ik.screens.draw_request import BY_PLAN
from oslo_ik.screens.drawn import DrawnScreen
from oslo_ik.screens.import_cases import ImportScreen
from oslo_ik.screens.overview import OverviewScreen
from oslo_ik.screens.review import ReviewScreen
from oslo_ik.screens.widgets.footer import KeyBar
from oslo_ik.screens.widgets.table import OsloTable
from oslo_ik.screens.widgets.wheel import YearWheel

NUMBER = "SP-2026-11"


def shown(screen: Any, selector: str) -> str:
    return str(screen.query_one(selector, Static).render())


# Oversikt


async def test_oversikt_shows_the_year_in_letters_and_in_words(year: Workspace, shell: Any) -> None:
    async with shell(year.path) as s:
        wheel = str(s.screen.query_one(YearWheel).render()).splitlines()
        assert [wheel[1][5 + 5 * n] for n in range(12)] == [*"––––––––UUU·"]
        assert "U utført" in wheel[2] and "· kommer" in wheel[2]
    async with shell(year.path, size=(160, 50)) as s:
        words = str(s.screen.query_one(YearWheel).render()).splitlines()[1].split()
        assert words == ["–"] * 8 + ["utført"] * 3 + ["kommer"]
        assert "Åpne forbedringstiltak" in s.text()


async def test_oversikt_counts_findings_cases_and_coverage(year: Workspace, shell: Any) -> None:
    async with shell(year.path) as s:
        facts = shown(s.screen, "#facts")
        assert "Aktive saker: 18" in facts
        assert "Åpne funn: " in facts
        assert "Neste frist 31.01.2027: Sjekkliste i arbeidsflyten." in facts
        assert "krav siste 12 måneder" in facts


async def test_enter_opens_the_review_where_it_stands(drawn: Workspace, shell: Any) -> None:
    async with shell(drawn.path) as s:
        await s.press("enter")
        assert isinstance(s.screen, ReviewScreen)
        await s.press("escape")
        assert isinstance(s.screen, OverviewScreen)
        await s.press("g")
        assert isinstance(s.screen, ReviewScreen)


@pytest.mark.parametrize("key", ["f", "e", "l"])
async def test_the_rooms_after_the_review_open(answered: Workspace, shell: Any, key: str) -> None:
    async with shell(answered.path) as s:
        await s.press(key)
        assert not isinstance(s.screen, OverviewScreen)
        await s.press("escape")
        assert isinstance(s.screen, OverviewScreen)


async def test_oversikt_is_read_again_on_return(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path) as s:
        assert "November er ikke trukket" in s.text()
        await s.press("s")
        draw(listed, DrawRequest("2026-11"))
        await s.press("escape")
        assert NUMBER in s.text()
        assert "g Gjennomgang" in s.text()


# Saker


async def test_saker_lists_filters_and_shows_the_ended(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path) as s:
        await s.press("s")
        assert "18 aktive saker." in s.text()
        assert "RT-108" not in s.text()
        await s.press("v")
        assert "19 saker i alt." in s.text()
        assert "01.06.2026" in s.text()
        await s.press("slash", *"k3")
        await s.until(lambda: "4 saker" in s.text())
        assert "RT-302" in s.text() and "RT-201" not in s.text()
        await s.press("escape")
        await s.until(lambda: "19 saker" in s.text())
        assert isinstance(s.screen, CasesScreen)
        await s.press("escape")
        assert isinstance(s.screen, OverviewScreen)


async def test_letters_typed_in_the_search_are_letters(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path) as s:
        await s.press("s", "slash", *"iv?")
        assert isinstance(s.screen, CasesScreen)
        assert s.screen.query_one("#search", Input).value == "iv?"


async def test_a_long_list_is_cut_and_says_so(ws: Workspace, shell: Any, tmp_path: Path) -> None:
    from oslo_ik.reviews.cases import import_cases

    path = tmp_path / "lang.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["Saksnummer", "Kontaktperson"])
        writer.writerows([f"RT-{n:05d}", f"K{n % 9}"] for n in range(2000))
    import_cases(ws, path)
    async with shell(ws.path) as s:
        await s.press("s")
        assert "2000 aktive saker." in s.text()
        assert "Viser de første 500; søk for resten." in s.text()
        assert s.screen.query_one(OsloTable).row_count == 500
        await s.press("slash", *"01999")
        await s.until(lambda: "1 aktiv sak." in s.text())
        assert "RT-01999" in s.text()


# Import


async def test_nothing_is_imported_before_it_is_confirmed(
    ws: Workspace, shell: Any, tmp_path: Path, write_case_list: Any
) -> None:
    path = write_case_list(tmp_path / "liste.csv")
    async with shell(ws.path) as s:
        await s.press("s", "i")
        s.screen.query_one("#path", Input).value = f'"{path}"'
        await s.press("enter")
        assert "Ingenting er importert ennå" in s.text()
        assert "Nye: 19" in s.text()
        await s.press("escape")
        assert isinstance(s.screen, ImportScreen)
        assert list_cases(ws) == []
        await s.press("enter", "i")
        assert "Importert: 19 saker." in s.text()
        assert len(list_cases(ws)) == 18


async def test_every_problem_stands_with_its_row_and_column(
    ws: Workspace, shell: Any, tmp_path: Path
) -> None:
    path = tmp_path / "feil.csv"
    rows = ["Saksnummer;Kontaktperson;Startet"]
    rows += [f"RT-{n};K1;31.02.2026" for n in range(1, 41)]
    path.write_text("\n".join(rows), encoding="utf-8")
    async with shell(ws.path) as s:
        await s.press("s", "i")
        s.screen.query_one("#path", Input).value = str(path)
        await s.press("enter")
        problems = shown(s.screen, "#problems-text")
        assert sum("rad " in one.casefold() for one in problems.splitlines()) == 40
        assert "startet" in problems.casefold()
        first = s.text()
        await s.press("pagedown", "pagedown", "pagedown")
        assert s.text() != first
        assert list_cases(ws) == []
        await s.press("escape")
        assert s.screen.query_one("#path", Input).value == str(path)


async def test_a_file_that_is_not_there_keeps_what_was_typed(ws: Workspace, shell: Any) -> None:
    async with shell(ws.path) as s:
        await s.press("s", "i", *"borte.csv", "enter")
        assert "Filen finnes ikke" in s.text()
        await s.press("x")
        assert s.screen.query_one("#path", Input).value == "borte.csvx"


async def test_tab_completes_and_folders_are_walked(
    ws: Workspace, shell: Any, tmp_path: Path, write_case_list: Any
) -> None:
    folder = tmp_path / "hjem" / "Downloads" / "Lister på æøå"
    folder.mkdir(parents=True)
    write_case_list(folder / "Høst 2026.csv")
    (folder / "notat.docx").write_bytes(b"x")
    async with shell(ws.path) as s:
        await s.press("s", "i", *"lis")
        await s.until(lambda: "Lister på æøå/" in s.text())
        await s.press("tab")
        await s.until(lambda: "Høst 2026.csv" in s.text())
        assert "notat.docx" not in s.text()
        await s.press("tab", "enter")
        await s.until(lambda: "Ingenting er importert ennå" in s.text())


async def test_a_long_file_is_imported_and_the_bar_follows(
    ws: Workspace, shell: Any, tmp_path: Path
) -> None:
    path = tmp_path / "lang.csv"
    rows = "".join(f"RT-{n:05d};K{n % 9}\n" for n in range(10_000))
    path.write_text("Saksnummer;Kontaktperson\n" + rows, encoding="utf-8")
    async with shell(ws.path) as s:
        await s.press("s", "i")
        bar = s.screen.query_one(ProgressBar)
        s.screen.query_one("#path", Input).value = str(path)
        await s.press("enter")
        await s.until(lambda: "Nye: 10000" in s.text())
        assert bar.percentage == 1
        await s.press("i")
        await s.until(lambda: "Importert: 10000 saker." in s.text())
        assert (bar.total, bar.progress) == (10_000, 10_000)
    assert len(list_cases(ws)) == 10_000


async def test_a_file_that_is_being_read_is_not_left_halfway(ws: Workspace, shell: Any) -> None:
    async with shell(ws.path) as s:
        await s.press("s", "i")
        screen = s.screen
        screen._busy("Leser lang.csv …")
        await asyncio.to_thread(screen._progress, 2_500, 10_000)
        await s.press("escape", "ctrl+q")
        assert s.screen is screen
        assert s.app.is_running
        assert "Leser lang.csv …" in s.text()
        assert "25%" in s.text()
        assert "Vent til filen er lest." in s.text()


async def test_a_missing_case_is_marked_and_told(
    listed: Workspace, shell: Any, tmp_path: Path
) -> None:
    path = tmp_path / "kort.csv"
    path.write_text("Saksnummer;Kontaktperson;Navn\nRT-101;K1;Hemmelig\n", encoding="utf-8")
    async with shell(listed.path) as s:
        await s.press("s", "i")
        s.screen.query_one("#path", Input).value = str(path)
        await s.press("enter")
        assert "Kolonner som ikke blir lest: Navn." in s.text()
        assert "Mangler i denne listen" in s.text()
        assert "Hemmelig" not in s.text()
        await s.press("i", "enter")
        assert isinstance(s.screen, CasesScreen)
        assert "RT-102*" in s.text()


# Trekk


async def test_the_plan_follows_the_form(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path) as s:
        await s.press("t")
        assert "16 aktive saker hos 3 kontaktpersoner, 2 egne holdt utenfor" in shown(
            s.screen, "#plan-text"
        )
        screen = s.screen
        screen.query_one("#reported_size", Input).value = "20"
        await s.until(lambda: "2 flere enn listen" in shown(screen, "#plan-text"))
        screen.query_one("#extent", Select).value = "eget"
        await s.until(lambda: screen.query_one("#rad-size").display)
        screen.query_one("#size", Input).value = "8"
        await s.until(lambda: "8 av 16 saker" in shown(screen, "#plan-text"))
        screen.query_one("#method", Select).value = "lopenummer"
        await s.until(lambda: "løpenummer 1 til 20" in shown(screen, "#plan-text"))
        screen.query_one("#period", Input).value = "2026-12"
        await s.until(lambda: "har ikke begynt" in shown(screen, "#plan-text"))
        screen.query_one("#period", Input).value = "desember"
        await s.until(lambda: "Skriv måneden som år og måned" in shown(screen, "#plan-text"))
    assert list_reviews(listed) == []


async def test_the_theme_of_the_plan_is_named_in_its_field(listed: Workspace, shell: Any) -> None:
    from oslo_ik.reviews.drawing import plan_draw
    from oslo_ik.reviews.views import DrawRequest

    label = plan_draw(listed, DrawRequest(period="2026-11")).theme_label
    async with shell(listed.path) as s:
        await s.press("t")
        await s.until(lambda: f"{label} (etter planen)" in s.text())
        assert s.screen.query_one("#theme", Select).value == BY_PLAN
        assert not s.screen.unsaved()


async def test_a_refusal_in_set_up_names_its_field_and_goes_there(
    ws: Workspace, shell: Any, tmp_path: Path
) -> None:
    async with shell(ws.path) as s:
        await s.press("o")
        s.screen.query_one("#backup_folder", Input).value = str(tmp_path / "borte")
        await s.press("ctrl+s")
        assert "Mappen for sikkerhetskopier finnes ikke." in s.text()
        assert s.screen.focused is s.screen.query_one("#backup_folder", Input)
        s.screen.query_one("#backup_folder", Input).value = ""
        s.screen.query_one("#role", Input).value = "ola@oslo.kommune.no"
        await s.press("ctrl+s")
        assert "Rett feltet «Din rolle»." in s.text()
        assert s.screen.focused is s.screen.query_one("#role", Input)


async def test_the_draw_is_what_the_form_says(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path) as s:
        await s.press("t")
        s.screen.query_one("#theme", Select).value = "vedtak"
        s.screen.query_one("#public_value", Input).value = "4 8 15"
        s.screen.query_one("#extent", Select).value = "eget"
        await s.settle()
        s.screen.query_one("#size", Input).value = "3"
        await s.press("ctrl+s")
        assert isinstance(s.screen, DrawnScreen)
        review = get_review(listed, NUMBER)
        assert (review.size, review.theme) == (3, "vedtak")
        for case in review.cases:
            assert case.reference in s.text()
        await s.press("enter")
        assert isinstance(s.screen, ReviewScreen)
        await s.press("escape")
        assert isinstance(s.screen, OverviewScreen)


async def test_a_second_draw_needs_a_reason(drawn: Workspace, shell: Any) -> None:
    async with shell(drawn.path) as s:
        await s.press("t")
        s.screen.query_one("#period", Input).value = "2026-11"
        await s.until(lambda: "er alt trukket" in shown(s.screen, "#plan-text"))
        await s.press("ctrl+s")
        assert isinstance(s.screen, DrawScreen)
        assert "! Dette feltet må fylles ut." in s.text()
        s.screen.query_one("#reason", Input).value = "Listen manglet [ja] en [/] gruppe."
        await s.press("ctrl+s")
        assert isinstance(s.screen, DrawnScreen)
    assert [row.number for row in list_reviews(drawn)] == [f"{NUMBER}-2", NUMBER]


async def test_a_locked_month_cannot_be_drawn_again(signed: Workspace, shell: Any) -> None:
    async with shell(signed.path) as s:
        await s.press("t")
        s.screen.query_one("#period", Input).value = "2026-11"
        await s.until(lambda: "er låst" in shown(s.screen, "#plan-text"))
        await s.press("ctrl+s")
        assert isinstance(s.screen, DrawScreen)
        assert "er låst" in s.text().splitlines()[-3]


async def test_without_cases_the_draw_says_what_to_do(ws: Workspace, shell: Any) -> None:
    async with shell(ws.path) as s:
        await s.press("t")
        assert "Kan ikke trekke ennå" in s.text()
        assert "Importer sakslisten" in s.text()


async def test_a_reason_is_not_lost_by_leaving(drawn: Workspace, shell: Any) -> None:
    async with shell(drawn.path) as s:
        await s.press("t")
        s.screen.query_one("#period", Input).value = "2026-11"
        await s.until(lambda: s.screen.query_one("#rad-reason").display)
        s.screen.query_one("#reason", Input).value = "Listen var feil."
        await s.press("escape", "n")
        assert s.screen.query_one("#reason", Input).value == "Listen var feil."
        await s.press("escape", "j")
        assert isinstance(s.screen, OverviewScreen)


# Kontrollpunkter


async def test_the_catalogue_is_browsed_by_measure_theme_and_words(
    year: Workspace, shell: Any
) -> None:
    async with shell(year.path, size=(160, 60)) as s:
        await s.press("k")
        catalogue = year.catalogue
        total = len(catalogue.checks)
        assert f"{total} av {total} kontrollpunkter" in s.text()
        table = s.screen.query_one(OsloTable)
        s.screen.query_one("#measure", Select).value = 7
        await s.settle()
        wanted = [check.id for check in catalogue.checks if check.measure == 7]
        assert [str(key.value) for key in table.rows] == wanted
        s.screen.query_one("#theme", Select).value = "vedtak"
        await s.settle()
        assert all(catalogue.check(str(key.value)).theme == "vedtak" for key in table.rows)
        await s.press("x")
        await s.settle()
        assert table.row_count == total
        await s.press("slash", *"t07-23")
        assert [str(key.value) for key in table.rows] == ["T07-23"]
        check = catalogue.check("T07-23")
        details = shown(s.screen, "#details")
        for part in (check.text, check.guidance, check.source, check.strength.label):
            assert part in details
        await s.press("x", "slash", *"finnesikke")
        assert "Ingen treff. Trykk x for alle." in s.text()


async def test_what_has_been_asked_is_marked(year: Workspace, shell: Any) -> None:
    from oslo_ik.reviews.overview import asked_checks

    asked = asked_checks(year)
    async with shell(year.path, size=(160, 60)) as s:
        await s.press("k")
        table = s.screen.query_one(OsloTable)
        words = {str(key.value): table.get_row(key)[2].plain for key in table.rows}
    assert {check for check, word in words.items() if word[-4:].isdigit()} == set(asked)
    assert set(words.values()) - {"ikke ennå", "–"} <= {"sep 2026", "okt 2026", "nov 2026"}


async def test_space_turns_the_pages_of_the_panel_at_80_columns(
    listed: Workspace, shell: Any
) -> None:
    async with shell(listed.path) as s:
        await s.press("k")
        assert isinstance(s.screen, ChecksScreen)
        before = s.text()
        await s.press("space")
        assert s.text() != before
        for _ in range(6):
            if "Kilde:" in s.text():
                break
            await s.press("space")
        assert "Kilde:" in s.text()


async def test_help_lists_the_keys_of_the_room_that_asked(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path, size=(100, 60)) as s:
        await s.press("s", "f1")
        text = s.text()
        for part in ("Taster her", "Importer saksliste", "Vis også avsluttede", "Slik går måneden"):
            assert part in text
        await s.press("f1")
        assert isinstance(s.screen, CasesScreen)
        await s.press("slash", "f1")
        assert "Taster her" in s.text()


async def test_a_click_on_the_key_bar_presses_the_key(listed: Workspace, shell: Any) -> None:
    async with shell(listed.path) as s:
        await s.press("s")
        await s.pilot.click(KeyBar, offset=(3, 0))
        await s.settle()
        assert isinstance(s.screen, ImportScreen)
