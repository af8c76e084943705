"""Refuse to push a line of the ledger out by any of its unique columns, or to empty its tables at once."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# Whatever INSERT OR REPLACE would delete on SQLite, which it does without firing the trigger on deletions.
WOULD_REPLACE = {
    "recordings": "kept.id = NEW.id OR kept.session_id = NEW.session_id",
    "hours_entries": (
        "kept.id = NEW.id OR kept.corrects_id = NEW.corrects_id "
        "OR (kept.corrects_id IS NULL AND NEW.corrects_id IS NULL AND kept.advisor_id = NEW.advisor_id "
        "AND kept.day = NEW.day AND kept.half = NEW.half)"
    ),
}
SAME_ID = "kept.id = NEW.id"


def refuse_replacing(table: str, condition: str) -> None:
    op.execute(f"DROP TRIGGER {table}_no_replace")
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} AS kept WHERE {condition}) "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    )


def upgrade() -> None:
    for table, condition in WOULD_REPLACE.items():
        if op.get_bind().dialect.name == "sqlite":
            refuse_replacing(table, condition)
        else:
            op.execute(
                f"CREATE TRIGGER {table}_not_truncated BEFORE TRUNCATE ON {table} "
                f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
            )


def downgrade() -> None:
    for table in WOULD_REPLACE:
        if op.get_bind().dialect.name == "sqlite":
            refuse_replacing(table, SAME_ID)
        else:
            op.execute(f"DROP TRIGGER {table}_not_truncated ON {table}")
