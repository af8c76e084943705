"""Tables of networks, people, the roles they hold, and how they sign in."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from app.core.identifiers import folded
from app.core.roles import Role
from app.core.territories import Territory
from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.rules import AccountState, AttemptKind


class SortOrder(StrEnum):
    """In which order a network lists its advisors and prints their certificates."""

    NAME = "name"
    HOST = "host"


class Network(Base):
    """A network of advisors, such as that of one département."""

    __tablename__ = "networks"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(short_text(40), unique=True)
    name: Mapped[str] = mapped_column(short_text())
    sort_order: Mapped[SortOrder] = mapped_column(choice(SortOrder), default=SortOrder.NAME)
    territory: Mapped[Territory] = mapped_column(
        choice(Territory), default=Territory.MAINLAND, server_default=Territory.MAINLAND
    )
    """Where its public holidays are those of its calendar."""
    pinned_today: Mapped[date | None]
    """The day on which a demonstration network lives; empty for a real one, which lives today."""
    needs_two_people: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether a second administrator has to confirm what is issued, replaced or revoked."""
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Person(Base):
    """Somebody who signs in, or will once they have accepted their invitation."""

    __tablename__ = "people"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_is_lower_case"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(short_text(254), unique=True)
    given_name: Mapped[str] = mapped_column(short_text(100))
    family_name: Mapped[str] = mapped_column(short_text(100))
    sort_name: Mapped[str] = mapped_column(short_text(210), index=True)
    """Family name and given name without accents and case: databases do not agree on how to sort them."""
    password_hash: Mapped[str | None] = mapped_column(short_text())
    language: Mapped[str] = mapped_column(short_text(2), default="fr")
    disabled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")

    # Flask-Login asks these of the person who is signed in; the token is that of the browser they use.
    is_authenticated = True
    is_anonymous = False
    sign_in_token = ""

    def get_id(self) -> str:
        """Return what Flask-Login keeps in the session: a revocable token, not the person's own id."""
        return self.sign_in_token

    @validates("given_name", "family_name")
    def _keep_sort_name(self, key: str, value: str) -> str:
        names = {
            "family_name": self.family_name or "",
            "given_name": self.given_name or "",
            key: value,
        }
        self.sort_name = folded(f"{names['family_name']} {names['given_name']}")
        return value

    @property
    def display_name(self) -> str:
        """Return given name and family name, as one addresses the person."""
        return f"{self.given_name} {self.family_name}"

    @property
    def is_active(self) -> bool:
        """Return whether the account is open: a password was set and nobody has closed it."""
        return self.account_state is AccountState.OPEN

    @property
    def account_state(self) -> AccountState:
        """Return whether the account is open, waits for its first password, or was closed."""
        if self.disabled_at is not None:
            return AccountState.CLOSED
        return AccountState.OPEN if self.password_hash is not None else AccountState.WAITING

    @property
    def networks(self) -> list[Network]:
        """Return the networks that this person has joined, by name."""
        joined = {held.network_id: held.network for held in self.memberships if held.is_open}
        return sorted(joined.values(), key=lambda network: (folded(network.name), network.id))

    @property
    def network_ids(self) -> frozenset[int]:
        """Return the ids of the networks that have given this person a role, joined or not."""
        return frozenset(held.network_id for held in self.memberships)

    @property
    def joined_ids(self) -> frozenset[int]:
        """Return the ids of the networks that this person has joined."""
        return frozenset(held.network_id for held in self.memberships if held.is_open)

    @property
    def administered_ids(self) -> frozenset[int]:
        """Return the ids of the networks that this person administers."""
        administers = (held for held in self.memberships if held.role is Role.ADMINISTRATOR)
        return frozenset(held.network_id for held in administers if held.is_open)

    def joined_network(self, code: str) -> Network | None:
        """Return the network with this code if this person has joined it."""
        return next((network for network in self.networks if network.code == code), None)

    def roles_in(self, network: Network) -> frozenset[Role]:
        """Return what this person may be in ``network``; empty for a network that they have not joined."""
        held_here = (held for held in self.memberships if held.network_id == network.id)
        return frozenset(held.role for held in held_here if held.is_open)

    def roles_given_in(self, network: Network) -> frozenset[Role]:
        """Return the roles that ``network`` has given this person, whether or not they have joined it."""
        return frozenset(held.role for held in self.memberships if held.network_id == network.id)

    def state_in(self, network: Network) -> AccountState:
        """Return the state of the account as ``network`` sees it: waiting until the person has joined it."""
        if self.disabled_at is None and not self.roles_in(network):
            return AccountState.WAITING
        return self.account_state


class Membership(Base):
    """A role that a network gives a person. It opens nothing until the person has joined the network by its link."""

    __tablename__ = "memberships"
    __table_args__ = (UniqueConstraint("network_id", "person_id", "role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = mapped_column(choice(Role))
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(back_populates="memberships")
    network: Mapped[Network] = relationship(lazy="joined", innerjoin=True)

    @property
    def is_open(self) -> bool:
        """Return whether the role counts."""
        return self.opened_at is not None


class LinkPurpose(StrEnum):
    """What a one-time link opens."""

    INVITATION = "invitation"
    PASSWORD_RESET = "password_reset"  # noqa: S105 - the name of a purpose, not a password.
    NEW_ADDRESS = "new_address"


class OneTimeLink(Base):
    """A link that works once; only the digest of its token is kept.

    An invitation opens the roles of one network, or of all when it was mailed without any administrator seeing it;
    to an account without a password it also gives one. A new address counts once the link that was sent there is used.
    """

    __tablename__ = "one_time_links"
    __table_args__ = (
        CheckConstraint("(purpose = 'new_address') = (new_email IS NOT NULL)", name="new_address_is_named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    purpose: Mapped[LinkPurpose] = mapped_column(choice(LinkPurpose))
    network_id: Mapped[int | None] = mapped_column(ForeignKey("networks.id"))
    new_email: Mapped[str | None] = mapped_column(short_text(254))
    token_digest: Mapped[str] = mapped_column(short_text(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
    network: Mapped[Network | None] = relationship(lazy="joined")

    @property
    def sets_password(self) -> bool:
        """Return whether who holds the link chooses the password of the account."""
        is_first = self.purpose is LinkPurpose.INVITATION and self.person.password_hash is None
        return is_first or self.purpose is LinkPurpose.PASSWORD_RESET

    @property
    def joins_network(self) -> bool:
        """Return whether the link lets somebody join a network with the account they have."""
        return self.purpose is LinkPurpose.INVITATION and not self.sets_password


class SignIn(Base):
    """One browser in which a person is signed in; ended when they sign out, everywhere when their password changes."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), index=True)
    token_digest: Mapped[str] = mapped_column(short_text(64), unique=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)


class Attempt(Base):
    """Something tried that could be tried too often, counted per account and per source to slow guessing down.

    A sign-in is counted before its password is checked, and forgiven when it was right: a hundred at once do not
    slip through between the check and the count.
    """

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[AttemptKind] = mapped_column(choice(AttemptKind))
    email: Mapped[str] = mapped_column(short_text(254), index=True)
    source: Mapped[str] = mapped_column("address", short_text(64), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
