"""What a trial has found, as its page shows it: in words and short, so that it can be kept with its file."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from app.core.errors import RuleBroken
from app.exchange.importing.plan import Notice, Plan
from app.exchange.parsing import Problem
from app.exchange.sentences import details_of, problem_sentence, sentence_of
from app.web.messages import explain

SHOWN: Final = 200
"""Lines of a list that one page shows; the others are counted."""

Told = list[tuple[int | None, str]]
"""Sentences, each with the line of the file that it is about."""


@dataclass(frozen=True, slots=True)
class ShownStep:
    """One line that would add or change something."""

    line: int
    is_new: bool
    person: str
    details: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a file would do, in the language of who has sent it; a refused file has problems, or one refusal."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    steps: list[ShownStep] = field(default_factory=list)
    to_check: Told = field(default_factory=list)
    notices: Told = field(default_factory=list)
    more_notices: int = 0
    """How many of the sentences to check and the notices are not told here."""
    problems: Told = field(default_factory=list)
    problem_count: int = 0
    refusal: str | None = None
    """Why the file as a whole is not taken."""

    @property
    def lines(self) -> int:
        """Return how many lines would add or change something."""
        return self.created + self.changed

    @property
    def is_refused(self) -> bool:
        """Return whether nothing of the file can be imported."""
        return self.refusal is not None or self.problem_count > 0

    def as_data(self) -> dict[str, Any]:
        """Return the report as a column of JSON keeps it."""
        return asdict(self)

    @classmethod
    def of_data(cls, data: dict[str, Any]) -> "Report":
        """Return a report that was kept."""
        return cls(**{**data, "steps": [ShownStep(**each) for each in data["steps"]]})


def report_of(plan: Plan) -> Report:
    """Return what a trial has found, in the language in force."""
    if plan.problems:
        return report_of_problems(plan.problems, plan.notices)
    return Report(
        created=plan.created,
        changed=plan.changed,
        unchanged=plan.unchanged,
        steps=[
            ShownStep(each.line, each.is_new, each.person, details_of(each)) for each in plan.steps[:SHOWN]
        ],
        **_of_notices(plan.notices),
    )


def report_of_problems(problems: Sequence[Problem], notices: Sequence[Notice] = ()) -> Report:
    """Return which lines are refused, and why; and what is to be told of the others, so that one look is enough."""
    told: Told = [(each.line, problem_sentence(each)) for each in problems[:SHOWN]]
    return Report(problems=told, problem_count=len(problems), **_of_notices(notices))


def report_of_refusal(refusal: RuleBroken) -> Report:
    """Return why a file is not taken at all."""
    return Report(refusal=explain(refusal))


def _of_notices(notices: Sequence[Notice]) -> dict[str, Any]:
    to_check = [each for each in notices if each.is_to_check]
    others = [each for each in notices if not each.is_to_check]
    more = max(0, len(to_check) - SHOWN) + max(0, len(others) - SHOWN)
    return {"to_check": _told(to_check), "notices": _told(others), "more_notices": more}


def _told(notices: Sequence[Notice]) -> Told:
    return [(each.line, sentence_of(each)) for each in notices[:SHOWN]]
