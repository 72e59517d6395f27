"""A spot check as a document reads it: its sealed content, with counts and words worked out.

Nothing here looks in the database: the same content gives the same document.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from oslo_ik.checks.verdicts import Tally
from oslo_ik.reviews.views import counts_line
from oslo_ik.text import show_date, show_month

if TYPE_CHECKING:
    from oslo_ik.reviews.content import Texts
    from oslo_ik.reviews.views import SealView

Node = Mapping[str, Any]

UNKNOWN = "ikke oppgitt"
_LIVE = ("confirmed", "in_progress", "done", "effect_judged", "closed")
_SET_ASIDE = ("dismissed", "merged")
_GAPS = ("partial", "no", "not_documented")
_JOINED = re.compile(r"\.+(?=;)")
_ABBREVIATIONS = ("osv", "mv", "etc")


@dataclass(frozen=True)
class Reading:
    """Content, the texts behind its commitments, the seal (None in a draft) and the version."""

    content: Mapping[str, Any]
    texts: Texts
    seal: SealView | None
    version: int = 1

    @property
    def draft(self) -> bool:
        """True until the review is locked."""
        return self.seal is None

    @property
    def number(self) -> str:
        """The number of the review."""
        return str(self.content["number"])

    @property
    def draw(self) -> Mapping[str, Any]:
        """How the cases were drawn."""
        draw: Mapping[str, Any] = self.content["draw"]
        return draw

    @property
    def listed(self) -> int:
        """The active cases in the list: what was drawn from, and the own cases left out (§7)."""
        return int(self.draw["frame_size"] + self.draw["excluded_own"])

    @property
    def difference(self) -> int | None:
        """Cases that the fagsystem shows beyond the list; None when nobody has counted (§7)."""
        reported = self.draw["reported_size"]
        return None if reported is None else int(reported - self.listed)

    @property
    def checks(self) -> Sequence[Node]:
        """The checks in the order of the form."""
        checks: Sequence[Node] = self.content["checks"]
        return checks

    @property
    def cases(self) -> Sequence[Node]:
        """The cases by running number."""
        cases: Sequence[Node] = self.content["cases"]
        return cases

    @property
    def unavailable(self) -> int:
        """How many cases could not be looked into; their checks count as ikke dokumentert."""
        return sum(case["outcome"] == "unavailable" for case in self.cases)

    @cached_property
    def check_texts(self) -> dict[str, str]:
        """The text of every check by id."""
        return {check["id"]: check["text"] for check in self.checks}

    @cached_property
    def tallies(self) -> dict[str, Tally]:
        """The counts of every check over the cases, in the order of the form."""
        counts = Counter(
            (answer["check"], answer["verdict"])
            for case in self.cases
            for answer in case["answers"]
        )
        split: dict[str, dict[str, int]] = defaultdict(dict)
        for (check, verdict), count in counts.items():
            split[check][verdict] = count
        return {check["id"]: Tally(**split[check["id"]]) for check in self.checks}

    @cached_property
    def live_findings(self) -> list[Node]:
        """The findings that stand, krav first; in a draft those not decided yet come along."""
        statuses = (*_LIVE, "proposed") if self.draft else _LIVE
        findings = [node for node in self.content["findings"] if node["status"] in statuses]
        order = ("requirement_not_met", "improvement_point", "good_practice")
        return sorted(findings, key=lambda node: order.index(node["kind"]))

    @property
    def shortcomings(self) -> list[Node]:
        """The live findings that are not good practice."""
        return [node for node in self.live_findings if node["kind"] != "good_practice"]

    @property
    def undecided_in_eqs(self) -> list[Node]:
        """The shortcomings for which nobody has said whether they are reported in EQS."""
        return [node for node in self.shortcomings if node["eqs_nonconformity"] is None]

    @property
    def set_aside(self) -> list[Node]:
        """The proposals that were dismissed or merged into another."""
        return [node for node in self.content["findings"] if node["status"] in _SET_ASIDE]

    @property
    def gap_checks(self) -> int:
        """How many checks have a delvis, nei or ikke dokumentert in some case."""
        return sum(tally.gaps > 0 for tally in self.tallies.values())

    @cached_property
    def stops(self) -> list[tuple[Node, Node]]:
        """(case, answer) where a stop check got another answer than ja in a case looked into."""
        stops = {check["id"] for check in self.checks if check["stop"]}
        return [
            (case, answer)
            for case in self.cases
            if case["outcome"] != "unavailable"
            for answer in case["answers"]
            if answer["check"] in stops and answer["verdict"] in _GAPS
        ]

    @property
    def until(self) -> date:
        """The Norwegian date on which the document speaks: of locking, else of the draw."""
        return norwegian(self.content["signed_at"] or self.content["created_at"]).date()

    def text(self, node: Any, missing: str = "") -> str:
        """The text behind a commitment, or ``missing`` when there is none."""
        return self.texts.resolve(node) or missing

    def title(self, finding: Node) -> str:
        """The title of a finding without its full stop, so that a sentence can go on after it."""
        return without_stop(_JOINED.sub("", self.text(finding["title"])))

    def home(self, finding: Node) -> Node:
        """The finding that this one was merged into, through however many merges."""
        by_id = {node["id"]: node for node in self.content["findings"]}
        seen = set()
        while finding["merged_into"] in by_id and finding["id"] not in seen:
            seen.add(finding["id"])
            finding = by_id[finding["merged_into"]]
        return finding

    def counts(self, finding: Node) -> list[str]:
        """A line a check: «T07-19: 4 av 6 (3 nei, 1 ikke dokumentert)», the cases that fell short.

        Of good practice the cases that met it: «T07-19: oppfylt i 5 av 6».
        """
        rows = [(row["check"], _tally(row)) for row in finding["checks"]]
        if finding["kind"] == "good_practice":
            return [f"{check}: oppfylt i {tally.fraction_text()}" for check, tally in rows]
        return [counts_line(check, tally) for check, tally in rows]

    def first_deadline(self, finding: Node) -> str | None:
        """The earliest deadline of the finding's actions that are still to be done, ISO."""
        waiting = ("not_started", "in_progress")
        days = [row["deadline"] for row in finding["actions"] if row["status"] in waiting]
        return min(days, default=None)


