"""Let the bytes of proofs go whose activity was withdrawn or refused; their name, size and digest stay."""

import sqlalchemy as sa
from alembic import op

revision = "0052"
down_revision = "0051"
branch_labels = None
depends_on = None

PROOFS = "activity_proofs"
COMPLAINT = f"{PROOFS} is append-only"
KEPT = ("id", "network_id", "activity_id", "name", "kind", "size", "sha256", "attached_at")
SAME = " AND ".join(f"NEW.{name} = OLD.{name}" for name in KEPT)
REMOVES = (
    f"OLD.removed_at IS NULL AND NEW.removed_at IS NOT NULL AND length(NEW.content) = 0 AND {SAME} "
    "AND COALESCE(NEW.attached_by_id, 0) = COALESCE(OLD.attached_by_id, 0) "
    "AND EXISTS (SELECT 1 FROM activities WHERE activities.id = OLD.activity_id "
    "AND activities.state IN ('withdrawn', 'refused'))"
)


def upgrade() -> None:
    op.add_column(PROOFS, sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True))
    guard_updates(REMOVES)


def downgrade() -> None:
    # What was removed stays empty: its bytes are nowhere any more.
    guard_updates("")
    op.execute(f"ALTER TABLE {PROOFS} DROP COLUMN removed_at")


def guard_updates(allowed: str) -> None:
    """Refuse every change of a proof but this one."""
    if op.get_bind().dialect.name == "sqlite":
        refused = f"NOT ({allowed})" if allowed else "1"
        op.execute(f"DROP TRIGGER {PROOFS}_no_update")
        op.execute(
            f"CREATE TRIGGER {PROOFS}_no_update BEFORE UPDATE ON {PROOFS} WHEN {refused} "
            f"BEGIN SELECT RAISE(ABORT, '{COMPLAINT}'); END"
        )
        return
    passes = f"IF TG_OP = 'UPDATE' THEN IF {allowed} THEN RETURN NEW; END IF; END IF; " if allowed else ""
    op.execute(
        f"CREATE OR REPLACE FUNCTION {PROOFS}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {passes}RAISE EXCEPTION '{COMPLAINT}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
