"""Let a network want two people to issue, replace and revoke; keep what waits for the second one."""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

ACTS = ("issue", "replace", "revoke", "switch_off")
STATES = ("pending", "confirmed", "refused")


def upgrade() -> None:
    # In place: rebuilding the table of networks would take every reference to it along.
    op.execute("ALTER TABLE networks ADD COLUMN needs_two_people BOOLEAN DEFAULT false NOT NULL")
    op.create_table(
        "confirmation_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column(
            "act",
            sa.Enum(*ACTS, name="confirmedact", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="confirmationstate", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "state <> 'confirmed' OR decided_by_id <> asked_by_id",
            name=op.f("ck_confirmation_requests_confirmed_by_another"),
        ),
        sa.CheckConstraint(
            "(state = 'pending') = (decided_at IS NULL)",
            name=op.f("ck_confirmation_requests_decided_has_date"),
        ),
        sa.CheckConstraint(
            "state = 'pending' OR decided_by_id IS NOT NULL",
            name=op.f("ck_confirmation_requests_decided_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_confirmation_requests_network_id")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["issued_documents.id"], name=op.f("fk_confirmation_requests_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["people.id"], name=op.f("fk_confirmation_requests_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_confirmation_requests_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confirmation_requests")),
    )
    op.create_index("ix_confirmation_requests_network_id", "confirmation_requests", ["network_id"])


def downgrade() -> None:
    op.drop_table("confirmation_requests")
    op.execute("ALTER TABLE networks DROP COLUMN needs_two_people")
