"""Keep the hour and the incidents of an exam session, and what was decided after its minutes were signed."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def _outcome() -> sa.Enum:
    return sa.Enum(
        "obtained",
        "not_obtained",
        "not_presented",
        name="outcome",
        native_enum=False,
        create_constraint=False,
        length=30,
    )


_OUTCOMES = "IN ('obtained', 'not_obtained', 'not_presented')"


def upgrade() -> None:
    op.add_column("exam_sessions", sa.Column("starts_at", sa.Time(), nullable=True))
    op.add_column("exam_sessions", sa.Column("incident_report", sa.Text(), nullable=True))
    op.create_table(
        "result_decisions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("outcome_before", _outcome(), nullable=False),
        sa.Column("outcome", _outcome(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"outcome {_OUTCOMES}", name=op.f("ck_result_decisions_outcome")),
        sa.CheckConstraint(f"outcome_before {_OUTCOMES}", name=op.f("ck_result_decisions_outcome_before")),
        sa.CheckConstraint("outcome <> outcome_before", name=op.f("ck_result_decisions_decides_anew")),
        sa.ForeignKeyConstraint(
            ["network_id", "result_id", "advisor_id"],
            ["results.network_id", "results.id", "results.advisor_id"],
            name=op.f("fk_result_decisions_network_id_result_id_advisor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_result_decisions_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_decisions")),
    )
    op.create_index("ix_result_decisions_result_id", "result_decisions", ["result_id"])


def downgrade() -> None:
    op.drop_table("result_decisions")
    op.drop_column("exam_sessions", "incident_report")
    op.drop_column("exam_sessions", "starts_at")
