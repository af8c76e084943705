"""Keep who is on the list of an exam session and why, what they have handed in, and how training assessed them."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

LEVEL = sa.Enum(
    "acquired",
    "in_progress",
    "not_acquired",
    name="assessmentlevel",
    native_enum=False,
    create_constraint=True,
    length=30,
)


def upgrade() -> None:
    with op.batch_alter_table("exam_sessions") as sessions:
        sessions.create_unique_constraint(op.f("uq_exam_sessions_network_id_id"), ["network_id", "id"])
    op.create_table(
        "exam_candidates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("exam_session_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("arrangement", sa.String(length=100), nullable=True),
        sa.Column("admitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("admitted_by_id", sa.Integer(), nullable=True),
        _of_advisor("exam_candidates"),
        sa.ForeignKeyConstraint(
            ["network_id", "exam_session_id"],
            ["exam_sessions.network_id", "exam_sessions.id"],
            name=op.f("fk_exam_candidates_network_id_exam_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["admitted_by_id"], ["people.id"], name=op.f("fk_exam_candidates_admitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_candidates")),
        sa.UniqueConstraint(
            "exam_session_id", "advisor_id", name=op.f("uq_exam_candidates_exam_session_id_advisor_id")
        ),
    )
    op.create_index("ix_exam_candidates_advisor_id", "exam_candidates", ["advisor_id"])
    op.create_table(
        "exam_files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("title_code", sa.String(length=20), nullable=False),
        sa.Column("block_code", sa.String(length=20), nullable=False),
        sa.Column("portfolio_on", sa.Date(), nullable=True),
        sa.Column("action_sheets", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "action_sheets BETWEEN 0 AND 5", name=op.f("ck_exam_files_action_sheets_are_five")
        ),
        _of_advisor("exam_files"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_files")),
        sa.UniqueConstraint(
            "advisor_id",
            "title_code",
            "block_code",
            name=op.f("uq_exam_files_advisor_id_title_code_block_code"),
        ),
    )
    op.create_table(
        "competence_assessments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("competence", sa.String(length=50), nullable=False),
        sa.Column("level", LEVEL, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        _of_advisor("competence_assessments"),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["people.id"], name=op.f("fk_competence_assessments_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_competence_assessments")),
        sa.UniqueConstraint(
            "advisor_id", "competence", name=op.f("uq_competence_assessments_advisor_id_competence")
        ),
    )


def _of_advisor(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["network_id", "advisor_id"],
        ["advisors.network_id", "advisors.id"],
        name=op.f(f"fk_{table}_network_id_advisor_id"),
    )


def downgrade() -> None:
    op.drop_table("competence_assessments")
    op.drop_table("exam_files")
    op.drop_table("exam_candidates")
    with op.batch_alter_table("exam_sessions") as sessions:
        sessions.drop_constraint(op.f("uq_exam_sessions_network_id_id"), type_="unique")
