"""Keep the registers that were filled in without network, as they arrived, until somebody has decided on them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

OUTCOME = sa.Enum(
    "recorded",
    "same",
    "to_decide",
    name="sheetoutcome",
    native_enum=False,
    create_constraint=True,
    length=30,
)


def upgrade() -> None:
    op.create_table(
        "kept_sheets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=36), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("shown", sa.String(length=60), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("local_time", sa.String(length=40), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("outcome", OUTCOME, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by_id IS NULL)", name=op.f("ck_kept_sheets_somebody_decides")
        ),
        sa.CheckConstraint(
            "outcome = 'to_decide' OR decided_at IS NULL",
            name=op.f("ck_kept_sheets_only_open_ones_are_decided"),
        ),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_kept_sheets_decided_by_id")),
        sa.ForeignKeyConstraint(["sent_by_id"], ["people.id"], name=op.f("fk_kept_sheets_sent_by_id")),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["training_sessions.network_id", "training_sessions.id"],
            name=op.f("fk_kept_sheets_network_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_sheets")),
        sa.UniqueConstraint("network_id", "key", name=op.f("uq_kept_sheets_network_id_key")),
    )
    with op.batch_alter_table("kept_sheets", schema=None) as batch_op:
        batch_op.create_index("ix_kept_sheets_session_id", ["session_id"], unique=False)


def downgrade() -> None:
    op.drop_table("kept_sheets")
