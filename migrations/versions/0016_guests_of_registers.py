"""Let people be added to a sheet on the spot: of another group, or not known yet."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ON_SHEET = sa.text("removed_at IS NULL")


def upgrade() -> None:
    op.create_table(
        "register_guests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("advisor_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Integer(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "name IS NOT NULL OR enrolment_id IS NOT NULL", name=op.f("ck_register_guests_guest_is_somebody")
        ),
        sa.CheckConstraint(
            "(enrolment_id IS NULL) = (advisor_id IS NULL)",
            name=op.f("ck_register_guests_line_is_of_an_advisor"),
        ),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_register_guests_added_by_id")),
        sa.ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
            name=op.f("fk_register_guests_network_id_enrolment_id_advisor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["training_sessions.network_id", "training_sessions.id"],
            name=op.f("fk_register_guests_network_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_guests")),
    )
    with op.batch_alter_table("register_guests", schema=None) as batch_op:
        batch_op.create_index(
            "uq_register_guests_session_id",
            ["session_id", "advisor_id"],
            unique=True,
            sqlite_where=ON_SHEET,
            postgresql_where=ON_SHEET,
        )


def downgrade() -> None:
    op.drop_table("register_guests")
