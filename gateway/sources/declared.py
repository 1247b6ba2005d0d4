"""What is declared, held against the machine's own folders before it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.resolution import Resolution
from catalog.model.dataset import Dataset, ObjectKind
from catalog.model.problem import Place, Problem
from catalog.model.storage import FilesOptions, SqliteOptions, Storage
from federation.storages.beneath import open_directory, open_file, open_files
from federation.storages.object_names import read_object_files
from federation.storages.problems import StorageThroughLink


async def refuse_links(resolution: Resolution) -> None:
    """Raises DeclarationRefused where a folder or a file of the declaration is reached by a link.

    What is not there yet may come later: each reading looks again.
    """
    problems = await asyncio.to_thread(lambda: list(_through_links(resolution)))
    if problems:
        raise DeclarationRefused(problems)


def _through_links(resolution: Resolution) -> Iterator[Problem]:
    storages = dict(resolution.before.storages)
    wanted = [each.entity for each in resolution.wanted]
    storages |= {each.id: each for each in wanted if isinstance(each, Storage)}
    for entity in wanted:
        if not isinstance(entity, Storage | Dataset):
            continue
        try:
            if isinstance(entity, Storage):
                _open_storage(entity)
            else:
                _open_dataset(entity, storages[entity.storage_id])
        except StorageThroughLink as link:
            link.place = _place_of(entity, resolution)
            yield link
        except Problem:
            # Missing, or not to be read yet: told by the check of what was declared.
            continue


def _open_storage(storage: Storage) -> None:
    match storage.options:
        case FilesOptions(directory=directory):
            with open_directory(directory):
                pass
        case SqliteOptions(path=path):
            with open_file(path):
                pass


def _open_dataset(dataset: Dataset, storage: Storage) -> None:
    options = storage.options
    if isinstance(options, FilesOptions) and dataset.physical.kind is not ObjectKind.TABLE:
        files = read_object_files(dataset.physical)
        with open_files(options.directory.rstrip("/") + "/", files):
            pass


def _place_of(entity: Storage | Dataset, resolution: Resolution) -> Place | None:
    for file in resolution.declaration.organisations:
        places = {each.value.id: each.place(()) for each in file.storages}
        if isinstance(entity, Dataset):
            places = {each.value.name: each.place(()) for each in file.datasets}
        name = entity.id if isinstance(entity, Storage) else entity.name
        if file.organisation.value.siren == entity.owner and name in places:
            return places[name]
    return None
