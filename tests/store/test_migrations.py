"""The migrations make exactly the tables that the code reads, and fail without harm."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Date, Integer, create_engine, inspect
from sqlalchemy.pool import NullPool
from sqlmodel import SQLModel

from oslo_ik.errors import DatabaseError
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.workspace import Workspace
from oslo_ik.store import migrator, tables
from oslo_ik.store.guards import expected_triggers, missing_or_changed

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
VERSIONS = Path(migrator.__file__).parent / "migrations" / "versions"

# A new column, a table made anew (as SQLite wants most changes), one with rows pointing to it.
GOOD = """
    op.execute("ALTER TABLE answer ADD COLUMN seen_by TEXT")
    op.execute("DROP TABLE case_import")
    op.execute("CREATE TABLE case_import (id INTEGER NOT NULL PRIMARY KEY)")
    made = op.get_bind().exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = 'finding'")
    op.execute(made.scalar().replace("CREATE TABLE finding", "CREATE TABLE ny"))
    op.execute("INSERT INTO ny SELECT * FROM finding")
    op.execute("DROP TABLE finding")
    op.execute("ALTER TABLE ny RENAME TO finding")
"""
# Each leaves something half done before it goes wrong.
BAD = {
    "wrong SQL": 'op.execute("DROP TABLE place"); op.execute("DETTE ER IKKE SQL")',
    "a table twice": 'op.execute("CREATE TABLE ny (id INT)"); op.execute("CREATE TABLE unit (x)")',
    "orphans": 'op.execute("DROP TABLE review")',
    "a changed chain": "op.execute(\"UPDATE seal SET content = replace(content, 'yes', 'no')\")",
    "a lost link": 'op.execute("DELETE FROM seal WHERE sequence = 1")',
}


def dump(path: Path) -> list[str]:
    connection = sqlite3.connect(path)
    lines = list(connection.iterdump())
    connection.close()
    return lines


def rows(path: Path) -> dict[str, int]:
    connection = sqlite3.connect(path)
    names = [r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")]
    found = {n: connection.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in names}
    connection.close()
    return found


@pytest.fixture
def upgrade_to(tmp_path: Path) -> Any:
    """Within ``with upgrade_to(body):`` the program has a second migration with this body."""

    @contextmanager
    def program(body: str) -> Iterator[None]:
        folder = tmp_path / "migrations"
        shutil.copytree(VERSIONS.parent, folder, ignore=shutil.ignore_patterns("__pycache__"))
        script = (
            "from alembic import op\n"
            "revision, down_revision, branch_labels, depends_on = '0002', '0001', None, None\n"
            f"def upgrade():\n    {body.strip()}\n"
        )
        (folder / "versions" / "0002_next.py").write_text(script, encoding="utf-8")
        config = migrator._alembic_config()
        config.set_main_option("script_location", str(folder))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(migrator, "_alembic_config", lambda: config)
            patch.setattr(migrator, "HEAD", "0002")
            patch.setattr(migrator, "KNOWN", ("0001", "0002"))
            yield

    return program


def affinity(column: Any) -> str:
    for kind, word in ((Boolean, "BOOLEAN"), (Date, "DATE"), (Integer, "INTEGER")):
        if isinstance(column, kind):
            return word
    return "TEXT"


def test_the_tables_are_those_of_the_classes(ws: Workspace) -> None:
    assert tables.Answer.metadata is SQLModel.metadata
    engine = create_engine(f"sqlite:///{ws.path}", poolclass=NullPool)
    found = inspect(engine)
    names = set(found.get_table_names()) - {"alembic_version"}
    assert names == set(SQLModel.metadata.tables)
    for name, table in SQLModel.metadata.tables.items():
        made = {
            column["name"]: (str(column["type"]), column["nullable"])
            for column in found.get_columns(name)
        }
        wanted = {c.name: (affinity(c.type), bool(c.nullable)) for c in table.columns}
        assert made == wanted, name
        key = found.get_pk_constraint(name)["constrained_columns"]
        assert key == [column.name for column in table.primary_key], name
        links = {
            (link["constrained_columns"][0], link["referred_table"])
            for link in found.get_foreign_keys(name)
        }
        assert links == {(f.parent.name, f.column.table.name) for f in table.foreign_keys}, name


def test_the_head_is_alembics_head() -> None:
    script = ScriptDirectory.from_config(migrator._alembic_config())
    assert script.get_current_head() == migrator.HEAD
    assert set(migrator.KNOWN) == {revision.revision for revision in script.walk_revisions()}


def test_a_new_file_has_every_guard(ws: Workspace) -> None:
    connection = sqlite3.connect(ws.path)
    names = {
        r[0] for r in connection.execute("SELECT name FROM sqlite_master WHERE type='trigger'")
    }
    assert names == set(expected_triggers())
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0001",)
    connection.close()


def test_an_upgrade_keeps_rows_guards_and_chain(signed: Workspace, upgrade_to: Any) -> None:
    before = rows(signed.path)
    with upgrade_to(GOOD):
        migrator.ready(signed.path, NOON)
    assert rows(signed.path) == before | {"case_import": 0}
    connection = sqlite3.connect(signed.path)
    assert missing_or_changed(connection) == []
    assert connection.execute("SELECT version_num FROM alembic_version").fetchone() == ("0002",)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    assert verify(signed).ok


def test_the_copy_before_an_upgrade_is_the_old_file(signed: Workspace, upgrade_to: Any) -> None:
    before = dump(signed.path)
    with upgrade_to(GOOD):
        migrator.ready(signed.path, NOON)
    copies = list((signed.path.parent / "sikkerhetskopier").glob("*for-oppgradering*.db"))
    assert [dump(copy) for copy in copies] == [before]


@pytest.mark.parametrize("trouble", BAD)
def test_a_failed_upgrade_leaves_the_file_as_it_was(
    signed: Workspace, upgrade_to: Any, trouble: str
) -> None:
    before = dump(signed.path)
    with upgrade_to(BAD[trouble]), pytest.raises(DatabaseError) as caught:
        migrator.ready(signed.path, NOON)
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message
    assert dump(signed.path) == before
    migrator.ready(signed.path, NOON)
    assert verify(signed).ok


def test_a_first_start_that_fails_can_be_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ny.db"
    with monkeypatch.context() as patch:
        patch.setattr(migrator, "_check", lambda _: (_ for _ in ()).throw(DatabaseError("Stopp.")))
        with pytest.raises(DatabaseError):
            migrator.ready(path, NOON)
    assert rows(path) == {}
    migrator.ready(path, NOON)
    assert "answer" in rows(path)


def test_a_ready_file_is_not_written_to(signed: Workspace) -> None:
    before = signed.path.read_bytes()
    migrator.ready(signed.path, NOON)
    assert signed.path.read_bytes() == before
