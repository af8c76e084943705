"""The titles as a network has completed them."""

from collections.abc import Iterable

from sqlalchemy import select

from app.extensions import db
from app.people.models import Network
from app.training.models import Cohort, TitleAddition, TrainingSession
from app.training.rules import completed
from app.training.titles import TITLES, Title, competence_by_code, competence_codes, title_by_code


def titles_of(network_id: int) -> tuple[Title, ...]:
    """Return every title, each with what the network has added where the regulation leaves something empty."""
    return tuple(title_of(network_id, title.code) for title in TITLES)


def title_of(network_id: int, code: str) -> Title:
    """Return the title with this code as the network has completed it.

    :raises UnknownTitle: when there is none.
    """
    said = additions_of(network_id)
    return completed(title_by_code(code), (each.addition for each in said if each.title_code == code))


def competence_of(network_id: int, code: str) -> str:
    """Return the wording of a competence as the network has completed it.

    :raises UnknownCompetence: and UnknownTitle, UnknownBlock, when there is none.
    """
    return competence_by_code(code, titles_of(network_id))


def competence_codes_of(network_id: int, title_code: str, block_code: str) -> tuple[str, ...]:
    """Return the codes of the competences of a block as the network has completed it.

    :raises UnknownTitle: and UnknownBlock, when there is none.
    """
    return competence_codes(title_of(network_id, title_code), block_code)


def additions_of(network_id: int) -> Iterable[TitleAddition]:
    """Return what a network has added to its titles, oldest first; read once in a transaction."""
    network = db.session.get_one(Network, network_id)
    found: Iterable[TitleAddition] = network.title_additions  # type: ignore[attr-defined]  # given by TitleAddition
    return found


def title_addition(network: Network, addition_id: int) -> TitleAddition | None:
    """Return an addition of this network, or None."""
    statement = select(TitleAddition).where(
        TitleAddition.network_id == network.id, TitleAddition.id == addition_id
    )
    return db.session.scalar(statement)


def is_prepared(addition: TitleAddition) -> bool:
    """Return whether a cohort of the network prepares the block of an addition."""
    statement = select(Cohort.id).where(
        Cohort.network_id == addition.network_id,
        Cohort.title_code == addition.title_code,
        Cohort.block_code == addition.block_code,
    )
    return db.session.scalar(statement.limit(1)) is not None


def names_competences(addition: TitleAddition) -> bool:
    """Return whether a half-day of the network names a competence of the block of an addition."""
    start = f"{addition.title_code}:{addition.block_code}:"
    statement = select(TrainingSession.competences).where(TrainingSession.network_id == addition.network_id)
    return any(code.startswith(start) for named in db.session.scalars(statement) for code in named)
