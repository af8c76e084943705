"""Keep of whom it is not known whether their convocation has left: a process that is killed writes no more."""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "exam_candidates", sa.Column("letter_awaited_since", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    # In place: a table that is rebuilt on SQLite loses the triggers of those that name it.
    op.execute("ALTER TABLE exam_candidates DROP COLUMN letter_awaited_since")
