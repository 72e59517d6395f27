"""The first schema: unit, cases, draw, answers, findings, actions, chain."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    CREATE TABLE case_import (
        id INTEGER NOT NULL,
        imported_at TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        row_count INTEGER NOT NULL,
        added INTEGER NOT NULL,
        changed INTEGER NOT NULL,
        missing INTEGER NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE case_record (
        id INTEGER NOT NULL,
        reference TEXT NOT NULL,
        caseworker TEXT NOT NULL,
        started_on DATE,
        ended_on DATE,
        pathway TEXT,
        transition TEXT,
        transition_on DATE,
        first_listed_at TEXT NOT NULL,
        missing_since TEXT,
        PRIMARY KEY (id),
        UNIQUE (reference)
    )
    """,
    """
    CREATE TABLE guard_confirmation (
        id INTEGER NOT NULL,
        confirmed_at TEXT NOT NULL,
        field TEXT NOT NULL,
        kinds TEXT NOT NULL,
        PRIMARY KEY (id)
    )
    """,
    """
    CREATE TABLE month_secret (
        unit TEXT NOT NULL,
        period TEXT NOT NULL,
        secret TEXT NOT NULL,
        commitment TEXT NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (unit, period)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE review (
        id INTEGER NOT NULL,
        number TEXT NOT NULL,
        kind TEXT NOT NULL,
        unit TEXT NOT NULL,
        period TEXT NOT NULL,
        sequence INTEGER NOT NULL,
        status TEXT NOT NULL,
        catalogue TEXT NOT NULL,
        theme TEXT,
        method TEXT NOT NULL,
        size INTEGER NOT NULL,
        cut_off DATE NOT NULL,
        frame_size INTEGER NOT NULL,
        frame_sha256 TEXT NOT NULL,
        reported_size INTEGER,
        excluded_own INTEGER NOT NULL,
        commitment TEXT NOT NULL,
        committed_at TEXT NOT NULL,
        secret TEXT NOT NULL,
        seed TEXT NOT NULL,
        public_value TEXT NOT NULL,
        redraw_reason TEXT,
        role TEXT NOT NULL,
        legal_regime TEXT NOT NULL,
        demo BOOLEAN NOT NULL,
        created_at TEXT NOT NULL,
        summarised_at TEXT,
        signed_at TEXT,
        signed_role TEXT,
        unanswered_reason TEXT,
        next_period TEXT,
        next_commitment TEXT,
        steps TEXT NOT NULL,
        PRIMARY KEY (id),
        UNIQUE (number),
        UNIQUE (kind, period, sequence),
        CHECK (status IN ('open', 'summarised', 'signed'))
    )
    """,
    """
    CREATE TABLE unit (
        id INTEGER NOT NULL,
        district TEXT NOT NULL,
        name TEXT NOT NULL,
        code TEXT NOT NULL,
        legal_regime TEXT NOT NULL,
        role TEXT NOT NULL,
        own_caseworker TEXT,
        backup_folder TEXT,
        demo BOOLEAN NOT NULL,
        created_at TEXT NOT NULL,
        PRIMARY KEY (id),
        CHECK (id = 1),
        CHECK (length(trim(district)) > 0),
        CHECK (length(trim(name)) > 0)
    )
    """,
    """
    CREATE TABLE allocation (
        review_id INTEGER NOT NULL,
        caseworker TEXT NOT NULL,
        eligible INTEGER NOT NULL,
        credit_before TEXT NOT NULL,
        places INTEGER NOT NULL,
        credit_after TEXT NOT NULL,
        PRIMARY KEY (review_id, caseworker),
        FOREIGN KEY(review_id) REFERENCES review (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE finding (
        id INTEGER NOT NULL,
        review_id INTEGER NOT NULL,
        kind TEXT NOT NULL,
        status TEXT NOT NULL,
        title TEXT NOT NULL,
        decision_reason TEXT,
        merged_into INTEGER,
        no_action_reason TEXT,
        weak_reason TEXT,
        eqs_nonconformity BOOLEAN,
        eqs_number TEXT,
        created_at TEXT NOT NULL,
        version INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(review_id) REFERENCES review (id),
        CHECK (kind IN ('requirement_not_met', 'improvement_point', 'good_practice')),
        CHECK (status IN ('proposed', 'confirmed', 'dismissed', 'merged',
            'in_progress', 'done', 'effect_judged', 'closed'))
    )
    """,
    """
    CREATE TABLE frame_case (
        review_id INTEGER NOT NULL,
        reference TEXT NOT NULL,
        caseworker TEXT,
        drawn_before BOOLEAN NOT NULL,
        PRIMARY KEY (review_id, reference),
        FOREIGN KEY(review_id) REFERENCES review (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE replacement (
        id INTEGER NOT NULL,
        review_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        reference_out TEXT NOT NULL,
        reference_in TEXT,
        reason TEXT NOT NULL,
        replaced_at TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(review_id) REFERENCES review (id)
    )
    """,
    """
    CREATE TABLE review_case (
        id INTEGER NOT NULL,
        review_id INTEGER NOT NULL,
        position INTEGER NOT NULL,
        reference TEXT NOT NULL,
        caseworker TEXT,
        ticket TEXT NOT NULL,
        running_number INTEGER NOT NULL,
        outcome TEXT NOT NULL,
        started_on DATE,
        transition TEXT,
        transition_on DATE,
        PRIMARY KEY (id),
        FOREIGN KEY(review_id) REFERENCES review (id),
        UNIQUE (review_id, reference),
        UNIQUE (review_id, running_number),
        CHECK (outcome IN ('included', 'replaced', 'unavailable'))
    )
    """,
    """
    CREATE TABLE review_check (
        review_id INTEGER NOT NULL,
        check_id TEXT NOT NULL,
        position INTEGER NOT NULL,
        frozen TEXT NOT NULL,
        PRIMARY KEY (review_id, check_id),
        FOREIGN KEY(review_id) REFERENCES review (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE seal (
        sequence INTEGER NOT NULL,
        kind TEXT NOT NULL,
        review_id INTEGER,
        number TEXT NOT NULL,
        content TEXT NOT NULL,
        previous TEXT NOT NULL,
        seal TEXT NOT NULL,
        sealed_at TEXT NOT NULL,
        PRIMARY KEY (sequence),
        FOREIGN KEY(review_id) REFERENCES review (id)
    )
    """,
    """
    CREATE TABLE action (
        id INTEGER NOT NULL,
        finding_id INTEGER NOT NULL,
        text TEXT NOT NULL,
        strength TEXT NOT NULL,
        strength_type TEXT,
        responsible_role TEXT NOT NULL,
        deadline DATE NOT NULL,
        status TEXT NOT NULL,
        created_at TEXT NOT NULL,
        version INTEGER NOT NULL,
        indicator TEXT,
        effect_due DATE,
        effect_result TEXT,
        effect_evidence TEXT,
        PRIMARY KEY (id),
        FOREIGN KEY(finding_id) REFERENCES finding (id),
        CHECK (strength IN ('strong', 'intermediate', 'weak')),
        CHECK (status IN ('not_started', 'in_progress', 'done', 'dropped')),
        CHECK (effect_result IN ('wanted', 'partial', 'none', 'adverse'))
    )
    """,
    """
    CREATE TABLE action_event (
        id INTEGER NOT NULL,
        action_id INTEGER NOT NULL,
        what TEXT NOT NULL,
        value TEXT NOT NULL,
        reason TEXT,
        happened_at TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(action_id) REFERENCES action (id)
    )
    """,
    """
    CREATE TABLE answer (
        id INTEGER NOT NULL,
        review_id INTEGER NOT NULL,
        review_case_id INTEGER NOT NULL,
        check_id TEXT NOT NULL,
        verdict TEXT NOT NULL,
        reason TEXT,
        note TEXT,
        performed_on DATE,
        missing_areas TEXT NOT NULL,
        ask BOOLEAN NOT NULL,
        taken_up BOOLEAN NOT NULL,
        taken_up_what TEXT,
        taken_up_role TEXT,
        taken_up_on DATE,
        answered_at TEXT,
        version INTEGER NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(review_id) REFERENCES review (id),
        FOREIGN KEY(review_case_id) REFERENCES review_case (id),
        UNIQUE (review_case_id, check_id),
        CHECK (verdict IN ('yes', 'partial', 'no',
            'not_documented', 'not_applicable', 'not_assessed'))
    )
    """,
    """
    CREATE TABLE case_fact (
        review_case_id INTEGER NOT NULL,
        fact TEXT NOT NULL,
        review_id INTEGER NOT NULL,
        value BOOLEAN NOT NULL,
        PRIMARY KEY (review_case_id, fact),
        FOREIGN KEY(review_case_id) REFERENCES review_case (id),
        FOREIGN KEY(review_id) REFERENCES review (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE finding_event (
        id INTEGER NOT NULL,
        finding_id INTEGER NOT NULL,
        review_id INTEGER,
        status TEXT NOT NULL,
        reason TEXT,
        happened_at TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(finding_id) REFERENCES finding (id),
        FOREIGN KEY(review_id) REFERENCES review (id)
    )
    """,
    """
    CREATE TABLE finding_occurrence (
        finding_id INTEGER NOT NULL,
        review_id INTEGER NOT NULL,
        check_id TEXT NOT NULL,
        yes INTEGER NOT NULL,
        partial INTEGER NOT NULL,
        no INTEGER NOT NULL,
        not_documented INTEGER NOT NULL,
        not_applicable INTEGER NOT NULL,
        not_assessed INTEGER NOT NULL,
        PRIMARY KEY (finding_id, review_id, check_id),
        FOREIGN KEY(finding_id) REFERENCES finding (id),
        FOREIGN KEY(review_id) REFERENCES review (id)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE place (
        review_id INTEGER NOT NULL,
        review_case_id INTEGER NOT NULL,
        check_id TEXT,
        PRIMARY KEY (review_id),
        FOREIGN KEY(review_id) REFERENCES review (id),
        FOREIGN KEY(review_case_id) REFERENCES review_case (id)
    )
    """,
    """
    CREATE TABLE sealed_text (
        sequence INTEGER NOT NULL,
        path TEXT NOT NULL,
        commitment TEXT NOT NULL,
        salt TEXT,
        text TEXT,
        PRIMARY KEY (sequence, path),
        FOREIGN KEY(sequence) REFERENCES seal (sequence)
    ) WITHOUT ROWID
    """,
    """
    CREATE TABLE answer_event (
        id INTEGER NOT NULL,
        review_id INTEGER NOT NULL,
        review_case_id INTEGER NOT NULL,
        answer_id INTEGER,
        fact TEXT,
        earlier TEXT NOT NULL,
        happened_at TEXT NOT NULL,
        PRIMARY KEY (id),
        FOREIGN KEY(review_id) REFERENCES review (id),
        FOREIGN KEY(review_case_id) REFERENCES review_case (id),
        FOREIGN KEY(answer_id) REFERENCES answer (id),
        CHECK ((answer_id IS NULL) <> (fact IS NULL))
    )
    """,
    "CREATE INDEX answer_review ON answer (review_id)",
    "CREATE INDEX answer_event_review ON answer_event (review_id)",
    "CREATE INDEX review_case_review ON review_case (review_id)",
    "CREATE INDEX case_fact_review ON case_fact (review_id)",
    "CREATE INDEX finding_review ON finding (review_id)",
    "CREATE INDEX finding_occurrence_review ON finding_occurrence (review_id)",
    "CREATE INDEX action_finding ON action (finding_id)",
    "CREATE INDEX action_event_action ON action_event (action_id)",
    "CREATE INDEX finding_event_finding ON finding_event (finding_id)",
)


def upgrade() -> None:
    """Make every table and index."""
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Going back is done with the copy that was made before the migration."""
    raise NotImplementedError
