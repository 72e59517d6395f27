"""The triggers that keep signed rows as they were, and the check that they are all there (§9).

``INSERT OR REPLACE`` deletes the old row without firing a DELETE trigger unless the connection
asks for it, so every guarded table also refuses an INSERT or UPDATE that would land on the key
of a signed row.
"""

from __future__ import annotations

import sqlite3

SIGNED = "signed_row"

# Per table: when another row (``t``) has a key that the new row would push out.
_CHILDREN = {
    "review_check": "t.review_id = NEW.review_id AND t.check_id = NEW.check_id",
    "frame_case": "t.review_id = NEW.review_id AND t.reference = NEW.reference",
    "allocation": "t.review_id = NEW.review_id AND t.caseworker = NEW.caseworker",
    "review_case": "t.id = NEW.id",
    "replacement": "t.id = NEW.id",
    "case_fact": "t.review_case_id = NEW.review_case_id AND t.fact = NEW.fact",
    "answer": "t.id = NEW.id"
    " OR (t.review_case_id = NEW.review_case_id AND t.check_id = NEW.check_id)",
    "finding_occurrence": "t.finding_id = NEW.finding_id AND t.review_id = NEW.review_id"
    " AND t.check_id = NEW.check_id",
}
# These hang on a drawn case, so a row that names another review must not reach a signed case.
_OF_A_CASE = ("case_fact", "answer")
_CASE_IS_SIGNED = (
    "EXISTS (SELECT 1 FROM review_case c JOIN review r ON r.id = c.review_id"
    " WHERE c.id = NEW.review_case_id AND r.status = 'signed')"
)


def _trigger(name: str, event: str, table: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{SIGNED}'); END"
    )


def _signed(row: str) -> str:
    return f"EXISTS (SELECT 1 FROM review WHERE id = {row}.review_id AND status = 'signed')"


def _child_triggers() -> dict[str, str]:
    made = {}
    for table, key in _CHILDREN.items():
        hit = (
            f"EXISTS (SELECT 1 FROM {table} t JOIN review r ON r.id = t.review_id "
            f"WHERE r.status = 'signed' AND ({key}))"
        )
        if table in _OF_A_CASE:
            hit = f"{hit} OR {_CASE_IS_SIGNED}"
        rules = {
            "insert": f"{_signed('NEW')} OR {hit}",
            "update": f"{_signed('OLD')} OR {_signed('NEW')} OR {hit}",
            "delete": _signed("OLD"),
        }
        for event, condition in rules.items():
            name = f"{table}_signed_{event}"
            made[name] = _trigger(name, event.upper(), table, condition)
    return made


def _review_triggers() -> dict[str, str]:
    taken = (
        "EXISTS (SELECT 1 FROM review t WHERE t.status = 'signed' AND (t.id = NEW.id"
        " OR t.number = NEW.number OR (t.kind = NEW.kind AND t.period = NEW.period"
        " AND t.sequence = NEW.sequence)))"
    )
    unsealed = (
        "(NEW.status = 'signed' AND NOT EXISTS (SELECT 1 FROM seal s"
        " WHERE s.review_id = NEW.id AND s.kind = 'review.signed'))"
    )
    rules = {
        "insert": f"{taken} OR {unsealed}",
        "update": f"OLD.status = 'signed' OR {taken} OR {unsealed}",
        "delete": "OLD.status = 'signed'",
    }
    return {
        f"review_signed_{event}": _trigger(
            f"review_signed_{event}", event.upper(), "review", condition
        )
        for event, condition in rules.items()
    }


def _chain_triggers() -> dict[str, str]:
    last = "(SELECT COALESCE(MAX(sequence), 0) FROM seal)"
    announced = (
        "NEW.sequence = OLD.sequence AND NEW.path = OLD.path AND NEW.commitment = OLD.commitment"
        " AND NEW.text IS NULL AND NEW.salt IS NULL AND EXISTS (SELECT 1 FROM seal"
        " WHERE kind = 'text.deleted' AND instr(content, OLD.commitment) > 0)"
    )
    closed = (
        f"NEW.sequence <> {last} OR EXISTS (SELECT 1 FROM sealed_text t"
        " WHERE t.sequence = NEW.sequence AND t.path = NEW.path)"
        " OR EXISTS (SELECT 1 FROM seal s JOIN review r ON r.id = s.review_id"
        " WHERE s.sequence = NEW.sequence AND s.kind = 'review.signed' AND r.status = 'signed')"
    )
    rules = {
        ("seal", "insert"): f"NEW.sequence <> {last} + 1",
        ("seal", "update"): "1",
        ("seal", "delete"): "1",
        ("sealed_text", "insert"): closed,
        ("sealed_text", "update"): f"NOT ({announced})",
        ("sealed_text", "delete"): "1",
    }
    return {
        f"{table}_chain_{event}": _trigger(
            f"{table}_chain_{event}", event.upper(), table, condition
        )
        for (table, event), condition in rules.items()
    }


# Of a finding and an action only these may change after locking: they are followed up (§8).
_FINDING_KEPT = (
    "id",
    "review_id",
    "kind",
    "title",
    "decision_reason",
    "merged_into",
    "no_action_reason",
    "weak_reason",
    "created_at",
)
_ACTION_KEPT = (
    "id",
    "finding_id",
    "text",
    "strength",
    "strength_type",
    "responsible_role",
    "created_at",
)


def _follow_up_triggers() -> dict[str, str]:
    """What a locked finding and its actions say is kept; their history only grows."""
    made = {}
    for table, parent, kept in (
        ("finding", "{row}.review_id", _FINDING_KEPT),
        ("action", "(SELECT review_id FROM finding WHERE id = {row}.finding_id)", _ACTION_KEPT),
        ("finding_event", "(SELECT review_id FROM finding WHERE id = {row}.finding_id)", None),
        (
            "action_event",
            "(SELECT f.review_id FROM action a JOIN finding f ON f.id = a.finding_id"
            " WHERE a.id = {row}.action_id)",
            None,
        ),
    ):
        locked = f"EXISTS (SELECT 1 FROM review WHERE id = {parent} AND status = 'signed')"
        old, new = locked.format(row="OLD"), locked.format(row="NEW")
        taken = f"EXISTS (SELECT 1 FROM {table} t WHERE t.id = NEW.id AND {locked.format(row='t')})"
        changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in kept or ())
        rules = {
            "insert": f"{new} OR {taken}" if kept else taken,
            "update": f"({old} AND ({changed})) OR (NOT {old} AND ({new} OR {taken}))"
            if kept
            else f"{old} OR {new} OR {taken}",
            "delete": old,
        }
        for event, condition in rules.items():
            name = f"{table}_kept_{event}"
            made[name] = _trigger(name, event.upper(), table, condition)
    return made


def expected_triggers() -> dict[str, str]:
    """Every trigger that must be in the database: name to SQL."""
    return {
        **_child_triggers(),
        **_review_triggers(),
        **_chain_triggers(),
        **_follow_up_triggers(),
    }


def _decoded(value: bytes | None) -> str:
    return (value or b"").decode("utf-8", "replace")


def missing_or_changed(connection: sqlite3.Connection) -> list[str]:
    """The names of triggers that are missing, changed or foreign; empty when all is well."""
    # As bytes: in a damaged file they need not be text.
    rows = connection.execute(
        "SELECT CAST(name AS BLOB), CAST(sql AS BLOB) FROM sqlite_master WHERE type = 'trigger'"
    )
    found = {_decoded(name): _decoded(sql) for name, sql in rows.fetchall()}
    expected = expected_triggers()
    return sorted(
        name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)
    )
