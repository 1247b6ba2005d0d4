"""Of a file that was read, the data of its own body that it may be the next part of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from catalog.actions.names import folded
from catalog.model.column_types import record_of
from catalog.model.dataset import Column, Dataset
from catalog.model.type_record import Family
from intake.deposits.column_names import identifier

_FEWEST_COLUMNS: Final = 2


def continued_by(proposal: Mapping[str, Any], known: Sequence[Dataset]) -> tuple[Dataset, ...]:
    """The datasets of which the file has all columns, by name and kind, the largest first.

    A file with more columns of its own than it shares is another table.
    """
    columns = proposal["columns"]
    close = [
        dataset
        for dataset in known
        if len(dataset.columns) >= _FEWEST_COLUMNS
        and len(columns) < 2 * len(dataset.columns)
        and all(any(_is_same(column, read) for read in columns) for column in dataset.columns)
    ]
    return tuple(sorted(close, key=lambda dataset: -len(dataset.columns)))


def names_one_column(names: Iterable[str], others: Iterable[str]) -> bool:
    """True where a name of the first list is a name of the second, in any spelling."""
    return bool(
        {folded(identifier(name)) for name in names} & {folded(identifier(name)) for name in others}
    )


def _is_same(column: Column, read: Mapping[str, Any]) -> bool:
    if not names_one_column((column.name, column.source_name), (read["name"], read["header"])):
        return False
    # A column that is empty in this file may be of any kind.
    return not read["examples"] or _kind(read["type"].partition("(")[0]) == _kind(
        column.type.scalar.value
    )


def _kind(scalar: str) -> str:
    record = record_of(scalar)
    if record is None:
        return scalar
    # Hours were kept as texts before there was a type for them.
    return Family.TEXT if record.family is Family.TIME else record.family
