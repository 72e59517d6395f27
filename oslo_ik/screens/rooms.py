"""The rooms of the house: letter, name, and a function that opens each (imported when needed)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from oslo_ik.errors import OsloIkError
from oslo_ik.screens.base import PaletteCommand

if TYPE_CHECKING:
    from oslo_ik.screens.app import OsloIkApp
    from oslo_ik.screens.overview import Seen


@dataclass(frozen=True)
class Room:
    """A room; ``make`` returns its screen, or a sentence about why there is none."""

    id: str
    key: str
    label: str
    make: Callable[[OsloIkApp], Screen[Any] | str]


def _review(app: OsloIkApp) -> Screen[Any] | str:
    from oslo_ik.reviews.spot_checks import current_review
    from oslo_ik.screens.review import ReviewScreen

    review = current_review(app.ws)
    if review is None:
        return "Ingen stikkprøve pågår. Trykk t for å trekke en ny."
    return ReviewScreen(review.number)


def _draw(app: OsloIkApp) -> Screen[Any] | str:
    from oslo_ik.screens.draw import DrawScreen

    return DrawScreen()


def _cases(app: OsloIkApp) -> Screen[Any] | str:
    from oslo_ik.screens.cases import CasesScreen

    return CasesScreen()


def _follow_up(app: OsloIkApp) -> Screen[Any] | str:
    from oslo_ik.screens.follow_up import FollowUpScreen

    return FollowUpScreen()


def _checks(app: OsloIkApp) -> Screen[Any] | str:
    from oslo_ik.screens.checks import ChecksScreen

    return ChecksScreen()


def _summary(app: OsloIkApp) -> Screen[Any] | str:
    from oslo_ik.screens.summary import SummaryScreen

    number = _latest(app)
    return SummaryScreen(number) if number else "Det er ingen stikkprøve å oppsummere ennå."


def _finish(app: OsloIkApp) -> Screen[Any] | str:
    from oslo_ik.reviews.spot_checks import current_review
    from oslo_ik.screens.finish import FinishScreen

    review = current_review(app.ws)
    return FinishScreen(review.number) if review else "Det er ingen åpen stikkprøve å låse."


def _export(app: OsloIkApp) -> Screen[Any] | str:
    from oslo_ik.screens.export import ExportScreen

    number = _latest(app)
    return ExportScreen(number) if number else "Det er ingen stikkprøve å eksportere ennå."


def _setup(app: OsloIkApp) -> Screen[Any] | str:
    from oslo_ik.screens.setup import SetupScreen

    return SetupScreen()


def _latest(app: OsloIkApp) -> str | None:
    from oslo_ik.reviews.spot_checks import list_reviews

    return next((row.number for row in list_reviews(app.ws)), None)


ROOMS = (
    Room("review", "g", "Gjennomgang", _review),
    Room("draw", "t", "Trekk", _draw),
    Room("cases", "s", "Saker", _cases),
    Room("summary", "f", "Funn og oppsummering", _summary),
    Room("finish", "l", "Lås og ferdigstill", _finish),
    Room("export", "e", "Eksporter", _export),
    Room("follow_up", "p", "Oppfølging", _follow_up),
    Room("checks", "k", "Kontrollpunkter", _checks),
    Room("setup", "o", "Oppsett", _setup),
)
SEARCHED = frozenset({"cases", "checks", "follow_up"})
# What a room needs before it can be entered.
BEFORE_SETUP = frozenset({"checks", "setup"})
NEEDS_CURRENT = frozenset({"review", "finish"})
NEEDS_REVIEW = frozenset({"summary", "export"})

# The start screen and Oversikt stay at the bottom of the stack.
GROUND = 2


def enter(app: OsloIkApp, seen: Seen | None) -> None:
    """From the start screen to Oversikt; the first time with set-up on top."""
    from oslo_ik.screens.overview import OverviewScreen

    app.push_screen(OverviewScreen(seen))
    if app.unit is None:
        app.call_later(open_room, app, "setup")


def open_room(app: OsloIkApp, room_id: str) -> None:
    """Open a room on top of what is open; a room that is not possible says why."""
    room = next(room for room in ROOMS if room.id == room_id)
    if app.unit is None and room.id not in BEFORE_SETUP:
        tell(app, "Sett opp enheten først. Trykk o.")
        return
    try:
        made = room.make(app)
    except OsloIkError as error:
        tell(app, error.message)
        return
    if isinstance(made, str):
        tell(app, made)
    else:
        app.push_screen(made)


def open_review(app: OsloIkApp, number: str) -> None:
    """A review at the stage where it stands: answering, findings, or the document."""
    from oslo_ik.reviews.spot_checks import get_review

    try:
        status = get_review(app.ws, number).status
    except OsloIkError as error:
        tell(app, error.message)
        return
    app.push_screen(_stage(status, number))


def _stage(status: str, number: str) -> Screen[Any]:
    if status == "open":
        from oslo_ik.screens.review import ReviewScreen

        return ReviewScreen(number)
    if status == "summarised":
        from oslo_ik.screens.summary import SummaryScreen

        return SummaryScreen(number)
    from oslo_ik.screens.export import ExportScreen

    return ExportScreen(number)


def go(app: OsloIkApp, room_id: str) -> None:
    """Leave every open screen (each commits what was typed), and open a room from Oversikt."""
    if home(app) and room_id != "overview":
        open_room(app, room_id)


def home(app: OsloIkApp) -> bool:
    """Back to Oversikt; False when a screen has to be dealt with first."""
    while len(app.screen_stack) > GROUND:
        flush = getattr(app.screen, "flush", None)
        if flush is not None and not flush():
            return False
        app.pop_screen()
    return True


def tell(app: OsloIkApp, sentence: str) -> None:
    """One sentence above the keys of the screen in front."""
    say = getattr(app.screen, "say", None)
    if say is not None:
        say(sentence)


def possible(app: OsloIkApp) -> frozenset[str]:
    """The rooms that can be entered now."""
    if app.unit is None:
        return BEFORE_SETUP
    from oslo_ik.reviews.spot_checks import list_reviews, row_in_hand

    reviews = list_reviews(app.ws)
    shut = frozenset() if reviews else NEEDS_REVIEW
    if row_in_hand(reviews) is None:
        shut |= NEEDS_CURRENT
    return frozenset(room.id for room in ROOMS) - shut


def commands(app: OsloIkApp, below: Screen[Any]) -> list[PaletteCommand]:
    """The rooms that can be entered now, for the palette.

    A room's letter is told only over Oversikt (``below``): elsewhere it means something else.
    """
    from oslo_ik.screens.overview import OverviewScreen

    letters = isinstance(below, OverviewScreen)
    found = [PaletteCommand("Gå til Oversikt", lambda: go(app, "overview"))]
    allowed = possible(app)
    for room in ROOMS:
        if room.id in allowed:
            run = partial(go, app, room.id)
            found.append(PaletteCommand(f"Åpne {room.label}", run, room.key if letters else ""))
    found += [
        PaletteCommand(f"Søk i {room.label}", partial(_search, app, room.id))
        for room in ROOMS
        if room.id in SEARCHED and room.id in allowed
    ]
    return found


def _search(app: OsloIkApp, room_id: str) -> None:
    """Into a room, with the cursor in its search field."""
    go(app, room_id)

    def to_field() -> None:
        field = app.screen.query("#search")
        if field and field.first().display:
            field.first().focus()

    app.call_after_refresh(to_field)


def closed(app: OsloIkApp) -> list[tuple[str, str]]:
    """The rooms that cannot be entered now, each with a word about why."""
    allowed = possible(app)
    return [(room.label, _why(app, room)) for room in ROOMS if room.id not in allowed]


def _why(app: OsloIkApp, room: Room) -> str:
    if app.unit is None:
        return "sett opp enheten først"
    if room.id in NEEDS_REVIEW:
        return "ingen stikkprøve er trukket ennå"
    return "ingen stikkprøve pågår"
