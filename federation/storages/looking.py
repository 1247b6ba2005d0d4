"""What one dataset's object looks like now: its own files alone, where its storage holds files."""

from __future__ import annotations

import asyncio
import posixpath
from typing import Protocol, runtime_checkable

from pyarrow import fs

from catalog.model.dataset import Dataset
from catalog.model.storage import Storage
from federation.storages.found_files import found_files
from federation.storages.object_names import read_object_files
from federation.storages.problems import StorageFailed
from federation.storages.protocol import FoundObject
from federation.storages.registry import ADAPTERS


@runtime_checkable
class HoldsFiles(Protocol):
    async def test(self, storage: Storage, secret: str | None) -> None: ...

    def file_system(self, storage: Storage, secret: str | None) -> tuple[fs.FileSystem, str]:
        """And the root under which names are relative."""
        ...


async def look_at(
    dataset: Dataset, storage: Storage, secret: str | None
) -> tuple[FoundObject, ...]:
    """The dataset's files, or everything that a database shows. Raises the adapter's problems."""
    adapter = ADAPTERS[storage.kind]
    if not isinstance(adapter, HoldsFiles):
        return await adapter.introspect(storage, secret)
    found = await asyncio.to_thread(_files_of, dataset, adapter, storage, secret)
    if not found:
        # Its files are gone, unless the whole storage is: that is another problem.
        await adapter.test(storage, secret)
    return found


def _files_of(
    dataset: Dataset, adapter: HoldsFiles, storage: Storage, secret: str | None
) -> tuple[FoundObject, ...]:
    file_system, root = adapter.file_system(storage, secret)
    files = read_object_files(dataset.physical)
    try:
        if files.file is not None:
            names = [files.file] if _is_file(file_system, root + files.glob) else []
        else:
            selector = fs.FileSelector((root + files.directory).rstrip("/"), allow_not_found=True)
            names = [
                posixpath.basename(each.path)
                for each in file_system.get_file_info(selector)
                if each.type == fs.FileType.File
            ]
        return found_files(file_system, root, [files.directory + name for name in names])
    except OSError:
        raise StorageFailed from None


def _is_file(file_system: fs.FileSystem, path: str) -> bool:
    return bool(file_system.get_file_info(path).type == fs.FileType.File)
