"""The scan of a sheet that was signed on paper, as it is handed over."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired

from app.web.forms import OneFileForm


class ScanForm(OneFileForm):
    """A file to attach to a register."""

    file = FileField(
        _l("Scan ou photo de la feuille signée"),
        validators=[FileRequired(_l("Choisissez un fichier."))],
        description=_l(
            "PDF, JPEG ou PNG, 10 Mo au plus. Le fichier reste tel quel : on ne peut ni le changer ni l’effacer."
        ),
    )

    @property
    def filename(self) -> str:
        """Return the name that the browser gave."""
        return str(self.file.data.filename or "")
