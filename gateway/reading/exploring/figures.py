"""The lines of an exploration's statement as groups: each a value, or why there is none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from gateway.reading.exploring.exploration import Comparison, Exploration
from gateway.reading.exploring.expressions import FEWEST_ROWS
from gateway.reading.exploring.keys import key_columns
from gateway.reading.exploring.sources import ExploredData

_Cell = str | None


class NoValue(StrEnum):
    """The reason for which a group has no value: too few rows about persons, no cell that is
    filled, sides that do not cover the same.
    """

    SECRET = "secret"  # noqa: S105 - of statistics
    ABSENT = "absent"
    UNLIKE = "unlike"


@dataclass(frozen=True, slots=True)
class ExploredGroup:
    """`keys` and `labels` in the order of the groups; a label is the name of a place, else "".
    `value` is the one that is shown; `above` and `below` are the sides of a ratio, `before` is of
    the year before and `change` the difference, in per cent (in points for a share). `unlike_rows`
    have one side of the ratio alone.
    """

    keys: tuple[str | None, ...]
    labels: tuple[str, ...]
    value: float | None
    above: float | None
    below: float | None
    before: float | None
    change: float | None
    rows: int
    unlike_rows: int
    no_value: NoValue | None


def read_groups(
    exploration: Exploration, data: ExploredData, lines: Sequence[Sequence[_Cell]]
) -> tuple[ExploredGroup, ...]:
    columns = key_columns(exploration.by)
    count = len(columns)
    labelled = [place for place, column in enumerate(columns) if column.label is not None]
    groups = []
    for line in lines:
        keys = tuple(line[:count])
        labels = [""] * count
        for place, label in zip(labelled, line[count:], strict=False):
            labels[place] = label or ""
        figures = line[count + len(labelled) :]
        groups.append(_group(exploration, data, keys, tuple(labels), figures))
    return tuple(groups)


def _group(
    exploration: Exploration,
    data: ExploredData,
    keys: tuple[_Cell, ...],
    labels: tuple[str, ...],
    figures: Sequence[_Cell],
) -> ExploredGroup:
    first, *others = figures
    above = below = before = change = None
    unlike = 0
    match exploration.compare:
        case Comparison.NONE:
            value, rows = _number(first), _count(others[0])
        case Comparison.BEFORE:
            value, before, change = _number(first), _number(others[0]), _number(others[1])
            rows = _count(others[2])
        case Comparison.POPULATION:
            above, below, value = _number(first), _number(others[0]), _number(others[1])
            rows = _count(others[2])
        case Comparison.OTHER:
            above, below, value = _number(first), _number(others[0]), _number(others[1])
            rows, unlike = _count(others[2]), _count(others[3])
    reason = None if value is not None else _reason(data, rows, unlike)
    return ExploredGroup(keys, labels, value, above, below, before, change, rows, unlike, reason)


def _reason(data: ExploredData, rows: int, unlike: int) -> NoValue:
    """`rows` are those that count: of a ratio, with both sides."""
    if unlike > rows:
        return NoValue.UNLIKE
    return NoValue.SECRET if data.is_personal and rows < FEWEST_ROWS else NoValue.ABSENT


def _number(cell: _Cell) -> float | None:
    return None if cell is None else float(cell)


def _count(cell: _Cell) -> int:
    return int(cell or 0)
