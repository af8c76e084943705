"""Tell how far an exam session is, who noted each step, and from when to when its jury is accredited."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

STAGE = sa.Enum(
    "planned",
    "declared",
    "held",
    "deliberated",
    "closed",
    "validated",
    name="examstage",
    native_enum=False,
    create_constraint=True,
    length=30,
)
# What a jury has decided was deliberated, also where a file of the State told it without a day.
IS_DECIDED = "decided_on IS NOT NULL OR EXISTS (SELECT 1 FROM results WHERE results.exam_session_id = exam_sessions.id)"


def upgrade() -> None:
    op.create_table(
        "exam_steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("exam_session_id", sa.Integer(), nullable=False),
        sa.Column("stage", STAGE, nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["exam_session_id"], ["exam_sessions.id"], name=op.f("fk_exam_steps_exam_session_id")
        ),
        sa.ForeignKeyConstraint(["taken_by_id"], ["people.id"], name=op.f("fk_exam_steps_taken_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_steps")),
        sa.UniqueConstraint("exam_session_id", "stage", name=op.f("uq_exam_steps_exam_session_id_stage")),
    )
    with op.batch_alter_table("exam_sessions") as sessions:
        sessions.add_column(sa.Column("stage", STAGE, nullable=False, server_default="planned"))
        sessions.add_column(sa.Column("manager", sa.String(length=100), nullable=True))
        sessions.add_column(sa.Column("ceres_number", sa.String(length=30), nullable=True))
        sessions.add_column(sa.Column("is_remote", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute(f"UPDATE exam_sessions SET stage = 'deliberated' WHERE {IS_DECIDED}")
    with op.batch_alter_table("exam_sessions") as sessions:
        sessions.alter_column("stage", server_default=None)
        sessions.alter_column("is_remote", server_default=None)
    with op.batch_alter_table("jurors") as jurors:
        jurors.add_column(sa.Column("accredited_from", sa.Date(), nullable=True))
        jurors.add_column(sa.Column("accredited_until", sa.Date(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("jurors") as jurors:
        jurors.drop_column("accredited_until")
        jurors.drop_column("accredited_from")
    with op.batch_alter_table("exam_sessions") as sessions:
        sessions.drop_column("is_remote")
        sessions.drop_column("ceres_number")
        sessions.drop_column("manager")
        sessions.drop_constraint(op.f("ck_exam_sessions_examstage"), type_="check")
        sessions.drop_column("stage")
    op.drop_table("exam_steps")
