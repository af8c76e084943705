"""Keep a sentence of a provider's own, printed at the end of each of its papers."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("letterheads", sa.Column("mention", sa.String(length=320), nullable=True))


def downgrade() -> None:
    # In place: a table that is rebuilt on SQLite loses the triggers of those that name it.
    op.execute("ALTER TABLE letterheads DROP COLUMN mention")
