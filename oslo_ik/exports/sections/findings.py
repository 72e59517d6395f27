"""Chapters 4, 5 and 6: findings, what was taken up at once, last month's, and the actions."""

from __future__ import annotations

from oslo_ik.checks.vocabulary import Verdict
from oslo_ik.exports.document import DocumentBuilder
from oslo_ik.exports.ooxml import Column, Table
from oslo_ik.exports.reading import UNKNOWN, Node, Reading, day, sentence, without_stop
from oslo_ik.reviews.views import ACTION_STATUSES, FINDING_STATUSES, KINDS, STRENGTHS

_FINDINGS = (
    Column("Funn", 6, "center"),
    Column("Hva", 34),
    Column("Antall", 24),
    Column("Avgjørelse", 18),
    Column("Avvik i EQS", 18),
)
_STOPS = (
    Column("Sak", 6, "center"),
    Column("Kontrollpunkt", 32),
    Column("Svar", 13),
    Column("Tatt opp", 22),
    Column("Med (rolle)", 16),
    Column("Dato", 11),
)
_PREVIOUS = (
    Column("Fra", 13),
    Column("Funn", 30),
    Column("Antall da", 21),
    Column("Status", 14),
    Column("Forbedringstiltak", 22),
)
_ACTIONS = (
    Column("Funn", 6, "center"),
    Column("Forbedringstiltak", 30),
    Column("Styrke", 9),
    Column("Type", 16),
    Column("Ansvarlig (rolle)", 17),
    Column("Frist", 11),
    Column("Status", 11),
)
NO_DECISION = "Ikke tatt stilling til"


def write(builder: DocumentBuilder, reading: Reading) -> None:
    """Chapters 4 to 6."""
    builder.heading("4 Funn og umiddelbar retting")
    builder.heading("4.1 Funn", 2)
    _findings(builder, reading)
    builder.heading("4.2 Tatt opp med en gang", 2)
    _taken_up(builder, reading)
    builder.heading("5 Status for forrige måneds funn")
    _previous(builder, reading)
    builder.heading("6 Forbedringstiltak")
    _actions(builder, reading)


def _findings(builder: DocumentBuilder, reading: Reading) -> None:
    if reading.live_findings:
        rows = [
            (
                str(node["id"]),
                f"{reading.title(node)}\n{KINDS[node['kind']]}",
                "\n".join(reading.counts(node)),
                _decision(reading, node),
                _eqs(node),
            )
            for node in reading.live_findings
        ]
        builder.table(
            Table("Funn", "En rad per funn med antall, avgjørelse og EQS", _FINDINGS, rows)
        )
        builder.paragraph(
            "Antall viser saker som ikke var oppfylt, av alle vurderte saker; for god praksis de "
            "som var oppfylt. Et avvik er det "
            "som er meldt i EQS; et funn er ikke i seg selv et avvik."
        )
    elif reading.gap_checks and not reading.content["findings"]:
        builder.paragraph("Stikkprøven er ikke oppsummert, og ingen funn er foreslått ennå.")
    else:
        builder.paragraph("Ingen funn.")
    _set_aside(builder, reading)


def _decision(reading: Reading, finding: Node) -> str:
    reason = reading.text(finding["decision_reason"])
    return "\n".join(filter(None, (FINDING_STATUSES[finding["status"]], reason)))


def _eqs(finding: Node) -> str:
    if finding["kind"] == "good_practice":
        return "–"
    if finding["eqs_nonconformity"] is None:
        return NO_DECISION
    if not finding["eqs_nonconformity"]:
        return "Nei"
    return f"Ja, nr. {finding['eqs_number']}" if finding["eqs_number"] else f"Ja, nr. {UNKNOWN}"


def _set_aside(builder: DocumentBuilder, reading: Reading) -> None:
    if not reading.set_aside:
        return
    rows = [_aside_row(reading, node) for node in reading.set_aside]
    columns = (*_FINDINGS[:3], Column("Avgjørelse", 14), Column("Begrunnelse", 22))
    builder.table(
        Table("Forslag som ikke ble funn", "En rad per forslag med begrunnelse", columns, rows)
    )


