"""Files left in a deposit: written whole under a name that is free, read back, taken out again.

All of it blocks. Folders are gone through as when they are read: no link is followed.
"""

from __future__ import annotations

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from catalog.model.storage import FilesOptions, Storage
from federation.storages import s3_bucket
from federation.storages.beneath import open_directory, open_file
from federation.storages.plain_options import checked_path
from federation.storages.problems import StorageFailed, StorageFileMissing, StorageThroughLink

_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class NameTakenError(Exception):
    """A file of that name is there: somebody else's, or what a crash has left."""


@dataclass(frozen=True, slots=True)
class LeftFile:
    name: str
    age_s: float


@dataclass(frozen=True, slots=True)
class DepositPlace:
    """Names are relative to the deposit: `<SIREN>/<dataset>/<file>`. Raises SourceProblems."""

    storage: Storage
    secret: str | None = field(default=None, repr=False)

    def keep(self, name: str, source: Path) -> None:
        """All of it or nothing. Raises NameTakenError."""
        root = self._root
        if root is None:
            if not s3_bucket.put_object(self.storage.place, self.secret, name, source):
                raise NameTakenError
            return
        with _folder(root, name, make=True) as (folder, last):
            _write(folder, last, source)

    def fetch(self, name: str, target: Path) -> None:
        """Raises StorageFileMissing."""
        root = self._root
        if root is None:
            s3_bucket.fetch_object(self.storage.place, self.secret, name, target)
            return
        with (
            open_file(root + name) as file,
            Path(file.path).open("rb") as source,
            target.open("wb") as copy,
        ):
            shutil.copyfileobj(source, copy)

    def remove(self, name: str) -> None:
        """Nothing where there is no such file."""
        root = self._root
        if root is None:
            s3_bucket.remove_object(self.storage.place, self.secret, name)
            return
        with suppress(StorageFileMissing, FileNotFoundError), _folder(root, name) as (folder, last):
            os.unlink(last, dir_fd=folder)

    def listed(self, folder: str) -> tuple[LeftFile, ...]:
        """The files of `<SIREN>/<dataset>`; none where nothing was left."""
        root = self._root
        if root is None:
            objects = s3_bucket.list_objects(self.storage.place, self.secret, folder)
            return tuple(LeftFile(name, time.time() - at) for name, at in objects)
        try:
            with _folder(root, f"{folder}/.") as (opened, _):
                return tuple(_ages(opened, folder))
        except StorageFileMissing:
            return ()

    @property
    def _root(self) -> str | None:
        options = self.storage.place.options
        if not isinstance(options, FilesOptions):
            return None
        return checked_path("directory", options.directory).rstrip("/") + "/"


@contextmanager
def _folder(root: str, name: str, *, make: bool = False) -> Iterator[tuple[int, str]]:
    """The open folder that `name` lies in, and its last step. Raises StorageFileMissing."""
    *steps, last = name.split("/")
    with open_directory(root) as first:
        folder = os.dup(first)
        try:
            for step in steps:
                if make:
                    with suppress(FileExistsError):
                        os.mkdir(step, 0o750, dir_fd=folder)
                further = _opened(folder, step, name)
                os.close(folder)
                folder = further
            yield folder, last
        finally:
            os.close(folder)


def _opened(folder: int, step: str, name: str) -> int:
    try:
        return os.open(step, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW, dir_fd=folder)
    except FileNotFoundError:
        raise StorageFileMissing(path=name) from None
    except OSError:
        raise StorageThroughLink(path=name, link=step) from None


def _write(folder: int, last: str, source: Path) -> None:
    """Under a name that no dataset takes in, then under its own, which must be free."""
    unfinished = f".{last}.{secrets.token_hex(8)}"
    try:
        descriptor = os.open(unfinished, _NEW_FILE, 0o640, dir_fd=folder)
        with os.fdopen(descriptor, "wb") as target, source.open("rb") as content:
            shutil.copyfileobj(content, target)
            target.flush()
            os.fsync(target.fileno())
        os.link(unfinished, last, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
        os.fsync(folder)
    except FileExistsError:
        raise NameTakenError from None
    except OSError:
        raise StorageFailed from None
    finally:
        with suppress(OSError):
            os.unlink(unfinished, dir_fd=folder)


def _ages(folder: int, shown: str) -> Iterator[LeftFile]:
    for name in os.listdir(folder):
        with suppress(OSError):
            state = os.lstat(name, dir_fd=folder)
            yield LeftFile(f"{shown}/{name}", time.time() - state.st_mtime)
