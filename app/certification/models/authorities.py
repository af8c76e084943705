"""The table of the authorities of the State that validate results and deliver booklets and titles."""

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import short_text
from app.extensions import Base


class StateAuthority(Base):
    """The service of the State that a network declares its exams to: named on papers, it signs none of them."""

    __tablename__ = "state_authorities"

    id: Mapped[int] = mapped_column(primary_key=True)
    network_id: Mapped[int] = mapped_column(ForeignKey("networks.id"), unique=True)
    name: Mapped[str] = mapped_column(short_text(100))
    address: Mapped[str] = mapped_column(short_text(200), default="")
    signatory: Mapped[str] = mapped_column(short_text(100), default="")
    """In what function somebody signs there, such as « la directrice départementale »."""
