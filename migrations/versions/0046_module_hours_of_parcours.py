"""Let a parcours prescribe other hours of a module than its cohort."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TABLE, DEFAULT = "module_prescriptions", sa.text("parcours_hours IS NULL")
CHECK, OF_COHORT = "ck_module_prescriptions_minutes_positive", "uq_module_prescriptions_cohort_id_module"
OF_PARCOURS = "uq_module_prescriptions_cohort_id_parcours_hours_module"


def upgrade() -> None:
    with op.batch_alter_table(TABLE) as table:
        table.add_column(sa.Column("parcours_hours", sa.Integer(), nullable=True))
        table.drop_constraint(op.f(OF_COHORT), type_="unique")
        table.create_unique_constraint(op.f(OF_PARCOURS), ["cohort_id", "parcours_hours", "module"])
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(
            op.f(CHECK), "minutes > 0 OR (minutes = 0 AND parcours_hours IS NOT NULL)"
        )
    op.create_index(
        op.f(OF_COHORT),
        TABLE,
        ["cohort_id", "module"],
        unique=True,
        sqlite_where=DEFAULT,
        postgresql_where=DEFAULT,
    )


def downgrade() -> None:
    # What a parcours says on its own has no place any more; what the cohort says then counts for all.
    op.execute(f"DELETE FROM {TABLE} WHERE parcours_hours IS NOT NULL")
    op.drop_index(op.f(OF_COHORT), TABLE)
    with op.batch_alter_table(TABLE) as table:
        table.drop_constraint(op.f(CHECK), type_="check")
        table.create_check_constraint(op.f(CHECK), "minutes > 0")
        table.drop_constraint(op.f(OF_PARCOURS), type_="unique")
        table.create_unique_constraint(op.f(OF_COHORT), ["cohort_id", "module"])
        table.drop_column("parcours_hours")
