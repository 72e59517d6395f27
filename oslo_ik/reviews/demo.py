"""A made-up bydel to try everything on: seeded, plausible, without names."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from oslo_ik.checks.due import add_months, month_start, next_month, period_of
from oslo_ik.errors import Refused
from oslo_ik.reviews.cases import import_cases
from oslo_ik.reviews.demo_answers import answer_cases, decide_findings
from oslo_ik.reviews.drawing import draw
from oslo_ik.reviews.signing import sign
from oslo_ik.reviews.spot_checks import get_review, list_reviews
from oslo_ik.reviews.summary import summarise
from oslo_ik.reviews.unit import find_unit, save_unit
from oslo_ik.reviews.views import DrawRequest
from oslo_ik.reviews.workspace import Workspace, open_workspace
from oslo_ik.store.chain import short_seal
from oslo_ik.store.files import write_whole
from oslo_ik.text import number_of

if TYPE_CHECKING:
    from oslo_ik.reviews.views import ReviewView

DATABASE = "demo.db"
CASE_LIST = "saksliste-demo.csv"
SEED = 20210801
CASEWORKERS = tuple(f"RK{n:02d}" for n in range(1, 9))
CASES = 140
MONTHS_BEFORE = 3
ROLE = "Seksjonsleder"
_TRANSITIONS = ("Løslatelse", "Utskriving fra døgnbehandling", "Innflytting i egen bolig")


def build_demo(folder: Path, now: datetime) -> Path:
    """The demo database in ``folder``, made when it is missing; its path.

    Three months before ``now`` are signed with findings; this month is not drawn. Raises
    Refused when the folder holds a database that is not a demo.
    """
    path = folder / DATABASE
    if path.exists():
        unit = find_unit(open_workspace(path, lambda: now))
        if unit is not None and not unit.demo:
            raise Refused(f"{path.name} i mappen er ikke en demo. Velg en annen mappe.")
        if unit is not None and list_reviews(Workspace(path, lambda: now)):
            return path
    rng = random.Random(SEED)
    first = add_months(month_start(period_of(now.date())), -MONTHS_BEFORE)
    write_whole(folder / CASE_LIST, case_list(rng, first).encode("utf-8"))
    _set_up(path, folder / CASE_LIST, _at(first, 3, now), rng)
    period = period_of(first)
    for _ in range(MONTHS_BEFORE):
        _earlier_month(path, period, now, rng)
        period = next_month(period)
    return path


def play_month(ws: Workspace, say: Callable[[str], None]) -> str:
    """Do this month's spot check from draw to lock, telling each step; the review's number.

    A month that is already locked is left as it is, and that is said.
    """
    period = period_of(ws.today())
    done = next((row for row in list_reviews(ws) if row.period == period), None)
    if done is not None and done.status == "signed":
        say(f"{done.number} er alt låst.")
        return done.number
    if done is None:
        review = draw(ws, DrawRequest(period, reported_size=CASES + 2))
        frame = number_of(review.frame_size, "sak", "saker")
        say(f"Trakk {review.size} av {frame}: {review.number}.")
    else:
        review = get_review(ws, done.number)
    rng = random.Random(f"{SEED}/{period}")
    facts, answers = answer_cases(ws, review, rng)
    say(f"Svarte på {facts} fakta og {answers} kontrollpunkter om tema {review.theme_label}.")
    findings = len(summarise(ws, review.number).findings)
    actions = decide_findings(ws, review.number, rng)
    say(f"Oppsummerte: {findings} funn avgjort, {actions} forbedringstiltak med frist.")
    seal = sign(ws, review.number, ROLE, "Avklares med kontaktpersonen.")
    seal_told = f"kontrollsum {short_seal(seal.seal)}, ledd {seal.sequence} i kjeden"
    say(f"Låste {review.number}: {seal_told}.")
    return review.number


def case_list(rng: random.Random, first: date) -> str:
    """140 made-up cases as the CSV that a case-record system might give."""
    text = io.StringIO()
    rows = csv.writer(text, delimiter=";", lineterminator="\n")
    rows.writerow(
        ["Saksnummer", "Kontaktperson", "Startet", "Avsluttet", "Hovedforløp", "Overgang",
         "Overgangsdato"]
    )  # fmt: skip
    weights = (14, 15, 16, 17, 18, 19, 20, 21)
    owners = [code for code, n in zip(CASEWORKERS, weights, strict=True) for _ in range(n)]
    rng.shuffle(owners)
    for number, owner in enumerate(owners, start=1):
        started = first - timedelta(days=rng.randrange(20, 1500))
        transition, day = "", ""
        if rng.random() < 0.18:
            transition = rng.choice(_TRANSITIONS)
            day = (first + timedelta(days=rng.randrange(30, 150))).isoformat()
        rows.writerow(
            [f"RT-{1000 + number * 7}", owner, started.isoformat(), "", rng.choice("223"),
             transition, day]
        )  # fmt: skip
    return text.getvalue()


def _at(month: date, day: int, now: datetime) -> datetime:
    return now.replace(
        year=month.year, month=month.month, day=day, hour=10, minute=0, second=0, microsecond=0
    )


def _room(path: Path, moment: datetime, rng: random.Random) -> Workspace:
    return open_workspace(path, lambda: moment, rng.randbytes)


def _set_up(path: Path, listed: Path, moment: datetime, rng: random.Random) -> None:
    ws = _room(path, moment, rng)
    save_unit(ws, "Fjordbyen", "Rusteam demo", "begge", ROLE, demo=True)
    import_cases(ws, listed)


def _earlier_month(path: Path, period: str, now: datetime, rng: random.Random) -> None:
    month = month_start(period)
    ws = _room(path, _at(month, 16, now), rng)
    review: ReviewView = draw(ws, DrawRequest(period, reported_size=CASES))
    ws = _room(path, _at(month, 20, now), rng)
    answer_cases(ws, review, rng)
    summarise(ws, review.number)
    decide_findings(ws, review.number, rng)
    sign(ws, review.number, ROLE, "Avklares med kontaktpersonen.")
