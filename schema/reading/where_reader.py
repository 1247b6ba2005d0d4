"""`where` and `having`: filters combined by AND, OR and NOT.

A condition that an absent variable emptied is dropped: it leaves its AND, its OR (which never
becomes true for it) and its NOT. A condition that somebody wrote empty, or null, is an error.
"""

from __future__ import annotations

from collections.abc import Callable

from sqlglot import exp

from schema.inputs import Input
from schema.limits import DocumentLimits
from schema.problems import EmptyCondition, NullCondition
from schema.reading.conditions import check_length
from schema.sql import all_of, any_of, negated

ReadField = Callable[[str, Input], exp.Expr | None]


def read_combined(
    field: str, conditions: Input | None, read_field: ReadField, limits: DocumentLimits
) -> exp.Expr | None:
    """`{}` is no condition at the top, and an error below it."""
    if conditions is None:
        return None
    if conditions.is_null:
        raise NullCondition(field=field, place=conditions.place)
    if not conditions.entries():
        return None
    return _read(field, conditions, read_field, limits)


def _read(
    field: str, conditions: Input, read_field: ReadField, limits: DocumentLimits
) -> exp.Expr | None:
    if conditions.is_null:
        raise NullCondition(field=field, place=conditions.place)
    entries = conditions.entries()
    if not entries:
        raise EmptyCondition(field=field, place=conditions.place)
    read = [
        _read_entry(name, each, read_field, limits) for name, each in entries if each is not None
    ]
    kept = [each for each in read if each is not None]
    return all_of(kept) if kept else None


def _read_entry(
    name: str, each: Input, read_field: ReadField, limits: DocumentLimits
) -> exp.Expr | None:
    if name not in {"AND", "OR", "NOT"}:
        return read_field(name, each)
    if each.is_null:
        raise NullCondition(field=name, place=each.place)
    if name == "NOT":
        inner = _read(name, each, read_field, limits)
        return None if inner is None else negated(inner)
    items = each.items()
    if not items:
        raise EmptyCondition(field=name, place=each.place)
    check_length(name, each, len(items), limits)
    read = [_read(name, item, read_field, limits) for item in items]
    kept = [item for item in read if item is not None]
    if not kept:
        return None
    return all_of(kept) if name == "AND" else any_of(kept)
