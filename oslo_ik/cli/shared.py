"""The options that every command takes, before the noun or after the verb, and what they open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from oslo_ik.cli.bokmal import WrongUsage
from oslo_ik.errors import InvalidInput, OsloIkError, Refused
from oslo_ik.settings import database_path

if TYPE_CHECKING:
    from oslo_ik.reviews.workspace import Workspace

_KEY = "oslo_ik.shared"


@dataclass
class Shared:
    """What the shared options said, and which option has read standard input."""

    database: Path | None = None
    day: date | None = None
    confirmed: bool = False
    read_by: str | None = None


def shared(ctx: typer.Context) -> Shared:
    """The one set of shared options of a command line."""
    found: Shared = ctx.meta.setdefault(_KEY, Shared())
    return found


def keep(ctx: typer.Context, param: typer.CallbackParam, value: Any) -> Any:
    """Remember a shared option, at whichever place it stands."""
    if value not in (None, False):
        setattr(shared(ctx), param.name, value)
    return value


def parse_path(text: str) -> Path:
    """A path with ``~`` for the home folder."""
    return Path(text).expanduser()


def parse_day(text: str) -> date:
    """A date in Norwegian or ISO form, else WrongUsage."""
    from oslo_ik.text import parse_date

    try:
        return parse_date(text)
    except InvalidInput as error:
        raise WrongUsage(error.message) from error


def file_of(ctx: typer.Context) -> Path:
    """The database that the command works on."""
    return database_path(shared(ctx).database)


def clock_of(ctx: typer.Context, path: Path) -> Callable[[], datetime]:
    """The machine's clock; in a demo database the day of ``--dato`` when it is given."""
    if shared(ctx).day is not None:
        _require_demo(path)
    return demo_clock(ctx)


def demo_clock(ctx: typer.Context) -> Callable[[], datetime]:
    """The clock of a demo: noon of ``--dato``, else the machine's."""
    from oslo_ik.reviews.workspace import local_now

    day = shared(ctx).day
    if day is None:
        return local_now
    moment = datetime.combine(day, time(12), local_now().tzinfo)
    return lambda: moment


def workspace(ctx: typer.Context, *, allow_changed_guards: bool = False) -> Workspace:
    """Open the database that the options name. Raises DatabaseError or Refused."""
    from oslo_ik.reviews.workspace import open_workspace

    path = file_of(ctx)
    clock = clock_of(ctx, path)
    ws = open_workspace(path, clock, allow_changed_guards=allow_changed_guards)
    return ws.confirming() if shared(ctx).confirmed else ws


def open_app(path: Path, clock: Callable[[], datetime]) -> None:
    """Open the app on a database; textual is imported here."""
    from oslo_ik.screens.app import OsloIkApp

    OsloIkApp(path, clock=clock).run()


def _require_demo(path: Path) -> None:
    """Only a demo takes another date (§10)."""
    from oslo_ik.reviews.unit import find_unit
    from oslo_ik.reviews.workspace import Workspace

    try:
        unit = find_unit(Workspace(path)) if path.is_file() else None
    except OsloIkError:
        unit = None
    if unit is None or not unit.demo:
        raise Refused("Bare en demodatabase tar imot --dato. Kjør kommandoen uten --dato.")
