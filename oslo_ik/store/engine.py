"""Sessions over the one database file: one way to read, one way to write (§15)."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from oslo_ik.errors import DatabaseError, ReviewSigned
from oslo_ik.store import connection as connecting
from oslo_ik.store.guards import SIGNED


def make_engine(path: Path) -> Engine:
    """An engine whose writers begin with BEGIN IMMEDIATE and whose errors show no values."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: connecting.connect(path),
        poolclass=NullPool,
        hide_parameters=True,
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        write = connection.get_execution_options().get("write", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")

    return engine


class Database:
    """Reads and writes of one database file; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._engine = make_engine(path)
        self._writer = self._engine.execution_options(write=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that only reads."""
        with Session(self._engine, expire_on_commit=False) as session, _explained():
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A session that commits when the block ends, and changes nothing when it raises."""
        with Session(self._writer, expire_on_commit=False) as session, _explained():
            yield session
            session.commit()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except IntegrityError as error:
        if SIGNED in str(error.orig):
            raise ReviewSigned("Gjennomgangen") from error
        raise DatabaseError(
            "Endringen strider mot noe som alt er lagret. Last inn på nytt og prøv igjen."
        ) from error
    except DBAPIError as error:
        raise connecting.explain(error.orig or error) from error
    except sqlite3.Error as error:
        raise connecting.explain(error) from error


def driver(session: Session) -> sqlite3.Connection:
    """The sqlite3 connection beneath a session, for the few statements that are faster raw."""
    raw: Any = session.connection().connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101 - narrows a type, checks no input
    return raw