def _tally(row: Node) -> Tally:
    return Tally(**{name: count for name, count in row.items() if name != "check"})


def without_stop(text: str) -> str:
    """``text`` without a full stop at its end; an abbreviation keeps its own."""
    bare = text.rstrip(". ")
    last = bare.rpartition(" ")[2]
    return f"{bare}." if text != bare and ("." in last or last in _ABBREVIATIONS) else bare


def sentence(text: str) -> str:
    """``text`` with exactly one mark at its end."""
    bare = text.strip()
    return bare if bare.endswith(("!", "?", "…")) else f"{without_stop(bare).rstrip('.')}."


def free_texts(reading: Reading) -> Iterator[tuple[str, str]]:
    """(where in bokmål, text) of everything a person wrote that the document prints."""
    content = reading.content
    yield "rollen som utførte stikkprøven", content["role"]
    yield "rollen som låste stikkprøven", content["signed_role"] or ""
    for finding in content["findings"]:
        yield f"EQS-nummeret i funn {finding['id']}", finding["eqs_number"] or ""
    for where, node in _nodes(reading):
        if node is not None and (text := reading.texts.resolve(node)):
            yield where, text


def _nodes(reading: Reading) -> Iterator[tuple[str, Any]]:
    content = reading.content
    yield "begrunnelsen for ny trekning", reading.draw["redraw_reason"]
    yield "begrunnelsen for ubesvarte kontrollpunkter", content["unanswered_reason"]
    for row in reading.draw["replacements"]:
        yield "begrunnelsen for en erstatning", row["reason"]
    for case in reading.cases:
        for answer in case["answers"]:
            if answer["note"] is None and answer["taken_up"] is None:
                continue
            where = f"sak {case['no']}, kontrollpunkt {answer['check']}"
            yield f"kommentaren i {where}", answer["note"]
            if answer["taken_up"] is not None:
                yield f"det som er tatt opp i {where}", answer["taken_up"]["what"]
                yield f"rollen for det som er tatt opp i {where}", answer["taken_up"]["role"]
    for finding in (*content["findings"], *content["previous_findings"]):
        where = f"funn {finding['id']}"
        yield f"tittelen på {where}", finding["title"]
        for key in ("decision_reason", "no_action_reason", "weak_reason"):
            yield f"en begrunnelse i {where}", finding.get(key)
        for action in finding["actions"]:
            yield f"et forbedringstiltak i {where}", action["text"]
            yield f"ansvarlig rolle i {where}", action["responsible_role"]


def norwegian(instant: str) -> datetime:
    """An ISO instant in UTC as Norwegian wall time.

    Summer time is from 01:00 UTC on the last Sunday of March to the last Sunday of October
    (directive 2000/84/EC); Windows has no time zone data to ask.
    """
    moment = datetime.fromisoformat(instant).astimezone(UTC)
    begins, ends = (_last_sunday(moment.year, month) for month in (3, 10))
    hours = 2 if begins <= moment < ends else 1
    return (moment + timedelta(hours=hours)).replace(tzinfo=None)


def _last_sunday(year: int, month: int) -> datetime:
    last = datetime(year, month, 31, 1, tzinfo=UTC)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def day(iso: str | None, missing: str = UNKNOWN) -> str:
    """An ISO date or instant as it is shown: ``23.11.2026``."""
    if iso is None:
        return missing
    return show_date(norwegian(iso).date() if "T" in iso else date.fromisoformat(iso))


def moment(iso: str | None, missing: str = UNKNOWN) -> str:
    """An instant as it is shown: ``23.11.2026 kl. 13.05``."""
    if iso is None:
        return missing
    return f"{day(iso)} kl. {norwegian(iso):%H.%M}"


def month(period: str | None, missing: str = UNKNOWN) -> str:
    """A period as it is shown: ``november 2026``."""
    return missing if period is None else show_month(period)
