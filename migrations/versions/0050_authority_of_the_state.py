"""Name the authority of the State that validates the results of a network."""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "state_authorities",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=200), nullable=False),
        sa.Column("signatory", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id"], ["networks.id"], name=op.f("fk_state_authorities_network_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_state_authorities")),
        sa.UniqueConstraint("network_id", name=op.f("uq_state_authorities_network_id")),
    )


def downgrade() -> None:
    op.drop_table("state_authorities")
