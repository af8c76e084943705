"""Keep which files were imported and what they have made, so that an import can be taken back as a whole."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

KINDS = ("advisors", "training-dates", "ccp1-results", "pix-results", "hours", "sessions", "activities")
BROUGHT = ("hours", "session", "activity", "advisor")


def choice(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=30)


def upgrade() -> None:
    op.create_table(
        "file_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("kind", choice("filekind", *KINDS), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("created", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_file_imports_somebody_undoes")
        ),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_file_imports_network_id")),
        sa.ForeignKeyConstraint(
            ["imported_by_id"], ["people.id"], name=op.f("fk_file_imports_imported_by_id")
        ),
        sa.ForeignKeyConstraint(["undone_by_id"], ["people.id"], name=op.f("fk_file_imports_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_file_imports")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_file_imports_network_id_id")),
    )
    op.create_index("ix_file_imports_network_id", "file_imports", ["network_id", "id"])
    op.create_table(
        "imported_records",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=False),
        sa.Column("what", choice("brought", *BROUGHT), nullable=False),
        sa.Column("record_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "import_id"],
            ["file_imports.network_id", "file_imports.id"],
            name=op.f("fk_imported_records_network_id_import_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_records")),
        sa.UniqueConstraint(
            "import_id", "what", "record_id", name=op.f("uq_imported_records_import_id_what_record_id")
        ),
    )


def downgrade() -> None:
    op.drop_table("imported_records")
    op.drop_table("file_imports")
