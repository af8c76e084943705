"""Keep how many hours somebody has to follow, decided with a reason."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

KIND = sa.Enum(
    "full",
    "pro_rata",
    "equivalence",
    "dispensed",
    name="targetkind",
    native_enum=False,
    create_constraint=True,
    length=30,
)


def upgrade() -> None:
    op.create_table(
        "target_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("full_minutes", sa.Integer(), nullable=False),
        sa.Column("credited_minutes", sa.Integer(), nullable=True),
        sa.Column("target_minutes", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "target_minutes BETWEEN 0 AND full_minutes", name=op.f("ck_target_decisions_target_within_full")
        ),
        sa.CheckConstraint(
            "(kind = 'equivalence') = (credited_minutes IS NOT NULL)",
            name=op.f("ck_target_decisions_equivalence_credits_minutes"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["people.id"], name=op.f("fk_target_decisions_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
            name=op.f("fk_target_decisions_network_id_enrolment_id_advisor_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_target_decisions")),
    )
    op.create_index("ix_target_decisions_enrolment_id", "target_decisions", ["enrolment_id"])


def downgrade() -> None:
    op.drop_table("target_decisions")
