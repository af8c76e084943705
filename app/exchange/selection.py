"""Of whom and of when an export tells."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.training.models import Advisor


@dataclass(frozen=True, slots=True)
class Selection:
    """A part of what a network has: by person, by group, by employer of today, by period; None leaves nothing out."""

    first: date | None = None
    last: date | None = None
    advisor_id: int | None = None
    group_id: int | None = None
    host_id: int | None = None

    def holds_day(self, day: date) -> bool:
        """Return whether a day lies in the period."""
        return (self.first is None or day >= self.first) and (self.last is None or day <= self.last)

    def holds_person(self, advisor: Advisor, group_ids: Iterable[int | None]) -> bool:
        """Return whether somebody is meant who is in these groups."""
        is_named = self.advisor_id is None or self.advisor_id == advisor.id
        is_employed = self.host_id is None or self.host_id == advisor.host_id
        return is_named and is_employed and (self.group_id is None or self.group_id in set(group_ids))


EVERYTHING = Selection()
