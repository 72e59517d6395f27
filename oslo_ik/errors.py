"""Every error that oslo-ik raises on purpose, in one tree.

OsloIkError                 one clear bokmål sentence that says what to do
├── NotSetUp                the unit has not been set up yet
├── NotFound                a review, case, check, finding … that does not exist
├── InvalidInput            a value that cannot be used (date, month, number, code)
├── Refused                 the rules say no in the present state; nothing was changed
│   ├── ReviewSigned        the review is signed and stays as it was
│   └── Incomplete          something is missing first; ``missing`` lists it
├── Conflict                somebody changed the same row since it was read
├── PrivacyError            text that may not be written down
│   ├── PrivacyRefused      an identity number or e-mail address
│   └── PrivacyQuestion     may be personal; goes through after a confirmation
├── ImportRefused           a file that cannot be imported; ``problems`` lists rows
├── CatalogueError          a catalogue file with a mistake (file, check, field)
├── DatabaseError           the database is locked, damaged, newer or not ours
├── ExportError             a document or table could not be written
└── TamperedError           what is signed no longer matches its seal
"""

from __future__ import annotations

from collections.abc import Sequence


class OsloIkError(Exception):
    """Base of the tree; ``message`` is one bokmål sentence for the leader."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotSetUp(OsloIkError):
    """The unit is missing; set-up has to be done first."""

    def __init__(self) -> None:
        super().__init__("Enheten er ikke satt opp ennå. Kjør «oslo-ik oppsett» eller åpne appen.")


class NotFound(OsloIkError):
    """The thing asked for does not exist."""


class InvalidInput(OsloIkError):
    """A value that cannot be used."""


class Refused(OsloIkError):
    """Not allowed in the present state; nothing was changed."""


class ReviewSigned(Refused):
    """The review is signed and stays as it was."""

    def __init__(self, number: str) -> None:
        super().__init__(f"{number} er låst og kan ikke endres. Ta det med i neste stikkprøve.")


class Incomplete(Refused):
    """Something has to be decided first; ``missing`` is a list of bokmål phrases."""

    def __init__(self, message: str, missing: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.missing = tuple(missing)


class Conflict(OsloIkError):
    """A stale edit: the row has changed since it was read."""


class PrivacyError(OsloIkError):
    """Base of what the privacy guard says; ``shown`` is the text with the place marked."""

    def __init__(self, message: str, shown: str = "") -> None:
        super().__init__(message)
        self.shown = shown


class PrivacyRefused(PrivacyError):
    """An identity number or e-mail address: never stored."""


class PrivacyQuestion(PrivacyError):
    """May be personal (phone, address, date of birth, name): asks for a confirmation."""


class ImportRefused(OsloIkError):
    """Nothing was imported; ``problems`` holds one bokmål sentence a row and column."""

    def __init__(self, message: str, problems: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class CatalogueError(OsloIkError):
    """A mistake in a catalogue file, with file, check and field."""


class DatabaseError(OsloIkError):
    """The database cannot be used as it is."""


class ExportError(OsloIkError):
    """The file could not be written; an older one is untouched."""


class TamperedError(OsloIkError):
    """Signed content and seal disagree."""
