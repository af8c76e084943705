"""Keep minutes whole on SQLite, which takes a half into a column of whole numbers."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TRIGGER = "hours_entries_whole_minutes"


def upgrade() -> None:
    # A trigger and not a constraint: SQLite would rebuild the table, and lose the guards that stand on it.
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"CREATE TRIGGER {TRIGGER} BEFORE INSERT ON hours_entries "
            "WHEN typeof(NEW.minutes) <> 'integer' OR typeof(NEW.half_day_minutes) <> 'integer' "
            "BEGIN SELECT RAISE(ABORT, 'the ledger counts whole minutes'); END"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"DROP TRIGGER {TRIGGER}")
