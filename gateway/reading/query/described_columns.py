"""The column of a dataset that each column of an answer shows, where there is one alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog.model.dataset import Column, Dataset
from catalog.model.transform import Transform
from policies.given import transforms_of

if TYPE_CHECKING:
    from gateway.reading.query.sql_prepare import PreparedSql


def column_shown_as(name: str, prepared: PreparedSql) -> tuple[Dataset, Column] | None:
    """The column of that name which the statement reads; None of a value that it works out, and of
    a name that several datasets have.
    """
    read = {dataset for dataset, column in prepared.plan.columns_read if column == name}
    if len(read) != 1:
        return None
    dataset = prepared.snapshot.datasets[read.pop()]
    column = dataset.column_named(name)
    return None if column is None else (dataset, column)


def masks_of(name: str, prepared: PreparedSql) -> tuple[str, ...]:
    """The masks of the column of that name, the least first; none where it is given as it is."""
    source = column_shown_as(name, prepared)
    if source is None:
        return ()
    dataset, column = source
    ways = transforms_of(column.id, prepared.decision.datasets[dataset.id])
    return tuple(each.value for each in ways if each is not Transform.CLEAR)
