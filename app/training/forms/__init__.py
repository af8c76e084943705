"""Forms of the training; the views hand them their choices."""

from app.training.forms.advisors import AdvisorForm
from app.training.forms.cohorts import CohortForm, GroupForm
from app.training.forms.enrolments import ChangedEnrolmentForm, EnrolmentForm
from app.training.forms.fields import block_value, chosen_block
from app.training.forms.organisations import HostForm, ProviderForm
from app.training.forms.sessions import CancellationForm, SessionForm

__all__ = [
    "AdvisorForm",
    "CancellationForm",
    "ChangedEnrolmentForm",
    "CohortForm",
    "EnrolmentForm",
    "GroupForm",
    "HostForm",
    "ProviderForm",
    "SessionForm",
    "block_value",
    "chosen_block",
]
