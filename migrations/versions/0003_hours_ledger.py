"""Create the append-only ledger of hours."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

APPEND_ONLY = ("recordings", "hours_entries")
# A correction takes the half-day from what its predecessor counted to what it counts itself, and moves it nowhere else.
NO_CORRECTION_OF_ITS_HALF_DAY = (
    "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM hours_entries AS corrected "
    "WHERE corrected.id = NEW.corrects_id AND corrected.enrolment_id = NEW.enrolment_id "
    "AND corrected.day = NEW.day AND corrected.half = NEW.half AND corrected.modality = NEW.modality "
    "AND NEW.minutes = NEW.half_day_minutes - corrected.half_day_minutes)"
)

HAS_REGISTER = "EXISTS (SELECT 1 FROM recordings WHERE recordings.session_id = NEW.id)"


def upgrade_sqlite() -> None:
    for table in APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        # INSERT OR REPLACE deletes without firing the trigger above.
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
    op.execute(
        f"CREATE TRIGGER hours_entries_correct_their_half_day BEFORE INSERT ON hours_entries "
        f"WHEN {NO_CORRECTION_OF_ITS_HALF_DAY} "
        f"BEGIN SELECT RAISE(ABORT, 'a correction continues its half-day'); END"
    )

    op.execute(
        f"CREATE TRIGGER training_sessions_fixed_by_register BEFORE UPDATE ON training_sessions WHEN {HAS_REGISTER} "
        f"BEGIN SELECT RAISE(ABORT, 'the register of this half-day is recorded'); END"
    )


def upgrade_postgresql() -> None:
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; "
            f"END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
        )
    op.execute(
        f"CREATE FUNCTION corrects_its_half_day() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {NO_CORRECTION_OF_ITS_HALF_DAY} THEN RAISE EXCEPTION 'a correction continues its half-day' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER hours_entries_correct_their_half_day BEFORE INSERT ON hours_entries "
        "FOR EACH ROW EXECUTE FUNCTION corrects_its_half_day()"
    )

    op.execute(
        f"CREATE FUNCTION register_fixes_session() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {HAS_REGISTER} THEN RAISE EXCEPTION 'the register of this half-day is recorded' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER training_sessions_fixed_by_register BEFORE UPDATE ON training_sessions "
        "FOR EACH ROW EXECUTE FUNCTION register_fixes_session()"
    )


def drop_triggers() -> None:
    dialect = op.get_bind().dialect.name
    if dialect == "sqlite":
        op.execute("DROP TRIGGER training_sessions_fixed_by_register")
    else:
        op.execute("DROP TRIGGER training_sessions_fixed_by_register ON training_sessions")
        op.execute("DROP FUNCTION register_fixes_session()")
    if dialect == "sqlite":
        op.execute("DROP TRIGGER hours_entries_correct_their_half_day")
    else:
        op.execute("DROP TRIGGER hours_entries_correct_their_half_day ON hours_entries")
        op.execute("DROP FUNCTION corrects_its_half_day()")
    for table in APPEND_ONLY:
        if dialect == "sqlite":
            for kind in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER {table}_no_{kind}")
        else:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            op.execute(f"DROP FUNCTION {table}_is_append_only()")


def upgrade() -> None:
    op.create_table(
        "recordings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "register",
                "correction",
                "import",
                name="recordingkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "(kind = 'register') = (session_id IS NOT NULL)",
            name=op.f("ck_recordings_register_has_session"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["training_sessions.network_id", "training_sessions.id"],
            name=op.f("fk_recordings_network_id_session_id"),
        ),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_recordings_network_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_recordings_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recordings")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_recordings_network_id_id")),
    )
    with op.batch_alter_table("recordings", schema=None) as batch_op:
        batch_op.create_index("uq_recordings_session_id", ["session_id"], unique=True)

    op.create_table(
        "hours_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("recording_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "half",
            sa.Enum(
                "morning",
                "afternoon",
                name="half",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "modality",
            sa.Enum(
                "in_person",
                "remote",
                "e_learning",
                "at_work",
                name="modality",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column(
            "attendance",
            sa.Enum(
                "present",
                "excused",
                "unexcused",
                name="attendance",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("arrived_at", sa.Time(), nullable=True),
        sa.Column("left_at", sa.Time(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("half_day_minutes", sa.Integer(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "attendance = 'present' OR half_day_minutes = 0",
            name=op.f("ck_hours_entries_absence_counts_nothing"),
        ),
        sa.CheckConstraint(
            "corrects_id IS NOT NULL OR minutes = half_day_minutes",
            name=op.f("ck_hours_entries_original_counts_in_full"),
        ),
        sa.CheckConstraint(
            "corrects_id IS NULL OR reason IS NOT NULL",
            name=op.f("ck_hours_entries_correction_has_reason"),
        ),
        sa.CheckConstraint(
            "half_day_minutes BETWEEN 0 AND 240",
            name=op.f("ck_hours_entries_minutes_within_half_day"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "corrects_id"],
            ["hours_entries.network_id", "hours_entries.id"],
            name=op.f("fk_hours_entries_network_id_corrects_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
            name=op.f("fk_hours_entries_network_id_enrolment_id_advisor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "recording_id"],
            ["recordings.network_id", "recordings.id"],
            name=op.f("fk_hours_entries_network_id_recording_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_entries")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_hours_entries_network_id_id")),
    )
    with op.batch_alter_table("hours_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_hours_entries_enrolment_id_minutes",
            ["enrolment_id", "modality", "minutes"],
            unique=False,
        )
        batch_op.create_index("ix_hours_entries_recording_id", ["recording_id"], unique=False)
        batch_op.create_index("uq_hours_entries_corrects_id", ["corrects_id"], unique=True)
        batch_op.create_index(
            "uq_hours_entries_half_day",
            ["advisor_id", "day", "half"],
            unique=True,
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        )
    if op.get_bind().dialect.name == "sqlite":
        upgrade_sqlite()
    else:
        upgrade_postgresql()


def downgrade() -> None:
    drop_triggers()
    with op.batch_alter_table("hours_entries", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_hours_entries_half_day",
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        )
        batch_op.drop_index("uq_hours_entries_corrects_id")
        batch_op.drop_index("ix_hours_entries_recording_id")
        batch_op.drop_index("ix_hours_entries_enrolment_id_minutes")

    op.drop_table("hours_entries")
    with op.batch_alter_table("recordings", schema=None) as batch_op:
        batch_op.drop_index("uq_recordings_session_id")

    op.drop_table("recordings")
