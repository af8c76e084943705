"""Let registers be closed by a countersignature and opened again for a reason; closed ones take nothing more."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLE = "register_acts"
WOULD_REPLACE = (
    "kept.id = NEW.id OR kept.signature_id = NEW.signature_id "
    "OR (kept.session_id = NEW.session_id AND kept.number = NEW.number)"
)
# Acts are numbered without a gap, so that the parity of the last number says whether the register is closed.
SKIPS_A_NUMBER = (
    "NEW.number <> 1 + COALESCE((SELECT MAX(number) FROM register_acts WHERE session_id = NEW.session_id), 0)"
)
IS_CLOSED = "COALESCE((SELECT MAX(number) FROM register_acts WHERE session_id = NEW.session_id), 0) % 2 = 1"

GUARDS = {
    "register_acts_numbered": (TABLE, SKIPS_A_NUMBER, "acts of a register are numbered without a gap"),
    "recordings_while_open": ("recordings", IS_CLOSED, "the register is closed"),
    "signatures_while_open": (
        "signatures",
        f"NEW.role = 'advisor' AND {IS_CLOSED}",
        "the register is closed",
    ),
}


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def guard(name: str, table: str, condition: str, complaint: str) -> None:
    if is_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE INSERT ON {table} WHEN {condition} "
            f"BEGIN SELECT RAISE(ABORT, '{complaint}'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {condition} THEN RAISE EXCEPTION '{complaint}' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(f"CREATE TRIGGER {name} BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")


def keep_acts() -> None:
    """Let acts be added and never be changed."""
    if is_sqlite():
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
        return
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


def upgrade() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "closed",
                "reopened",
                name="registeractkind",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("signature_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'closed') = (number % 2 = 1)", name=op.f("ck_register_acts_acts_alternate")
        ),
        sa.CheckConstraint(
            "(kind = 'closed') = (signature_id IS NOT NULL)",
            name=op.f("ck_register_acts_closing_is_countersigned"),
        ),
        sa.CheckConstraint(
            "(kind = 'reopened') = (reason IS NOT NULL)",
            name=op.f("ck_register_acts_reopening_has_reason"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_register_acts_by_id")),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["training_sessions.network_id", "training_sessions.id"],
            name=op.f("fk_register_acts_network_id_session_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "signature_id"],
            ["signatures.network_id", "signatures.id"],
            name=op.f("fk_register_acts_network_id_signature_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_acts")),
    )
    with op.batch_alter_table(TABLE, schema=None) as batch_op:
        batch_op.create_index("uq_register_acts_session_id", ["session_id", "number"], unique=True)
        batch_op.create_index("uq_register_acts_signature_id", ["signature_id"], unique=True)
    keep_acts()
    for name, (table, condition, complaint) in GUARDS.items():
        guard(name, table, condition, complaint)


def downgrade() -> None:
    for name, (table, _condition, _complaint) in GUARDS.items():
        if is_sqlite():
            op.execute(f"DROP TRIGGER {name}")
        else:
            op.execute(f"DROP TRIGGER {name} ON {table}")
            op.execute(f"DROP FUNCTION {name}()")
    op.drop_table(TABLE)
    if not is_sqlite():
        op.execute(f"DROP FUNCTION {TABLE}_is_append_only()")
