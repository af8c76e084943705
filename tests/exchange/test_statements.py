"""What a file asks of the database does not grow with the people whom it names."""

from collections.abc import Callable

from sqlalchemy import select

from app.core.identifiers import folded
from app.exchange.kinds import FileKind
from app.exchange.services import Source, try_import
from app.extensions import db
from app.people.models import Network
from tests.attendance.classroom import NAMES, TODAY, Classroom
from tests.statements import counted_statements


def statements_for(how_many: int) -> int:
    """How many statements a trial of the hours of so many people sends, by somebody who has read nothing yet."""
    db.session.expunge_all()
    network = db.session.scalars(select(Network)).one()
    lines = [f"{folded(name)}@landes.example.org;14/11/2022;matin;3" for name in NAMES[:how_many]]
    content = "\n".join(["Email;Date;Demi-journée;Heures", *lines]).encode()
    with counted_statements(db.engine) as sent:
        plan = try_import(network, Source(FileKind.HOURS, "heures.csv", content), today=TODAY)
    assert len(plan.steps) == how_many
    return len(sent)


def test_the_hours_of_three_people_ask_no_more_than_those_of_one(
    begin_with: Callable[..., Classroom],
) -> None:
    begin_with(Classroom)
    assert statements_for(3) == statements_for(1)
