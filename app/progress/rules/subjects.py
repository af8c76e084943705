"""The hours of one module or competence. Minutes everywhere."""

from dataclasses import dataclass


@dataclass(slots=True)
class SubjectHours:
    """Minutes done, of these validated, planned, and prescribed of a module where its cohort has said so."""

    done: int = 0
    validated: int = 0
    planned: int = 0
    prescribed: int | None = None

    @property
    def remaining(self) -> int:
        """Return what remains to be followed; nothing while nobody has said how much is prescribed."""
        return max(0, (self.prescribed or 0) - self.done)

    @property
    def missing(self) -> int:
        """Return what remains even if everything planned is followed."""
        return max(0, self.remaining - self.planned)
