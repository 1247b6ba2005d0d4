"""Counts that the workers of one machine keep together: requests that were paid for, and turns.

A shared page of memory and a lock of the system, both made before the workers are forked; nothing
here waits for a disk. A worker that dies leaves its lock with the system, and its turns to be
cleared by whoever starts the next.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import secrets
import struct
import tempfile
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_RATE_SLOTS = 65_536
_TURN_SLOTS = 2_048
"""Of one worker: bodies and people whose queries run in it at one moment."""
_PROBED = 8
_RATE = struct.Struct("=Qd")
_TURN = struct.Struct("=QQ")


@dataclass(slots=True)
class WorkerMemory:
    """Of `workers` processes, of which this is number `worker`. Used from each one's event loop."""

    workers: int
    worker: int = 0
    machine: str = field(default_factory=lambda: secrets.token_hex(16))
    """Of all of them; another each time that the first is started."""
    _memory: mmap.mmap = field(init=False, repr=False)
    _lock: int = field(init=False, repr=False)
    _salt: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        turns = self.workers * _TURN_SLOTS * _TURN.size
        self._memory = mmap.mmap(-1, _RATE_SLOTS * _RATE.size + turns)
        # A file without a name, open for as long as the process.
        self._lock, path = tempfile.mkstemp(prefix="interco-workers-")
        Path(path).unlink()
        # Nobody chooses which slots their name falls into.
        self._salt = secrets.token_bytes(16)

    @contextmanager
    def held(self) -> Iterator[None]:
        """By one worker at a time: of record locks, so that it is of the process, forked or not."""
        fcntl.lockf(self._lock, fcntl.LOCK_EX)
        try:
            yield
        finally:
            fcntl.lockf(self._lock, fcntl.LOCK_UN)

    def paid_until(self, key: Hashable) -> float | None:
        """A moment of the system's monotonic clock, the same in every process; within `held`."""
        wanted = self._number(key)
        for place in self._rate_places(wanted):
            number, until = _RATE.unpack_from(self._memory, place)
            if number == wanted:
                return float(until)
        return None

    def keep_paid(self, key: Hashable, until: float) -> None:
        """In a slot of its own, or of whoever has been paid for the longest; within `held`."""
        wanted = self._number(key)
        places = list(self._rate_places(wanted))
        kept = [_RATE.unpack_from(self._memory, place) for place in places]
        chosen = next(
            (place for place, (number, _) in zip(places, kept, strict=True) if number == wanted),
            None,
        )
        if chosen is None:
            chosen = min(zip(places, kept, strict=True), key=lambda slot: slot[1][1])[0]
        _RATE.pack_into(self._memory, chosen, wanted, until)

    def turns(self, key: Hashable) -> int:
        """Of all workers; within `held`."""
        wanted = self._number(key)
        return sum(
            count
            for worker in range(self.workers)
            for number, count in self._turn_slots(worker, wanted)
            if number == wanted
        )

    def add_turns(self, key: Hashable, more: int) -> None:
        """To those of this worker; within `held`. Where its slots are full, it is not counted."""
        wanted = self._number(key)
        free: int | None = None
        for place in self._turn_places(self.worker, wanted):
            number, count = _TURN.unpack_from(self._memory, place)
            if number == wanted:
                left = max(0, count + more)
                _TURN.pack_into(self._memory, place, wanted if left else 0, left)
                return
            if not number and free is None:
                free = place
        if free is not None and more > 0:
            _TURN.pack_into(self._memory, free, wanted, more)

    def forget_turns(self, worker: int) -> None:
        """Of a worker that has died."""
        start = self._turns_start(worker)
        with self.held():
            self._memory[start : start + _TURN_SLOTS * _TURN.size] = bytes(_TURN_SLOTS * _TURN.size)

    def _number(self, key: Hashable) -> int:
        """Never 0, which is an empty slot."""
        digest = hashlib.blake2b(repr(key).encode(), digest_size=8, key=self._salt).digest()
        return int.from_bytes(digest, "little") or 1

    def _rate_places(self, number: int) -> Iterator[int]:
        return (((number + step) % _RATE_SLOTS) * _RATE.size for step in range(_PROBED))

    def _turn_slots(self, worker: int, number: int) -> Iterator[tuple[int, int]]:
        for place in self._turn_places(worker, number):
            yield _TURN.unpack_from(self._memory, place)

    def _turn_places(self, worker: int, number: int) -> Iterator[int]:
        start = self._turns_start(worker)
        return (start + ((number + step) % _TURN_SLOTS) * _TURN.size for step in range(_PROBED))

    def _turns_start(self, worker: int) -> int:
        return _RATE_SLOTS * _RATE.size + worker * _TURN_SLOTS * _TURN.size
