"""Know in which territory a network is: its public holidays are not the same everywhere."""

from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TERRITORIES = (
    "mainland",
    "alsace_moselle",
    "guadeloupe",
    "guyane",
    "martinique",
    "mayotte",
    "reunion",
    "saint_barthelemy",
    "saint_martin",
)


def upgrade() -> None:
    named = ", ".join(f"'{each}'" for each in TERRITORIES)
    # In place: rebuilding the table of networks would take every reference to it along.
    op.execute(
        "ALTER TABLE networks ADD COLUMN territory VARCHAR(30) DEFAULT 'mainland' NOT NULL "
        f"CONSTRAINT ck_networks_territory CHECK (territory IN ({named}))"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE networks DROP COLUMN territory")
