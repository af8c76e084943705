"""Find a document by its bytes."""

from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_issued_documents_sha256", "issued_documents", ["sha256"])


def downgrade() -> None:
    op.drop_index("ix_issued_documents_sha256", "issued_documents")
