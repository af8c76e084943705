"""Let the lines of one half-day be found at once, however long the ledger is."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_hours_entries_half_day", "hours_entries", ["advisor_id", "day", "half", "take"])


def downgrade() -> None:
    op.drop_index("ix_hours_entries_half_day", table_name="hours_entries")
