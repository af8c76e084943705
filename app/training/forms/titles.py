"""What is typed to complete a title: the value, one line or one for each competence, and the text that gives it."""

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField
from wtforms.validators import DataRequired

from app.training.rules import LONGEST_BLOCK_CODE, LONGEST_BLOCK_NAME, LONGEST_TEXT, Added
from app.web.fields import REQUIRED, one_line
from app.web.forms import ChangeForm


class AdditionForm(ChangeForm):
    """What is added to a title, and where it was found."""

    value = one_line(_l("Texte exact"), maximum=LONGEST_BLOCK_NAME)
    source = one_line(_l("Source"), maximum=LONGEST_TEXT)


class NewBlockForm(ChangeForm):
    """A block that the title does not have yet."""

    block_code = one_line(_l("Code du bloc"), maximum=LONGEST_BLOCK_CODE)
    value = one_line(_l("Intitulé"), maximum=LONGEST_BLOCK_NAME)
    source = one_line(_l("Source"), maximum=LONGEST_TEXT)


class CompetencesForm(ChangeForm):
    """Every competence of a block."""

    value = TextAreaField(_l("Compétences, une par ligne"), validators=[DataRequired(REQUIRED)])
    source = one_line(_l("Source"), maximum=LONGEST_TEXT)


def form_of(what: Added) -> type[AdditionForm] | type[CompetencesForm]:
    """Return the form in which something is typed."""
    return CompetencesForm if what is Added.COMPETENCES else AdditionForm
