"""Pages of this feature, by whom they tell of."""

from app.progress import labels
from app.progress.views import (
    alerts,
    catch_ups,
    contract,
    contracts,
    late_recruits,
    network_table,
    person,
    quality,
    targets,
)
from app.progress.views.blueprint import blueprint

__all__ = [
    "alerts",
    "blueprint",
    "catch_ups",
    "contract",
    "contracts",
    "labels",
    "late_recruits",
    "network_table",
    "person",
    "quality",
    "targets",
]
