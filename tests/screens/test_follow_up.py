"""Oppfølging, driven by keys on a real database: what happens to a finding after locking."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from rich.text import Text
from textual.binding import Binding
from textual.widgets import Input, Select, Static, TextArea

from oslo_ik.reviews.actions import add_action, no_action
from oslo_ik.reviews.findings import add_good_practice, confirm, dismiss, list_findings, rename
from oslo_ik.reviews.follow_up import close_finding, finding_history, set_action_status
from oslo_ik.reviews.signing import sign
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.views import ActionView, FindingView
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.screens.follow_up import FollowUpScreen
from oslo_ik.screens.overview import OverviewScreen
from oslo_ik.screens.widgets.confirm import ConfirmScreen
from oslo_ik.screens.widgets.empty import EmptyState
from oslo_ik.screens.widgets.footer import KeyBar
from oslo_ik.screens.widgets.form import FormScreen
from oslo_ik.screens.widgets.status import StatusLine
from oslo_ik.screens.widgets.table import OsloTable
from oslo_ik.text import clean

NUMBER = "SP-2026-11"
# The fixture's month: T07-23 is confirmed with one action due 31.01.2027, T01-10 without any.
AFTER_DEADLINE = date(2027, 2, 15)
HOSTILE = (
    "[ja] [/] [JA] [x",
    "=1+1",
    "rød \x1b[31mtekst\x1b[0m \u202eomvendt",
    "lang " * 1000,
    "æøåÆØÅ",
)


class Room:
    """The screen on a running app, read as a leader reads it."""

    def __init__(self, shell: Any, ws: Workspace) -> None:
        self.s, self.ws = shell, ws

    @property
    def screen(self) -> FollowUpScreen:
        return next(s for s in self.s.app.screen_stack if isinstance(s, FollowUpScreen))

    @property
    def table(self) -> OsloTable:
        return self.screen.query_one(OsloTable)

    @property
    def keys(self) -> list[str | None]:
        return [row.value for row in self.table.rows]

    def row(self, key: str) -> list[str]:
        found: list[Text] = self.table.get_row(key)
        return [one.plain for one in found]

    @property
    def about(self) -> str:
        return str(self.screen.query_one("#about-text", Static).content)

    @property
    def said(self) -> str:
        return self.s.screen.query_one(StatusLine).text

    @property
    def bar(self) -> str:
        return str(self.screen.query_one(KeyBar).render())

    def finding(self, check: str = "T07-23", number: str = NUMBER) -> FindingView:
        return next(f for f in list_findings(self.ws, number) if check in f.checks)

    @property
    def action(self) -> ActionView:
        return self.finding().actions[0]

    async def to_finding(self, check: str = "T07-23") -> None:
        assert self.table.go_to(f"finding-{self.finding(check).id}")
        await self.s.settle()

    async def to_action(self) -> None:
        assert self.table.go_to(f"action-{self.action.id}")
        await self.s.settle()

    async def press(self, *keys: str) -> None:
        await self.s.press(*keys)

    async def fill_in(self, **values: str) -> None:
        """Fill the form in front and save it; choices are named by their value."""
        form = self.s.screen
        assert isinstance(form, FormScreen)
        for name, value in values.items():
            control = form.query_one(f"#{name}")
            assert isinstance(control, (Input, Select))
            control.value = value
        await self.s.press("ctrl+s")


Opened = Callable[..., AbstractAsyncContextManager[Room]]


@pytest.fixture
def opened(shell: Callable[..., Any]) -> Opened:
    """The room, opened from Oversikt with its letter."""

    @asynccontextmanager
    async def start(ws: Workspace, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Room]:
        async with shell(ws.path, size=size, now=ws.clock()) as s:
            await s.press("p")
            assert isinstance(s.screen, FollowUpScreen)
            yield Room(s, ws)

    return start


def decide(ws: Workspace) -> FindingView:
    """Sum up and confirm T07-23, dismiss the rest; ready to be locked but for an action."""
    found = {f.checks[0]: f for f in summarise(ws, NUMBER).findings}
    for check, finding in found.items():
        if check != "T07-23":
            dismiss(ws, finding.id, "Dekket av pågående arbeid.")
    confirm(ws, found["T07-23"].id)
    no_action(ws, found["T07-23"].id, "Ett tilfelle.")
    return found["T07-23"]


def later(ws: Workspace, day: date) -> Workspace:
    """The same database on another day."""
    moment = ws.clock() + (day - ws.today())
    return Workspace(ws.path, lambda: moment, ws.entropy)


async def test_a_finding_from_locking_to_closed_and_open_again(
    opened: Opened, signed: Workspace
) -> None:
    async with opened(signed) as room:
        await room.to_action()
        await room.press("i")
        assert (room.action.status, room.finding().status) == ("in_progress", "in_progress")
        await room.press("f")
        await room.fill_in(deadline="01.03.2027", reason="Venter på fagsystemet.")
        assert room.action.deadline == date(2027, 3, 1)
        await room.press("U")
        assert (room.action.status, room.finding().status) == ("done", "done")
        assert "Vurder effekten med v" in room.said
        await room.press("v")
        await room.fill_in(effect="wanted", evidence="5 av 6 i neste stikkprøve, mot 3 av 5.")
        assert (room.action.effect_result, room.finding().status) == ("wanted", "effect_judged")
        assert "trykk l" in room.said
        await room.to_finding()
        await room.press("a")
        await room.fill_in(number="2027-77")
        assert room.finding().eqs_number == "2027-77"
        await room.press("l")
        assert isinstance(room.s.screen, ConfirmScreen)
        await room.press("n")
        assert room.finding().status == "effect_judged"
        await room.press("l", "j")
        assert room.finding().status == "closed"
        assert f"finding-{room.finding().id}" not in room.keys
        await room.press("s", "s")
        assert room.keys == [f"finding-{room.finding().id}", f"action-{room.action.id}"]
        await room.to_finding()
        await room.press("å")
        await room.fill_in(reason="Kom tilbake i desember.")
        assert room.finding().status == "effect_judged"
        await room.press("s", "s")
        await room.to_finding()
        told = room.about.partition("Historikk\n")[2].splitlines()
    day = "23.11.2026  "
    assert all(line.startswith(day) for line in told)
    name = "Tiltak «Sjekkliste i arbeidsflyten.»: "
    expected = [
        name + "Pågår",
        name + "Ny frist 01.03.2027. Begrunnelse: Venter på fagsystemet.",
        name + "Gjennomført",
        name + "Ønsket effekt. Belegg: 5 av 6 i neste stikkprøve, mot 3 av 5.",
        "Funnet: Foreslått",
        "Funnet: Bekreftet",
        "Funnet: Pågår",
        "Funnet: Gjennomført",
        "Funnet: Effekt vurdert",
        "Funnet: Avvik i EQS: 2027-77",
        "Funnet: Lukket",
        "Funnet: Åpnet igjen, effekt vurdert. Begrunnelse: Kom tilbake i desember.",
    ]
    assert [line.removeprefix(day) for line in told] == expected
    assert verify(signed).ok


async def test_the_panel_tells_everything_about_a_finding(
    opened: Opened, signed: Workspace
) -> None:
    async with opened(signed) as room:
        await room.to_finding()
        assert room.about.startswith(f"Funn {room.finding().id}: {room.finding().title}\n")
        for told in (
            "SP-2026-11 · Krav ikke oppfylt · Bekreftet",
            "T07-23: 2 av 5 (1 nei, 1 ikke dokumentert)",
            "EQS: ikke tatt stilling til",
            "Forbedringstiltak: Sjekkliste i arbeidsflyten.",
            "Middels · Fagansvarlig · frist 31.01.2027 · Ikke startet",
        ):
            assert told in room.about
        await room.to_action()
        assert room.about.startswith("Forbedringstiltak: Sjekkliste i arbeidsflyten.")
        await room.to_finding("T01-10")
        reason = "Ingen forbedringstiltak: Ett tilfelle, rettet under kontrollen."
        assert reason in room.about


async def test_dropping_and_going_back_need_a_reason(opened: Opened, signed: Workspace) -> None:
    async with opened(signed) as room:
        await room.to_action()
        await room.press("d")
        await room.fill_in(reason="  ")
        assert isinstance(room.s.screen, FormScreen)
        assert room.action.status == "not_started"
        await room.fill_in(reason="Dekkes av ny avtale.")
        assert room.action.status == "dropped"
        await room.press("t")
        await room.fill_in(reason="Avtalen ble ikke noe av.")
        assert room.action.status == "not_started"
        await room.press("u", "i")
        await room.fill_in(reason="Var ikke ferdig likevel.")
        assert room.action.status == "in_progress"
        reasons = [entry.reason for entry in finding_history(signed, room.finding().id)]
        for reason in ("Dekkes av ny avtale.", "Avtalen ble ikke noe av."):
            assert reason in reasons
            assert f"Begrunnelse: {reason}" in room.about


async def test_what_is_not_possible_is_one_sentence(opened: Opened, signed: Workspace) -> None:
    async with opened(signed) as room:
        await room.to_action()
        await room.press("v")
        assert room.said == "Effekten vurderes når tiltaket er gjennomført. Sett statusen først."
        await room.to_finding()
        await room.press("l")
        assert "har tiltak som ikke er avsluttet" in room.said
        assert room.finding().status == "confirmed"
        await room.to_action()
        await room.press("u")
        await room.to_finding()
        await room.press("l")
        assert "kan ikke lukkes før effekten er vurdert" in room.said
        assert room.finding().status == "done"
        await room.to_action()
        await room.press("t")
        await room.fill_in(reason="Feil tast.")
        await room.press("f")
        await room.fill_in(deadline="22.11.2026", reason="Tilbake i tid.")
        assert "Fristen er passert" in room.said
        assert isinstance(room.s.screen, FormScreen)
        await room.fill_in(deadline="23.11.2026")
        assert room.action.deadline == date(2026, 11, 23)


async def test_a_finding_without_a_done_action_closes_on_evidence(
    opened: Opened, signed: Workspace
) -> None:
    async with opened(signed) as room:
        await room.to_finding("T01-10")
        await room.press("l")
        assert isinstance(room.s.screen, FormScreen)
        await room.fill_in(evidence="")
        assert room.finding("T01-10").status == "confirmed"
        await room.fill_in(evidence="5 av 5 i desember.")
        assert room.finding("T01-10").status == "closed"
        await room.press("s", "s")
        await room.to_finding("T01-10")
        assert "Funnet: Lukket. Belegg: 5 av 5 i desember." in room.about


async def test_keys_that_make_no_sense_are_not_offered(opened: Opened, signed: Workspace) -> None:
    async with opened(signed) as room:
        await room.to_finding()
        assert "l Lukk" in room.bar and "a EQS-nummer" in room.bar
        assert "Pågår" not in room.bar and "Åpne igjen" not in room.bar
        before = list_findings(signed)
        await room.press("i", "u", "d", "f", "v", "t", "å", "o")
        assert room.s.screen is room.screen
        await room.to_action()
        assert "i Pågår" in room.bar and "f Flytt frist" in room.bar
        assert "Ikke startet" not in room.bar and "Lukk" not in room.bar
        await room.press("t", "a", "l", "c", "å")
        assert room.s.screen is room.screen
        assert list_findings(signed) == before
        await room.press("u")
        assert "Flytt frist" not in room.bar and "t Ikke startet" in room.bar


async def test_the_list_can_be_narrowed_with_one_key(opened: Opened, year: Workspace) -> None:
    """Three signed months: T07-23 with an action and T01-10 without, each month."""
    months = ("SP-2026-09", "SP-2026-10", "SP-2026-11")
    ws = later(year, AFTER_DEADLINE)
    mine = {n: [f for f in list_findings(ws, n) if f.status != "dismissed"] for n in months}
    first = next(f for f in mine["SP-2026-09"] if f.actions)
    done = next(f for f in mine["SP-2026-10"] if f.actions)
    set_action_status(ws, done.actions[0].id, "done")
    bare = next(f for f in mine["SP-2026-11"] if not f.actions)
    close_finding(ws, bare.id, "Sett på fem nye saker.")
    late = [first, next(f for f in mine["SP-2026-11"] if f.actions)]
    async with opened(ws) as there:
        still = {f"finding-{f.id}" for n in months for f in mine[n] if f.id != bare.id}
        assert {key for key in there.keys if key and key.startswith("finding")} == still
        # Every deadline is 31.01.2027: the word tells which have passed and are not done.
        assert there.row(f"action-{first.actions[0].id}")[-1] == "over frist"
        assert there.row(f"action-{done.actions[0].id}")[-1] == "31.01.2027"
        await there.press("s")
        assert "over frist: 2 funn, 2 tiltak" in str(there.screen.query_one("#count").content)
        assert there.keys == [
            key for f in late for key in (f"finding-{f.id}", f"action-{f.actions[0].id}")
        ]
        assert "frist 31.01.2027, over frist" in there.about
        await there.press("s")
        assert there.keys == [f"finding-{bare.id}"]
        await there.press("s")
        dismissed = [f for f in list_findings(ws) if f.status == "dismissed"]
        assert dismissed
        assert {f"finding-{f.id}" for f in dismissed} <= set(there.keys)
        await there.press("S")
        assert {key for key in there.keys if key and key.startswith("finding")} == still


async def test_the_search_reads_title_check_and_role(opened: Opened, signed: Workspace) -> None:
    async with opened(signed) as room:
        with_action, without = room.finding(), room.finding("T01-10")
        both = [f"finding-{with_action.id}", f"action-{room.action.id}"]
        for wanted, expected in (
            ("t01-10", [f"finding-{without.id}"]),
            ("FAGANSVARLIG", both),
            (with_action.title[:25].upper(), both),
            ("finnes ikke", []),
        ):
            await room.press("slash")
            room.screen.query_one("#search", Input).value = wanted
            await room.s.pilot.pause(0.25)
            await room.press("enter")
            assert room.keys == expected, wanted
        assert "Ingen treff" in room.about
        await room.press("escape")
        await room.s.pilot.pause(0.25)
        assert len(room.keys) == 3
        await room.press("escape")
        assert isinstance(room.s.screen, OverviewScreen)


async def test_good_practice_stands_last_and_can_only_be_read(
    opened: Opened, answered: Workspace
) -> None:
    decide(answered)
    add_good_practice(answered, NUMBER, "T01-01", "God bruk av mal")
    sign(answered, NUMBER, "Seksjonsleder", "Avklares i desember.")
    async with opened(answered) as room:
        await room.press("s", "s", "s")
        last = next(f for f in list_findings(answered) if f.kind == "good_practice")
        assert room.keys[-1] == f"finding-{last.id}"
        assert room.row(room.keys[-1] or "")[0] == "God praksis"
        room.table.go_to(f"finding-{last.id}")
        await room.s.settle()
        assert "T01-01: 5 av 5 ja" in room.about
        before = list_findings(answered)
        await room.press("i", "u", "d", "f", "v", "t", "a", "l", "å", "c")
        assert room.s.screen is room.screen
        assert list_findings(answered) == before


async def test_the_text_for_eqs_is_the_same_as_before_locking(
    opened: Opened, signed: Workspace
) -> None:
    async with opened(signed) as room:
        await room.to_finding()
        await room.press("c")
        text = room.s.screen.query_one(TextArea).text
        assert "T07-23: 2 av 5 (1 nei, 1 ikke dokumentert)" in text
        await room.press("c")
        assert room.s.app.clipboard == text


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_reasons_and_evidence_are_shown_whole(
    opened: Opened, signed: Workspace, text: str
) -> None:
    whole = clean(text).strip()
    async with opened(signed) as room:
        await room.to_action()
        await room.press("f")
        await room.fill_in(deadline="01.06.2027", reason=text)
        await room.press("u", "v")
        await room.fill_in(effect="partial", evidence=text)
        assert room.action.effect_evidence == whole
        assert f"Belegg: {whole}" in room.about
        assert f"Ny frist 01.06.2027. Begrunnelse: {whole}" in room.about
        await room.to_finding()
        await room.press("l", "j", "s", "s")
        await room.to_finding()
        await room.press("o")
        await room.fill_in(reason=text)
        await room.press("s", "s")
        await room.to_finding()
        assert f"Åpnet igjen, effekt vurdert. Begrunnelse: {whole}" in room.about
        await room.press("h")
        assert "\x1b[31m" not in room.s.text()
        await room.press("escape")
        assert room.table.display


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_titles_actions_and_roles_are_letters(
    opened: Opened, answered: Workspace, text: str
) -> None:
    whole, short = clean(text).strip(), clean(text[:300]).strip()
    finding = decide(answered)
    sure = answered.confirming()
    rename(sure, finding.id, text)
    add_action(sure, finding.id, text[:300], "weak", text[:60], date(2027, 1, 31))
    sign(answered, NUMBER, "Seksjonsleder", "Avklares i desember.")
    async with opened(answered, size=(200, 60)) as room:
        await room.to_action()
        assert room.about.startswith(f"Forbedringstiltak: {short}")
        assert f"Funn {room.finding().id}: {whole}" in room.about
        listed = room.row(f"finding-{room.finding().id}")[1]
        assert listed == f"{room.finding().id} {whole}"
        assert whole[:20].strip() in room.s.text()
        await room.press("f")
        assert whole[:20].strip() in room.s.text()


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40), (160, 50), (200, 60)])
async def test_nothing_is_wider_than_the_screen(
    opened: Opened, year: Workspace, size: tuple[int, int]
) -> None:
    async with opened(later(year, AFTER_DEADLINE), size=size) as room:
        for keys in ((), ("down",), ("s",), ("s", "s"), ("end",), ("h",), ("h", "slash")):
            await room.press(*keys)
            for widget in room.screen.walk_children(with_self=False):
                if widget.display and widget.region.area:
                    assert widget.region.right <= size[0], (keys, widget)
            for widget in room.screen.query("#top, #halves, KeyBar, StatusLine"):
                assert widget.region.bottom <= size[1], (keys, widget)
        assert room.table.virtual_size.width <= room.table.size.width
        assert room.table.size.height >= 10


async def test_every_key_stands_whole_in_the_bar_and_the_list_never_jumps(
    opened: Opened, signed: Workspace
) -> None:
    async with opened(signed) as room:
        heights = set()
        for go in (room.to_finding, room.to_action):
            await go()
            shown = room.s.text()
            for active in room.screen.active_bindings.values():
                if active.binding.show and type(active.node).__module__.startswith("oslo_ik"):
                    labels = getattr(active.node, "key_labels", {})
                    assert labels.get(active.binding.action, active.binding.description) in shown
            heights.add(room.table.size.height)
        await room.press("u")
        heights.add(room.table.size.height)
        assert len(heights) == 1


async def test_before_anything_is_locked_it_says_what_to_do(
    opened: Opened, answered: Workspace
) -> None:
    async with opened(answered) as room:
        empty = room.screen.query_one(EmptyState)
        assert empty.display
        assert "når stikkprøven er låst" in room.s.text()
        await room.press("i", "l", "s", "slash")
        assert room.s.screen is room.screen
        await room.press("escape")
        assert isinstance(room.s.screen, OverviewScreen)


async def test_oversikt_leads_here_when_something_is_over_its_deadline(
    shell: Any, year: Workspace
) -> None:
    now = year.clock() + timedelta(days=100)
    async with shell(year.path, size=(160, 50), now=now) as s:
        assert "3 over frist" in s.text()
        assert "p Oppfølging" in s.text()
        assert "p følger opp" in s.text()
        await s.press("P")
        assert isinstance(s.screen, FollowUpScreen)
        assert s.text().count("31.01.2027, over frist") >= 1


def test_the_guide_has_every_key_of_the_room() -> None:
    guide = Path(__file__).resolve().parents[2] / "docs" / "brukerveiledning.md"
    text = guide.read_text(encoding="utf-8")
    part = re.search(r"^### 6\. Oppfølging etter låsing.*?(?=^#)", text, re.M | re.S)
    assert part is not None
    told = set(re.findall(r"^\| `([^`]+)` \|", part[0], re.M))
    bound = {b.key.partition(",")[0] for b in FollowUpScreen.BINDINGS if isinstance(b, Binding)}
    assert told == {key.replace("slash", "/") for key in bound}
