"""How commands end: with a status and a sentence, at a terminal and in a pipe."""

from __future__ import annotations

import os
import select
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import Result

from oslo_ik import errors
from oslo_ik.cli.outcome import UNEXPECTED, ended

Invoke = Callable[..., Result]
NUMBER = "SP-2026-11"
POSIX = pytest.mark.skipif(os.name == "nt", reason="needs a POSIX terminal")
PATIENCE = 60  # seconds


def every_error() -> Iterator[type[errors.OsloIkError]]:
    waiting = [errors.OsloIkError]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        yield kind


@pytest.mark.parametrize("kind", list(every_error()), ids=lambda kind: kind.__name__)
def test_every_error_of_the_tree_is_a_sentence_and_status_1(
    kind: type[errors.OsloIkError], capsys: pytest.CaptureFixture[str]
) -> None:
    error = kind() if kind is errors.NotSetUp else kind("Dette går ikke.")

    def fail() -> None:
        raise error

    assert ended(fail) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.splitlines()[0] == error.message


def test_what_is_missing_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise errors.Incomplete("Noe mangler.", [f"sak {n}" for n in range(60)])

    assert ended(fail) == 1
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["Noe mangler.", "- sak 0"]
    assert lines[-1] == "- … og 10 til."
    assert len(lines) == 52


def test_the_unexpected_tells_nothing_personal(capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise ZeroDivisionError("noe som ble skrevet")

    assert ended(fail) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", UNEXPECTED.format(kind="ZeroDivisionError") + "\n")


def test_statuses(capsys: pytest.CaptureFixture[str]) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    def abort() -> None:
        raise typer.Abort

    assert ended(lambda: None) == 0
    assert ended(lambda: 1) == 1
    assert capsys.readouterr() == ("", "")
    for interrupted in (stop, abort, lambda: 130):
        assert ended(interrupted) == 130
        assert capsys.readouterr().err == ("Avbrutt. Det som alt var lagret, er i behold.\n")


def test_alone_in_a_pipe_it_shows_its_help(cli: Any) -> None:
    assert cli.ok().startswith("Bruk: oslo-ik [VALG] KOMMANDO …")
    assert not cli.database.exists()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda path: path.mkdir(), "oslo-ik.db er en mappe. Oppgi navnet på en databasefil."),
        (lambda path: path.write_text("hei " * 2000, encoding="utf-8"), "ikke en hel oslo-ik"),
        (lambda path: sqlite3.connect(path).execute("CREATE TABLE x (y)").connection.close(),
         "en annen slags database"),
    ],
    ids=["folder", "text", "another database"],
)  # fmt: skip
def test_what_is_no_database(
    make: Callable[[Path], object], sentence: str, database: Path, invoke: Invoke
) -> None:
    make(database)
    result = invoke("stikkprove", "list")
    assert (result.exit_code, result.stdout) == (1, "")
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_database_in_use_is_said_so(stages: Any, database: Path, invoke: Invoke) -> None:
    stages.copy("drawn", database)
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        result = invoke("stikkprove", "oppsummer", NUMBER)
    finally:
        other.close()
    assert (result.exit_code, result.stdout) == (1, "")
    assert "i bruk av et annet vindu" in result.stderr


def test_only_a_demo_takes_another_date(stages: Any, database: Path, invoke: Invoke) -> None:
    sentence = "Bare en demodatabase tar imot --dato. Kjør kommandoen uten --dato.\n"
    for words in (["--dato", "1.12.2026", "stikkprove", "trekk"],
                  ["stikkprove", "list", "--dato", "2026-12-01"]):  # fmt: skip
        result = invoke(*words)
        assert (result.exit_code, result.stdout, result.stderr) == (1, "", sentence)
        assert not database.exists()
    stages.copy("drawn", database)
    before = database.read_bytes()
    assert invoke("--dato", "1.12.2026", "stikkprove", "trekk").stderr == sentence
    assert database.read_bytes() == before


def test_a_reader_who_leaves_is_no_error(cli: Any) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "oslo_ik", "kontrollpunkter", "list", "--format", "json"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=cli.environment,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    process.wait(PATIENCE)
    assert err == b""


