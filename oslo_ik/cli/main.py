"""``oslo-ik``: the app when it stands alone, else a noun and a verb.

Only the noun that is asked for is imported, so that help is there at once.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.main import get_command

from oslo_ik import __version__
from oslo_ik.cli.bokmal import SETTINGS, BokmalGroup
from oslo_ik.cli.outcome import ended
from oslo_ik.cli.output import on_terminal, say
from oslo_ik.cli.shared import clock_of, file_of, keep, open_app, parse_day, parse_path

if TYPE_CHECKING:
    from typer._click import Context
    from typer._click.core import Command

PROGRAM = "oslo-ik"
NOUNS = {
    "oppsett": ("set_up", "Sett opp enheten, eller endre oppsettet."),
    "saker": ("cases", "Sakslisten: importer den, og se den."),
    "kontrollpunkter": ("checks", "Kontrollpunktene fra Oslostandarden."),
    "stikkprove": ("spot_checks", "Månedens stikkprøve, fra trekning til låsing."),
    "funn": ("findings", "Funnene fra oppsummeringen: bekreft, avvis, slå sammen."),
    "tiltak": ("actions", "Forbedringstiltak på funnene."),
    "eksporter": ("export", "Skriv Word-dokumentet til EQS."),
    "verifiser": ("verify", "Kontroller at det som er låst, er uendret."),
    "demo": ("demo", "Prøv alt på en oppdiktet bydel."),
    "versjon": ("version", "Vis versjonen av programmet."),
}


class Root(BokmalGroup):
    """The whole command line; a noun's module is imported when it is asked for."""

    def list_commands(self, ctx: Context) -> list[str]:
        """Every noun."""
        return list(NOUNS)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        """The commands of one noun."""
        if cmd_name not in NOUNS:
            return None
        module = import_module(f"oslo_ik.cli.{NOUNS[cmd_name][0]}")
        return get_command(module.app)

    def summaries(self, ctx: Context) -> list[tuple[str, str]]:
        """Each noun with one line, without importing it."""
        return [(noun, help) for noun, (_, help) in NOUNS.items()]

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = False,
        **extra: Any,
    ) -> Any:
        """Run a command line and exit with its status; text is never expanded as a file name."""

        def run() -> object:
            # Typer's own main prints English; without standalone mode it raises instead.
            return super(Root, self).main(
                args, PROGRAM, complete_var, False, windows_expand_args, **extra
            )

        sys.exit(ended(run))


app = typer.Typer(
    name=PROGRAM,
    cls=Root,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
    help=(
        "Internkontroll for rusfaglig arbeid i bydelene: stikkprøve, funn, forbedringstiltak og "
        "dokument til EQS. oslo-ik alene åpner appen."
    ),
)


def show_version(ctx: typer.Context, value: bool) -> None:
    """Print the version and stop."""
    if value:
        say(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def start(
    ctx: typer.Context,
    database: Annotated[
        Path | None,
        typer.Option(
            "--database",
            metavar="FIL",
            parser=parse_path,
            callback=keep,
            expose_value=False,
            help="Databasen. Ellers OSLO_IK_DATABASE, ellers din egen datamappe.",
        ),
    ] = None,
    day: Annotated[
        date | None,
        typer.Option(
            "--dato",
            metavar="DATO",
            parser=parse_day,
            callback=keep,
            expose_value=False,
            help="Lat som det er denne dagen. Bare i en demodatabase.",
        ),
    ] = None,
    confirmed: Annotated[
        bool,
        typer.Option(
            "--bekreft-personvern",
            callback=keep,
            expose_value=False,
            help="Svar at teksten ikke kan knyttes til noen, når programmet spør.",
        ),
    ] = False,
    version: Annotated[
        bool,
        typer.Option(
            "--versjon",
            "--version",
            callback=show_version,
            expose_value=False,
            is_eager=True,
            help="Vis versjonen.",
        ),
    ] = False,
) -> None:
    """Open the app when no noun is given and a person sits there; else print the help."""
    if ctx.invoked_subcommand is not None:
        return
    if on_terminal():
        path = file_of(ctx)
        open_app(path, clock_of(ctx, path))
    else:
        typer.echo(ctx.get_help())


def run() -> None:
    """The entry point of ``oslo-ik`` and of ``python -m oslo_ik``."""
    for stream in (sys.stdout, sys.stderr):
        # A pipe is UTF-8 whatever the machine's code page; a terminal keeps its own.
        stream.reconfigure(  # type: ignore[union-attr]
            encoding=None if stream.isatty() else "utf-8", errors="replace"
        )
    app()
