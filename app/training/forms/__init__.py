"""Forms of the training; the views hand them their choices."""

from app.training.forms.advisors import AdvisorForm
from app.training.forms.calendars import CalendarForm
from app.training.forms.cohorts import CohortForm, GroupForm
from app.training.forms.enrolments import ChangedEnrolmentForm, EnrolmentForm
from app.training.forms.fields import block_value, chosen_block
from app.training.forms.modules import ModulesForm
from app.training.forms.organisations import HostForm, ProviderForm
from app.training.forms.series import CopyForm, SeriesForm, SeveralForm
from app.training.forms.sessions import CancellationForm, ChangedSessionForm, Content, SessionForm

__all__ = [
    "AdvisorForm",
    "CalendarForm",
    "CancellationForm",
    "ChangedEnrolmentForm",
    "ChangedSessionForm",
    "CohortForm",
    "Content",
    "CopyForm",
    "EnrolmentForm",
    "GroupForm",
    "HostForm",
    "ModulesForm",
    "ProviderForm",
    "SeriesForm",
    "SessionForm",
    "SeveralForm",
    "block_value",
    "chosen_block",
]
