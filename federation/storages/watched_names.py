"""Notices that a name led elsewhere for a moment: a library that opens names cannot say so."""

from __future__ import annotations

import ctypes
import os
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath

from federation.storages.beneath import HANDLES, open_directory

# inotify(7): the head of an event, and the ways in which a name comes to lead elsewhere.
_HEAD = struct.Struct("iIII")
_MOVED_FROM, _MOVED_TO, _CREATE, _DELETE, _OVERFLOW = 0x40, 0x80, 0x100, 0x200, 0x4000
_CHANGES = _MOVED_FROM | _MOVED_TO | _CREATE | _DELETE
_MOST_BYTES = 1_000_000


class WatchedNames:
    """Without inotify (another system, or none to be had), nothing is ever seen to change."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._names: dict[int, str] = {}

    def add(self, directory: int, name: str) -> None:
        """A folder that may not be listed is its operator's, and is not watched."""
        path = f"{HANDLES}{directory}".encode()
        watch = ctypes.CDLL(None).inotify_add_watch(self._descriptor, path, _CHANGES)
        if watch >= 0:
            self._names[watch] = name

    def has_changed(self) -> bool:
        while events := self._events():
            start = 0
            while start < len(events):
                watch, mask, _, length = _HEAD.unpack_from(events, start)
                start += _HEAD.size + length
                name = events[start - length : start].rstrip(b"\0")
                if mask & _OVERFLOW or self._names.get(watch) == os.fsdecode(name):
                    return True
        return False

    def _events(self) -> bytes:
        try:
            return os.read(self._descriptor, _MOST_BYTES) if self._descriptor >= 0 else b""
        except BlockingIOError:
            return b""


@contextmanager
def watched_names(path: str) -> Iterator[WatchedNames]:
    """Every step of an absolute `path`, from now on. Raises as `open_directory`."""
    descriptor = -1
    if hasattr(libc := ctypes.CDLL(None), "inotify_init1"):
        descriptor = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    names = WatchedNames(descriptor)
    try:
        steps = PurePosixPath(path)
        for parent in reversed(steps.parents) if descriptor >= 0 else ():
            with open_directory(str(parent)) as directory:
                names.add(directory, steps.parts[len(parent.parts)])
        yield names
    finally:
        if descriptor >= 0:
            os.close(descriptor)
