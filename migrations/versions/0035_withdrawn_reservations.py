"""Let a certificate that the paper refuses be revoked before it has bytes: it is withdrawn, and its number spent."""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

# As step 0025 has them.
FROZEN_AT_RESERVATION = (
    "id network_id advisor_id result_id print_run_id year serial number code facts issued_on reserved_at issued_by_id"
).split()
FROZEN_AT_ISSUE = ("pdf", "sha256", "template_version", "issued_at", "sealed_under_id")
OBTAINED = "SELECT 1 FROM results WHERE results.id = NEW.result_id AND results.outcome = 'obtained'"
CHANGED = "an issued document never changes"

NO_WAY_TO_REVOKED = " OR (OLD.state = 'reserved' AND NEW.state = 'revoked')"
# What waits for its bytes either gets them or is withdrawn without any, never both in one step.
ONLY_WITHOUT_BYTES = " OR (OLD.state = 'reserved' AND NEW.state = 'revoked' AND NEW.issued_at IS NOT NULL)"

BYTES = "pdf IS NOT NULL AND sha256 IS NOT NULL AND template_version IS NOT NULL AND issued_at IS NOT NULL"
NO_BYTES = "pdf IS NULL AND sha256 IS NULL AND template_version IS NULL AND issued_at IS NULL"
FORMER_CHECK = f"state = 'reserved' OR ({BYTES})"
CHECK = f"{FORMER_CHECK} OR (state = 'revoked' AND {NO_BYTES})"
CHECK_NAME = "ck_issued_documents_issued_with_its_bytes"

NOT_WITHDRAWN = "NOT (state = 'revoked' AND issued_at IS NULL)"
FORMER = (
    "NEW.replaces_id IS NULL OR EXISTS (SELECT 1 FROM issued_documents AS former WHERE former.id = NEW.replaces_id "
    "AND former.state = 'revoked' AND former.result_id = NEW.result_id%s)"
)
ISSUED_ONCE = " AND former.issued_at IS NOT NULL"
REPLACED = "a certificate replaces a revoked one of the same result"
# What the steps before know of a withdrawn certificate: one that is revoked, with no byte in it.
SHA256_OF_NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def replace_check(old: str, new: str) -> None:
    if not is_sqlite():
        op.drop_constraint(CHECK_NAME, "issued_documents")
        op.create_check_constraint(op.f(CHECK_NAME), "issued_documents", new)
        return
    # In place, as the manual of SQLite describes it for checks: rebuilding the table would copy every document.
    version = op.get_bind().exec_driver_sql("PRAGMA schema_version").scalar_one()
    op.get_bind().exec_driver_sql("PRAGMA writable_schema = ON")
    op.get_bind().exec_driver_sql(
        "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE type = 'table' AND name = 'issued_documents'",
        (f"CHECK ({old})", f"CHECK ({new})"),
    )
    op.get_bind().exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    op.get_bind().exec_driver_sql("PRAGMA writable_schema = OFF")


def guard_documents(way_to_revoked: str) -> None:
    distinct = "IS NOT" if is_sqlite() else "IS DISTINCT FROM"
    reserved = " OR ".join(
        f"CAST(OLD.{column} AS TEXT) {distinct} CAST(NEW.{column} AS TEXT)"
        for column in FROZEN_AT_RESERVATION
    )
    issued = " OR ".join(f"OLD.{column} {distinct} NEW.{column}" for column in FROZEN_AT_ISSUE)
    goes_back = f"OLD.state = 'revoked' OR (OLD.state = 'valid' AND NEW.state = 'reserved'){way_to_revoked}"
    condition = f"{reserved} OR (OLD.state <> 'reserved' AND ({issued})) OR ({goes_back})"
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


def guard_replacements(is_replaceable: str) -> None:
    if is_sqlite():
        op.execute("DROP TRIGGER issued_documents_replace_revoked")
        op.execute(
            "CREATE TRIGGER issued_documents_replace_revoked BEFORE INSERT ON issued_documents "
            f"WHEN NOT ({is_replaceable}) BEGIN SELECT RAISE(ABORT, '{REPLACED}'); END"
        )
        return
    op.execute(
        "CREATE OR REPLACE FUNCTION guard_replacements() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF (TG_OP = 'INSERT' AND NOT ({is_replaceable})) "
        "OR (TG_OP = 'UPDATE' AND OLD.replaces_id IS DISTINCT FROM NEW.replaces_id) "
        f"THEN RAISE EXCEPTION '{REPLACED}' USING ERRCODE = 'integrity_constraint_violation'; END IF; "
        "RETURN NEW; END $$"
    )


def index_replacements(condition: str) -> None:
    op.drop_index("uq_issued_documents_replaces_id", "issued_documents")
    op.execute(
        f"CREATE UNIQUE INDEX uq_issued_documents_replaces_id ON issued_documents (replaces_id) {condition}"
    )


def change_what_is_frozen(statement: str) -> None:
    """Run a statement that the guards would refuse."""
    if not is_sqlite():
        op.execute("ALTER TABLE issued_documents DISABLE TRIGGER USER")
        op.execute(statement)
        op.execute("ALTER TABLE issued_documents ENABLE TRIGGER USER")
        return
    guards = "('issued_documents_frozen', 'issued_documents_replaces_frozen')"
    query = f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name IN {guards}"
    found = op.get_bind().exec_driver_sql(query).all()
    for name, _sql in found:
        op.execute(f"DROP TRIGGER {name}")
    op.execute(statement)
    for _name, sql in found:
        op.get_bind().exec_driver_sql(sql)


def upgrade() -> None:
    replace_check(FORMER_CHECK, CHECK)
    change_what_is_frozen(
        "UPDATE issued_documents SET pdf = NULL, sha256 = NULL, template_version = NULL, issued_at = NULL "
        "WHERE template_version = ''"
    )
    guard_documents(ONLY_WITHOUT_BYTES)
    guard_replacements(FORMER % ISSUED_ONCE)
    index_replacements(f"WHERE {NOT_WITHDRAWN}")


def downgrade() -> None:
    change_what_is_frozen(
        f"UPDATE issued_documents SET pdf = '', sha256 = '{SHA256_OF_NOTHING}', template_version = '', "
        "issued_at = revoked_at, replaces_id = NULL WHERE state = 'revoked' AND issued_at IS NULL"
    )
    replace_check(CHECK, FORMER_CHECK)
    guard_documents(NO_WAY_TO_REVOKED)
    guard_replacements(FORMER % "")
    index_replacements("")
