"""What is chosen on a calendar."""

from flask_babel import lazy_gettext as _l
from wtforms import Form

from app.training.forms.fields import choose_one
from app.web.fields import Choices, choices, day


class CalendarForm(Form):
    """The day around which somebody looks, and the group that they look at."""

    jour = day(_l("Aller au jour"))
    groupe = choose_one(_l("Groupe"))

    def offer(self, groups: Choices) -> None:
        """Take the groups of the network."""
        self.groupe.choices = choices(groups, none=_l("Tous les groupes"))
