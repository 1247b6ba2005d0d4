"""Checks that a decision makes sense for the columns it names: a sense is never guessed."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.model.column_types import DAYS, UNORDERED
from catalog.model.dataset import Column, Dataset, ScalarType
from catalog.model.row_condition import CompareOp
from catalog.model.transform import Transform
from federation.problems import UnboundDecision
from federation.wire_values import canonical_value
from policies.decision import CellTransform

COMMUNE = "commune"
"""The concept of a column that holds commune codes."""
UNIT_TRANSFORMS = frozenset({Transform.CLEAR, Transform.KEYED_HASH})
"""Under which one value still is one unit."""
_EQUALITIES = frozenset({CompareOp.EQ, CompareOp.NE, CompareOp.IN})


def check_transform(column: Column, cell: CellTransform) -> None:
    """Raises UnboundDecision when `cell` has no sense, or would change the type that is read."""
    scalar = column.type.scalar
    match cell.transform:
        case Transform.CLEAR | Transform.NULL:
            sound = True
        case Transform.CONSTANT:
            sound = cell.constant is not None and _fits(column, cell.constant)
        case Transform.KEYED_HASH:
            sound = scalar is ScalarType.STRING
        case Transform.MONTH | Transform.YEAR:
            sound = scalar in DAYS
        case Transform.COMMUNE | Transform.EPCI:
            sound = scalar is ScalarType.STRING and column.concept == COMMUNE
        case _:
            sound = False
    if not sound:
        raise UnboundDecision(what=f"transform {cell.transform} of column {column.id}")


def check_comparison(column: Column, op: CompareOp, values: tuple[str, ...]) -> None:
    """Raises UnboundDecision unless the values are of the column's type, as many as `op` takes."""
    comparable = column.type.scalar is not ScalarType.JSON
    ordered = op in _EQUALITIES or column.type.scalar not in UNORDERED
    counted = len(values) >= 1 if op is CompareOp.IN else len(values) == 1
    if not (comparable and ordered and counted and all(_fits(column, each) for each in values)):
        raise UnboundDecision(what=f"comparison of column {column.id}")


def check_territory(code: Column, date_column: Column | None) -> None:
    """Raises UnboundDecision unless codes are text and days are days."""
    dated = date_column is None or date_column.type.scalar in DAYS
    if code.type.scalar is not ScalarType.STRING or not dated:
        raise UnboundDecision(what=f"territory of column {code.id}")


def check_unit(dataset: Dataset, columns: Mapping[str, CellTransform]) -> None:
    """Raises UnboundDecision unless one unit can be named by the branch's own columns (by id)."""
    cell = None if dataset.unit_key is None else columns.get(dataset.unit_key)
    if cell is None or cell.transform not in UNIT_TRANSFORMS:
        raise UnboundDecision(what=f"unit key of {dataset.id}")


def _fits(column: Column, value: str) -> bool:
    try:
        canonical_value(value, column.type)
    except ValueError:
        return False
    return True
