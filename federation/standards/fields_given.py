"""The fields of a standard as one dataset gives them to its reader, by the law's own answer."""

from __future__ import annotations

from catalog.standards.conformity import FieldMatch, conformity
from catalog.standards.standard import Standard
from federation.binding import BoundDataset


def fields_given(standard: Standard, bound: BoundDataset) -> tuple[FieldMatch, ...]:
    """One match for each field; without a column where it is not shown, or is shown as what the
    field is not.
    """
    return tuple(as_given(each, bound) for each in conformity(standard, bound.dataset))


def as_given(match: FieldMatch, bound: BoundDataset) -> FieldMatch:
    """The match as all branches together give its column."""
    if match.column is None:
        return match
    name = match.column.name
    transforms = {each.columns[name].transform for each in bound.branches if name in each.columns}
    return match.as_given(transforms)
