"""Typer's own words in bokmål: usage, help and errors are translated here and nowhere else.

Typer draws its help from English strings that cannot be swapped, so the commands and groups of
this project draw their own, plain, from the same parameters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import typer
from typer._click.exceptions import (
    BadOptionUsage,
    ClickException,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperCommand, TyperGroup

if TYPE_CHECKING:
    from typer._click import Context, HelpFormatter
    from typer._click.core import Command, Parameter
    from typer.core import TyperOption

if TYPE_CHECKING:
    _Base = TyperCommand
else:
    _Base = object  # TyperCommand and TyperGroup have no class of Typer's own in common

HELP_NAMES = ["--hjelp", "--help"]
SHOW_HELP = "Vis denne hjelpen."
MUST_BE_GIVEN = "Må oppgis."
FREE_TEXT = "TEKST|-"
FROM_STANDARD_INPUT = "Skriv - i stedet for TEKST, så leses teksten fra standard inn."

_LETTERS = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "Æ": "ae", "Ø": "o", "Å": "a"})
_EXTRA = re.compile(r"extra argument\(s\) \((.*)\)", re.DOTALL)


def plain_letters(token: str) -> str:
    """A command, option or choice as it is spelled here: ``stikkprøve`` is ``stikkprove``."""
    return token.translate(_LETTERS)


SETTINGS: dict[str, Any] = {
    "help_option_names": HELP_NAMES,
    "token_normalize_func": plain_letters,
}


class WrongUsage(typer.BadParameter):
    """Wrong usage (exit status 2); the message is one bokmål sentence already."""


class _Bokmal(_Base):
    """What commands and groups share: usage line, help option, tables of options."""

    def get_params(self, ctx: Context) -> list[Parameter]:
        """The command's own parameters, the root's shared options, and help."""
        own = super().get_params(ctx)
        root = ctx.find_root().command
        if root is self:
            return own
        return own[:-1] + [param for param in root.params if is_shared(param)] + own[-1:]

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """Parse, and let every error know which command it is about."""
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = error.ctx or ctx
            raise

    def get_help_option_names(self, ctx: Context) -> list[str]:
        """Both names, in the order they are shown."""
        return list(ctx.help_option_names)

    def get_help_option(self, ctx: Context) -> TyperOption | None:
        """The help option, explained in bokmål."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = SHOW_HELP
        return option

    def format_usage(self, ctx: Context, formatter: HelpFormatter) -> None:
        """«Bruk: oslo-ik stikkprove trekk [VALG]»."""
        pieces = self.collect_usage_pieces(ctx)
        formatter.write_usage(ctx.command_path, " ".join(pieces), "Bruk: ")

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """Arguments by their names, then [VALG]."""
        arguments = [p for p in self.get_params(ctx) if p.param_type_name == "argument"]
        return [*map(_argument_name, arguments), "[VALG]"]

    def format_help(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Usage, what it does, the tables, and an example when there is one."""
        self.format_usage(ctx, formatter)
        self.format_help_text(ctx, formatter)
        self.format_options(ctx, formatter)
        if any(param.metavar == FREE_TEXT for param in self.params):
            formatter.write_paragraph()
            formatter.write_text(FROM_STANDARD_INPUT)
        self.format_epilog(ctx, formatter)

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Arguments, the command's own options, and those that every command takes."""
        params = [p for p in self.get_params(ctx) if not getattr(p, "hidden", False)]
        shared = [p for p in params if is_shared(p) or _is_help(p)]
        own = [p for p in params if p not in shared]
        tables = {
            "Argumenter": [p for p in own if p.param_type_name == "argument"],
            "Valg": [p for p in own if p.param_type_name == "option"],
            "Felles valg": shared,
        }
        for heading, chosen in tables.items():
            if chosen:
                with formatter.section(heading):
                    formatter.write_dl([_row(param) for param in chosen])


class BokmalCommand(_Bokmal, TyperCommand):
    """A command whose help is bokmål; an option that repeats also takes several values."""

    def parse_args(self, ctx: Context, args: list[str]) -> list[str]:
        """``--mangler a b`` means ``--mangler a --mangler b``."""
        repeats = {name for p in self.params if getattr(p, "multiple", False) for name in p.opts}
        return super().parse_args(ctx, spread(args, repeats) if repeats else args)


class BokmalGroup(_Bokmal, TyperGroup):
    """A noun whose help is bokmål."""

    def collect_usage_pieces(self, ctx: Context) -> list[str]:
        """«[VALG] KOMMANDO …»."""
        return ["[VALG]", "KOMMANDO", "…"]

    def format_options(self, ctx: Context, formatter: HelpFormatter) -> None:
        """Commands first: they are what the reader looks for."""
        with formatter.section("Kommandoer"):
            formatter.write_dl(self.summaries(ctx))
        super().format_options(ctx, formatter)

    def summaries(self, ctx: Context) -> list[tuple[str, str]]:
        """Each command with one line."""
        return [(name, _first_line(command)) for name, command in self.commands.items()]

    def resolve_command(
        self, ctx: Context, args: list[str]
    ) -> tuple[str | None, Command | None, list[str]]:
        """The command, or a sentence that names near ones."""
        name = plain_letters(args[0])
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            if name.startswith("-"):
                raise NoSuchOption(name, ctx=ctx)
            from difflib import get_close_matches

            near = get_close_matches(name, self.list_commands(ctx))
            raise WrongUsage(f"Kommandoen «{args[0]}» finnes ikke.{_did_you_mean(near)}", ctx)
        return name if command else None, command, args[1:]


def spread(args: Sequence[str], names: set[str]) -> list[str]:
    """Repeat an option's name before each of the values that follow its first."""
    out: list[str] = []
    name: str | None = None
    given = 0
    for arg in args:
        if arg in names:
            name, given = arg, 0
        elif name and arg.startswith("-"):
            name = None
        elif name:
            given += 1
            if given > 1:
                out.append(name)
        out.append(arg)
    return out


def is_shared(param: Parameter) -> bool:
    """True for an option of the root that every command takes too: it keeps its own value."""
    return not param.expose_value and not _is_help(param) and not param.is_eager


def usage_lines(error: ClickException) -> list[str]:
    """Usage, where help is found, and what was wrong, for standard error."""
    if isinstance(error, NoArgsIsHelpError):
        return [error.message]
    lines = []
    ctx = getattr(error, "ctx", None)
    if ctx is not None:
        lines += [ctx.get_usage(), f"Se «{ctx.command_path} {HELP_NAMES[0]}».", ""]
    return [*lines, f"Feil: {usage_sentence(error)}"]


def usage_sentence(error: ClickException) -> str:
    """One bokmål sentence for wrong usage; English never passes through."""
    from oslo_ik.text import plain_line

    if isinstance(error, MissingParameter):
        return f"{_named(error.param, 'En verdi')} mangler."
    if isinstance(error, WrongUsage):
        where = f"{_named(error.param, '')}: " if error.param is not None else ""
        return f"{where}{error.message}"
    if isinstance(error, NoSuchOption):
        near = sorted(error.possibilities or ())
        return f"Valget {plain_line(error.option_name)} finnes ikke.{_did_you_mean(near)}"
    if isinstance(error, BadOptionUsage):
        if "not take a value" in error.message:
            return f"Valget {error.option_name} tar ingen verdi."
        return f"Valget {error.option_name} mangler en verdi."
    if isinstance(error, typer.BadParameter):
        return f"{_named(error.param, 'En verdi')} har en verdi som ikke kan brukes."
    if isinstance(error, UsageError):
        extra = _EXTRA.search(error.message)
        if extra is not None:
            return f"Kommandoen tar ikke imot «{plain_line(extra[1])}»."
        if error.message.startswith("Missing command"):
            return "Kommandoen mangler."
    return "Kommandoen kan ikke brukes slik."


def _named(param: Any, otherwise: str) -> str:
    if param is None:
        return otherwise
    if param.param_type_name == "argument":
        return str(param.metavar or param.name.upper())
    return "Valget " + " / ".join(param.opts)


def _did_you_mean(near: Sequence[str]) -> str:
    return f" Mente du {' eller '.join(near)}?" if near else ""


def _argument_name(param: Parameter) -> str:
    name = (param.metavar or param.name.upper()) + (" …" if param.nargs == -1 else "")
    return name if param.required else f"[{name}]"


def _row(param: Any) -> tuple[str, str]:
    """A line of a table: how it is written, and what it does."""
    if param.param_type_name == "argument":
        name = _argument_name(param)
    else:
        metavar = "" if param.is_flag else f" {param.metavar or 'TEKST'}"
        name = ", ".join(param.opts) + metavar
    text = param.help or ""
    return name, f"{text} {MUST_BE_GIVEN}" if param.required else text


def _is_help(param: Parameter) -> bool:
    return HELP_NAMES[0] in param.opts


def _first_line(command: Command) -> str:
    sentence, stop, _ = (command.help or "").partition(". ")
    return sentence + stop.strip()
