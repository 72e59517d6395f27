"""Chapter 1: half a page that stands alone – bra, må bedres, trenger deg (§1, §12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from oslo_ik.exports.document import DocumentBuilder
from oslo_ik.exports.reading import Node, Reading, day, month, without_stop
from oslo_ik.exports.sections.metadata import eqs_numbers
from oslo_ik.exports.sections.sample import off_words
from oslo_ik.reviews.views import METHODS
from oslo_ik.text import number_of, plain_line

NOTHING = "Ingenting."
# What fits on page 1 under the metadata: lists of so many lines, titles of so many letters.
MOST_GOOD, MOST_TO_MEND, MOST_LISTED = 4, 5, 5
LINES_THAT_NEED_YOU, LETTERS_A_LINE = 9, 105
GOOD_LETTERS, MEND_LETTERS, REASON_LETTERS, NUMBER_LETTERS = 88, 115, 60, 30


def write(builder: DocumentBuilder, reading: Reading) -> None:
    """The summary; every list is short, and says where the rest is."""
    builder.heading("1 Sammendrag")
    builder.paragraph(_opening(reading))
    for heading, items in (
        ("Bra", good(reading)),
        ("Må bedres", to_mend(reading)),
        ("Trenger deg", needs_you(reading)),
    ):
        builder.heading(heading, 2)
        builder.bullets(items or [NOTHING], small=True)


def _opening(reading: Reading) -> str:
    content, draw = reading.content, reading.draw
    cases = number_of(len(reading.cases), "sak", "saker")
    total = sum(tally.total for tally in reading.tallies.values())
    left = sum(tally.not_assessed for tally in reading.tallies.values())
    theme = f" med {content['theme_label'].lower()} som tema" if content["theme_label"] else ""
    return (
        f"Stikkprøve for {month(content['period'])}{theme}: {cases} trukket fra "
        f"{draw['frame_size']} ({METHODS[draw['method']].lower()}, {day(draw['cut_off'])}) og "
        f"{number_of(len(reading.checks), 'kontrollpunkt', 'kontrollpunkter')}. "
        f"{total - left} av {total} svar er gitt."
    )


def good(reading: Reading) -> list[str]:
    """Good practice, and the checks that were met in every assessed case, krav first."""
    praised = [node for node in reading.live_findings if node["kind"] == "good_practice"]
    told = {row["check"] for node in praised for row in node["checks"]}
    strengths = ("krav", "anbefaling", "mulighet")
    met = [check for check in reading.checks if check["id"] not in told and _is_met(reading, check)]
    met.sort(key=lambda check: strengths.index(check["strength"]))
    items = [
        f"{_short(reading.title(node), GOOD_LETTERS)} ({_listed(reading.counts(node), 1)})"
        for node in praised
    ]
    items += [
        f"{_short(check['text'], GOOD_LETTERS)} "
        f"({check['id']}: {reading.tallies[check['id']].fraction_text()})"
        for check in met
    ]
    if len(items) <= MOST_GOOD:
        return items
    shown = MOST_GOOD - 1
    chapters = "kapittel 3" if len(praised) <= shown else "kapittel 3 og 4"
    return [*items[:shown], f"{len(items) - shown} til, se {chapters}."]


def _is_met(reading: Reading, check: Node) -> bool:
    tally = reading.tallies[check["id"]]
    return tally.assessed > 0 and tally.met == tally.assessed


def to_mend(reading: Reading) -> list[str]:
    """The most serious findings with counts and the first deadline."""
    if not reading.content["findings"] and (count := reading.gap_checks):
        were = number_of(count, "kontrollpunkt har", "kontrollpunkter har")
        return [f"Ikke oppsummert ennå: {were} svar som er delvis, nei eller ikke dokumentert."]
    findings = by_weight(reading)
    if len(findings) <= MOST_TO_MEND:
        return [_finding(reading, node) for node in findings]
    items = [_finding(reading, node) for node in findings[: MOST_TO_MEND - 1]]
    return [*items, f"{len(findings) - len(items)} funn til, se kapittel 4."]


def by_weight(reading: Reading) -> list[Node]:
    """Shortcomings: krav first, then what can mean danger now, then the largest share of cases."""
    stops = {check["id"] for check in reading.checks if check["stop"]}

    def weight(finding: Node) -> tuple[bool, bool, float]:
        rows = finding["checks"]
        shares = [_gaps(row) / max(1, _gaps(row) + row["yes"]) for row in rows]
        is_stop = any(row["check"] in stops for row in rows)
        is_krav = finding["kind"] == "requirement_not_met"
        return (not is_krav, not is_stop, -max(shares, default=0.0))

    return sorted(reading.shortcomings, key=weight)


def _gaps(row: Node) -> int:
    return int(row["partial"] + row["no"] + row["not_documented"])


def _finding(reading: Reading, finding: Node) -> str:
    deadline = reading.first_deadline(finding)
    if finding["status"] == "proposed":
        state = "Ikke avgjort."
    elif deadline:
        state = f"Frist {day(deadline)}."
    else:
        state = "Ingen frist."
    # How the cases that fell short were split stands in 4.1.
    counts = [
        f"{row['check']}: {_gaps(row)} av {_gaps(row) + row['yes']}" for row in finding["checks"]
    ]
    title = _short(reading.title(finding), MEND_LETTERS)
    return f"{title} (ikke oppfylt i {_listed(counts, 2)}). {state}"


def needs_you(reading: Reading) -> list[str]:
    """What the reader above must decide or know, most serious first, one item a matter.

    All of it when there is room, else the first and where the rest is.
    """
    matters = [(text, chapter) for matter, chapter in _MATTERS for text in matter(reading)]
    lines = [-(-len(text) // LETTERS_A_LINE) for text, _ in matters]
    shown = len(matters)
    while sum(lines[:shown]) + (shown < len(matters)) > LINES_THAT_NEED_YOU:
        shown -= 1
    items = [text for text, _ in matters[:shown]]
    if shown < len(matters):
        chapters = " og ".join(dict.fromkeys(chapter for _, chapter in matters[shown:]))
        items.append(f"{len(matters) - shown} til, se {chapters}.")
    return items


def _not_taken_up(reading: Reading) -> Iterator[str]:
    left = [(case, answer) for case, answer in reading.stops if answer["taken_up"] is None]
    if left:
        places = _listed([f"sak {case['no']} ({answer['check']})" for case, answer in left])
        yield f"Kan bety fare nå, og er ikke registrert som tatt opp: {places}."


def _undecided(reading: Reading) -> Iterator[str]:
    if count := sum(node["status"] == "proposed" for node in reading.shortcomings):
        yield f"{count} funn er foreslått, men ikke avgjort, se 4.1."


def _set_aside(reading: Reading) -> Iterator[str]:
    if count := len(reading.set_aside):
        were = number_of(count, "forslag til funn er", "forslag til funn er")
        yield f"{were} avvist eller slått sammen med begrunnelse, se 4.1."


def _mending(reading: Reading) -> Iterator[str]:
    decided = [node for node in reading.shortcomings if node["status"] != "proposed"]
    without = [
        node for node in decided if node["kind"] == "requirement_not_met" and not node["actions"]
    ]
    weak = [
        node
        for node in decided
        if node["actions"] and all(row["strength"] == "weak" for row in node["actions"])
    ]
    parts = []
    if without:
        reason = _reason(reading, without, "no_action_reason")
        parts.append(f"{len(without)} krav uten forbedringstiltak{reason}")
    if weak:
        reason = _reason(reading, weak, "weak_reason")
        parts.append(f"{len(weak)} funn med bare svake forbedringstiltak{reason}")
    chapters = "5 og 6" if parts else "5"
    if late := len(_late(reading)):
        parts.append(f"{late} forbedringstiltak fra tidligere stikkprøver er over fristen")
    else:
        chapters = "6"
    if parts:
        yield f"{'; '.join(parts)}, se kapittel {chapters}."


def _reporting(reading: Reading) -> Iterator[str]:
    parts = []
    if count := len(reading.undecided_in_eqs):
        it = "det" if count == 1 else "de"
        parts.append(f"{count} funn: ikke avgjort om {it} skal meldes som avvik i EQS")
    if numbers := eqs_numbers(reading):
        shown = _listed([_short(number, NUMBER_LETTERS) for number in numbers], 3)
        parts.append(f"{len(numbers)} funn er meldt som avvik i EQS ({shown})")
    if parts:
        yield f"{'; '.join(parts)}."


def _reason(reading: Reading, findings: Sequence[Node], key: str) -> str:
    """The reason in brackets when there is one finding; of several they stand in chapter 6."""
    if len(findings) > 1:
        return ""
    text = reading.text(findings[0][key], "begrunnelse er ikke oppgitt")
    return f" ({_short(text, REASON_LETTERS)})"


def _short(text: str, most: int) -> str:
    """``text`` on one line without its full stop, cut at a word so that it has ``most`` letters."""
    line = without_stop(" ".join(plain_line(text).split()))
    if len(line) <= most:
        return line
    return line[: most - 1].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def _not_controlled(reading: Reading) -> Iterator[str]:
    total = sum(tally.total for tally in reading.tallies.values())
    left = sum(tally.not_assessed for tally in reading.tallies.values())
    parts = []
    if left:
        text = reading.text(reading.content["unanswered_reason"], "begrunnelse er ikke oppgitt")
        parts.append(f"{left} av {total} svar er ikke vurdert ({_short(text, REASON_LETTERS)})")
    if count := reading.unavailable:
        were = number_of(count, "sak var utilgjengelig", "saker var utilgjengelige")
        parts.append(f"{were} og teller som ikke dokumentert")
    if parts:
        yield f"{'; '.join(parts)}."


def _about_draw(reading: Reading) -> Iterator[str]:
    parts = []
    if off := reading.difference:
        shown = number_of(reading.draw["reported_size"], "aktiv sak", "aktive saker")
        parts.append(f"Fagsystemet viser {shown}, {off_words(off)}. Forskjellen bør forklares.")
    if (reason := reading.draw["redraw_reason"]) is not None:
        shown = _short(reading.text(reason, "begrunnelse er ikke oppgitt"), REASON_LETTERS)
        parts.append(f"Sakene er trukket på nytt ({shown}).")
    if parts:
        yield " ".join(parts)


def _late(reading: Reading) -> list[Any]:
    today = reading.until.isoformat()
    return [
        action
        for finding in reading.content["previous_findings"]
        for action in finding["actions"]
        if action["status"] in ("not_started", "in_progress") and action["deadline"] < today
    ]


def _listed(items: Sequence[str], most: int = MOST_LISTED) -> str:
    shown = "; ".join(items[:most])
    return f"{shown} og {len(items) - most} til" if len(items) > most else shown


_MATTERS = (
    (_not_taken_up, "4.2"),
    (_undecided, "4.1"),
    (_mending, "kapittel 6"),
    (_reporting, "4.1"),
    (_not_controlled, "3.1"),
    (_about_draw, "vedlegg A"),
    (_set_aside, "4.1"),
)
