"""What a person hands over: a file, and where needed the cohort that it is meant for."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

LONGEST_FILENAME = 200


class FileForm(FlaskForm):
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

    def take_content(self) -> bytes:
        """Return the bytes of the file, once: a large one waits on the disk and is given free."""
        with self.file.data.stream as stream:
            received: bytes = stream.read()
        return received

    @property
    def cohort_name(self) -> str | None:
        """Return the cohort that was chosen, if it was asked for."""
        return str(self.cohort.data) if "cohort" in self else None
