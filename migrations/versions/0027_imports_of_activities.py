"""Let files of learning platforms wait between their trial and their import."""

from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

KINDS_BEFORE = ("advisors", "training-dates", "ccp1-results", "pix-results", "hours", "sessions")


def allow_kinds(*kinds: str) -> None:
    """Let the table of pending files hold these kinds and no other."""
    named = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("pending_imports", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_pending_imports_filekind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_pending_imports_filekind"), f"kind IN ({named})")


def upgrade() -> None:
    allow_kinds(*KINDS_BEFORE, "activities")


def downgrade() -> None:
    op.execute("DELETE FROM pending_imports WHERE kind = 'activities'")
    allow_kinds(*KINDS_BEFORE)
