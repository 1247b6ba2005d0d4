"""Holds a declaration against the machine's own folders before it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from catalog.changes import Changes
from catalog.checks.values import SourceCheck
from catalog.declaration.problems import DeclarationRefused
from catalog.declaration.resolution import Resolution
from catalog.model.dataset import Dataset, ObjectKind
from catalog.model.problem import Place, Problem
from catalog.model.storage import FilesOptions, SqliteOptions, Storage
from federation.storages.beneath import open_directory, open_file, open_files
from federation.storages.object_names import read_object_files
from federation.storages.problems import StorageThroughLink

_MOST_ROWS = 200_000
"""Read while somebody waits for what a declaration would change."""


async def refuse_links(resolution: Resolution) -> None:
    """Raises DeclarationRefused where a folder or a file of the declaration is reached by a link.

    What is not there yet may come later: each reading looks again.
    """
    problems = await asyncio.to_thread(lambda: list(_through_links(resolution)))
    if problems:
        raise DeclarationRefused(problems)


async def check_declared(
    resolution: Resolution, changes: Changes, unread: frozenset[str]
) -> tuple[SourceCheck, ...]:
    """Of the datasets that change and lie on this machine. Others need a secret: they are left to
    the check of the dataset, once it is declared; so are `unread`, which are not hosted as their
    owner demands.
    """
    # DuckDB takes a while to import: nobody waits for it but who declares.
    from federation.engines.duckdb_checking import check_source

    storages = dict(resolution.before.storages)
    storages |= {each.id: each for each in changes.put if isinstance(each, Storage)}

    async def check(dataset: Dataset) -> SourceCheck:
        storage = storages[dataset.storage_id]
        on_this_machine = isinstance(storage.place.options, FilesOptions | SqliteOptions)
        if not on_this_machine or dataset.id in unread:
            return SourceCheck(dataset.id, is_left=True)
        return await asyncio.to_thread(check_source, dataset, storage, None, most_rows=_MOST_ROWS)

    return tuple([await check(each) for each in changes.put if isinstance(each, Dataset)])


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
    match storage.place.options:
        case FilesOptions(directory=directory):
            with open_directory(directory):
                pass
        case SqliteOptions(path=path):
            with open_file(path):
                pass


def _open_dataset(dataset: Dataset, storage: Storage) -> None:
    options = storage.place.options
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
