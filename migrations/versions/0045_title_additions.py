"""Keep what networks add to titles where the regulation leaves something empty, with its source."""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

PARTS = ("state_code", "level", "name", "competences")


def upgrade() -> None:
    op.create_table(
        "title_additions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("title_code", sa.String(length=20), nullable=False),
        sa.Column("block_code", sa.String(length=20), nullable=False),
        sa.Column(
            "what",
            sa.Enum(*PARTS, name="added", native_enum=False, create_constraint=True, length=30),
            nullable=False,
        ),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_title_additions_network_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_title_additions_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_title_additions")),
        sa.UniqueConstraint(
            "network_id",
            "title_code",
            "block_code",
            "what",
            name=op.f("uq_title_additions_network_id_title_code_block_code_what"),
        ),
    )


def downgrade() -> None:
    op.drop_table("title_additions")
