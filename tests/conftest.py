"""Shared ground: a home of its own for every test, and one unit at five stages of a month.

Each stage is made once a run by the real functions and copied file by file, so that a test
always starts on a real SQLite file that nobody else touches. The clock stands still on
23.11.2026 at noon and entropy is seeded; both are arguments.
"""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from oslo_ik.checks.vocabulary import Reason, Verdict
from oslo_ik.reviews.actions import add_action, no_action
from oslo_ik.reviews.answers import answer, set_fact, set_missing_areas, toggle_ask
from oslo_ik.reviews.cases import import_cases
from oslo_ik.reviews.drawing import draw, replace_case
from oslo_ik.reviews.findings import confirm, dismiss, list_findings
from oslo_ik.reviews.signing import sign
from oslo_ik.reviews.spot_checks import get_review
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.unit import save_unit
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace, open_workspace

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
NUMBER = "SP-2026-11"
UNANSWERED = "Kontaktpersonen er syk til desember."
NOT_RELEVANT = "Saken er overført til en annen enhet."
NOTES = {
    "T01-10": "Planen er fra i fjor vår.",
    "T07-24": "Avklart muntlig at punktet ikke gjelder.",
}

# Three caseloads of 7, 5 and 4, the leader's own two (L9), and one case that ended in time.
# RT-105 and RT-203 have been followed for less than four months.
CASES = [
    *[(f"RT-10{n}", "K1", "2025-03-01") for n in range(1, 8)],
    *[(f"RT-20{n}", "K2", "2025-03-01") for n in range(1, 6)],
    *[(f"RT-30{n}", "K3", "2025-03-01") for n in range(1, 5)],
    ("RT-901", "L9", "2025-03-01"),
    ("RT-902", "L9", "2025-03-01"),
]
SHORT = ("RT-105", "RT-203")
ENDED = ("RT-108", "K1", "2025-03-01", "2026-06-01")


