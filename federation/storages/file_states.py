"""Tells whether files of the gateway's own machine are those that were read, reading none again."""

from __future__ import annotations

import hashlib

from catalog.model.dataset import Dataset
from catalog.model.problem import Problem
from catalog.model.storage import FilesOptions, SqliteOptions, Storage
from federation.storages.beneath import OpenFile, open_file, open_files
from federation.storages.object_names import read_object_files


def file_state(dataset: Dataset, storage: Storage) -> str | None:
    """Changes whenever one of its files is another or holds something else; None where its source
    is no file of this machine. Files that are not there, or behind a link, have a state too.
    """
    try:
        match storage.place.options:
            case FilesOptions(directory=directory):
                root = directory.rstrip("/") + "/"
                with open_files(root, read_object_files(dataset.physical)) as files:
                    found = [(each.name, _content(each)) for each in files]
            case SqliteOptions(path=path):
                with open_file(path) as file:
                    found = [(file.name, _content(file))]
            case _:
                return None
    except Problem as problem:
        return problem.code
    return hashlib.sha256(repr(found).encode()).hexdigest()


def _content(file: OpenFile) -> tuple[int, ...]:
    """Its size and times: two machines that see one folder number its files differently."""
    _, _, *rest = file.identity
    return tuple(rest)
