"""Tables of those who train and those who employ."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, validates

from app.core.identifiers import folded
from app.database import short_text
from app.extensions import Base


class Provider(Base):
    """A training provider (*organisme de formation*), such as a centre of the Afpa."""

    __tablename__ = "providers"
    __table_args__ = (
        UniqueConstraint("network_id", "name"),
        UniqueConstraint("network_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    name: Mapped[str] = mapped_column(short_text())
    siret: Mapped[str | None] = mapped_column(short_text(14))
    activity_number: Mapped[str | None] = mapped_column(short_text(20))
    """Registration of the provider with the State (*numéro de déclaration d’activité*)."""
    municipality: Mapped[str | None] = mapped_column(short_text(100))
    representative: Mapped[str | None] = mapped_column(short_text(100))
    """The natural person who signs for the provider (*représentant légal*), with their quality beside."""
    representative_quality: Mapped[str | None] = mapped_column(short_text())


class Host(Base):
    """The organisation that employs advisors (*structure d’accueil*)."""

    __tablename__ = "hosts"
    __table_args__ = (
        UniqueConstraint("network_id", "id"),
        UniqueConstraint("network_id", "sort_name", "postal_code"),
        UniqueConstraint("network_id", "state_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    state_id: Mapped[int | None]
    name: Mapped[str] = mapped_column(short_text())
    sort_name: Mapped[str] = mapped_column(short_text())
    # Empty rather than unknown, so that the rule of uniqueness holds for it too.
    postal_code: Mapped[str] = mapped_column(short_text(5), default="")
    municipality: Mapped[str | None] = mapped_column(short_text(100))

    @validates("name")
    def _keep_sort_name(self, _key: str, value: str) -> str:
        self.sort_name = folded(value)
        return value
