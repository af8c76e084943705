"""Keep to whom the link to their certificate was mailed: once for each certificate."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

STATES = ("under_way", "sent", "failed", "no_address")


def upgrade() -> None:
    op.create_table(
        "document_mailings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="mailingstate", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_id"], ["issued_documents.id"], name=op.f("fk_document_mailings_document_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_document_mailings_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_mailings")),
        sa.UniqueConstraint("document_id", name=op.f("uq_document_mailings_document_id")),
    )


def downgrade() -> None:
    op.drop_table("document_mailings")
