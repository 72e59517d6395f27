"""The unit that owns the database: set up once, changed when something is new."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from oslo_ik.errors import InvalidInput, NotSetUp
from oslo_ik.reviews.month_secrets import ensure_secrets
from oslo_ik.reviews.views import REGIMES, UnitView
from oslo_ik.text import clean, plain_line, slug

if TYPE_CHECKING:
    from sqlmodel import Session

    from oslo_ik.reviews.workspace import Workspace
    from oslo_ik.store.tables import Unit

DISTRICTS = (
    "Alna",
    "Bjerke",
    "Frogner",
    "Gamle Oslo",
    "Grorud",
    "Grünerløkka",
    "Nordre Aker",
    "Nordstrand",
    "Sagene",
    "St. Hanshaugen",
    "Stovner",
    "Søndre Nordstrand",
    "Ullern",
    "Vestre Aker",
    "Østensjø",
)


def find_unit(ws: Workspace) -> UnitView | None:
    """The unit, or None before set-up."""
    from oslo_ik.store.tables import Unit

    with ws.database.read() as session:
        row = session.get(Unit, 1)
        return _view(row) if row else None


def get_unit(ws: Workspace) -> UnitView:
    """The unit; raises NotSetUp."""
    unit = find_unit(ws)
    if unit is None:
        raise NotSetUp
    return unit


def require_unit(session: Session) -> UnitView:
    """The unit within a session; raises NotSetUp."""
    from oslo_ik.store.tables import Unit

    row = session.get(Unit, 1)
    if row is None:
        raise NotSetUp
    return _view(row)


def save_unit(
    ws: Workspace,
    district: str,
    name: str,
    legal_regime: str,
    role: str,
    own_caseworker: str | None = None,
    backup_folder: str | None = None,
    demo: bool = False,
) -> UnitView:
    """Set up the unit, or change it; signed reviews keep what they were signed with.

    ``legal_regime`` is helse, sosial or begge; ``backup_folder`` has to be there already. Raises
    InvalidInput or a PrivacyError.
    """
    from oslo_ik.store.tables import Unit

    district = _bare_district(_required(district, "Bydel"))
    name = _required(name, "Enhet")
    role = _required(role, "Rolle")
    if legal_regime not in REGIMES:
        raise InvalidInput("Regelverk må være helse, sosial eller begge.")
    folder = _existing_folder(backup_folder)
    with ws.database.write() as session:
        for text, label in ((district, "Bydel"), (name, "Enhet"), (role, "Rolle")):
            ws.guard(session, text, label)
        own = ws.guard(session, own_caseworker, "Egen kode")
        row = session.get(Unit, 1) or Unit(
            id=1, district="", name="", code="", legal_regime="", role="", created_at=ws.now()
        )
        row.district, row.name, row.role = district, name, role
        row.code = slug(f"{district} {name}") or "enhet"
        row.legal_regime = legal_regime
        row.own_caseworker = plain_line(own) if own else None
        row.backup_folder = folder
        row.demo = row.demo or demo
        session.add(row)
        view = _view(row)
    ensure_secrets(ws)
    return view


def _required(text: str, label: str) -> str:
    line = plain_line(text).strip()
    if not line:
        raise InvalidInput(f"{label} mangler. Fyll ut feltet.")
    if len(line) > 80:
        raise InvalidInput(f"{label} er for lang. Bruk høyst 80 tegn.")
    return line


def _existing_folder(typed: str | None) -> str | None:
    """The folder as typed, or None; a copy may not first fail on the day of locking."""
    folder = clean(typed or "").strip()
    if folder and not Path(folder).expanduser().is_dir():
        raise InvalidInput(
            "Mappen for sikkerhetskopier finnes ikke. Lag den først, eller la feltet stå tomt."
        )
    return folder or None


def _bare_district(district: str) -> str:
    bare = district.removeprefix("Bydel ").removeprefix("bydel ").strip()
    return next((known for known in DISTRICTS if known.casefold() == bare.casefold()), bare)


def _view(row: Unit) -> UnitView:
    return UnitView(
        district=row.district,
        name=row.name,
        code=row.code,
        legal_regime=row.legal_regime,
        role=row.role,
        own_caseworker=row.own_caseworker,
        backup_folder=row.backup_folder,
        demo=row.demo,
    )
