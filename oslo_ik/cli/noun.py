"""A noun of the command line, and the verbs that are hung on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import typer

from oslo_ik.cli.bokmal import BokmalCommand, BokmalGroup

_Body = TypeVar("_Body", bound=Callable[..., None])


class Noun(typer.Typer):
    """A Typer app whose help is bokmål and plain; a noun with one verb is that verb."""

    def __init__(self, help: str) -> None:
        super().__init__(
            cls=BokmalGroup,
            help=help,
            no_args_is_help=True,
            add_completion=False,
            rich_markup_mode=None,
            pretty_exceptions_enable=False,
        )

    def verb(self, name: str, help: str, example: str | None = None) -> Callable[[_Body], _Body]:
        """Register a function as a verb; ``help`` and ``example`` are bokmål."""
        given: dict[str, Any] = {"epilog": f"Eksempel: {example}"} if example else {}
        return self.command(name, cls=BokmalCommand, help=help, **given)
