"""Chapter 1: half a page that stands alone – bra, må bedres, trenger deg (§1, §12)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from oslo_ik.exports.document import DocumentBuilder
from oslo_ik.exports.reading import Node, Reading, day, month
from oslo_ik.reviews.views import METHODS
from oslo_ik.text import number_of, plain_line

NOTHING = "Ingenting."
MOST_GOOD, MOST_TO_MEND, MOST_LETTERS = 4, 6, 160


def write(builder: DocumentBuilder, reading: Reading) -> None:
    """The summary; every list is short, and says where the rest is."""
    builder.heading("1 Sammendrag")
    builder.paragraph(_opening(reading))
    for heading, items in (
        ("Bra", good(reading)),
        ("Må bedres", to_mend(reading)),
        ("Trenger deg", list(needs_you(reading))),
    ):
        builder.heading(heading, 2)
        builder.bullets(items or [NOTHING])


def _opening(reading: Reading) -> str:
    content, draw = reading.content, reading.draw
    cases = number_of(len(reading.cases), "sak", "saker")
    total = sum(tally.total for tally in reading.tallies.values())
    left = sum(tally.not_assessed for tally in reading.tallies.values())
    theme = f" med {content['theme_label'].lower()} som tema" if content["theme_label"] else ""
    return (
        f"Stikkprøve for {month(content['period'])}{theme}: {cases} av {draw['frame_size']} "
        f"({METHODS[draw['method']].lower()}, {day(draw['cut_off'])}) og "
        f"{number_of(len(reading.checks), 'kontrollpunkt', 'kontrollpunkter')}. "
        f"{total - left} av {total} svar er gitt."
    )


def good(reading: Reading) -> list[str]:
    """Good practice, and the checks that were met in every assessed case, krav first."""
    items = [
        f"{_short(reading.text(node['title']))} ({'; '.join(reading.counts(node))})"
        for node in reading.live_findings
        if node["kind"] == "good_practice"
    ]
    strengths = ("krav", "anbefaling", "mulighet")
    met = [check for check in reading.checks if _is_met(reading, check)]
    met.sort(key=lambda check: strengths.index(check["strength"]))
    shown = met if len(met) <= MOST_GOOD + 1 else met[:MOST_GOOD]
    items += [
        f"{_short(check['text'])} ({check['id']}: {reading.tallies[check['id']].fraction_text()})"
        for check in shown
    ]
    if rest := len(met) - len(shown):
        items.append(
            f"{rest} kontrollpunkter til er oppfylt i alle vurderte saker, se tabellen i 3.1."
        )
    return items


def _is_met(reading: Reading, check: Node) -> bool:
    tally = reading.tallies[check["id"]]
    return tally.assessed > 0 and tally.met == tally.assessed


def to_mend(reading: Reading) -> list[str]:
    """The findings with counts and the first deadline."""
    findings = reading.shortcomings
    if not reading.content["findings"] and (count := reading.gap_checks):
        were = number_of(count, "kontrollpunkt har", "kontrollpunkter har")
        return [f"Ikke oppsummert ennå: {were} svar som er delvis, nei eller ikke dokumentert."]
    shown = findings if len(findings) <= MOST_TO_MEND + 1 else findings[:MOST_TO_MEND]
    items = [_finding(reading, node) for node in shown]
    if rest := len(findings) - len(shown):
        items.append(f"{rest} funn til, se 4.1.")
    return items


def _finding(reading: Reading, finding: Node) -> str:
    deadline = reading.first_deadline(finding)
    if finding["status"] == "proposed":
        state = "Ikke avgjort."
    elif deadline:
        state = f"Frist {day(deadline)}."
    else:
        state = "Ingen frist."
    counts = "; ".join(reading.counts(finding))
    return f"{_short(reading.text(finding['title']))}. Ikke oppfylt i {counts}. {state}"


def needs_you(reading: Reading) -> Iterator[str]:
    """What the reader above must decide or know."""
    yield from _not_taken_up(reading)
    for finding in reading.shortcomings:
        yield from _about_finding(reading, finding)
    if count := len(reading.set_aside):
        were = number_of(count, "forslag til funn er", "forslag til funn er")
        yield f"{were} avvist eller slått sammen med begrunnelse, se 4.1."
    yield from _not_controlled(reading)
    yield from _about_draw(reading)
    yield from _late(reading)


def _about_finding(reading: Reading, finding: Node) -> Iterator[str]:
    """At most one item a finding: what is not decided, not mended or reported."""
    title = f"«{_short(reading.text(finding['title']))}»"
    if finding["status"] == "proposed":
        yield f"{title} er foreslått som funn, men ikke avgjort."
        return
    parts = list(filter(None, (_mending(reading, finding), _reporting(finding))))
    if parts:
        yield f"{title}: {'; '.join(parts)}."


def _mending(reading: Reading, finding: Node) -> str:
    if finding["kind"] == "requirement_not_met" and not finding["actions"]:
        reason = _reason(reading, finding["no_action_reason"])
        return f"krav uten forbedringstiltak ({reason})"
    if finding["actions"] and all(row["strength"] == "weak" for row in finding["actions"]):
        return f"bare svake forbedringstiltak ({_reason(reading, finding['weak_reason'])})"
    return ""


def _reporting(finding: Node) -> str:
    if finding["eqs_nonconformity"]:
        number = finding["eqs_number"]
        known = f"nr. {number}" if number else "nummer er ikke oppgitt"
        return f"avvik i EQS ({known})"
    if finding["kind"] == "requirement_not_met" and finding["eqs_nonconformity"] is None:
        return "ikke avgjort om det skal meldes som avvik i EQS"
    return ""


def _reason(reading: Reading, node: Any) -> str:
    return _short(reading.text(node, "begrunnelse er ikke oppgitt"))


def _short(text: str) -> str:
    """``text`` on one line without its full stop, cut at a word so that half a page is enough."""
    line = " ".join(plain_line(text).split()).rstrip(". ")
    if len(line) <= MOST_LETTERS:
        return line
    return line[:MOST_LETTERS].rsplit(" ", 1)[0].rstrip(" ,.;:") + " …"


def _not_taken_up(reading: Reading) -> Iterator[str]:
    left = [(case, answer) for case, answer in reading.stops if answer["taken_up"] is None]
    if left:
        places = _listed([f"sak {case['no']} ({answer['check']})" for case, answer in left])
        yield f"Kan bety fare nå, og er ikke registrert som tatt opp: {places}."


def _not_controlled(reading: Reading) -> Iterator[str]:
    total = sum(tally.total for tally in reading.tallies.values())
    left = sum(tally.not_assessed for tally in reading.tallies.values())
    if left:
        reason = _reason(reading, reading.content["unanswered_reason"])
        yield f"{left} av {total} svar mangler, de er ikke vurdert ({reason})."
    if count := reading.unavailable:
        were = number_of(count, "sak var utilgjengelig", "saker var utilgjengelige")
        yield f"{were}; kontrollpunktene der teller som ikke dokumentert."


def _about_draw(reading: Reading) -> Iterator[str]:
    draw = reading.draw
    if draw["reported_size"] is not None and (off := difference(reading)):
        shown = number_of(draw["reported_size"], "aktiv sak", "aktive saker")
        listed = draw["frame_size"] + draw["excluded_own"]
        yield (
            f"Fagsystemet viser {shown}, listen {listed}. Forskjellen på {abs(off)} bør forklares."
        )
    if draw["redraw_reason"] is not None:
        yield f"Sakene er trukket på nytt ({_reason(reading, draw['redraw_reason'])})."


def difference(reading: Reading) -> int:
    """Cases that the fagsystem shows beyond the list, own cases counted in (§7)."""
    draw = reading.draw
    return int(draw["reported_size"] - (draw["frame_size"] + draw["excluded_own"]))


def _late(reading: Reading) -> Iterator[str]:
    today = reading.until.isoformat()
    late = [
        action
        for finding in reading.content["previous_findings"]
        for action in finding["actions"]
        if action["status"] in ("not_started", "in_progress") and action["deadline"] < today
    ]
    if late:
        count = number_of(len(late), "forbedringstiltak", "forbedringstiltak")
        yield f"{count} fra tidligere stikkprøver er over fristen, se kapittel 5."


def _listed(items: Sequence[str], most: int = 8) -> str:
    shown = ", ".join(items[:most])
    return f"{shown} og {len(items) - most} til" if len(items) > most else shown
