"""What is typed about the hours of the modules of a cohort."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import Form, FormField

from app.training.rules import LONGEST_TEXT
from app.web.fields import HoursField, Rows, one_line
from app.web.forms import ChangeForm

MOST_MODULES: Final = 200
SPARE_LINES: Final = 2
"""Lines for modules that no half-day bears yet."""


class ModuleForm(Form):
    """A module and its hours; without hours, nobody has said how many are prescribed."""

    module = one_line(_l("Module"), maximum=LONGEST_TEXT, required=False)
    minutes = HoursField(_l("Heures prescrites"))


class ModulesForm(ChangeForm):
    """The hours of every module of a cohort."""

    modules = Rows(FormField(ModuleForm), most=MOST_MODULES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Number the lines, so that no two fields are called the same."""
        super().__init__(*args, **kwargs)
        for number, line in enumerate(self.modules, start=1):
            line.form.module.label.text = gettext("Module %(number)s", number=number)
            line.form.minutes.label.text = gettext("Module %(number)s : heures prescrites", number=number)

    @property
    def written(self) -> list[tuple[str, int | None]]:
        """Return each line: the module, and its minutes when some were typed."""
        return [(line.form.module.data or "", line.form.minutes.data) for line in self.modules]


def lines_of(modules: Iterable[str], prescribed: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the lines as the form shows them, with a few more to write on."""
    known = [{"module": module, "minutes": prescribed.get(module)} for module in modules]
    return known + [{"module": "", "minutes": None}] * SPARE_LINES
