"""Columns of a dataset that look like the key of another dataset of the same body."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from catalog.fold import fold

_Entry = Mapping[str, Any]
_SHARED: Final = frozenset({"commune", "date", "flux_dechets"})
"""Concepts of reference data: that two datasets have them relates no row of one to the other."""


@dataclass(frozen=True, slots=True)
class Pair:
    """`column` of the dataset, and the one column by which `dataset` tells its rows apart."""

    column: str
    dataset: str
    title: str
    key: str

    @property
    def code(self) -> str:
        return f"{self.column}>{self.dataset}"


def pairs_of(dataset: _Entry, others: Iterable[_Entry], title: str) -> list[Pair]:
    """`title`: the field of a title in the reader's language. Those alike by name come first."""
    linked = {(relation["column"], relation["dataset"]) for relation in dataset["relations"]}
    by_name, by_concept = [], []
    for other in others:
        key = _key_of(other)
        if key is None or other["id"] == dataset["id"]:
            continue
        for column in dataset["columns"]:
            if column["type"] != key["type"] or (column["name"], other["name"]) in linked:
                continue
            pair = Pair(column["name"], other["name"], other[title], key["name"])
            if fold(column["name"]) in {fold(key["name"]), fold(f"{key['name']}_{other['name']}")}:
                by_name.append(pair)
            elif column["concept"] and column["concept"] == key["concept"]:
                by_concept.append(pair)
    return [*by_name, *by_concept]


def _key_of(other: _Entry) -> _Entry | None:
    """None where several columns make the key, or one that every dataset has."""
    if len(other["primaryKey"]) != 1:
        return None
    key: _Entry | None = next(
        (column for column in other["columns"] if column["name"] == other["primaryKey"][0]), None
    )
    return None if key is None or key["concept"] in _SHARED else key


def relations_with(dataset: _Entry, pair: Pair, name: str, reverse: str) -> list[dict[str, str]]:
    """All relations of the dataset, the new one last, as `describeDataset` takes them."""
    kept = [
        {field: value for field, value in relation.items() if value is not None}
        for relation in dataset["relations"]
    ]
    new = {"column": pair.column, "dataset": pair.dataset, "key": pair.key}
    return [*kept, {"name": name or pair.dataset, **new, "reverse": reverse or dataset["name"]}]
