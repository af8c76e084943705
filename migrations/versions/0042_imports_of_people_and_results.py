"""Let imports keep the enrolments and results that they have made."""

from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

BEFORE = ("hours", "session", "activity", "advisor")
NEW = ("result", "enrolment")


def upgrade() -> None:
    allow(*BEFORE, *NEW)


def downgrade() -> None:
    # These imports are no longer known to have made anything, and are not taken back.
    named = ", ".join(f"'{what}'" for what in NEW)
    op.execute(f"DELETE FROM imported_records WHERE what IN ({named})")
    allow(*BEFORE)


def allow(*kinds: str) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("imported_records") as table:
        table.drop_constraint(op.f("ck_imported_records_brought"), type_="check")
        table.create_check_constraint(op.f("ck_imported_records_brought"), f"what IN ({named})")
