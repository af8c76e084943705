"""Keep the moves of half-days, the competences they work on, and the secret addresses of calendars."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

KINDS_BEFORE = ("sign_in", "password_request")


def allow_attempts(*kinds: str) -> None:
    """Let the table of attempts hold these kinds and no other."""
    named = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_attempts_attemptkind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_attempts_attemptkind"), f"kind IN ({named})")


def upgrade() -> None:
    # Added in place: SQLite would otherwise rebuild the table, and lose the guard of recorded half-days with it.
    op.add_column(
        "training_sessions", sa.Column("competences", sa.JSON(), server_default="[]", nullable=False)
    )
    op.add_column(
        "training_sessions", sa.Column("revision", sa.Integer(), server_default="0", nullable=False)
    )
    op.create_table(
        "session_moves",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("moved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "half",
            sa.Enum(
                "morning", "afternoon", name="half", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["moved_by_id"], ["people.id"], name=op.f("fk_session_moves_moved_by_id")),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["training_sessions.network_id", "training_sessions.id"],
            name=op.f("fk_session_moves_network_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_moves")),
    )
    with op.batch_alter_table("session_moves", schema=None) as batch_op:
        batch_op.create_index("ix_session_moves_session_id", ["session_id"], unique=False)
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_calendar_feeds_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("person_id", name=op.f("uq_calendar_feeds_person_id")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_calendar_feeds_token_digest")),
    )
    allow_attempts(*KINDS_BEFORE, "calendar")


def downgrade() -> None:
    op.execute("DELETE FROM attempts WHERE kind = 'calendar'")
    allow_attempts(*KINDS_BEFORE)
    op.drop_table("calendar_feeds")
    op.drop_table("session_moves")
    op.drop_column("training_sessions", "revision")
    op.drop_column("training_sessions", "competences")
