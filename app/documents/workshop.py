"""Typesets many certificates on all cores: as many processes, each with a press of its own.

A press serves one thread at a time, and one process works on one core. The key that seals stays with who asks: what
comes back leaves room for the seal. A process ends when nobody is at the other end any more, however that came about.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from base64 import b64decode, b64encode
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, Final, Self, TypeVar, cast

from app.documents.facts import CertificateFacts
from app.documents.rendering import render_certificate
from app.documents.rules import NotTypeset, refusal_of_typesetting
from app.documents.typesetting.room import Room

_PROJECT: Final = Path(__file__).parents[2]
_POLITE: Final = 5
"""How far the processes stand back behind who answers pages."""

K = TypeVar("K")
Work = tuple[K, CertificateFacts, Room, Mapping[str, bytes]]
"""What is typeset, with the pictures that it names, under whatever it is called by who asks."""


class WorkshopClosed(Exception):
    """A process has ended in the middle of its work, as when the machine lacks memory."""


class Workshop:
    """A process for each core, while it is open."""

    def __init__(self, size: int | None = None) -> None:
        self._size = size or cores()
        self._free: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        self._all: list[subprocess.Popen[bytes]] = []
        # The pictures that each process was sent before: those of a run are few, and large beside its facts.
        self._sent: dict[int, set[str]] = defaultdict(set)

    def __enter__(self) -> Self:
        for _number in range(self._size):
            process = subprocess.Popen(  # noqa: S603  (This very file.)
                [sys.executable, "-m", __name__], cwd=_PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            self._all.append(process)
            self._free.put(process)
        self._threads = ThreadPoolExecutor(self._size)
        return self

    def __exit__(self, *_: object) -> None:
        self._threads.shutdown(cancel_futures=True)
        for process in self._all:
            # One that has died no longer reads what was meant for it.
            with suppress(BrokenPipeError):
                cast(IO[bytes], process.stdin).close()
            process.wait()
            cast(IO[bytes], process.stdout).close()

    def typeset(self, works: Iterable[Work[K]]) -> Iterator[tuple[K, bytes | NotTypeset]]:
        """Yield each certificate, or why the paper cannot say it, in the order given and few ahead of who takes them.

        :raises WorkshopClosed: when a process has ended.
        """
        under_way: deque[tuple[K, Future[bytes | NotTypeset]]] = deque()
        for name, facts, room, pictures in works:
            under_way.append((name, self._threads.submit(self._typeset, facts, room, pictures)))
            if len(under_way) > 2 * self._size:
                first, future = under_way.popleft()
                yield first, future.result()
        for name, future in under_way:
            yield name, future.result()

    def _typeset(
        self, facts: CertificateFacts, room: Room, pictures: Mapping[str, bytes]
    ) -> bytes | NotTypeset:
        process = self._free.get()
        try:
            new = {name: pictures[name] for name in facts.pictures if name not in self._sent[process.pid]}
            self._sent[process.pid].update(new)
            return _asked(process, facts, room, new)
        finally:
            self._free.put(process)


def cores() -> int:
    """Return on how many cores this process may work."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _asked(
    process: subprocess.Popen[bytes], facts: CertificateFacts, room: Room, pictures: Mapping[str, bytes]
) -> bytes | NotTypeset:
    asked, answer = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
    written = {**asdict(room), "at": room.at.isoformat()}
    sent = {name: b64encode(content).decode() for name, content in pictures.items()}
    try:
        asked.write(json.dumps([facts.to_json(), written, sent]).encode() + b"\n")
        asked.flush()
    except BrokenPipeError as error:
        raise WorkshopClosed from error
    told = answer.readline()
    if not told:
        raise WorkshopClosed
    said: dict[str, Any] = json.loads(told)
    if "size" in said:
        return answer.read(said["size"])
    return refusal_of_typesetting(facts.full_name, said["characters"])


def _work(asked: IO[bytes], answer: IO[bytes]) -> None:
    pictures: dict[str, bytes] = {}
    for line in asked:
        facts, written, sent = json.loads(line)
        pictures.update((name, b64decode(content)) for name, content in sent.items())
        room = Room(**{**written, "at": datetime.fromisoformat(written["at"])})
        try:
            pdf = render_certificate(CertificateFacts.from_json(facts), room, pictures)
        except NotTypeset as refusal:
            pdf, said = b"", {"characters": refusal.facts.get("characters")}
        else:
            said = {"size": len(pdf)}
        answer.write(json.dumps(said).encode() + b"\n" + pdf)
        answer.flush()


if __name__ == "__main__":
    os.nice(_POLITE)
    # Whoever stops the server with the keyboard stops its processes by closing their input.
    with suppress(KeyboardInterrupt):
        _work(sys.stdin.buffer, sys.stdout.buffer)