@POSIX
def test_ctrl_c_is_a_sentence(cli: Any) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "oslo_ik", "funn", "avvis", "1", "--begrunnelse", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=cli.environment,
    )
    # Nothing shows from outside that it waits for its input; the loop tries until it does.
    deadline = time.monotonic() + PATIENCE
    time.sleep(2)
    while process.poll() is None and time.monotonic() < deadline:
        process.send_signal(signal.SIGINT)
        time.sleep(0.5)
    out, err = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130
    assert (out, err.decode()) == (b"", "Avbrutt. Det som alt var lagret, er i behold.\n")


class Terminal:
    """A command at a terminal of its own: what it shows can be waited for and answered."""

    def __init__(self, cli: Any, *args: object) -> None:
        import pty

        self.master, slave = pty.openpty()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "oslo_ik", *map(str, args)],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=cli.environment | {"TERM": "xterm-256color"},
            start_new_session=True,
        )
        os.close(slave)
        self.shown = ""

    def until(self, words: str) -> None:
        """Wait until these words have been shown."""
        deadline = time.monotonic() + PATIENCE
        while words not in self.shown:
            assert time.monotonic() < deadline, self.shown
            if select.select([self.master], [], [], 1)[0]:
                self.shown += os.read(self.master, 65536).decode("utf-8", "replace")

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.master, text.encode("utf-8"))

    def end(self) -> int:
        """Wait for the end, reading what is left; the exit status."""
        deadline = time.monotonic() + PATIENCE
        while self.process.poll() is None and time.monotonic() < deadline:
            self._read()
        self._read()
        os.close(self.master)
        return self.process.wait(1)

    def _read(self) -> None:
        try:
            if select.select([self.master], [], [], 0.1)[0]:
                self.shown += os.read(self.master, 65536).decode("utf-8", "replace")
        except OSError:  # the other end is closed
            time.sleep(0.05)


@POSIX
def test_at_a_terminal_the_number_of_cases_is_asked_for(cli: Any, near: Any, stages: Any) -> None:
    stages.copy("listed", cli.database)
    terminal = Terminal(cli, "stikkprove", "trekk", "--maned", "2026-11")
    terminal.until("Hvor mange aktive saker viser fagsystemet?")
    terminal.type("mange\n")
    terminal.until("Skriv et helt tall")
    terminal.type("19\n")
    assert terminal.end() == 0
    assert "1 sak mer enn listen" in terminal.shown
    frame = near.json("stikkprove", "protokoll", NUMBER)["frame"]
    assert frame["reported_size"] == 19


@POSIX
def test_nothing_is_asked_when_the_draw_would_be_refused(cli: Any, stages: Any) -> None:
    stages.copy("drawn", cli.database)
    terminal = Terminal(cli, "stikkprove", "trekk", "--maned", "2026-11")
    assert terminal.end() == 1
    assert "alt trukket" in terminal.shown
    assert "Hvor mange" not in terminal.shown


@POSIX
def test_an_import_shows_its_progress_at_a_terminal_only(
    cli: Any, near: Any, stages: Any, tmp_path: Path
) -> None:
    stages.copy("unit", cli.database)
    path = tmp_path / "saker.csv"
    rows = "\n".join(f"A-{n};K{n % 9};" for n in range(5000))
    path.write_text(f"Saksnummer;Kontaktperson;Startet\n{rows}\n", encoding="utf-8")
    terminal = Terminal(cli, "saker", "importer", path, "--prov")
    assert terminal.end() == 0
    assert "Leser saker" in terminal.shown
    assert "100%" in terminal.shown
    assert "Leser saker" not in near.ok("saker", "importer", path)


@POSIX
def test_alone_at_a_terminal_it_opens_the_app(cli: Any, stages: Any) -> None:
    stages.copy("drawn", cli.database)
    terminal = Terminal(cli)
    terminal.until("\x1b[?1049h")
    terminal.until(NUMBER)
    terminal.type("\x11")
    assert terminal.end() == 0
    assert "\x1b[?1049l" in terminal.shown
