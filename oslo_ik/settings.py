"""Where things live on this machine, and the environment's one variable."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

DATABASE_VARIABLE = "OSLO_IK_DATABASE"
DATABASE_NAME = "oslo-ik.db"


def data_folder() -> Path:
    """The user's own data folder for oslo-ik (never a shared one)."""
    from platformdirs import user_data_path

    return user_data_path("oslo-ik", appauthor=False, roaming=False)


def documents_folder() -> Path:
    """Where exported documents go when nothing else is said."""
    from platformdirs import user_documents_path

    return user_documents_path() / "oslo-ik"


def database_path(option: Path | None, environment: Mapping[str, str] = os.environ) -> Path:
    """The database: the option, else ``OSLO_IK_DATABASE``, else the data folder (§10)."""
    if option is not None:
        return option
    named = environment.get(DATABASE_VARIABLE, "").strip()
    return Path(named) if named else data_folder() / DATABASE_NAME


def backup_folder(database: Path) -> Path:
    """The folder of automatic copies when the leader has chosen no other."""
    return database.parent / "sikkerhetskopier"


def demo_folder() -> Path:
    """The demo's own folder, apart from real data."""
    return data_folder() / "demo"
