"""Create exam sessions, juries and results."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "exam_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("title_code", sa.String(length=20), nullable=False),
        sa.Column("block_code", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.Column("centre", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_exam_sessions_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_sessions")),
        sa.UniqueConstraint(
            "network_id",
            "id",
            "title_code",
            "block_code",
            name=op.f("uq_exam_sessions_network_id_id_title_code_block_code"),
        ),
        sa.UniqueConstraint(
            "network_id",
            "title_code",
            "block_code",
            "name",
            name=op.f("uq_exam_sessions_network_id_title_code_block_code_name"),
        ),
    )
    with op.batch_alter_table("exam_sessions", schema=None) as batch_op:
        batch_op.create_index(
            "ix_exam_sessions_network_id_held_on",
            ["network_id", "held_on"],
            unique=False,
        )

    op.create_table(
        "jurors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_session_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("quality", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["exam_session_id"],
            ["exam_sessions.id"],
            name=op.f("fk_jurors_exam_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jurors")),
        sa.UniqueConstraint(
            "exam_session_id",
            "position",
            name=op.f("uq_jurors_exam_session_id_position"),
        ),
    )
    op.create_table(
        "results",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("exam_session_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("title_code", sa.String(length=20), nullable=False),
        sa.Column("block_code", sa.String(length=20), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "obtained",
                "not_obtained",
                "not_presented",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("remark", sa.String(length=200), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "advisor_id"],
            ["advisors.network_id", "advisors.id"],
            name=op.f("fk_results_network_id_advisor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "exam_session_id", "title_code", "block_code"],
            [
                "exam_sessions.network_id",
                "exam_sessions.id",
                "exam_sessions.title_code",
                "exam_sessions.block_code",
            ],
            name=op.f("fk_results_network_id_exam_session_id_title_code_block_code"),
        ),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_results_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results")),
        sa.UniqueConstraint(
            "exam_session_id",
            "advisor_id",
            name=op.f("uq_results_exam_session_id_advisor_id"),
        ),
        sa.UniqueConstraint(
            "network_id",
            "id",
            "advisor_id",
            name=op.f("uq_results_network_id_id_advisor_id"),
        ),
    )
    with op.batch_alter_table("results", schema=None) as batch_op:
        batch_op.create_index("ix_results_advisor_id", ["advisor_id"], unique=False)
        batch_op.create_index(
            "uq_results_obtained",
            ["advisor_id", "title_code", "block_code"],
            unique=True,
            sqlite_where=sa.text("outcome = 'obtained'"),
            postgresql_where=sa.text("outcome = 'obtained'"),
        )


def downgrade() -> None:
    with op.batch_alter_table("results", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_results_obtained",
            sqlite_where=sa.text("outcome = 'obtained'"),
            postgresql_where=sa.text("outcome = 'obtained'"),
        )
        batch_op.drop_index("ix_results_advisor_id")

    op.drop_table("results")
    op.drop_table("jurors")
    with op.batch_alter_table("exam_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_exam_sessions_network_id_held_on")

    op.drop_table("exam_sessions")
