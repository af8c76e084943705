"""What a person hands over or asks for: a file that comes in, and of whom and when one that goes out tells."""

from collections.abc import Collection, Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from app.documents.forms import PeriodForm
from app.training.forms.fields import choose_one
from app.web.fields import Choices, choices
from app.web.forms import OneFileForm

LONGEST_FILENAME = 200


class FileForm(OneFileForm):
    """A file to try. ``cohort`` is asked for only while there are several."""

    file = FileField(
        _l("Fichier CSV ou XLSX"),
        validators=[FileRequired(_l("Choisissez un fichier."))],
        description=_l("10 Mo au plus. Rien n’est enregistré avant que vous ayez vu ce qui va changer."),
    )
    cohort = SelectField(_l("Promotion"))

    def offer_cohorts(self, names: Sequence[str]) -> None:
        """Offer the cohorts of the network, or do not ask when there is nothing to choose."""
        if len(names) < 2:
            del self.cohort
        else:
            self.cohort.choices = [SelectChoice(name, name) for name in names]

    @property
    def filename(self) -> str:
        """Return the name of the file without its folders, no longer than what is kept."""
        name = str(self.file.data.filename or "").replace("\\", "/").rsplit("/", 1)[-1]
        return name[-LONGEST_FILENAME:] or "–"

    @property
    def cohort_name(self) -> str | None:
        """Return the cohort that was chosen, if it was asked for."""
        return str(self.cohort.data) if "cohort" in self else None


class SelectionForm(PeriodForm):
    """Of whom and of when an export tells; a field that the export knows nothing of is taken out."""

    personne = choose_one(_l("Personne"))
    groupe = choose_one(_l("Groupe"))
    structure = choose_one(_l("Structure d’accueil"))

    def offer(self, people: Choices, groups: Choices, hosts: Choices) -> None:
        """Offer what the network has; everybody is the first choice of each list."""
        for field, offered, everything in (
            (self.personne, people, _l("Toutes les personnes")),
            (self.groupe, groups, _l("Tous les groupes")),
            (self.structure, hosts, _l("Toutes les structures")),
        ):
            field.choices = choices(offered, none=everything)

    def keep(self, names: Collection[str]) -> None:
        """Take the fields out of the form that are not among these."""
        for name in [field.name for field in self if field.name not in names]:
            del self[name]