@pytest.fixture(autouse=True)
def isolated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the home, the data folder or the database of who runs it."""
    home = tmp_path / "hjem"
    home.mkdir()
    for name in ("HOME", "USERPROFILE", "LOCALAPPDATA", "APPDATA"):
        monkeypatch.setenv(name, str(home))
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(home / "dokumenter"))
    monkeypatch.delenv("OSLO_IK_DATABASE", raising=False)


def open_room(path: Path, now: datetime = NOON, seed: int = 7) -> Workspace:
    return open_workspace(path, lambda: now, random.Random(seed).randbytes)


def case_list(path: Path) -> Path:
    lines = ["Saksnummer;Kontaktperson;Startet;Avsluttet;Overgang;Overgangsdato"]
    for reference, code, started in CASES:
        began = "2026-10-01" if reference in SHORT else started
        moving = "Løslatelse;2026-12-10" if reference == "RT-302" else ";"
        lines.append(f"{reference};{code};{began};;{moving}")
    lines.append(";".join(ENDED) + ";;")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def answer_month(ws: Workspace, number: str) -> None:
    """Every check: ja, but for what the plan below says; one is left to ask about."""
    plan = {
        (1, "T07-23"): (Verdict.NO, Reason.MISSING),
        (2, "T07-23"): (Verdict.NOT_DOCUMENTED, Reason.UNWRITTEN),
        (1, "T01-09"): (Verdict.PARTIAL, Reason.INADEQUATE),
        (3, "T01-10"): (Verdict.NO, Reason.OTHER),
        (4, "T07-24"): (Verdict.NOT_APPLICABLE, None),
    }
    review = get_review(ws, number)
    for case in review.cases:
        place = (number, case.reference)
        for fact in review.facts:
            if case.facts[fact.id] is None:
                case = set_fact(ws, *place, fact.id, fact.id != "under_4_maneder")
        for check in review.checks:
            if not case.answer(check.id).is_open:
                continue
            if (case.position, check.id) == (5, "T07-25"):
                toggle_ask(ws, *place, check.id)
            elif (case.position, check.id) == (2, "T07-13"):
                set_missing_areas(ws, *place, check.id, ["okonomi", "ernaering"])
            else:
                verdict, reason = plan.get((case.position, check.id), (Verdict.YES, None))
                note = None if verdict is Verdict.YES else NOTES.get(check.id)
                day = review.cut_off.replace(day=2) if check.id == "T05-19" else None
                answer(ws, *place, check.id, verdict, reason, note, day)


def decide_month(ws: Workspace, number: str) -> None:
    """Sum up; confirm T07-23 with an action and T01-10 without, dismiss the others."""
    summarise(ws, number)
    for finding in list_findings(ws, number):
        if finding.kind != "requirement_not_met" or finding.checks == ("T07-13",):
            dismiss(ws, finding.id, "Dekket av pågående arbeid.")
            continue
        confirm(ws, finding.id)
        if finding.checks == ("T07-23",):
            deadline = date(ws.today().year + 1, 1, 31)
            text = "Sjekkliste i arbeidsflyten."
            add_action(ws, finding.id, text, "intermediate", "Fagansvarlig", deadline)
        else:
            no_action(ws, finding.id, "Ett tilfelle, rettet under kontrollen.")


def sign_month(ws: Workspace, period: str) -> str:
    """A whole month, from draw to lock; the number of the review."""
    number = draw(ws, DrawRequest(period, size=3, reported_size=17)).number
    answer_month(ws, number)
    decide_month(ws, number)
    sign(ws, number, "Seksjonsleder", UNANSWERED)
    return number


@dataclass(frozen=True)
class Stages:
    """The database file after each step of a month, and of three signed months."""

    unit: Path
    listed: Path
    drawn: Path
    answered: Path
    signed: Path
    year: Path

    def copy(self, stage: str, target: Path) -> Path:
        shutil.copy2(getattr(self, stage), target)
        return target


@pytest.fixture(scope="session")
def stages(tmp_path_factory: pytest.TempPathFactory) -> Stages:
    """Made once a run; copy a stage before changing anything."""
    folder = tmp_path_factory.mktemp("stages")
    work = folder / "arbeid.db"
    ws = open_room(work)
    kept = {}

    def keep(stage: str) -> None:
        kept[stage] = Path(shutil.copy2(work, folder / f"{stage}.db"))

    save_unit(ws, "Gamle Oslo", "Rusteam", "begge", "Seksjonsleder", own_caseworker="L9")
    keep("unit")
    import_cases(ws, case_list(folder / "saker.csv"))
    keep("listed")
    draw(ws, DrawRequest("2026-11", reported_size=20))
    keep("drawn")
    replace_case(ws, NUMBER, get_review(ws, NUMBER).cases[3].reference, NOT_RELEVANT)
    answer_month(ws, NUMBER)
    keep("answered")
    decide_month(ws, NUMBER)
    sign(ws, NUMBER, "Seksjonsleder", UNANSWERED)
    keep("signed")
    shutil.copy2(kept["listed"], work)
    for month in (9, 10, 11):
        sign_month(open_room(work, NOON.replace(month=month), seed=month), f"2026-{month:02d}")
    keep("year")
    return Stages(**kept)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """Where the database of this test is."""
    return tmp_path / "oslo-ik.db"


@pytest.fixture(scope="session")
def room() -> Callable[..., Workspace]:
    """Open a database as a start of the program does: ``room(path, now=…, seed=…)``."""
    return open_room


@pytest.fixture
def ws(stages: Stages, database: Path) -> Workspace:
    """A unit that is set up and has no cases yet."""
    return open_room(stages.copy("unit", database))


@pytest.fixture
def listed(stages: Stages, database: Path) -> Workspace:
    """The unit with its case list imported."""
    return open_room(stages.copy("listed", database))


@pytest.fixture
def drawn(stages: Stages, database: Path) -> Workspace:
    """SP-2026-11 drawn, nothing answered."""
    return open_room(stages.copy("drawn", database))


@pytest.fixture
def answered(stages: Stages, database: Path) -> Workspace:
    """SP-2026-11 with one case replaced, answered but for one check to ask about."""
    return open_room(stages.copy("answered", database))


@pytest.fixture
def signed(stages: Stages, database: Path) -> Workspace:
    """SP-2026-11 locked."""
    return open_room(stages.copy("signed", database))


@pytest.fixture
def year(stages: Stages, database: Path) -> Workspace:
    """SP-2026-09, -10 and -11 locked, one after the other."""
    return open_room(stages.copy("year", database))


@pytest.fixture(scope="session")
def write_case_list() -> Callable[[Path], Path]:
    """Write the small case list (18 active cases, one ended) to a file."""
    return case_list


@pytest.fixture(scope="session")
def play() -> Callable[[Workspace, str], str]:
    """Do a whole month from draw to lock: ``play(ws, "2026-10")``."""
    return sign_month
