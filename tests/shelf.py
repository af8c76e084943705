"""What one process of a run has made, for the others: pytest-xdist starts several, and each would make it again."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Shelf:
    """What is made for one database, in a folder that the processes of one run share."""

    def __init__(self, folder: Path, database: str) -> None:
        self.templates = folder / "templates"
        self.seal = folder / "development-seal.p12"
        self._folder = folder / database
        for each in (self.templates, self._folder):
            each.mkdir(parents=True, exist_ok=True)

    @contextmanager
    def place_of(self, name: str) -> Iterator[tuple[Path, Path]]:
        """The two files of what is called ``name``, while no other process has them; the second is written last."""
        with (self._folder / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield self._folder / f"{name}.content", self._folder / f"{name}.made"
