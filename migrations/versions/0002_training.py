"""Create providers, hosts, advisors, cohorts, enrolments and half-day sessions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hosts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("state_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_name", sa.String(length=200), nullable=False),
        sa.Column("postal_code", sa.String(length=5), nullable=False),
        sa.Column("municipality", sa.String(length=100), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_hosts_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hosts")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_hosts_network_id_id")),
        sa.UniqueConstraint(
            "network_id",
            "sort_name",
            "postal_code",
            name=op.f("uq_hosts_network_id_sort_name_postal_code"),
        ),
        sa.UniqueConstraint("network_id", "state_id", name=op.f("uq_hosts_network_id_state_id")),
    )
    op.create_table(
        "providers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=True),
        sa.Column("activity_number", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_providers_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_providers")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_providers_network_id_id")),
        sa.UniqueConstraint("network_id", "name", name=op.f("uq_providers_network_id_name")),
    )
    op.create_table(
        "advisors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=True),
        sa.Column("state_id", sa.Integer(), nullable=True),
        sa.Column("professional_email", sa.String(length=254), nullable=True),
        sa.Column("hired_on", sa.Date(), nullable=True),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_place", sa.String(length=100), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "host_id"],
            ["hosts.network_id", "hosts.id"],
            name=op.f("fk_advisors_network_id_host_id"),
        ),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_advisors_network_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_advisors_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_advisors")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_advisors_network_id_id")),
        sa.UniqueConstraint("network_id", "person_id", name=op.f("uq_advisors_network_id_person_id")),
        sa.UniqueConstraint("network_id", "state_id", name=op.f("uq_advisors_network_id_state_id")),
    )
    with op.batch_alter_table("advisors", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_advisors_host_id"), ["host_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_advisors_person_id"), ["person_id"], unique=False)

    op.create_table(
        "cohorts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("title_code", sa.String(length=20), nullable=False),
        sa.Column("block_code", sa.String(length=20), nullable=False),
        sa.Column("programme_code", sa.String(length=20), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("late_after", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_cohorts_dates_in_order")),
        sa.ForeignKeyConstraint(
            ["network_id", "provider_id"],
            ["providers.network_id", "providers.id"],
            name=op.f("fk_cohorts_network_id_provider_id"),
        ),
        sa.ForeignKeyConstraint(["network_id"], ["networks.id"], name=op.f("fk_cohorts_network_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cohorts")),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_cohorts_network_id_id")),
        sa.UniqueConstraint("network_id", "name", name=op.f("uq_cohorts_network_id_name")),
    )
    op.create_table(
        "groups",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["network_id", "cohort_id"],
            ["cohorts.network_id", "cohorts.id"],
            name=op.f("fk_groups_network_id_cohort_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_groups")),
        sa.UniqueConstraint("cohort_id", "name", name=op.f("uq_groups_cohort_id_name")),
        sa.UniqueConstraint(
            "network_id",
            "cohort_id",
            "id",
            name=op.f("uq_groups_network_id_cohort_id_id"),
        ),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_groups_network_id_id")),
    )
    op.create_table(
        "enrolments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("advisor_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("parcours_hours", sa.Integer(), nullable=True),
        sa.Column("prescribed_minutes", sa.Integer(), nullable=True),
        sa.Column("placement_tested_on", sa.Date(), nullable=True),
        sa.Column(
            "decided_status",
            sa.Enum(
                "on_time",
                "late",
                "exempt",
                "postponed",
                name="entrystatus",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=True,
        ),
        sa.Column("decision_reason", sa.String(length=200), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("exited_on", sa.Date(), nullable=True),
        sa.Column("exit_reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "decided_status IS NULL OR decision_reason IS NOT NULL",
            name=op.f("ck_enrolments_decision_has_reason"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_enrolments_dates_in_order")),
        sa.CheckConstraint(
            "prescribed_minutes > 0",
            name=op.f("ck_enrolments_prescribed_minutes_positive"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "advisor_id"],
            ["advisors.network_id", "advisors.id"],
            name=op.f("fk_enrolments_network_id_advisor_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "cohort_id", "group_id"],
            ["groups.network_id", "groups.cohort_id", "groups.id"],
            name=op.f("fk_enrolments_network_id_cohort_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["network_id", "cohort_id"],
            ["cohorts.network_id", "cohorts.id"],
            name=op.f("fk_enrolments_network_id_cohort_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolments")),
        sa.UniqueConstraint("cohort_id", "advisor_id", name=op.f("uq_enrolments_cohort_id_advisor_id")),
        sa.UniqueConstraint(
            "network_id",
            "id",
            "advisor_id",
            name=op.f("uq_enrolments_network_id_id_advisor_id"),
        ),
    )
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.create_index("ix_enrolments_advisor_id", ["advisor_id"], unique=False)
        batch_op.create_index("ix_enrolments_group_id", ["group_id"], unique=False)

    op.create_table(
        "training_sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("network_id", sa.Integer(), nullable=False),
        sa.Column("cohort_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "half",
            sa.Enum(
                "morning",
                "afternoon",
                name="half",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("starts_at", sa.Time(), nullable=False),
        sa.Column("ends_at", sa.Time(), nullable=False),
        sa.Column(
            "modality",
            sa.Enum(
                "in_person",
                "remote",
                "e_learning",
                "at_work",
                name="modality",
                native_enum=False,
                create_constraint=True,
                length=30,
            ),
            nullable=False,
        ),
        sa.Column("module", sa.String(length=200), nullable=False),
        sa.Column("place", sa.String(length=200), nullable=True),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_training_sessions_times_in_order")),
        sa.ForeignKeyConstraint(
            ["network_id", "cohort_id", "group_id"],
            ["groups.network_id", "groups.cohort_id", "groups.id"],
            name=op.f("fk_training_sessions_network_id_cohort_id_group_id"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_training_sessions")),
        sa.UniqueConstraint(
            "group_id",
            "day",
            "half",
            name=op.f("uq_training_sessions_group_id_day_half"),
        ),
        sa.UniqueConstraint("network_id", "id", name=op.f("uq_training_sessions_network_id_id")),
    )
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.create_index("ix_training_sessions_network_id_day", ["network_id", "day"], unique=False)

    op.create_table(
        "session_trainers",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_session_trainers_person_id")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["training_sessions.id"],
            name=op.f("fk_session_trainers_session_id"),
        ),
        sa.PrimaryKeyConstraint("session_id", "person_id", name=op.f("pk_session_trainers")),
    )
    with op.batch_alter_table("session_trainers", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_trainers_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("session_trainers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_trainers_person_id"))

    op.drop_table("session_trainers")
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.drop_index("ix_training_sessions_network_id_day")

    op.drop_table("training_sessions")
    with op.batch_alter_table("enrolments", schema=None) as batch_op:
        batch_op.drop_index("ix_enrolments_group_id")
        batch_op.drop_index("ix_enrolments_advisor_id")

    op.drop_table("enrolments")
    op.drop_table("groups")
    op.drop_table("cohorts")
    with op.batch_alter_table("advisors", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_advisors_person_id"))
        batch_op.drop_index(batch_op.f("ix_advisors_host_id"))

    op.drop_table("advisors")
    op.drop_table("providers")
    op.drop_table("hosts")
