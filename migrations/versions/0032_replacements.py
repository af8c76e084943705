"""Let a certificate name the revoked one that it replaces."""

from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

REPLACES = "CONSTRAINT fk_issued_documents_replaces_id REFERENCES issued_documents (id)"
# The same result of the same person, revoked: nothing else is replaced.
IS_REPLACEABLE = (
    "NEW.replaces_id IS NULL OR EXISTS (SELECT 1 FROM issued_documents AS former WHERE former.id = NEW.replaces_id "
    "AND former.state = 'revoked' AND former.result_id = NEW.result_id)"
)
MESSAGE = "a certificate replaces a revoked one of the same result"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def upgrade() -> None:
    # In place: rebuilding the table would copy every document, and lose its triggers.
    op.execute(f"ALTER TABLE issued_documents ADD COLUMN replaces_id INTEGER {REPLACES}")
    op.create_index("uq_issued_documents_replaces_id", "issued_documents", ["replaces_id"], unique=True)
    if is_sqlite():
        op.execute(
            "CREATE TRIGGER issued_documents_replace_revoked BEFORE INSERT ON issued_documents "
            f"WHEN NOT ({IS_REPLACEABLE}) BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        op.execute(
            "CREATE TRIGGER issued_documents_replaces_frozen BEFORE UPDATE ON issued_documents "
            f"WHEN OLD.replaces_id IS NOT NEW.replaces_id BEGIN SELECT RAISE(ABORT, '{MESSAGE}'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION guard_replacements() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF (TG_OP = 'INSERT' AND NOT ({IS_REPLACEABLE})) "
        "OR (TG_OP = 'UPDATE' AND OLD.replaces_id IS DISTINCT FROM NEW.replaces_id) "
        f"THEN RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER issued_documents_replacements BEFORE INSERT OR UPDATE ON issued_documents "
        "FOR EACH ROW EXECUTE FUNCTION guard_replacements()"
    )


def downgrade() -> None:
    if is_sqlite():
        op.execute("DROP TRIGGER issued_documents_replace_revoked")
        op.execute("DROP TRIGGER issued_documents_replaces_frozen")
    else:
        op.execute("DROP TRIGGER issued_documents_replacements ON issued_documents")
        op.execute("DROP FUNCTION guard_replacements()")
    op.drop_index("uq_issued_documents_replaces_id", "issued_documents")
    op.execute("ALTER TABLE issued_documents DROP COLUMN replaces_id")
