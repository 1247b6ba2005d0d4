"""Datasets that are given alike: whatever a query makes of one, it makes of the other.

Every fact counts that is not known to be of no account: two datasets that differ in a fact of their
columns, in a rule of a branch or in what an agreement asks are not alike, and each is governed by
itself.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import fields
from operator import attrgetter

from catalog.model.dataset import Column, Dataset
from catalog.model.storage import StorageKind
from catalog.model.terms import CombineKind
from catalog.model.transform import Transform
from federation.binding import (
    OPEN,
    OWNER,
    BoundAllOf,
    BoundAllRows,
    BoundBranch,
    BoundCompare,
    BoundDataset,
    BoundTerritory,
    RowCondition,
)

_WORDS = {"title_fr", "title_en", "label_fr", "label_en", "description_fr", "description_en"}
_OF_IDS = {"columns", "primary_key", "territory", "relations", "unit_key", "physical"}
"""Facts of a dataset that name columns by id: they are compared by the columns' names."""
_NAMES = {"id", "owner", "storage_id", "name", "version", "licence", "contact"}
_PAST = {"retired_columns", "once_open"}
_OF_A_DATASET = attrgetter(
    *sorted(
        each.name
        for each in fields(Dataset)
        if each.compare and each.name not in _WORDS | _OF_IDS | _NAMES | _PAST
    )
)
_OF_A_COLUMN = attrgetter(
    *sorted(each.name for each in fields(Column) if each.name not in _WORDS | {"id"})
)
_ON_A_MAP = frozenset({Transform.COMMUNE, Transform.EPCI})
_BY_ITS_ALIAS = frozenset({StorageKind.MARIADB})
"""Kinds of storage that are asked otherwise under another query around the table (`pushdown`)."""


def likeness(bound: BoundDataset, kind: StorageKind) -> Hashable | None:
    """Equal for two datasets that are given alike; None for one that is like no other."""
    if bound.problem is not None or bound.aggregate_only or not bound.branches:
        return None
    if kind in _BY_ITS_ALIAS or not all(map(_can_be_alike, bound.branches)):
        return None
    branches = tuple(_branch(each) for each in bound.branches)
    return (kind, _dataset(bound.dataset), branches)


def _can_be_alike(branch: BoundBranch) -> bool:
    """A commune shown for another is read on a map of the rows; an agreement that names datasets or
    asks for one unit tells one dataset from the next.
    """
    if any(each.transform in _ON_A_MAP for each in branch.columns.values()):
        return False
    if branch.agreement is None:
        return True
    terms = branch.agreement.terms
    return terms.combine.kind is not CombineKind.NAMED and terms.unitary is None


def _dataset(dataset: Dataset) -> Hashable:
    names = {column.id: column.name for column in dataset.columns}
    territory = dataset.territory
    return (
        _OF_A_DATASET(dataset),
        tuple(_OF_A_COLUMN(column) for column in dataset.columns),
        tuple(names[each] for each in dataset.primary_key),
        None
        if territory is None
        else (
            names.get(territory.column),
            names.get(territory.date_column or ""),
            territory.vintage,
        ),
        tuple((each.name, names.get(each.column), each.concept) for each in dataset.relations),
        names.get(dataset.unit_key or ""),
        (dataset.physical.kind, dataset.physical.csv),
    )


def _branch(branch: BoundBranch) -> Hashable:
    by = branch.citation if branch.citation in {OWNER, OPEN} else None
    terms = None if branch.agreement is None else branch.agreement.terms
    columns = frozenset(branch.columns.items())
    return (by, _rows(branch.rows), columns, branch.seniority, terms)


def _rows(rows: RowCondition) -> Hashable:
    match rows:
        case BoundAllRows():
            return ()
        case BoundTerritory():
            day = None if rows.date_column is None else rows.date_column.name
            return (rows.column.name, rows.scope, day, rows.until)
        case BoundCompare():
            return (rows.column.name, rows.op, rows.values)
        case BoundAllOf(conditions):
            return tuple(_rows(each) for each in conditions)
