"""The room that every command and screen works in: database, catalogue, clock and entropy."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from oslo_ik import privacy
from oslo_ik.checks.catalogue import load_catalogue
from oslo_ik.checks.model import Catalogue
from oslo_ik.errors import DatabaseError
from oslo_ik.store.migrator import ready
from oslo_ik.text import clean

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.store.engine import Database


def local_now() -> datetime:
    """The machine's clock, with its time zone."""
    return datetime.now(UTC).astimezone()


@dataclass(frozen=True)
class Workspace:
    """Everything a review function needs from outside; time and randomness come from here.

    ``confirmed`` answers the privacy guard's questions with yes; a refusal stays a refusal.
    """

    path: Path
    clock: Callable[[], datetime] = local_now
    entropy: Callable[[int], bytes] = secrets.token_bytes
    confirmed: bool = False

    @cached_property
    def database(self) -> Database:
        """Sessions over the file; SQLModel is imported here, not at start."""
        from oslo_ik.store.engine import Database

        return Database(self.path)

    @property
    def catalogue(self) -> Catalogue:
        """The catalogue in use."""
        return load_catalogue()

    def today(self) -> date:
        """The leader's date."""
        return self.clock().date()

    def now(self) -> str:
        """The instant as ISO 8601 in UTC, to the second."""
        return self.clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

    def confirming(self) -> Workspace:
        """The same room, with the guard's questions confirmed."""
        return replace(self, confirmed=True)

    def guard(self, session: Session, text: str | None, label: str) -> str | None:
        """Text fit to be stored: cleaned, and past the privacy guard (§14).

        ``label`` names the field in bokmål. Empty text is None. A confirmed question is logged
        in the same transaction. Raises PrivacyRefused or PrivacyQuestion.
        """
        cleaned = self.allowed(session, text, label)
        if cleaned is None:
            return None
        asked = sorted({hit.kind for hit in privacy.scan(cleaned, self._exempt(session))})
        if asked:
            from oslo_ik.store.tables import GuardConfirmation

            session.add(
                GuardConfirmation(confirmed_at=self.now(), field=label, kinds=", ".join(asked))
            )
        return cleaned

    def allowed(self, session: Session, text: str | None, label: str) -> str | None:
        """As ``guard``, for text that is not stored yet: nothing is logged."""
        cleaned = clean(text or "").strip()
        if not cleaned:
            return None
        exempt = self._exempt(session)
        privacy.check(cleaned, label, exempt=exempt, confirmed=self.confirmed)
        return cleaned

    def certain(self, session: Session, text: str) -> str:
        """``text`` cleaned, with «[…]» for every place the guard would ask about."""
        return privacy.leave_out(clean(text).strip(), self._exempt(session))

    def doubts(self, text: str) -> list[privacy.Hit]:
        """The places in ``text``, as it stands, that the guard asks about."""
        with self.database.read() as session:
            exempt = self._exempt(session)
        return [hit for hit in privacy.scan(text, exempt) if not hit.refused]

    def _exempt(self, session: Session) -> tuple[str, ...]:
        from oslo_ik.store.tables import Unit

        unit = session.get(Unit, 1)
        return (unit.district, unit.name) if unit else ()


def open_workspace(
    path: Path,
    clock: Callable[[], datetime] = local_now,
    entropy: Callable[[int], bytes] = secrets.token_bytes,
    *,
    allow_changed_guards: bool = False,
) -> Workspace:
    """Open (or make, or migrate) the database at ``path``.

    Every start makes sure that this month and next have a secret, once the unit is set up (§7).
    Raises DatabaseError.
    """
    if path.is_dir():
        raise DatabaseError(f"{path.name} er en mappe. Oppgi navnet på en databasefil.")
    ready(path, clock(), allow_changed_guards=allow_changed_guards)
    workspace = Workspace(path, clock, entropy)
    from oslo_ik.reviews.month_secrets import ensure_secrets

    ensure_secrets(workspace)
    return workspace
