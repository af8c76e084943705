"""Know who signs for a training provider, and where."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

COLUMNS = {"municipality": 100, "representative": 100, "representative_quality": 200}


def upgrade() -> None:
    with op.batch_alter_table("providers") as table:
        for name, length in COLUMNS.items():
            table.add_column(sa.Column(name, sa.String(length=length), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("providers") as table:
        for name in COLUMNS:
            table.drop_column(name)
