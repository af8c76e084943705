"""What forms that plan half-days offer and hold, whether they plan one or many."""

from app.core.half_days import Half
from app.core.roles import Role
from app.people.models import Network, Person
from app.people.queries import members
from app.training.forms import Content
from app.training.models import Cohort, TrainingSession
from app.training.queries import competence_codes_of, competence_of
from app.training.rules import Modality
from app.web.fields import Choices
from app.web.filters import named


def halves() -> Choices:
    """Return the halves of a day as a list shows them."""
    return [(half.value, named(half)) for half in Half]


def offer_content(
    form: Content, network: Network, cohort: Cohort, session: TrainingSession | None = None
) -> None:
    """Give a form its modalities, the trainers of the network and the competences of the block.

    :param session: the half-day that the form shows; what it works on stays in the list, whatever the block by now.
    """
    codes = competence_codes_of(network.id, cohort.title_code, cohort.block_code)
    kept = [code for code in (session.competences if session is not None else ()) if code not in codes]
    form.offer_content(
        modalities=[(modality.value, named(modality)) for modality in Modality],
        trainers=[(trainer.id, trainer.display_name) for trainer in members(network, Role.TRAINER)],
        competences=[(code, competence_of(network.id, code)) for code in (*codes, *kept)],
    )


def chosen_trainers(form: Content, network: Network) -> list[Person]:
    """Return the trainers of the network who were ticked."""
    chosen = set(form.trainer_ids.data or ())
    return [trainer for trainer in members(network, Role.TRAINER) if trainer.id in chosen]
