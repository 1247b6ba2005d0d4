"""The place of signed roots beside the store: a folder. A root that is there is never replaced."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Protocol

from gateway.proof.problems import RootNotWritten


class RootsBeside(Protocol):
    """Raises RootNotWritten."""

    async def names(self) -> frozenset[str]:
        """Of what is there: `2026-11-26.json`."""
        ...

    async def read(self, name: str) -> bytes: ...

    async def write(self, name: str, content: bytes) -> None:
        """Whole, and on the disk when it returns; what is there already stays as it is."""
        ...


class RootsFolder:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def names(self) -> frozenset[str]:
        try:
            return frozenset(await asyncio.to_thread(_listed, self.folder))
        except OSError as error:
            raise RootNotWritten(reason=type(error).__name__) from error

    async def read(self, name: str) -> bytes:
        try:
            return await asyncio.to_thread((self.folder / name).read_bytes)
        except OSError as error:
            raise RootNotWritten(reason=type(error).__name__) from error

    async def write(self, name: str, content: bytes) -> None:
        try:
            await asyncio.to_thread(_write_new, self.folder / name, content)
        except FileExistsError:
            return
        except OSError as error:
            raise RootNotWritten(reason=type(error).__name__) from error


def _listed(folder: Path) -> list[str]:
    return [each.name for each in folder.iterdir()] if folder.exists() else []


def _write_new(path: Path, content: bytes) -> None:
    """By a name of its own first: half a root is never there under the name of a whole one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with new.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(new, path)
    finally:
        # Of a full disk too, which would keep the half that it has.
        new.unlink(missing_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
