"""Oppsummering, driven by keys at 80×24 on a real database."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static, TextArea

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.reviews.actions import add_action, no_action
from oslo_ik.reviews.answers import answer, set_fact, take_up
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.findings import confirm, list_findings, set_eqs
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.summary import summarise, summary
from oslo_ik.reviews.views import DrawRequest, FindingView
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.finish import FinishScreen
from oslo_ik.screens.review import ReviewScreen
from oslo_ik.screens.summary import SummaryScreen
from oslo_ik.screens.widgets.form import FormScreen
from oslo_ik.screens.widgets.review_summary_list import SummaryList
from oslo_ik.screens.widgets.status import StatusLine
from oslo_ik.text import clean

NUMBER = "SP-2026-11"
HOSTILE = (
    "[ja] [/] [JA] [x",
    "=1+1",
    "rød \x1b[31mtekst\x1b[0m \u202eomvendt",
    "lang " * 1000,
    "æøåÆØÅ",
)


Opened = Callable[..., AbstractAsyncContextManager[tuple[Pilot[None], SummaryScreen]]]


@pytest.fixture
def opened(shell: Callable[..., Any]) -> Opened:
    """The summary of a workspace on the screen."""

    @asynccontextmanager
    async def start(
        ws: Workspace, size: tuple[int, int] = (80, 24)
    ) -> AsyncIterator[tuple[Pilot[None], SummaryScreen]]:
        async with shell(ws.path, size=size) as s:
            screen = SummaryScreen(NUMBER)
            await s.app.push_screen(screen)
            await s.settle()
            yield s.pilot, screen

    return start


def lines(screen: SummaryScreen) -> list[str]:
    """Every line of the list as plain text."""
    rows = screen.query_one(SummaryList)
    return [str(rows.get_option_at_index(index).prompt) for index in range(rows.option_count)]


def about(screen: SummaryScreen) -> str:
    return str(screen.query_one("#about-text", Static).content)


def what_now(screen: SummaryScreen) -> str:
    return str(screen.query_one("#next", Static).content)


def finding(ws: Workspace, check: str) -> FindingView:
    return next(f for f in list_findings(ws, NUMBER) if check in f.checks)


def here(screen: SummaryScreen) -> FindingView:
    entry = screen.query_one(SummaryList).entry
    assert entry is not None and entry.finding is not None
    return entry.finding


def said(screen: SummaryScreen) -> str:
    return screen.query_one(StatusLine).text


def to_finding(screen: SummaryScreen, ws: Workspace, check: str) -> None:
    assert screen.query_one(SummaryList).go_to(f"finding-{finding(ws, check).id}")


async def type_in(pilot: Pilot[None], **values: str) -> None:
    """Fill a form and save it; choices are named by their value."""
    form = pilot.app.screen
    assert isinstance(form, FormScreen)
    for name, value in values.items():
        control = form.query_one(f"#{name}")
        assert isinstance(control, (Input, Select))
        control.value = value
    await pilot.press("ctrl+s")
    await pilot.pause()


async def test_it_sums_up_by_itself_when_every_answer_is_there(
    opened: Opened, answered: Workspace
) -> None:
    """The month of the fixture: T07-23 once nei, once ikke dokumentert, three times ja."""
    assert get_review(answered, NUMBER).status == "open"
    async with opened(answered) as (_, screen):
        assert get_review(answered, NUMBER).status == "summarised"
        text = "\n".join(lines(screen))
        assert "Krav ikke oppfylt · T07-23: 2 av 5 (1 nei, 1 ikke dokumentert)" in text
        assert "T07-23  3 av 5 ja · 1 nei, 1 ikke dokumentert" in text
        assert "T07-24  4 av 4 ja · utenfor: 1 ikke relevant" in text
        assert "T07-25: spør kontaktpersonen" in text


async def test_it_waits_while_checks_are_unanswered_and_proposes_when_told(
    opened: Opened,
    drawn: Workspace,
) -> None:
    first = get_review(drawn, NUMBER).cases[0].reference
    answer(drawn, NUMBER, first, "T07-23", Verdict.NO)
    async with opened(drawn) as (pilot, screen):
        assert get_review(drawn, NUMBER).status == "open"
        assert list_findings(drawn, NUMBER) == []
        assert "trykk p" in what_now(screen)
        await pilot.press("p")
        assert [f.checks for f in list_findings(drawn, NUMBER)] == [("T07-23",)]


async def test_half_given_answers_come_first_and_enter_goes_there(
    opened: Opened, drawn: Workspace
) -> None:
    second = get_review(drawn, NUMBER).cases[1].reference
    answer(drawn, NUMBER, second, "T07-22", Verdict.NOT_APPLICABLE)
    async with opened(drawn) as (pilot, screen):
        assert "1 svar mangler en kommentar" in what_now(screen)
        assert screen.check_action("propose", ()) is False
        await pilot.press("enter")
        await pilot.pause()
        there = screen.app.screen
        assert isinstance(there, ReviewScreen)
        assert (there.board.spot.reference, there.board.row.id) == (second, "T07-22")


async def test_from_the_review_and_back_to_the_answer_in_question(
    shell: Callable[..., Any], answered: Workspace
) -> None:
    async with shell(answered.path) as s:
        review = ReviewScreen(NUMBER, repeat=0)
        await s.app.push_screen(review)
        await s.press("enter")
        there = s.screen
        assert isinstance(there, SummaryScreen)
        assert there.query_one(SummaryList).go_to("ask-0")
        await s.press("enter")
        assert s.app.screen is review
        fifth = get_review(answered, NUMBER).cases[4].reference
        assert (review.board.spot.reference, review.board.row.id) == (fifth, "T07-25")


async def test_confirm_moves_on_and_an_action_is_added(opened: Opened, answered: Workspace) -> None:
    async with opened(answered) as (pilot, screen):
        to_finding(screen, answered, "T07-23")
        await pilot.press("b")
        assert finding(answered, "T07-23").status == "confirmed"
        assert here(screen) == finding(answered, "T07-23")
        assert said(screen) == "Bekreftet. t gir det et forbedringstiltak, n går til neste."
        await pilot.press("n")
        assert here(screen).status == "proposed"
        to_finding(screen, answered, "T07-23")
        await pilot.press("t")
        await pilot.pause()
        await type_in(
            pilot, text="Fast mal.", kind="10", role="Fagansvarlig", deadline="31.01.2027"
        )
        action = finding(answered, "T07-23").actions[0]
        assert (action.text, action.responsible_role) == ("Fast mal.", "Fagansvarlig")
        assert (action.strength, action.strength_type) == (
            "intermediate",
            "Sjekkliste i arbeidsflyten",
        )
        assert action.deadline == date(2027, 1, 31)
        assert "Fast mal. · Middels (Sjekkliste i arbeidsflyten)" in about(screen)


async def test_only_weak_actions_ask_why_and_never_refuse(
    opened: Opened, answered: Workspace
) -> None:
    async with opened(answered) as (pilot, screen):
        to_finding(screen, answered, "T07-23")
        await pilot.press("t")
        await pilot.pause()
        await type_in(pilot, text="Kurs.", kind="17", role="Fagansvarlig", deadline="31.01.2027")
        assert finding(answered, "T07-23").actions[0].strength_type == "Opplæring eller fagmøte"
        assert isinstance(screen.app.screen, FormScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert "trykk w" in about(screen).lower()
        await pilot.press("w")
        await pilot.pause()
        await type_in(pilot, reason="Ny i stillingen.")
        assert finding(answered, "T07-23").weak_reason == "Ny i stillingen."
        assert finding(answered, "T07-23").status == "confirmed"


async def test_dismiss_and_no_action_need_a_reason(opened: Opened, answered: Workspace) -> None:
    async with opened(answered) as (pilot, screen):
        to_finding(screen, answered, "T07-23")
        await pilot.press("v")
        await pilot.pause()
        await type_in(pilot, reason="")
        assert finding(answered, "T07-23").status == "proposed"
        await type_in(pilot, reason="Feil i listen.")
        assert finding(answered, "T07-23").status == "dismissed"
        assert "Avvist: Feil i listen." in "\n".join(lines(screen))
        to_finding(screen, answered, "T01-10")
        await pilot.press("i")
        await pilot.pause()
        await type_in(pilot, reason="Ett tilfelle.")
        assert finding(answered, "T01-10").no_action_reason == "Ett tilfelle."


async def test_merge_takes_the_marked_ones(opened: Opened, answered: Workspace) -> None:
    async with opened(answered) as (pilot, screen):
        to_finding(screen, answered, "T07-23")
        await pilot.press("space", "m")
        assert screen.app.screen is screen
        to_finding(screen, answered, "T01-10")
        await pilot.press("space")
        assert sum("MERKET" in text for text in lines(screen)) == 2
        await pilot.press("m")
        await pilot.pause()
        await type_in(pilot, title="Datering og mål")
        merged = finding(answered, "T07-23")
        assert set(merged.checks) == {"T07-23", "T01-10"}
        assert merged.title == "Datering og mål"


async def test_eqs_yes_no_number_and_text(opened: Opened, answered: Workspace) -> None:
    async with opened(answered) as (pilot, screen):
        to_finding(screen, answered, "T07-23")
        await pilot.press("a")
        await pilot.pause()
        await type_in(pilot, answer="ja", number="2026-77")
        assert finding(answered, "T07-23").eqs_nonconformity is True
        assert finding(answered, "T07-23").eqs_number == "2026-77"
        assert "avvik i EQS: 2026-77" in "\n".join(lines(screen))
        await pilot.press("c")
        await pilot.pause()
        text = screen.app.screen.query_one(TextArea).text
        assert "T07-23: 2 av 5 (1 nei, 1 ikke dokumentert)" in text
        await pilot.press("c")
        assert screen.app.clipboard == text
        for case in get_review(answered, NUMBER).cases:
            assert case.reference not in text


async def test_good_practice_and_another_title(opened: Opened, answered: Workspace) -> None:
    async with opened(answered) as (pilot, screen):
        await pilot.press("g")
        await pilot.pause()
        await type_in(pilot, title="God bruk av mal", check="T01-01")
        assert any("God praksis" in text for text in lines(screen))
        to_finding(screen, answered, "T07-23")
        await pilot.press("e")
        await pilot.pause()
        await type_in(pilot, title="Udaterte notater")
        assert finding(answered, "T07-23").title == "Udaterte notater"


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_titles_and_reasons_are_shown_whole(
    opened: Opened, answered: Workspace, text: str
) -> None:
    whole = clean(text).strip()
    async with opened(answered) as (pilot, screen):
        to_finding(screen, answered, "T07-23")
        await pilot.press("e")
        await pilot.pause()
        await type_in(pilot, title=text)
        assert finding(answered, "T07-23").title == whole
        await pilot.press("v")
        await pilot.pause()
        await type_in(pilot, reason=text)
        assert finding(answered, "T07-23").decision_reason == whole
        to_finding(screen, answered, "T07-23")
        await pilot.pause()
        assert about(screen).startswith(whole)
        assert f"Begrunnelse: {whole}" in about(screen)


async def test_what_was_taken_up_is_completed_here(opened: Opened, listed: Workspace) -> None:
    draw(listed, DrawRequest("2026-11", theme="overgang"))
    reference = get_review(listed, NUMBER).cases[0].reference
    set_fact(listed, NUMBER, reference, "overgang", True)
    answer(listed, NUMBER, reference, "T11-24", Verdict.NO)
    take_up(listed, NUMBER, reference, "T11-24")
    async with opened(listed) as (pilot, screen):
        assert any("mangler hva, rolle, når" in text for text in lines(screen))
        screen.query_one(SummaryList).go_to(f"taken-{reference}-T11-24")
        await pilot.press("enter")
        await pilot.pause()
        await type_in(pilot, what="Ringt lege", role="Kontaktperson", on="23.11.2026")
        assert "Hva: Ringt lege" in about(screen)
    told = summary(listed, NUMBER).taken_up[0][1].taken_up
    assert told is not None
    assert (told.what, told.role, told.on) == ("Ringt lege", "Kontaktperson", date(2026, 11, 23))


async def test_it_is_never_said_that_all_is_decided_when_it_is_not(
    shell: Callable[..., Any], answered: Workspace
) -> None:
    """One point is kept to ask about; every confirmed krav waits for an answer about EQS."""
    summarise(answered, NUMBER)
    krav = [f for f in list_findings(answered, NUMBER) if f.kind == "requirement_not_met"]
    for one in list_findings(answered, NUMBER):
        confirm(answered, one.id)
        if one in krav:
            no_action(answered, one.id, "Ett tilfelle.")
    sentence = f"1 punkt er ikke besvart (spør) · {len(krav)} funn mangler svar om avvik i EQS"
    async with shell(answered.path, size=(80, 24)) as s:
        screen = SummaryScreen(NUMBER)
        await s.app.push_screen(screen)
        await s.settle()
        assert sentence in what_now(screen).replace("\n", " ")
        assert "Alt er avgjort" not in s.text()
        assert "Ikke besvart (1)" in s.text()
        assert here(screen).id == krav[0].id
        rows = screen.query_one(SummaryList)
        rows.go_to("h-Funn")
        assert rows.go_to("eqs")
        await s.press("enter")
        assert here(screen).id == krav[0].id
        await s.press("a")
        await type_in(s.pilot, answer="nei")
        assert f"{len(krav) - 1} funn mangler svar om avvik i EQS" in what_now(screen)
        for one in krav:
            set_eqs(answered, one.id, False)
        screen.reload()
        await s.press("n")
        assert said(screen) == "Alle funn er avgjort. 1 punkt er ikke besvart (spør)."
        assert rows.go_to("ask-0")
        await s.press("enter")
        assert isinstance(s.screen, ReviewScreen)


async def test_n_before_and_p_after(opened: Opened, drawn: Workspace) -> None:
    first = get_review(drawn, NUMBER).cases[0].reference
    answer(drawn, NUMBER, first, "T07-23", Verdict.NO)
    async with opened(drawn) as (pilot, screen):
        await pilot.press("n")
        assert said(screen) == "Ingen funn er foreslått ennå. Svar på det som mangler først."
        await pilot.press("p")
        assert said(screen) == ""
        assert here(screen).checks == ("T07-23",)
        await pilot.press("b")
        assert finding(drawn, "T07-23").status == "confirmed"


async def test_an_action_is_changed_and_taken_back_before_locking(
    opened: Opened, answered: Workspace
) -> None:
    summarise(answered, NUMBER)
    one = finding(answered, "T07-23")
    confirm(answered, one.id)
    day = date(2027, 1, 31)
    add_action(answered, one.id, "Sjekklsite.", "intermediate", "Leder", day, None)
    async with opened(answered) as (pilot, screen):
        to_finding(screen, answered, "T07-23")
        await pilot.press("d")
        await pilot.pause()
        assert screen.app.screen.query_one("#deadline", Input).value == "31.01.2027"
        await type_in(pilot, text="Sjekkliste.", kind="10", role="Leder", deadline="01.02.2027")
        (action,) = finding(answered, "T07-23").actions
        assert (action.text, action.deadline) == ("Sjekkliste.", date(2027, 2, 1))
        assert action.strength_type == "Sjekkliste i arbeidsflyten"
        second = add_action(answered, one.id, "Fast tid.", "intermediate", "Leder", day, None)
        screen.reload()
        await pilot.pause()
        assert screen.check_action("change_action", ()) is False
        assert screen.query_one(SummaryList).go_to(f"action-{second.id}")
        await pilot.press("f")
        await pilot.pause()
        await pilot.press("j")
        await pilot.pause()
        assert [a.text for a in finding(answered, "T07-23").actions] == ["Sjekkliste."]
        assert here(screen).id == one.id


async def test_the_cases_that_fell_short_stand_first_with_all_that_was_said(
    opened: Opened, answered: Workspace
) -> None:
    """The fixture: on T07-13 the second case lacks two areas, the others are ja."""
    labels = {area.id: area.label for area in answered.catalogue.areas}
    async with opened(answered) as (pilot, screen):
        to_finding(screen, answered, "T07-13")
        await pilot.pause()
        cases = [text for text in about(screen).splitlines() if text.startswith("Sak ")]
        assert cases[0].startswith("Sak 2 (")
        for area in ("okonomi", "ernaering"):
            assert labels[area] in cases[0]
        assert all(text.endswith(": Ja") for text in cases[1:])
        assert len(cases) == 5


async def test_last_months_open_findings_are_shown(opened: Opened, year: Workspace) -> None:
    async with opened(year) as (_, screen):
        text = "\n".join(lines(screen))
        assert "SP-2026-09 · " in text and "SP-2026-10 · " in text


async def test_a_signed_summary_can_only_be_read_and_exported(
    opened: Opened, signed: Workspace
) -> None:
    before = list_findings(signed, NUMBER)
    async with opened(signed) as (pilot, screen):
        assert "låst" in what_now(screen)
        to_finding(screen, signed, "T07-23")
        await pilot.press("b", "v", "t", "i", "a", "space", "m", "e", "g", "p", "l")
        await pilot.pause()
        assert screen.app.screen is screen
    assert list_findings(signed, NUMBER) == before


async def test_l_goes_on_to_locking(opened: Opened, answered: Workspace) -> None:
    async with opened(answered) as (pilot, screen):
        await pilot.press("l")
        await pilot.pause()
        assert isinstance(screen.app.screen, FinishScreen)


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (200, 60)])
async def test_nothing_is_wider_than_the_screen(
    opened: Opened, answered: Workspace, size: tuple[int, int]
) -> None:
    async with opened(answered, size=size) as (pilot, screen):
        await pilot.press("down", "end")
        await pilot.pause()
        for widget in screen.query("*"):
            if widget.display and widget.region.width:
                assert widget.region.right <= size[0], widget
                assert widget.region.bottom <= size[1], widget
        assert screen.query_one(SummaryList).virtual_size.width <= size[0]
        assert screen.query_one(SummaryList).size.height >= 8


async def test_every_key_has_its_action(opened: Opened, answered: Workspace) -> None:
    async with opened(answered) as (_, screen):
        for active in screen.active_bindings.values():
            name = active.binding.action.partition("(")[0]
            space, _, bare = name.rpartition(".")
            owner = {"app": screen.app, "screen": screen}.get(space, active.node)
            assert hasattr(owner, f"action_{bare}"), active.binding
