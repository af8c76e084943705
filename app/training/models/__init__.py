"""Tables of the training: who gives it, who employs and who follows it, and when; callers import every one from here.

Every row carries its network, and every reference between rows goes through it: the database itself refuses a row that
joins two networks.
"""

from app.training.models.advisors import Advisor, Enrolment
from app.training.models.calendars import CalendarFeed
from app.training.models.catch_ups import CatchUp
from app.training.models.cohorts import Cohort, Group
from app.training.models.modules import ModulePrescription
from app.training.models.organisations import Host, Provider
from app.training.models.sessions import SessionMove, SessionTrainer, TrainingSession
from app.training.models.targets import TargetDecision
from app.training.models.titles import TitleAddition

__all__ = [
    "Advisor",
    "CalendarFeed",
    "CatchUp",
    "Cohort",
    "Enrolment",
    "Group",
    "Host",
    "ModulePrescription",
    "Provider",
    "SessionMove",
    "SessionTrainer",
    "TargetDecision",
    "TitleAddition",
    "TrainingSession",
]
