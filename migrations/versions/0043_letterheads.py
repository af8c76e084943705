"""Keep logos, colours and scanned signatures, and in which language certificates are printed."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def keep_pictures() -> None:
    """Let no picture be changed, replaced or deleted: frozen facts name it by its bytes."""
    if is_sqlite():
        kept = "EXISTS (SELECT 1 FROM pictures AS kept WHERE kept.sha256 = NEW.sha256)"
        for name, act, condition in (
            ("frozen", "UPDATE", "1"),
            ("kept", "DELETE", "1"),
            ("no_replace", "INSERT", kept),
        ):
            op.execute(
                f"CREATE TRIGGER pictures_{name} BEFORE {act} ON pictures WHEN {condition} "
                "BEGIN SELECT RAISE(ABORT, 'a picture is kept'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION guard_pictures() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'a picture is kept' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER pictures_kept BEFORE UPDATE OR DELETE ON pictures "
        "FOR EACH ROW EXECUTE FUNCTION guard_pictures()"
    )
    op.execute(
        "CREATE TRIGGER pictures_not_truncated BEFORE TRUNCATE ON pictures "
        "FOR EACH STATEMENT EXECUTE FUNCTION guard_pictures()"
    )


def upgrade() -> None:
    op.create_table(
        "pictures",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_pictures")),
    )
    op.create_table(
        "letterheads",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("logo_sha256", sa.String(length=64), nullable=True),
        sa.Column("colour", sa.String(length=7), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_letterheads_network_id")),
        sa.ForeignKeyConstraint(
            ["network_id", "provider_id"],
            ["providers.network_id", "providers.id"],
            name=op.f("fk_letterheads_network_id_provider_id"),
        ),
        sa.ForeignKeyConstraint(
            ["logo_sha256"], ["pictures.sha256"], name=op.f("fk_letterheads_logo_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letterheads")),
        sa.UniqueConstraint("provider_id", name=op.f("uq_letterheads_provider_id")),
    )
    op.create_index(
        "uq_letterheads_of_network",
        "letterheads",
        ["network_id"],
        unique=True,
        sqlite_where=sa.text("provider_id IS NULL"),
        postgresql_where=sa.text("provider_id IS NULL"),
    )
    op.create_table(
        "scanned_signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letterhead_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("picture_sha256", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["letterhead_id"], ["letterheads.id"], name=op.f("fk_scanned_signatures_letterhead_id")
        ),
        sa.ForeignKeyConstraint(
            ["picture_sha256"], ["pictures.sha256"], name=op.f("fk_scanned_signatures_picture_sha256")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scanned_signatures")),
        sa.UniqueConstraint("letterhead_id", "name", name=op.f("uq_scanned_signatures_letterhead_id_name")),
    )
    keep_pictures()
    op.add_column("issuers", sa.Column("language", sa.String(length=2), nullable=False, server_default="fr"))


def downgrade() -> None:
    op.execute("ALTER TABLE issuers DROP COLUMN language")
    for table in ("scanned_signatures", "letterheads", "pictures"):
        op.drop_table(table)
    if not is_sqlite():
        op.execute("DROP FUNCTION guard_pictures()")
