"""Let half-days be cancelled, and keep the trainers of a half-day inside its network."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ONE_IN_FORCE = "uq_training_sessions_group_id_day_half"
IN_FORCE = sa.text("cancelled_at IS NULL")

HAS_REGISTER = "EXISTS (SELECT 1 FROM recordings WHERE recordings.session_id = NEW.id)"
# A role can be taken away again, and what was taught stays: no foreign key, but a guard at the moment of writing.
NO_TRAINER_HERE = (
    "NOT EXISTS (SELECT 1 FROM memberships WHERE memberships.network_id = NEW.network_id "
    "AND memberships.person_id = NEW.person_id AND memberships.role = 'trainer')"
)
TRAINER_GUARDS = ("INSERT", "UPDATE")


def is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def guard_recorded_sessions() -> None:
    """Put back the trigger of step 0003, which SQLite drops with the table that it rebuilds."""
    if is_sqlite():
        op.execute(
            f"CREATE TRIGGER training_sessions_fixed_by_register BEFORE UPDATE ON training_sessions "
            f"WHEN {HAS_REGISTER} BEGIN SELECT RAISE(ABORT, 'the register of this half-day is recorded'); END"
        )


def guard_trainers() -> None:
    if is_sqlite():
        for act in TRAINER_GUARDS:
            op.execute(
                f"CREATE TRIGGER session_trainers_of_network_{act.lower()} BEFORE {act} ON session_trainers "
                f"WHEN {NO_TRAINER_HERE} BEGIN SELECT RAISE(ABORT, 'no trainer of this network'); END"
            )
        return
    op.execute(
        f"CREATE FUNCTION session_trainer_is_of_network() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF {NO_TRAINER_HERE} THEN RAISE EXCEPTION 'no trainer of this network' "
        f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER session_trainers_of_network BEFORE INSERT OR UPDATE ON session_trainers "
        "FOR EACH ROW EXECUTE FUNCTION session_trainer_is_of_network()"
    )


def unguard_trainers() -> None:
    if is_sqlite():
        for act in TRAINER_GUARDS:
            op.execute(f"DROP TRIGGER session_trainers_of_network_{act.lower()}")
        return
    op.execute("DROP TRIGGER session_trainers_of_network ON session_trainers")
    op.execute("DROP FUNCTION session_trainer_is_of_network()")


def upgrade() -> None:
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("cancel_reason", sa.String(length=200), nullable=True))
        batch_op.create_check_constraint(
            op.f("ck_training_sessions_cancellation_has_reason"),
            "(cancelled_at IS NULL) = (cancel_reason IS NULL)",
        )
        batch_op.drop_constraint(op.f(ONE_IN_FORCE), type_="unique")
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.create_index(
            ONE_IN_FORCE,
            ["group_id", "day", "half"],
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        )
    guard_recorded_sessions()

    with op.batch_alter_table("session_trainers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("network_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE session_trainers SET network_id = (SELECT network_id FROM training_sessions "
        "WHERE training_sessions.id = session_trainers.session_id)"
    )
    with op.batch_alter_table("session_trainers", schema=None) as batch_op:
        batch_op.alter_column("network_id", existing_type=sa.Integer(), nullable=False)
        batch_op.drop_constraint(op.f("fk_session_trainers_session_id"), type_="foreignkey")
        batch_op.create_foreign_key(
            op.f("fk_session_trainers_network_id_session_id"),
            "training_sessions",
            ["network_id", "session_id"],
            ["network_id", "id"],
        )
    guard_trainers()


def downgrade() -> None:
    unguard_trainers()
    with op.batch_alter_table("session_trainers", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_session_trainers_network_id_session_id"), type_="foreignkey")
        batch_op.create_foreign_key(
            op.f("fk_session_trainers_session_id"), "training_sessions", ["session_id"], ["id"]
        )
        batch_op.drop_column("network_id")

    # Before this step a half-day could only be planned, never kept as cancelled.
    op.execute(
        "DELETE FROM session_trainers WHERE session_id IN "
        "(SELECT id FROM training_sessions WHERE cancelled_at IS NOT NULL)"
    )
    op.execute("DELETE FROM training_sessions WHERE cancelled_at IS NOT NULL")
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.drop_index(ONE_IN_FORCE, sqlite_where=IN_FORCE, postgresql_where=IN_FORCE)
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.create_unique_constraint(op.f(ONE_IN_FORCE), ["group_id", "day", "half"])
        batch_op.drop_constraint(op.f("ck_training_sessions_cancellation_has_reason"), type_="check")
        batch_op.drop_column("cancel_reason")
        batch_op.drop_column("cancelled_at")
    guard_recorded_sessions()
