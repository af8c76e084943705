"""What an import would do, line by line, and the one function that does it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeVar

from app.core.counting import Stage, counted
from app.core.errors import RuleBroken
from app.core.language import N_
from app.exchange.kinds import Brought
from app.exchange.parsing import DuplicateRow, Problem
from app.people.models import Network, Person
from app.training.models import CatchUp


@dataclass(frozen=True, slots=True)
class Situation:
    """Which file goes into which network, on which day, and into which cohort where it matters and is said."""

    network: Network
    today: date
    cohort_name: str | None = None
    filename: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Author:
    """Who imports, and when; ``brought`` takes what is made, so that it can be taken back."""

    now: datetime
    by: Person | None
    brought: list[tuple[Brought, int]] = field(default_factory=list)

    def bring(self, what: Brought, record_id: int) -> None:
        """Keep that the import has made this record."""
        self.brought.append((what, record_id))


@dataclass(frozen=True, slots=True)
class Step:
    """What one line adds or changes: the names of what changes, and values of the file that tell the line apart.

    They are kept apart because only the names may be translated: a value can hold anything.
    """

    line: int
    is_new: bool
    person: str
    changes: tuple[str, ...] = ()
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the person should know, or look at again, though nothing is refused for it."""

    message: str
    facts: Mapping[str, object] = field(default_factory=dict)
    line: int | None = None
    is_to_check: bool = False
    words: Mapping[str, str] = field(default_factory=dict)
    """Facts that are words of the catalogue themselves, and are translated as the message is."""


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that a file would do. ``carry_out`` writes it, inside the transaction of the caller."""

    steps: tuple[Step, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    notices: tuple[Notice, ...]
    carry_out: Callable[[Author], None]
    freed: Sequence[CatchUp] = ()
    """What carrying it out has made impossible: whose catch-ups these are is to be told."""

    @property
    def created(self) -> int:
        """Return how many lines add something."""
        return sum(step.is_new for step in self.steps)

    @property
    def changed(self) -> int:
        """Return how many lines change something that is there."""
        return len(self.steps) - self.created


class LineRefused(Exception):
    """A service refused a line while the plan was carried out, for a reason that the plan had not foreseen."""

    def __init__(self, line: int, refusal: RuleBroken) -> None:
        super().__init__(f"line {line}: {refusal}")
        self.problem = Problem(line, refusal)


class HasLine(Protocol):
    """A row of any layout."""

    @property
    def line(self) -> int:
        """Return where the row stands in its file."""


R = TypeVar("R", bound=HasLine)


class Draft:
    """A plan while its lines are gone through."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.unchanged = 0
        self.problems: list[Problem] = []
        self.notices: list[Notice] = []
        self._tasks: list[tuple[int, Callable[[Author], object]]] = []
        self._lines: dict[object, int] = {}

    def go_through(self, rows: Collection[R], decide: Callable[[R], Step | None]) -> None:
        """Ask ``decide`` about each row: a step, None when nothing changes, or a refusal."""
        for row in counted(rows, Stage.CHECKED):
            try:
                step = decide(row)
            except RuleBroken as refusal:
                self.refuse(row.line, refusal)
                continue
            if step is None:
                self.unchanged += 1
            else:
                self.steps.append(step)

    def refuse(self, line: int, refusal: RuleBroken) -> None:
        """Keep why a line is not taken."""
        self.problems.append(Problem(line, refusal))

    def only_once(self, key: object, line: int) -> None:
        """Let each person (or half-day) appear in one line, though the lines may name them differently.

        :raises DuplicateRow: for the second line.
        """
        first = self._lines.setdefault(key, line)
        if first != line:
            raise DuplicateRow(first=first)

    def doubt_dates(self, line: int, person: str, starts_on: date | None, hired_on: date | None) -> None:
        """Tell of a training that starts before the hiring, which the State's files say by mistake.

        They print the start of the training under « Date de recrutement », so that nobody can say which is wrong.
        """
        if starts_on is None or hired_on is None or starts_on >= hired_on:
            return
        message = N_(
            "La formation de %(person)s commence le %(starts_on)s, avant le recrutement du %(hired_on)s. Les deux "
            "dates sont gardées : vérifiez-les dans son dossier."
        )
        facts = {"person": person, "starts_on": starts_on, "hired_on": hired_on}
        self.notices.append(Notice(message, facts, line, is_to_check=True))

    def later(self, line: int, task: Callable[[Author], object]) -> None:
        """Keep what is to be written for a line."""
        self._tasks.append((line, task))

    def finished(self, last: Callable[[Author], object] | None = None) -> Plan:
        """Return the plan; ``last`` is written after what was kept for single lines."""

        def carry_out(author: Author) -> None:
            for line, task in counted(self._tasks, Stage.WRITTEN):
                try:
                    task(author)
                except RuleBroken as refusal:
                    raise LineRefused(line, refusal) from refusal
            if last is not None:
                last(author)

        return Plan(tuple(self.steps), self.unchanged, tuple(self.problems), tuple(self.notices), carry_out)
