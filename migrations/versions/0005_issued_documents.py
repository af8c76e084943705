"""Create issuers, number series, print runs and issued documents."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

# What of an issued document never changes, once its number is reserved and once its bytes are stored.
FROZEN_AT_RESERVATION = (
    "id network_id advisor_id result_id print_run_id year serial number code facts issued_on reserved_at issued_by_id"
).split()
FROZEN_AT_ISSUE = ("pdf", "sha256", "template_version", "issued_at")

OBTAINED = "SELECT 1 FROM results WHERE results.id = NEW.result_id AND results.outcome = 'obtained'"
STATE_GOES_BACK = (
    "(OLD.state = 'revoked' OR (OLD.state = 'valid' AND NEW.state = 'reserved') "
    "OR (OLD.state = 'reserved' AND NEW.state = 'revoked'))"
)
# Whatever INSERT OR REPLACE would delete, which it does without firing the trigger on deletions.
WOULD_REPLACE = (
    "EXISTS (SELECT 1 FROM issued_documents AS kept WHERE kept.id = NEW.id OR kept.number = NEW.number "
    "OR kept.code = NEW.code "
    "OR (kept.network_id = NEW.network_id AND kept.year = NEW.year AND kept.serial = NEW.serial) "
    "OR (kept.result_id = NEW.result_id AND kept.state <> 'revoked' AND NEW.state <> 'revoked'))"
)
WHAT_IS_CERTIFIED = ("outcome", "advisor_id", "exam_session_id", "title_code", "block_code")
IS_CERTIFIED = "EXISTS (SELECT 1 FROM issued_documents WHERE result_id = {row}.id AND state <> 'revoked')"


def has_changed(columns: tuple[str, ...] | list[str], distinct: str) -> str:
    return " OR ".join(
        f"CAST(OLD.{column} AS TEXT) {distinct} CAST(NEW.{column} AS TEXT)" for column in columns
    )


def upgrade_sqlite() -> None:
    at_reservation = has_changed(FROZEN_AT_RESERVATION, "IS NOT")
    at_issue = " OR ".join(f"OLD.{column} IS NOT NEW.{column}" for column in FROZEN_AT_ISSUE)
    refusals = (
        (
            "issued_documents_need_a_pass",
            "INSERT ON issued_documents",
            f"NOT EXISTS ({OBTAINED})",
            "no certificate without a pass",
        ),
        (
            "issued_documents_no_replace",
            "INSERT ON issued_documents",
            WOULD_REPLACE,
            "an issued document never changes",
        ),
        (
            "issued_documents_frozen",
            "UPDATE ON issued_documents",
            f"{at_reservation} OR (OLD.state <> 'reserved' AND ({at_issue})) OR {STATE_GOES_BACK}",
            "an issued document never changes",
        ),
        (
            "issued_documents_kept",
            "DELETE ON issued_documents",
            "1",
            "an issued document is kept",
        ),
        (
            "results_fixed_by_certificate",
            "UPDATE ON results",
            f"({has_changed(WHAT_IS_CERTIFIED, 'IS NOT')}) AND {IS_CERTIFIED.format(row='OLD')}",
            "a certified result is fixed",
        ),
        (
            "results_not_replaced_under_certificate",
            "INSERT ON results",
            IS_CERTIFIED.format(row="NEW"),
            "a certified result is fixed",
        ),
    )
    for name, act, condition, message in refusals:
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {act} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )


def upgrade_postgresql() -> None:
    at_reservation = has_changed(FROZEN_AT_RESERVATION, "IS DISTINCT FROM")
    at_issue = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FROZEN_AT_ISSUE)
    refuse = "RAISE EXCEPTION '%s' USING ERRCODE = 'integrity_constraint_violation';"
    op.execute(
        "CREATE FUNCTION guard_issued_documents() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP IN ('DELETE', 'TRUNCATE') THEN {refuse % 'an issued document is kept'} END IF; "
        # The share lock holds the result as it is until the certificate is committed.
        f"IF TG_OP = 'INSERT' THEN PERFORM 1 FROM ({OBTAINED} FOR SHARE) AS obtained; "
        f"IF NOT FOUND THEN {refuse % 'no certificate without a pass'} END IF; RETURN NEW; END IF; "
        f"IF {at_reservation} OR (OLD.state <> 'reserved' AND ({at_issue})) OR {STATE_GOES_BACK} "
        f"THEN {refuse % 'an issued document never changes'} END IF; "
        "RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER issued_documents_guarded BEFORE INSERT OR UPDATE OR DELETE ON issued_documents "
        "FOR EACH ROW EXECUTE FUNCTION guard_issued_documents()"
    )
    op.execute(
        "CREATE TRIGGER issued_documents_not_truncated BEFORE TRUNCATE ON issued_documents "
        "FOR EACH STATEMENT EXECUTE FUNCTION guard_issued_documents()"
    )
    op.execute(
        "CREATE FUNCTION guard_certified_results() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF ({has_changed(WHAT_IS_CERTIFIED, 'IS DISTINCT FROM')}) AND {IS_CERTIFIED.format(row='OLD')} "
        f"THEN {refuse % 'a certified result is fixed'} END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER results_guarded BEFORE UPDATE ON results "
        "FOR EACH ROW EXECUTE FUNCTION guard_certified_results()"
    )


def drop_triggers() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("need_a_pass", "no_replace", "frozen", "kept"):
            op.execute(f"DROP TRIGGER issued_documents_{name}")
        op.execute("DROP TRIGGER results_fixed_by_certificate")
        op.execute("DROP TRIGGER results_not_replaced_under_certificate")
    else:
        op.execute("DROP TRIGGER issued_documents_guarded ON issued_documents")
        op.execute("DROP TRIGGER issued_documents_not_truncated ON issued_documents")
        op.execute("DROP TRIGGER results_guarded ON results")
        op.execute("DROP FUNCTION guard_issued_documents()")
        op.execute("DROP FUNCTION guard_certified_results()")


def upgrade() -> None:
    op.create_table(
        "issuers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=100), nullable=False),
        sa.Column("heading", sa.String(length=200), nullable=False),
        sa.Column("disclaimer", sa.String(length=600), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_issuers_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issuers")),
        sa.UniqueConstraint("network_id", name=op.f("uq_issuers_network_id")),
    )
    op.create_table(
        "number_series",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_number_series_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_number_series")),
        sa.UniqueConstraint("network_id", "year", name=op.f("uq_number_series_network_id_year")),
    )
    op.create_table(
        "print_runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("started_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_print_runs_network_id")),
        sa.ForeignKeyConstraint(["started_by_id"], ["people.id"], name=op.f("fk_print_runs_started_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_print_runs")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_print_runs_network_id_id")),
    )
    op.create_table(
        "signatories",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("quality", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["issuer_id"], ["issuers.id"], name=op.f("fk_signatories_issuer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatories")),
        sa.UniqueConstraint("issuer_id", "position", name=op.f("uq_signatories_issuer_id_position")),
    )
    op.create_table(
        "issued_documents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("result_id", sa.Integer(), nullable=False),
        sa.Column("print_run_id", sa.Integer(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("code", sa.String(length=26), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("reserved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.Column("template_version", sa.String(length=20), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "reserved",
                "valid",
                "revoked",
                name="documentstate",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revocation_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(state = 'revoked') = (revocation_reason IS NOT NULL)",
            name=op.f("ck_issued_documents_revoked_has_reason"),
        ),
        sa.CheckConstraint(
            "(state = 'revoked') = (revoked_at IS NOT NULL)",
            name=op.f("ck_issued_documents_revoked_has_date"),
        ),
        sa.CheckConstraint(
            "state = 'reserved' OR (pdf IS NOT NULL AND sha256 IS NOT NULL AND template_version IS NOT NULL "
            "AND issued_at IS NOT NULL)",
            name=op.f("ck_issued_documents_issued_with_its_bytes"),
        ),
        sa.ForeignKeyConstraint(
            ["issued_by_id"],
            ["people.id"],
            name=op.f("fk_issued_documents_issued_by_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "advisor_id"],
            ["advisors.network_id", "advisors.id"],
            name=op.f("fk_issued_documents_network_id_advisor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "print_run_id"],
            ["print_runs.network_id", "print_runs.id"],
            name=op.f("fk_issued_documents_network_id_print_run_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "result_id", "advisor_id"],
            ["results.network_id", "results.id", "results.advisor_id"],
            name=op.f("fk_issued_documents_network_id_result_id_advisor_id"),
        ),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_issued_documents_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_documents")),
        sa.UniqueConstraint("code", name=op.f("uq_issued_documents_code")),
        sa.UniqueConstraint(
            "network_id",
            "year",
            "serial",
            name=op.f("uq_issued_documents_network_id_year_serial"),
        ),
        sa.UniqueConstraint("number", name=op.f("uq_issued_documents_number")),
    )
    with op.batch_alter_table("issued_documents", schema=None) as batch_op:
        batch_op.create_index("ix_issued_documents_advisor_id", ["advisor_id"], unique=False)
        batch_op.create_index("ix_issued_documents_print_run_id", ["print_run_id"], unique=False)
        batch_op.create_index(
            "uq_issued_documents_live",
            ["result_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'revoked'"),
            postgresql_where=sa.text("state <> 'revoked'"),
        )
    op.create_table(
        "failed_checks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_failed_checks")),
    )
    with op.batch_alter_table("failed_checks", schema=None) as batch_op:
        batch_op.create_index("ix_failed_checks_address", ["address"], unique=False)
    if op.get_bind().dialect.name == "sqlite":
        upgrade_sqlite()
    else:
        upgrade_postgresql()


def downgrade() -> None:
    drop_triggers()
    with op.batch_alter_table("failed_checks", schema=None) as batch_op:
        batch_op.drop_index("ix_failed_checks_address")
    op.drop_table("failed_checks")
    with op.batch_alter_table("issued_documents", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_issued_documents_live",
            sqlite_where=sa.text("state <> 'revoked'"),
            postgresql_where=sa.text("state <> 'revoked'"),
        )
        batch_op.drop_index("ix_issued_documents_print_run_id")
        batch_op.drop_index("ix_issued_documents_advisor_id")

    op.drop_table("issued_documents")
    op.drop_table("signatories")
    op.drop_table("print_runs")
    op.drop_table("number_series")
    op.drop_table("issuers")
