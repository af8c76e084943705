"""Keep how many hours a cohort prescribes of each of its modules."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "module_prescriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("module", sa.String(length=200), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_module_prescriptions_minutes_positive")),
        sa.ForeignKeyConstraint(
            ["network_id", "cohort_id"],
            ["cohorts.network_id", "cohorts.id"],
            name=op.f("fk_module_prescriptions_network_id_cohort_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_prescriptions")),
        sa.UniqueConstraint("cohort_id", "module", name=op.f("uq_module_prescriptions_cohort_id_module")),
    )


def downgrade() -> None:
    op.drop_table("module_prescriptions")
