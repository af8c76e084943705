"""Keep what people sign, the links with which they sign once, and what was tried and refused."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

APPEND_ONLY = {
    # Whatever INSERT OR REPLACE would delete on SQLite, which it does without firing the trigger on deletions.
    "signatures": (
        "kept.id = NEW.id OR (kept.session_id = NEW.session_id AND kept.advisor_id = NEW.advisor_id)"
    ),
    "signing_tries": "kept.id = NEW.id",
}

KINDS_BEFORE = ("sign_in", "password_request", "calendar")


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def allow_attempts(*kinds: str) -> None:
    """Let the table of attempts hold these kinds and no other."""
    rule = op.f("ck_attempts_attemptkind")
    named = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("attempts", schema=None) as batch_op:
        batch_op.drop_constraint(rule, type_="check")
        batch_op.create_check_constraint(rule, f"kind IN ({named})")


def keep(table: str, would_replace: str) -> None:
    """Let lines of a table be added and never be changed."""
    if is_sqlite():
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
            f"WHEN EXISTS (SELECT 1 FROM {table} AS kept WHERE {would_replace}) "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        )
        return
    op.execute(
        f"CREATE FUNCTION {table}_is_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'integrity_constraint_violation'; "
        f"END $$"
    )
    op.execute(
        f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_is_append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_not_truncated BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
    )


def upgrade() -> None:
    op.create_table(
        "signatures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "advisor",
                "trainer",
                "administrator",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=True),
        sa.Column("advisor_id", sa.Integer(), nullable=True),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "method",
            sa.Enum(
                "account",
                "link",
                "drawn",
                "typed",
                "countersignature",
                name="signaturemethod",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("signer", sa.String(length=210), nullable=False),
        sa.Column("signed_text", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("drawing", sa.JSON(), nullable=True),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("agent", sa.String(length=60), nullable=False),
        sa.Column(
            "oddity",
            sa.Enum(
                "elsewhere",
                "old_code",
                "wrong_code",
                "other_session",
                "not_expected",
                "already_signed",
                "marked_absent",
                "closed",
                "too_many",
                name="oddity",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("witness_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(method = 'countersignature') = (role = 'trainer')",
            name=op.f("ck_signatures_trainer_countersigns"),
        ),
        sa.CheckConstraint(
            "(method = 'drawn') = (drawing IS NOT NULL)", name=op.f("ck_signatures_drawing_is_kept")
        ),
        sa.CheckConstraint(
            "(role = 'advisor') = (enrolment_id IS NOT NULL)", name=op.f("ck_signatures_advisor_signs_a_line")
        ),
        sa.CheckConstraint(
            "role IN ('advisor', 'trainer')", name=op.f("ck_signatures_advisor_or_trainer_signs")
        ),
        sa.CheckConstraint(
            "(enrolment_id IS NULL) = (advisor_id IS NULL)", name=op.f("ck_signatures_line_is_of_an_advisor")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
            name=op.f("fk_signatures_network_id_enrolment_id_advisor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["training_sessions.network_id", "training_sessions.id"],
            name=op.f("fk_signatures_network_id_session_id"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signatures_person_id")),
        sa.ForeignKeyConstraint(["witness_id"], ["people.id"], name=op.f("fk_signatures_witness_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signatures")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_signatures_network_id_id")),
    )
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.create_index("uq_signatures_session_id", ["session_id", "advisor_id"], unique=True)

    op.create_table(
        "signing_links",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("enrolment_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["people.id"], name=op.f("fk_signing_links_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "enrolment_id", "advisor_id"],
            ["enrolments.network_id", "enrolments.id", "enrolments.advisor_id"],
            name=op.f("fk_signing_links_network_id_enrolment_id_advisor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["training_sessions.network_id", "training_sessions.id"],
            name=op.f("fk_signing_links_network_id_session_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_links")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_signing_links_token_digest")),
    )
    with op.batch_alter_table("signing_links", schema=None) as batch_op:
        batch_op.create_index("ix_signing_links_session_id", ["session_id", "enrolment_id"], unique=False)

    op.create_table(
        "signing_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "oddity",
            sa.Enum(
                "elsewhere",
                "old_code",
                "wrong_code",
                "other_session",
                "not_expected",
                "already_signed",
                "marked_absent",
                "closed",
                "too_many",
                name="oddity",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("place", sa.String(length=32), nullable=False),
        sa.Column("agent", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "session_id"],
            ["training_sessions.network_id", "training_sessions.id"],
            name=op.f("fk_signing_tries_network_id_session_id"),
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_signing_tries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_tries")),
    )
    with op.batch_alter_table("signing_tries", schema=None) as batch_op:
        batch_op.create_index("ix_signing_tries_session_id", ["session_id"], unique=False)

    for table, would_replace in APPEND_ONLY.items():
        keep(table, would_replace)
    allow_attempts(*KINDS_BEFORE, "register_code")


def downgrade() -> None:
    op.execute("DELETE FROM attempts WHERE kind = 'register_code'")
    allow_attempts(*KINDS_BEFORE)
    with op.batch_alter_table("signing_tries", schema=None) as batch_op:
        batch_op.drop_index("ix_signing_tries_session_id")

    op.drop_table("signing_tries")
    with op.batch_alter_table("signing_links", schema=None) as batch_op:
        batch_op.drop_index("ix_signing_links_session_id")

    op.drop_table("signing_links")
    with op.batch_alter_table("signatures", schema=None) as batch_op:
        batch_op.drop_index("uq_signatures_session_id")

    op.drop_table("signatures")
    if not is_sqlite():
        # The triggers go with their tables.
        for table in APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
