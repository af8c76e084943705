"""Find the line that an insert would push out by its own index, not among all lines that correct nothing."""

from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

NAME = "hours_entries_no_replace"
SAME = "kept.half IS NEW.half AND kept.activity_id IS NEW.activity_id"
# With these SQLite looks through every line that corrects nothing, once for each line that is written.
SAME_BEFORE = (
    "COALESCE(kept.half, '') = COALESCE(NEW.half, '')"
    " AND COALESCE(kept.activity_id, 0) = COALESCE(NEW.activity_id, 0)"
)


def upgrade() -> None:
    refuse_replacing(SAME)


def downgrade() -> None:
    refuse_replacing(SAME_BEFORE)


def refuse_replacing(same: str) -> None:
    # PostgreSQL knows no INSERT OR REPLACE.
    if op.get_bind().dialect.name != "sqlite":
        return
    op.execute(f"DROP TRIGGER {NAME}")
    op.execute(
        f"CREATE TRIGGER {NAME} BEFORE INSERT ON hours_entries WHEN EXISTS (SELECT 1 FROM hours_entries AS kept WHERE "
        "kept.id = NEW.id OR kept.corrects_id = NEW.corrects_id OR (kept.corrects_id IS NULL AND "
        f"NEW.corrects_id IS NULL AND kept.advisor_id = NEW.advisor_id AND kept.day = NEW.day AND {same} "
        "AND kept.take = NEW.take)) BEGIN SELECT RAISE(ABORT, 'hours_entries is append-only'); END"
    )
