"""The table of the secret addresses at which people's calendars are read."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.database import UtcDateTime, short_text
from app.extensions import Base
from app.people.models import Person


class CalendarFeed(Base):
    """The secret address of one person's calendar; only the digest of its secret is kept."""

    __tablename__ = "calendar_feeds"

    id: Mapped[int] = mapped_column(primary_key=True)
    # One for each person: a new address takes the place of the one before.
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), unique=True)
    token_digest: Mapped[str] = mapped_column(short_text(64), unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="joined", innerjoin=True)
