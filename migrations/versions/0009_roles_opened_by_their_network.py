"""Let a role count once its person has joined the network, and a new address once its link was used."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

PURPOSE = "ck_one_time_links_linkpurpose"
NETWORK = "fk_one_time_links_network_id"
NEW_ADDRESS_IS_NAMED = "ck_one_time_links_new_address_is_named"

# Who could sign in until now was a member of all networks that had given them a role.
OPEN_ROLES = """
    UPDATE memberships SET opened_at = (SELECT created_at FROM people WHERE people.id = memberships.person_id)
    WHERE person_id IN (SELECT id FROM people WHERE password_hash IS NOT NULL)
"""
# An invitation opens the roles of the one network that made it.
NAME_NETWORKS = """
    UPDATE one_time_links SET network_id = (
        SELECT min(network_id) FROM memberships WHERE memberships.person_id = one_time_links.person_id
    ) WHERE purpose = 'invitation'
"""
# With several networks nobody knows which of them made it: it opens none, and each makes a new one.
END_THE_OTHERS = """
    UPDATE one_time_links SET used_at = created_at WHERE purpose = 'invitation' AND used_at IS NULL AND (
        SELECT count(DISTINCT network_id) FROM memberships WHERE memberships.person_id = one_time_links.person_id
    ) <> 1
"""


def upgrade() -> None:
    op.add_column("memberships", sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(OPEN_ROLES)

    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.add_column(sa.Column("network_id", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("new_email", sa.String(length=254), nullable=True))
        batch_op.create_foreign_key(op.f(NETWORK), "networks", ["network_id"], ["id"])
        batch_op.drop_constraint(op.f(PURPOSE), type_="check")
        batch_op.create_check_constraint(
            op.f(PURPOSE), "purpose IN ('invitation', 'password_reset', 'new_address')"
        )
        batch_op.create_check_constraint(
            op.f(NEW_ADDRESS_IS_NAMED), "(purpose = 'new_address') = (new_email IS NOT NULL)"
        )
    op.execute(NAME_NETWORKS)
    op.execute(END_THE_OTHERS)


def downgrade() -> None:
    op.execute("DELETE FROM one_time_links WHERE purpose = 'new_address'")
    with op.batch_alter_table("one_time_links", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(NEW_ADDRESS_IS_NAMED), type_="check")
        batch_op.drop_constraint(op.f(PURPOSE), type_="check")
        batch_op.create_check_constraint(op.f(PURPOSE), "purpose IN ('invitation', 'password_reset')")
        batch_op.drop_constraint(op.f(NETWORK), type_="foreignkey")
        batch_op.drop_column("new_email")
        batch_op.drop_column("network_id")

    op.drop_column("memberships", "opened_at")
