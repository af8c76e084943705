"""Keep under which certificates documents are sealed, and which document under which."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

FROZEN_AT_RESERVATION = (
    "id network_id advisor_id result_id print_run_id year serial number code facts issued_on reserved_at issued_by_id"
).split()
FROZEN_AT_ISSUE = ["pdf", "sha256", "template_version", "issued_at"]
OBTAINED = "SELECT 1 FROM results WHERE results.id = NEW.result_id AND results.outcome = 'obtained'"
STATE_GOES_BACK = (
    "(OLD.state = 'revoked' OR (OLD.state = 'valid' AND NEW.state = 'reserved') "
    "OR (OLD.state = 'reserved' AND NEW.state = 'revoked'))"
)
CHANGED = "an issued document never changes"
SEALED = "CONSTRAINT fk_issued_documents_sealed_under_id REFERENCES sealing_certificates (id)"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def freeze_documents(at_issue: list[str]) -> None:
    """Guard what never changes of a document, as step 0005 did, with these columns from its issue on."""
    distinct = "IS NOT" if is_sqlite() else "IS DISTINCT FROM"
    reserved = " OR ".join(
        f"CAST(OLD.{column} AS TEXT) {distinct} CAST(NEW.{column} AS TEXT)"
        for column in FROZEN_AT_RESERVATION
    )
    issued = " OR ".join(f"OLD.{column} {distinct} NEW.{column}" for column in at_issue)
    condition = f"{reserved} OR (OLD.state <> 'reserved' AND ({issued})) OR {STATE_GOES_BACK}"
    if is_sqlite():
        op.execute("DROP TRIGGER issued_documents_frozen")
        op.execute(
            f"CREATE TRIGGER issued_documents_frozen BEFORE UPDATE ON issued_documents WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{CHANGED}'); END"
        )
        return
    refuse = "RAISE EXCEPTION '%s' USING ERRCODE = 'integrity_constraint_violation';"
    op.execute(
        "CREATE OR REPLACE FUNCTION guard_issued_documents() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP IN ('DELETE', 'TRUNCATE') THEN {refuse % 'an issued document is kept'} END IF; "
        # The share lock holds the result as it is until the certificate is committed.
        f"IF TG_OP = 'INSERT' THEN PERFORM 1 FROM ({OBTAINED} FOR SHARE) AS obtained; "
        f"IF NOT FOUND THEN {refuse % 'no certificate without a pass'} END IF; RETURN NEW; END IF; "
        f"IF {condition} THEN {refuse % CHANGED} END IF; RETURN NEW; END $$"
    )


def guard_certificates() -> None:
    """Let no certificate be changed, replaced or deleted under which a document may be sealed."""
    if is_sqlite():
        kept = (
            "EXISTS (SELECT 1 FROM sealing_certificates AS kept "
            "WHERE kept.id = NEW.id OR kept.fingerprint = NEW.fingerprint)"
        )
        for name, act, condition in (
            ("frozen", "UPDATE", "1"),
            ("kept", "DELETE", "1"),
            ("no_replace", "INSERT", kept),
        ):
            op.execute(
                f"CREATE TRIGGER sealing_certificates_{name} BEFORE {act} ON sealing_certificates WHEN {condition} "
                "BEGIN SELECT RAISE(ABORT, 'a sealing certificate is kept'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION guard_sealing_certificates() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'a sealing certificate is kept' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    op.execute(
        "CREATE TRIGGER sealing_certificates_kept BEFORE UPDATE OR DELETE ON sealing_certificates "
        "FOR EACH ROW EXECUTE FUNCTION guard_sealing_certificates()"
    )
    op.execute(
        "CREATE TRIGGER sealing_certificates_not_truncated BEFORE TRUNCATE ON sealing_certificates "
        "FOR EACH STATEMENT EXECUTE FUNCTION guard_sealing_certificates()"
    )


def upgrade() -> None:
    op.create_table(
        "sealing_certificates",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.Column("is_development", sa.Boolean(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sealing_certificates")),
        sa.UniqueConstraint("fingerprint", name=op.f("uq_sealing_certificates_fingerprint")),
    )
    guard_certificates()
    # In place: rebuilding the table would copy every document, and lose its triggers.
    op.execute(f"ALTER TABLE issued_documents ADD COLUMN sealed_under_id INTEGER {SEALED}")
    freeze_documents([*FROZEN_AT_ISSUE, "sealed_under_id"])


def downgrade() -> None:
    freeze_documents(FROZEN_AT_ISSUE)
    op.execute("ALTER TABLE issued_documents DROP COLUMN sealed_under_id")
    op.drop_table("sealing_certificates")
    if not is_sqlite():
        op.execute("DROP FUNCTION guard_sealing_certificates()")
