"""The words that a column may write: of its own list, and such that its standard knows them."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.model.dataset import Dataset
from catalog.standards.conformity import conformity
from catalog.standards.standard import standards


def word_lists(dataset: Dataset) -> Mapping[str, tuple[str, ...]]:
    """By column (id), for those that have a list. Where the dataset cites a standard and the field
    has codes, the words that are such a code, as they are or as its owner says; else its own list.
    """
    lists = {each.id: each.code_list for each in dataset.columns if each.code_list}
    standard = standards().get(dataset.standard or "")
    matches = () if standard is None else conformity(standard, dataset)
    return lists | {
        each.column.id: each.listed
        for each in matches
        if each.column is not None and each.is_closed
    }
