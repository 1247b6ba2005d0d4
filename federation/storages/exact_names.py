"""A column is the one of exactly its name: engines bind names without their case."""

from __future__ import annotations

from collections.abc import Sequence

from catalog.model.dataset import Dataset
from federation.storages.problems import StorageColumnCase


def check_exact_names(dataset: Dataset, names: Sequence[str], *, lower_cased: bool = False) -> None:
    """`names` are all that an engine would look among. Raises StorageColumnCase where another one
    could be read in the place of one that is declared.

    `lower_cased`: the storage tells its names so, whatever they are; then one that differs by its
    capitals alone is the one declared, unless there are two.
    """
    folded: dict[str, list[str]] = {}
    for name in names:
        folded.setdefault(name.casefold(), []).append(name)
    for column in dataset.columns:
        found = folded.get(column.source_name.casefold(), [])
        others = [name for name in found if name != column.source_name]
        if others and not (lower_cased and len(found) == 1):
            raise StorageColumnCase(column=column.source_name, other=others[0])
