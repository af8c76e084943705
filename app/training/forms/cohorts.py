"""What is typed about a cohort and its groups."""

from typing import Final

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import NumberRange, Optional

from app.training.forms.fields import choose_one, chosen_block
from app.training.rules import LONGEST_NAME, LONGEST_TEXT
from app.web.fields import Choices, Filled, WholeNumberField, choices, day, one_line
from app.web.forms import ChangeForm

MOST_PLACES: Final = 500


class CohortForm(ChangeForm):
    """Who trains, for which block, under which programme, from when to when."""

    name = one_line(_l("Nom de la promotion"), maximum=LONGEST_TEXT)
    provider_id = choose_one(_l("Organisme de formation"))
    block = SelectField(
        _l("Bloc visé"),
        validators=[Filled()],
        invalid_choice_message=_l("Choisissez dans la liste."),
    )
    programme_code = SelectField(
        _l("Programme"),
        validators=[Filled()],
        description=_l("Il fixe les parcours et les heures que l’on peut prescrire."),
        invalid_choice_message=_l("Choisissez dans la liste."),
    )
    starts_on = day(_l("Début de la formation"), required=True)
    ends_on = day(_l("Fin de la formation"), required=True)
    late_after = day(
        _l("Dernier jour d’entrée normale"),
        required=True,
        description=_l("Une personne recrutée après ce jour est un recrutement tardif, jamais un échec."),
    )

    def offer(self, providers: Choices, blocks: Choices, programmes: Choices) -> None:
        """Take the providers, the blocks (by :func:`block_value`) and the programmes among which one chooses."""
        self.provider_id.choices = choices(providers, none=_l("Aucun pour l’instant"))
        self.block.choices = choices(blocks)
        self.programme_code.choices = choices(programmes)

    @property
    def title_code(self) -> str:
        """Return the title of the block that was chosen."""
        return chosen_block(self.block)[0]

    @property
    def block_code(self) -> str:
        """Return the block that was chosen."""
        return chosen_block(self.block)[1]


class GroupForm(ChangeForm):
    """A group of a cohort."""

    name = one_line(_l("Nom du groupe"), maximum=LONGEST_NAME)
    places = WholeNumberField(
        _l("Nombre de places"),
        description=_l("Vide : sans limite. Sert à proposer des rattrapages aux personnes d’autres groupes."),
        validators=[Optional(), NumberRange(1, MOST_PLACES, _l("Écrivez un nombre entre 1 et 500."))],
    )
