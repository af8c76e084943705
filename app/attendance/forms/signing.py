"""What people type or draw when they sign."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.validators import Length

from app.attendance.rules import LONGEST_SENT
from app.web.fields import one_line
from app.web.forms import HouseForm

_LONGEST_NAME = 210
_LONGEST_CODE = 20
"""Only what no hand types is cut off here; a code may be typed with blanks and dashes."""


class CodeForm(HouseForm):
    """The short code that stands below the QR code of the room."""

    code = one_line(_l("Code affiché dans la salle"), maximum=_LONGEST_CODE)


class ConfirmForm(HouseForm):
    """The one button by which somebody signs."""


class PadForm(HouseForm):
    """A signature drawn on the tablet, or the name typed by who cannot draw."""

    drawing = HiddenField(validators=[Length(max=LONGEST_SENT)])
    name = one_line(_l("Ou écrivez votre nom"), maximum=_LONGEST_NAME, required=False)
