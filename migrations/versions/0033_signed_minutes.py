"""Fix what signed minutes say: a result changes only after a decision that is kept, and no session goes back.

On SQLite a trigger goes with the table it stands on: whatever rebuilds one of these tables makes its trigger anew.
"""

from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

STAGES = ("planned", "declared", "held", "deliberated", "closed", "validated")
SIGNED = (
    "EXISTS (SELECT 1 FROM exam_sessions WHERE exam_sessions.id = OLD.exam_session_id "
    "AND exam_sessions.stage IN ('closed', 'validated'))"
)
DECIDED = (
    "EXISTS (SELECT 1 FROM result_decisions WHERE result_decisions.result_id = OLD.id "
    "AND result_decisions.outcome_before = OLD.outcome AND result_decisions.outcome = NEW.outcome)"
)
CHANGED = f"OLD.outcome <> NEW.outcome AND {SIGNED} AND NOT {DECIDED}"


def _place(row: str) -> str:
    cases = " ".join(f"WHEN '{stage}' THEN {place}" for place, stage in enumerate(STAGES))
    return f"CASE {row}.stage {cases} END"


GOES_BACK = f"{_place('NEW')} < {_place('OLD')}"
# Name, table, act, condition, and what the database says.
GUARDS = (
    ("results_fixed_by_minutes", "results", "UPDATE", CHANGED, "signed minutes fix a result"),
    ("results_kept_by_minutes", "results", "DELETE", SIGNED, "signed minutes fix a result"),
    ("exam_sessions_only_forward", "exam_sessions", "UPDATE", GOES_BACK, "an exam session goes forward"),
    ("result_decisions_no_update", "result_decisions", "UPDATE", "TRUE", "result_decisions is append-only"),
    ("result_decisions_no_delete", "result_decisions", "DELETE", "TRUE", "result_decisions is append-only"),
)


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, act, condition, message in GUARDS:
        if is_sqlite:
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} WHEN {condition} "
                f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            )
        else:
            row = "OLD" if act == "DELETE" else "NEW"
            op.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF ({condition}) THEN "
                f"RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
                f"RETURN {row}; END $$"
            )
            op.execute(
                f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
            )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name, table, *_rest in reversed(GUARDS):
        op.execute(f"DROP TRIGGER {name}" + ("" if is_sqlite else f" ON {table}"))
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