def _aside_row(reading: Reading, finding: Node) -> tuple[str, ...]:
    """A merged finding has given its checks away: it says where they are counted."""
    decision = FINDING_STATUSES[finding["status"]]
    counts = "\n".join(reading.counts(finding))
    missing = UNKNOWN
    if finding["merged_into"]:
        home = reading.home(finding)
        decision += f" med funn {home['id']}"
        counts = counts or f"Telles i funn {home['id']}"
        missing = sentence(f"Inngår i funn {home['id']}, {reading.title(home)}")
    reason = reading.text(finding["decision_reason"], missing)
    return (str(finding["id"]), reading.title(finding), counts, decision, reason)


def _taken_up(builder: DocumentBuilder, reading: Reading) -> None:
    if not reading.stops:
        builder.paragraph(
            "Ingen av kontrollpunktene som skal tas opp med en gang, fikk annet svar enn ja."
        )
        return
    rows = [_stop_row(reading, case, answer) for case, answer in reading.stops]
    builder.table(
        Table(
            "Tatt opp med en gang",
            "En rad per sak der svaret kan bety fare nå, og hva som ble tatt opp",
            _STOPS,
            rows,
        )
    )


def _stop_row(reading: Reading, case: Node, answer: Node) -> tuple[str, ...]:
    taken_up = answer["taken_up"]
    if taken_up is None:
        shown = ("Ikke registrert som tatt opp", "–", "–")
    else:
        what = reading.text(taken_up["what"], UNKNOWN)
        shown = (what, reading.text(taken_up["role"], UNKNOWN), day(taken_up["on"]))
    check = f"{answer['check']} {reading.check_texts[answer['check']]}"
    return (str(case["no"]), check, Verdict(answer["verdict"]).label, *shown)


def _previous(builder: DocumentBuilder, reading: Reading) -> None:
    findings = reading.content["previous_findings"]
    if not findings:
        builder.paragraph("Ingen åpne funn fra før.")
        return
    rows = [
        (
            f"{node['review']}\nFunn {node['id']}",
            f"{reading.title(node)}\n{KINDS[node['kind']]}",
            str(node["count_text"]),
            FINDING_STATUSES[node["status"]],
            "\n".join(_short_action(reading, action) for action in node["actions"]) or "Ingen",
        )
        for node in findings
    ]
    builder.table(
        Table("Funn fra før", "En rad per åpent funn fra tidligere stikkprøver", _PREVIOUS, rows)
    )


def _without(reading: Reading, finding: Node) -> str:
    """A krav must say why; an improvement point may stand alone."""
    line = f"Funn {finding['id']}, {reading.title(finding)}"
    if finding["no_action_reason"] is None and finding["kind"] != "requirement_not_met":
        return sentence(line)
    reason = reading.text(finding["no_action_reason"], "begrunnelse er ikke oppgitt")
    return sentence(f"{line}: {reason}")


def _short_action(reading: Reading, action: Node) -> str:
    state = ACTION_STATUSES[action["status"]].lower()
    return (
        f"{without_stop(reading.text(action['text']))} (frist {day(action['deadline'])}, {state})"
    )


def _actions(builder: DocumentBuilder, reading: Reading) -> None:
    rows = [
        (
            str(node["id"]),
            reading.text(action["text"]),
            STRENGTHS[action["strength"]],
            action["strength_type"] or UNKNOWN,
            reading.text(action["responsible_role"], UNKNOWN),
            day(action["deadline"]),
            ACTION_STATUSES[action["status"]],
        )
        for node in reading.shortcomings
        for action in node["actions"]
    ]
    if rows:
        builder.table(Table("Forbedringstiltak", "En rad per forbedringstiltak", _ACTIONS, rows))
    else:
        builder.paragraph("Ingen forbedringstiltak er satt opp.")
    without = [node for node in reading.shortcomings if not node["actions"]]
    if without:
        builder.paragraph("Funn uten forbedringstiltak:", keep=True)
        builder.bullets(_without(reading, node) for node in without)
    for node in reading.shortcomings:
        if node["weak_reason"] is not None:
            builder.paragraph(
                reading.text(node["weak_reason"]),
                lead=f"Hvorfor bare svake forbedringstiltak for funn {node['id']}:",
            )
