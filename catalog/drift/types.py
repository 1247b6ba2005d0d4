"""Judges if a column's type grew, shrank, or became another."""

from __future__ import annotations

from catalog.drift.values import ChangeKind
from catalog.model.dataset import ColumnType, ScalarType

_INTEGERS = (ScalarType.INTEGER, ScalarType.BIGINT)


def judge_types(before: ColumnType | None, now: ColumnType | None) -> ChangeKind | None:
    """None when nothing changes for whoever reads; a type that no engine shares is another one."""
    if before == now:
        return None
    if before is None or now is None:
        return ChangeKind.TYPE_CHANGED
    if before.scalar in _INTEGERS and now.scalar in _INTEGERS:
        grew = _INTEGERS.index(now.scalar) > _INTEGERS.index(before.scalar)
        return ChangeKind.TYPE_WIDENED if grew else ChangeKind.TYPE_NARROWED
    if before.scalar is now.scalar is ScalarType.DECIMAL:
        return _judge_decimals(before, now)
    return ChangeKind.TYPE_CHANGED


def _judge_decimals(before: ColumnType, now: ColumnType) -> ChangeKind:
    (whole, scale), (whole_now, scale_now) = _digits(before), _digits(now)
    keeps_all = whole_now >= whole and scale_now >= scale
    return ChangeKind.TYPE_WIDENED if keeps_all else ChangeKind.TYPE_NARROWED


def _digits(decimal: ColumnType) -> tuple[int, int]:
    """Before and after the mark."""
    scale = decimal.scale or 0
    return (decimal.precision or 0) - scale, scale


def describe(kind: ColumnType | None) -> str:
    if kind is None:
        return "?"
    if kind.scalar is ScalarType.DECIMAL:
        return f"decimal({kind.precision},{kind.scale})"
    return kind.scalar.value
