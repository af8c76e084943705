"""Let a register be undone and taken again, let lines be added to one, and keep the kind of an absence."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KINDS_BEFORE = ("register", "correction", "import")
KINDS = (*KINDS_BEFORE, "undo", "addition")
ABSENCES = ("sick", "leave", "employer", "training_elsewhere", "other")

HAD_REGISTER = "EXISTS (SELECT 1 FROM recordings WHERE recordings.session_id = NEW.id)"
HAS_REGISTER = (
    "EXISTS (SELECT 1 FROM recordings WHERE recordings.session_id = NEW.id AND NOT EXISTS "
    "(SELECT 1 FROM recordings AS undo WHERE undo.undoes_id = recordings.id))"
)
CORRECTED = (
    "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM hours_entries AS corrected "
    "WHERE corrected.id = NEW.corrects_id AND corrected.enrolment_id = NEW.enrolment_id "
    "AND corrected.day = NEW.day AND corrected.half = NEW.half AND corrected.modality = NEW.modality "
    "AND NEW.minutes = NEW.half_day_minutes - corrected.half_day_minutes{more})"
)
# What was undone is not corrected, and a half-day is recorded again only once it was undone.
SAME_TAKE = " AND corrected.take = NEW.take AND NOT corrected.undoes"
NOT_UNDONE_LINE = (
    "NEW.corrects_id IS NULL AND NEW.take <> 0 AND NOT EXISTS (SELECT 1 FROM hours_entries AS undone "
    "WHERE undone.undoes AND undone.advisor_id = NEW.advisor_id AND undone.day = NEW.day "
    "AND undone.half = NEW.half AND undone.take = NEW.take - 1)"
)
NOT_UNDONE_REGISTER = (
    "NEW.kind = 'register' AND NEW.take <> 0 AND NOT EXISTS (SELECT 1 FROM recordings AS undone "
    "JOIN recordings AS undo ON undo.undoes_id = undone.id "
    "WHERE undone.session_id = NEW.session_id AND undone.take = NEW.take - 1)"
)
CLOSED = "COALESCE((SELECT MAX(number) FROM register_acts WHERE session_id = {session}), 0) % 2 = 1"
SESSION_BEFORE = "NEW.session_id"
SESSION = "COALESCE(NEW.session_id, (SELECT session_id FROM recordings WHERE id = NEW.undoes_id))"

REPLACES_RECORDING_BEFORE = "kept.id = NEW.id OR kept.session_id = NEW.session_id"
REPLACES_RECORDING = (
    "kept.id = NEW.id OR kept.undoes_id = NEW.undoes_id OR (kept.kind = 'register' AND NEW.kind = 'register' "
    "AND kept.session_id = NEW.session_id AND kept.take = NEW.take)"
)
REPLACES_LINE = (
    "kept.id = NEW.id OR kept.corrects_id = NEW.corrects_id "
    "OR (kept.corrects_id IS NULL AND NEW.corrects_id IS NULL AND kept.advisor_id = NEW.advisor_id "
    "AND kept.day = NEW.day AND kept.half = NEW.half{more})"
)
NEW_GUARDS = {
    "hours_entries_taken_again": ("hours_entries", NOT_UNDONE_LINE, "a half-day is recorded once"),
    "recordings_taken_again": ("recordings", NOT_UNDONE_REGISTER, "a register is recorded once"),
}
REFUSED = "USING ERRCODE = 'integrity_constraint_violation'"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def guard(name: str, table: str, act: str, condition: str, complaint: str) -> None:
    """Put a trigger of SQLite in the place of another."""
    op.execute(f"DROP TRIGGER IF EXISTS {name}")
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, '{complaint}'); END"
    )


def replace_function(name: str, condition: str, complaint: str) -> None:
    """Give another body to the function of a trigger of PostgreSQL."""
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{complaint}' {REFUSED}; END IF; RETURN NEW; END $$"
    )


def set_guards(
    *, register: str, more_corrected: str, session: str, replaces: str, more_replaced: str
) -> None:
    """Write the guards of recordings, half-days and lines anew; those of recordings went with the table on SQLite."""
    corrected, closed = CORRECTED.format(more=more_corrected), CLOSED.format(session=session)
    if not is_sqlite():
        replace_function("register_fixes_session", register, "the register of this half-day is recorded")
        replace_function("corrects_its_half_day", corrected, "a correction continues its half-day")
        replace_function("recordings_while_open", closed, "the register is closed")
        return
    fixed, continued = "training_sessions_fixed_by_register", "hours_entries_correct_their_half_day"
    guard(fixed, "training_sessions", "UPDATE", register, "the register of this half-day is recorded")
    guard(continued, "hours_entries", "INSERT", corrected, "a correction continues its half-day")
    guard("recordings_while_open", "recordings", "INSERT", closed, "the register is closed")
    for act in ("update", "delete"):
        guard(f"recordings_no_{act}", "recordings", act.upper(), "1", "recordings is append-only")
    for table, condition in (
        ("recordings", replaces),
        ("hours_entries", REPLACES_LINE.format(more=more_replaced)),
    ):
        kept = f"EXISTS (SELECT 1 FROM {table} AS kept WHERE {condition})"
        guard(f"{table}_no_replace", table, "INSERT", kept, f"{table} is append-only")


def add_columns_of_lines() -> None:
    if is_sqlite():
        # In place: rebuilding the table would cost a copy of the whole ledger.
        named = ", ".join(f"'{kind}'" for kind in ABSENCES)
        for column in (
            "take INTEGER NOT NULL DEFAULT 0",
            "undoes BOOLEAN NOT NULL DEFAULT 0 CONSTRAINT ck_hours_entries_undone_counts_nothing "
            "CHECK (NOT undoes OR (corrects_id IS NOT NULL AND half_day_minutes = 0))",
            "absence_kind VARCHAR(30) CONSTRAINT ck_hours_entries_absencekind "
            f"CHECK (absence_kind IS NULL OR (absence_kind IN ({named}) AND attendance <> 'present'))",
        ):
            op.execute(f"ALTER TABLE hours_entries ADD COLUMN {column}")
        return
    op.add_column("hours_entries", sa.Column("take", sa.Integer(), server_default="0", nullable=False))
    op.add_column("hours_entries", sa.Column("undoes", sa.Boolean(), server_default="0", nullable=False))
    kind = sa.Enum(*ABSENCES, name="absencekind", native_enum=False, create_constraint=True, length=30)
    op.add_column("hours_entries", sa.Column("absence_kind", kind, nullable=True))
    for name, condition in (
        ("undone_counts_nothing", "NOT undoes OR (corrects_id IS NOT NULL AND half_day_minutes = 0)"),
        ("kind_is_of_an_absence", "absence_kind IS NULL OR attendance <> 'present'"),
    ):
        op.create_check_constraint(op.f(f"ck_hours_entries_{name}"), "hours_entries", condition)


def index_half_days(*columns: str) -> None:
    with op.batch_alter_table("hours_entries", schema=None) as batch_op:
        batch_op.drop_index("uq_hours_entries_half_day")
        batch_op.create_index(
            "uq_hours_entries_half_day",
            ["advisor_id", "day", "half", *columns],
            unique=True,
            sqlite_where=sa.text("corrects_id IS NULL"),
            postgresql_where=sa.text("corrects_id IS NULL"),
        )


def upgrade() -> None:
    if is_sqlite():
        # It names the table that is rebuilt below.
        op.execute("DROP TRIGGER training_sessions_fixed_by_register")
    with op.batch_alter_table("recordings", schema=None) as batch_op:
        batch_op.drop_index("uq_recordings_session_id")
        batch_op.drop_constraint(op.f("ck_recordings_recordingkind"), type_="check")
        batch_op.drop_constraint(op.f("ck_recordings_register_has_session"), type_="check")
        batch_op.add_column(sa.Column("take", sa.Integer(), server_default="0", nullable=False))
        batch_op.add_column(sa.Column("undoes_id", sa.Integer(), nullable=True))
    named = ", ".join(f"'{kind}'" for kind in KINDS)
    with op.batch_alter_table("recordings", schema=None) as batch_op:
        batch_op.create_check_constraint(op.f("ck_recordings_recordingkind"), f"kind IN ({named})")
        batch_op.create_check_constraint(
            op.f("ck_recordings_register_has_session"),
            "(kind IN ('register', 'addition')) = (session_id IS NOT NULL)",
        )
        batch_op.create_check_constraint(
            op.f("ck_recordings_undo_names_act"), "(kind = 'undo') = (undoes_id IS NOT NULL)"
        )
        batch_op.create_foreign_key(
            op.f("fk_recordings_network_id_undoes_id"),
            "recordings",
            ["network_id", "undoes_id"],
            ["network_id", "id"],
        )
        batch_op.create_index("uq_recordings_undoes_id", ["undoes_id"], unique=True)
        batch_op.create_index(
            "uq_recordings_session_id",
            ["session_id", "take"],
            unique=True,
            sqlite_where=sa.text("kind = 'register'"),
            postgresql_where=sa.text("kind = 'register'"),
        )
    add_columns_of_lines()
    index_half_days("take")
    with op.batch_alter_table("hours_entries", schema=None) as batch_op:
        batch_op.create_index(
            "ix_hours_entries_undone",
            ["advisor_id", "day", "half", "take"],
            unique=False,
            sqlite_where=sa.text("undoes"),
            postgresql_where=sa.text("undoes"),
        )
    set_guards(
        register=HAS_REGISTER,
        more_corrected=SAME_TAKE,
        session=SESSION,
        replaces=REPLACES_RECORDING,
        more_replaced=" AND kept.take = NEW.take",
    )
    for name, (table, condition, complaint) in NEW_GUARDS.items():
        if is_sqlite():
            guard(name, table, "INSERT", condition, complaint)
        else:
            replace_function(name, condition, complaint)
            op.execute(
                f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )


def downgrade() -> None:
    for name, (table, _condition, _complaint) in NEW_GUARDS.items():
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite() else f" ON {table}"))
        if not is_sqlite():
            op.execute(f"DROP FUNCTION {name}()")
    if is_sqlite():
        for name in (
            "training_sessions_fixed_by_register",
            "hours_entries_correct_their_half_day",
            "hours_entries_no_replace",
        ):
            op.execute(f"DROP TRIGGER {name}")
    with op.batch_alter_table("hours_entries", schema=None) as batch_op:
        batch_op.drop_index("ix_hours_entries_undone")
    index_half_days()
    for column in ("absence_kind", "undoes", "take"):
        op.drop_column("hours_entries", column)
    named = ", ".join(f"'{kind}'" for kind in KINDS_BEFORE)
    with op.batch_alter_table("recordings", schema=None) as batch_op:
        batch_op.drop_index("uq_recordings_session_id")
        batch_op.drop_index("uq_recordings_undoes_id")
        for name in ("recordingkind", "register_has_session", "undo_names_act"):
            batch_op.drop_constraint(op.f(f"ck_recordings_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_recordings_network_id_undoes_id"), type_="foreignkey")
    with op.batch_alter_table("recordings", schema=None) as batch_op:
        batch_op.drop_column("undoes_id")
        batch_op.drop_column("take")
        batch_op.create_check_constraint(op.f("ck_recordings_recordingkind"), f"kind IN ({named})")
        batch_op.create_check_constraint(
            op.f("ck_recordings_register_has_session"), "(kind = 'register') = (session_id IS NOT NULL)"
        )
        batch_op.create_index("uq_recordings_session_id", ["session_id"], unique=True)
    set_guards(
        register=HAD_REGISTER,
        more_corrected="",
        session=SESSION_BEFORE,
        replaces=REPLACES_RECORDING_BEFORE,
        more_replaced="",
    )
