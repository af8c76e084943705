"""Let an exam session be cancelled before it is held: a last stage, with its reason, which nothing leaves."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

TABLES = ("exam_sessions", "exam_steps")
STAGES = ("planned", "declared", "held", "deliberated", "closed", "validated")
CANCELLED = (*STAGES, "cancelled")
GUARD = "exam_sessions_only_forward"
MESSAGE = "an exam session goes forward"


def _place(row: str) -> str:
    cases = " ".join(f"WHEN '{stage}' THEN {place}" for place, stage in enumerate(STAGES))
    return f"CASE {row}.stage {cases} END"


GOES_BACK = f"{_place('NEW')} < {_place('OLD')}"
GOES_WRONG = (
    f"(OLD.stage = 'cancelled' AND NEW.stage <> 'cancelled') "
    f"OR (NEW.stage = 'cancelled' AND OLD.stage NOT IN ('planned', 'declared', 'cancelled')) "
    f"OR (OLD.stage <> 'cancelled' AND NEW.stage <> 'cancelled' AND {GOES_BACK})"
)


def upgrade() -> None:
    op.add_column("exam_steps", sa.Column("reason", sa.String(length=200), nullable=True))
    allow(CANCELLED, GOES_WRONG)


def downgrade() -> None:
    # What was cancelled was planned: the stage before is in its steps, and the check knows no other.
    op.execute("DELETE FROM exam_steps WHERE stage = 'cancelled'")
    allow(STAGES, GOES_BACK)
    op.drop_column("exam_steps", "reason")


def allow(stages: tuple[str, ...], goes_wrong: str) -> None:
    """Let sessions and steps be at these stages, and guard their order anew."""
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    kept = drop_triggers() if is_sqlite else []
    if not is_sqlite:
        op.execute(f"DROP TRIGGER {GUARD} ON exam_sessions")
    if "cancelled" not in stages:
        op.execute("UPDATE exam_sessions SET stage = 'planned' WHERE stage = 'cancelled'")
    listed = ", ".join(f"'{stage}'" for stage in stages)
    for table in TABLES:
        with op.batch_alter_table(table) as changed:
            changed.drop_constraint(op.f(f"ck_{table}_examstage"), type_="check")
            changed.create_check_constraint(op.f(f"ck_{table}_examstage"), f"stage IN ({listed})")
    for trigger in kept:
        op.execute(trigger)
    guard(goes_wrong, is_sqlite=is_sqlite)


def drop_triggers() -> list[str]:
    """Drop what mentions a table that SQLite rebuilds, and return all of it but the guard of the order."""
    triggers = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%exam_s%'")
    found = op.get_bind().execute(triggers).all()
    for name, _sql in found:
        op.execute(f"DROP TRIGGER {name}")
    return [sql for name, sql in found if name != GUARD]


def guard(condition: str, *, is_sqlite: bool) -> None:
    """Refuse what goes the wrong way."""
    if is_sqlite:
        op.execute(
            f"CREATE TRIGGER {GUARD} BEFORE UPDATE ON exam_sessions WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    op.execute(
        f"CREATE OR REPLACE FUNCTION {GUARD}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF ({condition}) "
        f"THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {GUARD} BEFORE UPDATE ON exam_sessions FOR EACH ROW EXECUTE FUNCTION {GUARD}()"
    )
