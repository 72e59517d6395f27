"""Real processes: killed between two answers, writing at once, starting at once."""

from __future__ import annotations

import contextlib
import json
import random
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from oslo_ik.reviews.actions import no_action
from oslo_ik.reviews.findings import confirm
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.verifying import verify
from oslo_ik.reviews.workspace import Workspace, open_workspace

NUMBER = "SP-2026-11"
KILLS = 10
START = """
import json, random, sys
from datetime import datetime
from pathlib import Path
from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.reviews.answers import answer, set_note
from oslo_ik.reviews.signing import sign
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.workspace import open_workspace

def say(*words):
    print(json.dumps(words), flush=True)

ws = open_workspace(Path(sys.argv[1]), lambda: datetime.fromisoformat("2026-11-23T12:00:00+01:00"))
rng = random.Random(sys.argv[2])
"""
ANSWERS = """
cases = [case.reference for case in get_review(ws, "SP-2026-11").cases]
say("ready")
sys.stdin.readline()
while True:
    place = (rng.choice(cases), rng.choice(["T07-23", "T07-22", "T07-24", "T07-25", "T01-10"]))
    given = (rng.choice(["yes", "no", "partial", "not_documented"]), str(rng.random()))
    say("before", *place, *given)
    answer(ws, "SP-2026-11", *place, Verdict(given[0]), note=given[1])
    say("after", *place, *given)
"""
NOTES = """
case = get_review(ws, "SP-2026-11").cases[0].reference
say("ready")
sys.stdin.readline()
for n in range(int(sys.argv[3])):
    set_note(ws, "SP-2026-11", case, "T07-23", f"{sys.argv[2]}-{n}")
    answer(ws, "SP-2026-11", case, sys.argv[4], Verdict.NO if n % 2 else Verdict.YES)
say("done")
"""
SIGNS = """
say("ready")
sys.stdin.readline()
sign(ws, "SP-2026-11", "Seksjonsleder", "Syk.")
say("signed")
"""


def process(script: str, *arguments: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", START + script, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def said(worker: subprocess.Popen[str]) -> list[str]:
    assert worker.stdout is not None
    line = worker.stdout.readline()
    return json.loads(line) if line.endswith("\n") else []


def go(worker: subprocess.Popen[str]) -> None:
    assert worker.stdin is not None
    worker.stdin.write("\n")
    worker.stdin.flush()


def kill(worker: subprocess.Popen[str]) -> list[list[str]]:
    """Kill -9; the whole lines that it had still managed to write."""
    worker.send_signal(signal.SIGKILL)
    # Not communicate(): it passes over lines that readline() has read ahead.
    assert worker.stdout is not None
    out = worker.stdout.read()
    worker.wait()
    for stream in (worker.stdin, worker.stdout, worker.stderr):
        if stream is not None:
            with contextlib.suppress(BrokenPipeError):
                stream.close()
    return [json.loads(line) for line in out.splitlines(keepends=True) if line.endswith("\n")]


def whole(path: Path) -> None:
    """SQLite rolls an unfinished transaction back when the file is opened next."""
    raw = sqlite3.connect(path)
    assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    raw.close()


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_kill_loses_nothing_that_was_acknowledged(drawn: Workspace) -> None:
    """The parent keeps what it was told; only the answer under way may be there or not."""
    expected: dict[tuple[str, str], tuple[str, str]] = {}
    rng = random.Random(1)
    acknowledged = 0
    following = process(ANSWERS, drawn.path, 0)
    for number in range(1, KILLS + 1):
        worker, following = following, process(ANSWERS, drawn.path, number)
        assert said(worker) == ["ready"]
        go(worker)
        told = [said(worker) for _ in range(rng.randrange(1, 24))] + kill(worker)
        for word, reference, check, *given in told:
            if word == "after":
                expected[reference, check] = (given[0], given[1])
                acknowledged += 1
        word, reference, check, *given = told[-1]
        under_way = {(reference, check): tuple(given)} if word == "before" else {}
        whole(drawn.path)
        found = {
            (case.reference, answer.check): (answer.verdict.value, answer.note or "")
            for case in get_review(drawn, NUMBER).cases
            for answer in case.answers
            if not answer.is_open and not answer.by_fact
        }
        assert found in (expected, expected | under_way)
        expected = found
    kill(following)
    assert acknowledged > 4 * KILLS


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_kill_while_locking_locks_all_or_nothing(answered: Workspace, tmp_path: Path) -> None:
    for finding in summarise(answered, NUMBER).findings:
        confirm(answered, finding.id)
        no_action(answered, finding.id, "Rettet.")
    ready = answered.path.read_bytes()
    outcomes = set()
    for delay in (0.0, 0.04, 0.1, 0.25):
        path = tmp_path / f"{delay}.db"
        path.write_bytes(ready)
        path.chmod(0o600)
        worker = process(SIGNS, path, 0)
        assert said(worker) == ["ready"]
        go(worker)
        with contextlib.suppress(subprocess.TimeoutExpired):
            worker.wait(delay)
        told = kill(worker)
        whole(path)
        ws = open_workspace(path, answered.clock)
        locked = get_review(ws, NUMBER).status == "signed"
        verification = verify(ws)
        assert verification.ok
        assert verification.links == int(locked)
        assert locked or told == []
        outcomes.add(locked)
    assert False in outcomes


def test_two_processes_lose_no_update(drawn: Workspace) -> None:
    rounds = 25
    workers = [process(NOTES, drawn.path, name, rounds, check)
               for name, check in (("a", "T07-22"), ("b", "T07-24"))]  # fmt: skip
    for worker in workers:
        assert said(worker) == ["ready"]
    for worker in workers:
        go(worker)
    for worker in workers:
        out, err = worker.communicate(timeout=120)
        assert (out, err, worker.returncode) == ('["done"]\n', "", 0)
    case = get_review(drawn, NUMBER).cases[0]
    # Every write raised the version by one: none was made on an old reading.
    assert case.answer("T07-23").version == 1 + 2 * rounds
    assert case.answer("T07-23").note in (f"a-{rounds - 1}", f"b-{rounds - 1}")
    for check in ("T07-22", "T07-24"):
        assert case.answer(check).version == 1 + rounds
    with sqlite3.connect(drawn.path) as raw:
        steps = raw.execute("SELECT count(*) FROM answer_event").fetchone()[0]
    # Two notes on the same answer with nothing between them are one step to undo.
    assert 2 * rounds < steps <= 4 * rounds
    raw.close()


def test_two_first_starts_at_once(tmp_path: Path) -> None:
    path = tmp_path / "ny" / "oslo-ik.db"
    workers = [process("say('ready')", path, n) for n in range(3)]
    results: list[Any] = [worker.communicate(timeout=60) for worker in workers]
    assert results == [('["ready"]\n', "")] * 3
    whole(path)
