"""Files and folders opened one step after the other from "/": no link is ever followed.

A link in a body's folder may lead into another's. A path is a promise that whoever may write in
the folder can break a moment later; an open file stays what it was when it was opened.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from federation.storages.object_names import ObjectFiles
from federation.storages.problems import (
    StorageAccessDenied,
    StorageDirectoryMissing,
    StorageFileMissing,
    StorageThroughLink,
)

# Where the system has it, a folder that may be crossed and not listed is no obstacle.
_STEP = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# A pipe would otherwise be waited for.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


HANDLES = "/proc/self/fd/" if Path("/proc/self/fd").is_dir() else "/dev/fd/"
"""The folder in which a process finds its own open files."""


@dataclass(frozen=True, slots=True)
class OpenFile:
    """`name` is relative to the storage's root; `descriptor` is open for as long as it is held."""

    name: str
    descriptor: int

    @property
    def path(self) -> str:
        """A path by which any reader of this process opens this file, whatever lies at its name."""
        return f"{HANDLES}{self.descriptor}"

    @property
    def inode(self) -> tuple[int, int]:
        found = os.fstat(self.descriptor)
        return found.st_dev, found.st_ino

    @property
    def identity(self) -> tuple[int, ...]:
        """Changes whenever the file is another, or holds something else."""
        found = os.fstat(self.descriptor)
        return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


@contextmanager
def open_directory(path: str, shown: str | None = None) -> Iterator[int]:
    """The descriptor of an absolute `path`. Raises StorageThroughLink where a step of it is a link,
    StorageDirectoryMissing, StorageAccessDenied.

    `shown` is what a person is told of it: where the gateway's folders are is nobody else's matter.
    """
    shown = PurePosixPath(path).name if shown is None else shown
    directory = os.open("/", _STEP)
    try:
        for step in PurePosixPath(path).parts[1:]:
            further = _step(directory, step, shown)
            os.close(directory)
            directory = further
        yield directory
    finally:
        os.close(directory)


@contextmanager
def open_file(path: str) -> Iterator[OpenFile]:
    """The file at an absolute `path`; raises as `open_directory`, or StorageFileMissing."""
    parent, name = os.path.split(path)
    with ExitStack() as held:
        try:
            directory = held.enter_context(open_directory(parent, name))
        except StorageDirectoryMissing:
            raise StorageFileMissing(path=name) from None
        found = _open(directory, name, name)
        if found is None:
            raise StorageFileMissing(path=name)
        held.callback(os.close, found)
        yield OpenFile(name, found)


@contextmanager
def open_files(root: str, files: ObjectFiles) -> Iterator[tuple[OpenFile, ...]]:
    """Opens `files` under `root`, by name; none where the files, or their folder, are not there.

    Raises StorageThroughLink where one of them is a link: its rows are another file's.
    """
    with ExitStack() as held:
        try:
            shown = files.directory.rstrip("/") or PurePosixPath(root).name
            directory = held.enter_context(open_directory(root + files.directory, shown))
        except StorageDirectoryMissing:
            yield ()
            return
        yield tuple(_opened(directory, files, held))


def _opened(directory: int, files: ObjectFiles, held: ExitStack) -> Iterator[OpenFile]:
    names = (
        list_names(directory, files.directory or files.glob) if files.file is None else [files.file]
    )
    for name in names:
        if files.file is None and not files.takes_in(name):
            continue
        found = _open(directory, name, files.directory + name)
        if found is not None:
            held.callback(os.close, found)
            yield OpenFile(files.directory + name, found)


def list_names(directory: int, shown: str) -> list[str]:
    """In the order of their names; StorageAccessDenied where it may not be listed."""
    try:
        listed = os.open(".", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC, dir_fd=directory)
    except PermissionError:
        raise StorageAccessDenied(account="interco", where=shown) from None
    try:
        return sorted(os.listdir(listed))  # noqa: PTH208 - a descriptor is no path
    finally:
        os.close(listed)


def is_link(name: str, directory: int) -> bool:
    try:
        return stat.S_ISLNK(os.lstat(name, dir_fd=directory).st_mode)
    except OSError:
        return False


def refuse_link(name: str, directory: int, shown: str) -> None:
    if is_link(name, directory):
        raise StorageThroughLink(path=shown, link=name)


def _step(directory: int, step: str, shown: str) -> int:
    try:
        return os.open(step, _STEP, dir_fd=directory)
    except PermissionError:
        raise StorageAccessDenied(account="interco", where=shown) from None
    except OSError:
        refuse_link(step, directory, shown)
        raise StorageDirectoryMissing(directory=shown) from None


def _open(directory: int, name: str, shown: str) -> int | None:
    """None where there is no such file: a folder, a pipe or a device is none."""
    try:
        found = os.open(name, _FILE, dir_fd=directory)
    except PermissionError:
        raise StorageAccessDenied(account="interco", where=shown) from None
    except OSError:
        refuse_link(name, directory, shown)
        return None
    if not stat.S_ISREG(os.fstat(found).st_mode):
        os.close(found)
        return None
    return found
