"""Keep the scans of sheets that were signed on paper, and change none of them."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TABLE = "register_scans"
# Whatever INSERT OR REPLACE would delete on SQLite, which it does without firing the trigger on deletions.
WOULD_REPLACE = "kept.id = NEW.id OR (kept.session_id = NEW.session_id AND kept.sha256 = NEW.sha256)"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "pdf", "jpeg", "png", name="scankind", native_enum=False, create_constraint=True, length=30
            ),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("attached_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attached_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("size BETWEEN 1 AND 10485760", name=op.f("ck_register_scans_size_within_limit")),
        sa.ForeignKeyConstraint(
            ["attached_by_id"], ["people.id"], name=op.f("fk_register_scans_attached_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["training_sessions.network_id", "training_sessions.id"],
            name=op.f("fk_register_scans_network_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_scans")),
        sa.UniqueConstraint("session_id", "sha256", name=op.f("uq_register_scans_session_id_sha256")),
    )
    keep_on_sqlite() if is_sqlite() else keep_on_postgresql()


def keep_on_sqlite() -> None:
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {TABLE}_no_{act.lower()} BEFORE {act} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
        )
    op.execute(
        f"CREATE TRIGGER {TABLE}_no_replace BEFORE INSERT ON {TABLE} "
        f"WHEN EXISTS (SELECT 1 FROM {TABLE} AS kept WHERE {WOULD_REPLACE}) "
        f"BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END"
    )


def keep_on_postgresql() -> None:
    op.execute(
        f"CREATE FUNCTION {TABLE}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{TABLE} is append-only' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END $$"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_append_only BEFORE UPDATE OR DELETE ON {TABLE} "
        f"FOR EACH ROW EXECUTE FUNCTION {TABLE}_is_append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {TABLE}_not_truncated BEFORE TRUNCATE ON {TABLE} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {TABLE}_is_append_only()"
    )


def downgrade() -> None:
    # The triggers go with their table.
    op.drop_table(TABLE)
    if not is_sqlite():
        op.execute(f"DROP FUNCTION {TABLE}_is_append_only()")
