"""Let activities outside of half-days be handed in, proven and validated, and the ledger count them."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

PROOFS = "activity_proofs"
LEDGER = ("recordings", "hours_entries")
KINDS_BEFORE = ("register", "correction", "import", "undo", "addition")
KINDS = (*KINDS_BEFORE, "validation")
STATES = ("waiting", "validated", "refused", "withdrawn")
MODALITIES = ("in_person", "remote", "e_learning", "at_work")
IN_FORCE = sa.text("state IN ('waiting', 'validated')")
ORIGINAL_OF_ACTIVITY = sa.text("activity_id IS NOT NULL AND corrects_id IS NULL")

# A line continues what it corrects: the same half-day, or the same activity.
SAME_HALF_DAY_BEFORE = "{other}.half = NEW.half"
SAME_HALF_DAY = (
    "COALESCE({other}.half, '') = COALESCE(NEW.half, '') "
    "AND COALESCE({other}.activity_id, 0) = COALESCE(NEW.activity_id, 0)"
)
CORRECTED = (
    "NEW.corrects_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM hours_entries AS corrected "
    "WHERE corrected.id = NEW.corrects_id AND corrected.enrolment_id = NEW.enrolment_id "
    "AND corrected.day = NEW.day AND {same} AND corrected.modality = NEW.modality "
    "AND NEW.minutes = NEW.half_day_minutes - corrected.half_day_minutes "
    "AND corrected.take = NEW.take AND NOT corrected.undoes)"
)
TAKEN_AGAIN = (
    "NEW.corrects_id IS NULL AND NEW.take <> 0 AND NOT EXISTS (SELECT 1 FROM hours_entries AS undone "
    "WHERE undone.undoes AND undone.advisor_id = NEW.advisor_id AND undone.day = NEW.day "
    "AND {same} AND undone.take = NEW.take - 1)"
)
NOT_VALIDATED = (
    "NEW.activity_id IS NOT NULL AND NOT NEW.undoes AND NOT EXISTS (SELECT 1 FROM activities "
    "WHERE activities.id = NEW.activity_id AND activities.state = 'validated')"
)
REPLACES_LINE = (
    "kept.id = NEW.id OR kept.corrects_id = NEW.corrects_id "
    "OR (kept.corrects_id IS NULL AND NEW.corrects_id IS NULL AND kept.advisor_id = NEW.advisor_id "
    "AND kept.day = NEW.day AND {same} AND kept.take = NEW.take)"
)
HANDED_IN = (
    "id",
    "network_id",
    "enrolment_id",
    "advisor_id",
    "day",
    "modality",
    "title",
    "minutes",
    "link",
    "source",
    "source_sha256",
    "handed_in_at",
    "handed_in_by_id",
)
CHANGES_WHAT_WAS_HANDED_IN = " OR ".join(
    f"COALESCE(CAST(OLD.{name} AS VARCHAR), '') <> COALESCE(CAST(NEW.{name} AS VARCHAR), '')"
    for name in HANDED_IN
)
LIMIT_BEFORE = "half_day_minutes BETWEEN 0 AND 240"
LIMIT = "half_day_minutes BETWEEN 0 AND CASE WHEN activity_id IS NULL THEN 240 ELSE 480 END"
LINE_CHECKS = {
    "half_day_or_activity": "(half IS NULL) = (activity_id IS NOT NULL)",
    "activity_has_no_absence": "activity_id IS NULL OR attendance = 'present'",
}
WHOSE = ["network_id", "activity_id", "enrolment_id", "day", "modality"]
SAID = ["network_id", "id", "enrolment_id", "day", "modality"]
ON_SQLITE = {
    "half VARCHAR(30) NOT NULL": "half VARCHAR(30)",
    "reason VARCHAR(200), take": "reason VARCHAR(200), activity_id INTEGER, take",
    f"CHECK ({LIMIT_BEFORE})": ", ".join(
        [
            f"CHECK ({LIMIT})",
            *(f"CONSTRAINT ck_hours_entries_{name} CHECK ({said})" for name, said in LINE_CHECKS.items()),
            f"CONSTRAINT fk_hours_entries_activity FOREIGN KEY({', '.join(WHOSE)}) "
            f"REFERENCES activities ({', '.join(SAID)})",
        ]
    ),
}
REPLACES_PROOF = "kept.id = NEW.id OR (kept.activity_id = NEW.activity_id AND kept.sha256 = NEW.sha256)"
REFUSED = "USING ERRCODE = 'integrity_constraint_violation'"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def refuse(name: str, table: str, act: str, condition: str, complaint: str) -> None:
    """Put a trigger in place that refuses rows; on PostgreSQL a function that is there is given another body."""
    if is_sqlite():
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{complaint}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{complaint}' {REFUSED}; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def replace_function(name: str, condition: str, complaint: str) -> None:
    op.execute(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{complaint}' {REFUSED}; END IF; RETURN NEW; END $$"
    )


def take_triggers_down() -> list[str]:
    """Take the triggers of SQLite down that name a table of the ledger, which is then rebuilt; return their text."""
    if not is_sqlite():
        return []
    told = " OR ".join(f"sql LIKE '%{table}%'" for table in LEDGER)
    found = op.get_bind().execute(
        sa.text(f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND ({told})")
    )
    triggers = [(row.name, row.sql) for row in found]
    for name, _sql in triggers:
        op.execute(f"DROP TRIGGER {name}")
    return [sql for _name, sql in triggers]


def put_triggers_back(statements: list[str]) -> None:
    for statement in statements:
        execute_as_written(statement)


def continue_by(same: str) -> None:
    """Write anew what a line of the ledger may correct, take again and push out."""
    corrected = CORRECTED.format(same=same.format(other="corrected"))
    again = TAKEN_AGAIN.format(same=same.format(other="undone"))
    continued = "a correction continues its half-day"
    if not is_sqlite():
        replace_function("corrects_its_half_day", corrected, continued)
        replace_function("hours_entries_taken_again", again, "a half-day is recorded once")
        return
    refuse("hours_entries_correct_their_half_day", "hours_entries", "INSERT", corrected, continued)
    refuse("hours_entries_taken_again", "hours_entries", "INSERT", again, "a half-day is recorded once")
    replaced = REPLACES_LINE.format(same=same.format(other="kept"))
    kept = f"EXISTS (SELECT 1 FROM hours_entries AS kept WHERE {replaced})"
    refuse("hours_entries_no_replace", "hours_entries", "INSERT", kept, "hours_entries is append-only")


def allow_kinds(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("recordings", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_recordings_recordingkind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_recordings_recordingkind"), f"kind IN ({named})")


def create_activities() -> None:
    op.create_table(
        "activities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("modality", choice("modality", *MODALITIES), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_key", sa.String(length=600), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("source", sa.String(length=200), nullable=True),
        sa.Column("source_sha256", sa.String(length=64), nullable=True),
        sa.Column("handed_in_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("handed_in_by_id", sa.Integer(), nullable=True),
        sa.Column("state", choice("activitystate", *STATES), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 480", name=op.f("ck_activities_minutes_within_day")),
        sa.CheckConstraint("modality <> 'in_person'", name=op.f("ck_activities_outside_of_a_room")),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_activities_decision_has_moment")
        ),
        sa.CheckConstraint(
            "(state = 'refused') = (reason IS NOT NULL)", name=op.f("ck_activities_refusal_has_reason")
        ),
        sa.CheckConstraint(
            "(source IS NULL) = (source_sha256 IS NULL)", name=op.f("ck_activities_source_has_digest")
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_activities_decided_by_id")),
        sa.ForeignKeyConstraint(
            ["handed_in_by_id"], ["people.id"], name=op.f("fk_activities_handed_in_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
            name=op.f("fk_activities_network_id_enrolment_id_advisor_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activities")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_activities_network_id_id")),
        sa.UniqueConstraint(
            "network_id",
            "id",
            "enrolment_id",
            "day",
            "modality",
            name=op.f("uq_activities_network_id_id_enrolment_id_day_modality"),
        ),
    )
    op.create_index(
        "uq_activities_advisor_id",
        "activities",
        ["advisor_id", "day", "title_key"],
        unique=True,
        sqlite_where=IN_FORCE,
        postgresql_where=IN_FORCE,
    )
    op.create_index("ix_activities_state", "activities", ["network_id", "state"])
    op.create_index("ix_activities_enrolment_id", "activities", ["enrolment_id", "state"])


def create_proofs() -> None:
    op.create_table(
        PROOFS,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", choice("scankind", "pdf", "jpeg", "png"), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attached_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("size BETWEEN 1 AND 10485760", name=op.f("ck_activity_proofs_size_within_limit")),
        sa.ForeignKeyConstraint(
            ["attached_by_id"], ["people.id"], name=op.f("fk_activity_proofs_attached_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "activity_id"],
            ["activities.network_id", "activities.id"],
            name=op.f("fk_activity_proofs_network_id_activity_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_activity_proofs")),
        sa.UniqueConstraint("activity_id", "sha256", name=op.f("uq_activity_proofs_activity_id_sha256")),
    )


def keep_proofs() -> None:
    complaint = f"{PROOFS} is append-only"
    if is_sqlite():
        for act in ("UPDATE", "DELETE"):
            refuse(f"{PROOFS}_no_{act.lower()}", PROOFS, act, "1", complaint)
        kept = f"EXISTS (SELECT 1 FROM {PROOFS} AS kept WHERE {REPLACES_PROOF})"
        refuse(f"{PROOFS}_no_replace", PROOFS, "INSERT", kept, complaint)
        return
    op.execute(
        f"CREATE FUNCTION {PROOFS}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{complaint}' {REFUSED}; END $$"
    )
    for name, act, each in (
        ("append_only", "UPDATE OR DELETE", "ROW"),
        ("not_truncated", "TRUNCATE", "STATEMENT"),
    ):
        op.execute(
            f"CREATE TRIGGER {PROOFS}_{name} BEFORE {act} ON {PROOFS} "
            f"FOR EACH {each} EXECUTE FUNCTION {PROOFS}_is_append_only()"
        )


def rebuild_ledger(changes: dict[str, str]) -> None:
    """Rebuild the table of lines on SQLite with its own text changed, and the rest as earlier steps wrote it."""
    bind = op.get_bind()
    kept = (
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'hours_entries' AND type = '{}' AND sql IS NOT NULL"
    )
    made = bind.scalar(sa.text(kept.format("table")))
    indexes = list(bind.scalars(sa.text(kept.format("index"))))
    columns = {row.name for row in bind.execute(sa.text("PRAGMA table_info(hours_entries)"))}
    for before, after in changes.items():
        if before not in made:
            raise RuntimeError(f"hours_entries does not say {before!r}")
        made = made.replace(before, after, 1)
    # SQLite writes the name of a renamed table in quotes.
    execute_as_written(re.sub(r'^CREATE TABLE "?hours_entries"?', "CREATE TABLE rebuilt_entries", made))
    columns &= {row.name for row in bind.execute(sa.text("PRAGMA table_info(rebuilt_entries)"))}
    names = ", ".join(sorted(columns))
    op.execute(f"INSERT INTO rebuilt_entries ({names}) SELECT {names} FROM hours_entries")
    op.execute("DROP TABLE hours_entries")
    op.execute("ALTER TABLE rebuilt_entries RENAME TO hours_entries")
    for index in indexes:
        execute_as_written(index)


def execute_as_written(statement: str) -> None:
    op.execute(sa.text(statement.replace(":", "\\:")))


def open_the_ledger() -> None:
    if is_sqlite():
        rebuild_ledger(ON_SQLITE)
    else:
        op.add_column("hours_entries", sa.Column("activity_id", sa.Integer(), nullable=True))
        op.alter_column("hours_entries", "half", nullable=True)
        op.drop_constraint(op.f("ck_hours_entries_minutes_within_half_day"), "hours_entries", type_="check")
        op.create_foreign_key("fk_hours_entries_activity", "hours_entries", "activities", WHOSE, SAID)
        for name, condition in (*LINE_CHECKS.items(), ("minutes_within_half_day", LIMIT)):
            op.create_check_constraint(op.f(f"ck_hours_entries_{name}"), "hours_entries", condition)
    op.create_index(
        "uq_hours_entries_activity_id",
        "hours_entries",
        ["activity_id", "take"],
        unique=True,
        sqlite_where=ORIGINAL_OF_ACTIVITY,
        postgresql_where=ORIGINAL_OF_ACTIVITY,
    )
    op.create_index("ix_hours_entries_activity_id", "hours_entries", ["activity_id"], unique=False)


def close_the_ledger() -> None:
    op.drop_index("ix_hours_entries_activity_id", table_name="hours_entries")
    op.drop_index("uq_hours_entries_activity_id", table_name="hours_entries")
    if is_sqlite():
        rebuild_ledger({after: before for before, after in ON_SQLITE.items()})
        return
    op.drop_constraint("fk_hours_entries_activity", "hours_entries", type_="foreignkey")
    for name in (*LINE_CHECKS, "minutes_within_half_day"):
        op.drop_constraint(op.f(f"ck_hours_entries_{name}"), "hours_entries", type_="check")
    op.drop_column("hours_entries", "activity_id")
    op.alter_column("hours_entries", "half", nullable=False)
    op.create_check_constraint(
        op.f("ck_hours_entries_minutes_within_half_day"), "hours_entries", LIMIT_BEFORE
    )


def upgrade() -> None:
    create_activities()
    create_proofs()
    keep_proofs()
    triggers = take_triggers_down()
    allow_kinds(*KINDS)
    open_the_ledger()
    put_triggers_back(triggers)
    continue_by(SAME_HALF_DAY)
    refuse(
        "hours_entries_validated",
        "hours_entries",
        "INSERT",
        NOT_VALIDATED,
        "an activity counts once validated",
    )
    refuse(
        "activities_as_handed_in",
        "activities",
        "UPDATE",
        CHANGES_WHAT_WAS_HANDED_IN,
        "an activity stays as it was handed in",
    )


def forget_activities() -> None:
    """Delete the hours of activities, which have no place in the ledger of before."""
    for table, condition in (
        ("hours_entries", "activity_id IS NOT NULL"),
        ("recordings", "kind = 'validation'"),
    ):
        if not is_sqlite():
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER {table}_append_only")
        op.execute(f"DELETE FROM {table} WHERE {condition}")
        if not is_sqlite():
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER {table}_append_only")


def downgrade() -> None:
    for name, table in (
        ("hours_entries_validated", "hours_entries"),
        ("activities_as_handed_in", "activities"),
    ):
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite() else f" ON {table}"))
        if not is_sqlite():
            op.execute(f"DROP FUNCTION {name}()")
    triggers = take_triggers_down()
    forget_activities()
    close_the_ledger()
    allow_kinds(*KINDS_BEFORE)
    put_triggers_back(triggers)
    continue_by(SAME_HALF_DAY_BEFORE)
    op.drop_table(PROOFS)
    op.drop_table("activities")
    if not is_sqlite():
        op.execute(f"DROP FUNCTION {PROOFS}_is_append_only()")
