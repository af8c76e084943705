"""Let an alert tell that a block which was not obtained is to be sat again within the year."""

from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

KINDS = ("out_of_reach", "unexcused", "absences")


def upgrade() -> None:
    allow((*KINDS, "resit"))


def downgrade() -> None:
    op.execute("DELETE FROM alerts WHERE kind = 'resit'")
    allow(KINDS)


def allow(kinds: tuple[str, ...]) -> None:
    """Let alerts be of these kinds."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("alerts") as alerts:
        alerts.drop_constraint(op.f("ck_alerts_alertkind"), type_="check")
        alerts.create_check_constraint(op.f("ck_alerts_alertkind"), f"kind IN ({listed})")
