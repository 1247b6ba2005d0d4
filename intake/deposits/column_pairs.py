"""Pairs columns of a file with those of a dataset: by what people said, names, labels, meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalog.actions.names import folded
from catalog.model.dataset import Column, Dataset
from intake.deposits.column_names import identifier, label_of
from intake.deposits.refused_columns import is_refused
from intake.file_reading.typed_rows import Made, ReadColumn
from intake.file_reading.units import unit_named


@dataclass(frozen=True, slots=True)
class Pair:
    column: Column
    read: ReadColumn
    by: str


def pairs(dataset: Dataset, read: Sequence[ReadColumn], answers: Mapping[str, str]) -> list[Pair]:
    """In the order of the dataset. `answers`: by header, a column's name, or "" for none."""
    by_id: dict[str, Pair] = {}
    refused = {header for header, column in answers.items() if column == ""}
    left = [column for column in read if not is_refused(column.name, refused)]
    ways: tuple[tuple[str, Callable[[Column, ReadColumn], bool]], ...] = (
        ("answer", lambda column, one: answers.get(one.name) == column.name),
        ("source", _same_source),
        ("name", lambda column, one: folded(identifier(one.name)) == folded(column.name)),
        ("label", _same_label),
        ("concept", _same_concept),
    )
    for by, is_same in ways:
        for column in dataset.columns:
            if column.id in by_id:
                continue
            same = [one for one in left if is_same(column, one)]
            # A meaning that several columns share says nothing.
            if not same or (by == "concept" and len(same) > 1):
                continue
            one = _as_code(column, same[0], left)
            left.remove(one)
            by_id[column.id] = Pair(column, one, by)
    return [by_id[column.id] for column in dataset.columns if column.id in by_id]


def _same_source(column: Column, read: ReadColumn) -> bool:
    if column.source_name == read.name:
        return True
    return folded(identifier(read.name)) == folded(identifier(column.source_name))


def _same_label(column: Column, read: ReadColumn) -> bool:
    """Without the unit: `Poids (t)` may be the `poids_kg` of before."""
    own = _stem(identifier(label_of(read.name, read.column.unit)))
    return own in {_stem(identifier(column.label_fr)), _stem(identifier(column.source_name))}


def _stem(name: str) -> str:
    head, _, tail = name.rpartition("_")
    return head if head and unit_named(tail) is not None else name


def _same_concept(column: Column, read: ReadColumn) -> bool:
    concept = read.column.concept
    if column.concept is None or concept is None:
        return False
    if concept == "commune":
        return column.concept == "commune" and read.column.by == "code"
    return column.concept == concept or (concept, column.concept) == ("date", "date_collecte")


def _as_code(column: Column, read: ReadColumn, left: Sequence[ReadColumn]) -> ReadColumn:
    """For a column of communes, the codes found for the names in `read`; otherwise `read`."""
    if column.concept != "commune" or read.made is not None:
        return read
    position = read.column.position
    made = (one for one in left if one.made is Made.COMMUNE and one.of == position)
    return next(made, read)
