"""Know how long a kept file is, when its import began, and which import a kept file became."""

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("pending_imports") as table:
        table.add_column(sa.Column("lines", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("started_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("file_imports") as table:
        table.add_column(sa.Column("token", sa.String(length=64), nullable=True))
        table.create_unique_constraint(op.f("uq_file_imports_token"), ["token"])


def downgrade() -> None:
    with op.batch_alter_table("file_imports") as table:
        table.drop_constraint(op.f("uq_file_imports_token"), type_="unique")
        table.drop_column("token")
    with op.batch_alter_table("pending_imports") as table:
        table.drop_column("started_at")
        table.drop_column("lines")
