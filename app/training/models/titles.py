"""The table of what networks add to titles where the regulation leaves something empty."""

from datetime import datetime

from sqlalchemy import ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, backref, mapped_column, relationship

from app.database import UtcDateTime, choice, short_text
from app.extensions import Base
from app.people.models import Network, Person
from app.training.rules import Added, Addition


class TitleAddition(Base):
    """What a network has added to a title or to one of its blocks, found in which text, and said by whom."""

    __tablename__ = "title_additions"
    __table_args__ = (UniqueConstraint("network_id", "title_code", "block_code", "what"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"))
    title_code: Mapped[str] = mapped_column(short_text(20))
    block_code: Mapped[str] = mapped_column(short_text(20), default="")
    """Empty where the whole title is completed: two empty ones are the same, as two nulls would not be."""
    what: Mapped[Added] = mapped_column(choice(Added))
    value: Mapped[str] = mapped_column(Text)
    """Competences stand one on each line."""
    source: Mapped[str] = mapped_column(short_text())
    added_at: Mapped[datetime] = mapped_column(UtcDateTime)
    """When it was last said, and by whom; what it said before stands in the chain of acts."""
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("people.id"))

    added_by: Mapped[Person | None] = relationship()
    # A network is read once for a page: what it added to its titles then comes with one statement, however often a
    # title is asked for.
    network: Mapped[Network] = relationship(
        viewonly=True, backref=backref("title_additions", viewonly=True, order_by="TitleAddition.id")
    )

    @property
    def addition(self) -> Addition:
        """Return the addition as the rules take it."""
        return Addition(self.what, self.value, self.block_code)
