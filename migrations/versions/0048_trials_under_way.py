"""Keep what the trial of a long file has found, and whether the work with a file was interrupted."""

import sqlalchemy as sa
from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pending_imports") as table:
        table.add_column(sa.Column("report", sa.JSON(), nullable=True))
        table.add_column(sa.Column("interrupted_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    # A file whose trial is under way has never been found good; those that were can be imported as before.
    op.execute("DELETE FROM pending_imports WHERE lines = 0")
    with op.batch_alter_table("pending_imports") as table:
        table.drop_column("interrupted_at")
        table.drop_column("report")
