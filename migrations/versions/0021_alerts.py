"""Raise an alert once: hours that cannot be reached any more, and absences beyond what the network has chosen."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

KIND = sa.Enum(
    "out_of_reach",
    "unexcused",
    "absences",
    name="alertkind",
    native_enum=False,
    create_constraint=True,
    length=30,
)
OPEN = sa.text("resolved_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "alert_thresholds",
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("unexcused_count", sa.Integer(), nullable=True),
        sa.Column("absence_count", sa.Integer(), nullable=True),
        sa.Column("absence_share", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_alert_thresholds_network_id")),
        sa.PrimaryKeyConstraint("network_id", name=op.f("pk_alert_thresholds")),
    )
    op.create_table(
        "alerts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("kind", KIND, nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by_id", sa.Integer(), nullable=True),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("level > 0", name=op.f("ck_alerts_level_positive")),
        sa.ForeignKeyConstraint(
            ["acknowledged_by_id"], ["people.id"], name=op.f("fk_alerts_acknowledged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
            name=op.f("fk_alerts_network_id_enrolment_id_advisor_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_alerts")),
    )
    op.create_index(
        "uq_alerts_enrolment_id",
        "alerts",
        ["enrolment_id", "kind"],
        unique=True,
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index("ix_alerts_network_id", "alerts", ["network_id"])


def downgrade() -> None:
    op.drop_table("alerts")
    op.drop_table("alert_thresholds")
