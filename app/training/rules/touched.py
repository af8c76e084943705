"""Whom the changes of one request or command concern."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Touched:
    """In one network: people by enrolment or file, whole groups, and half-days with who catches them up; ids."""

    enrolments: set[int] = field(default_factory=set)
    advisors: set[int] = field(default_factory=set)
    groups: set[int] = field(default_factory=set)
    sessions: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        """Return how many ids were noted."""
        return sum(map(len, (self.enrolments, self.advisors, self.groups, self.sessions)))
