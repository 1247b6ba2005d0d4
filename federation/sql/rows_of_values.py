"""The columns of VALUES: one type for all their rows, said in each of them.

Left to themselves engines take the type of one row, and round what the others hold to it.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from federation.dialects.decimals import MOST_DIGITS, common_type, digits_of
from federation.dialects.types import (
    cast,
    is_decimal,
    is_float,
    is_integer,
    named_type,
)
from federation.rewrites.resolve_names import place_of
from federation.size_problems import SqlLimit
from federation.sql.kinds import kind_of, value_of
from federation.sql.problems import SqlRowsOfValues
from federation.sql.types_apart import types_apart


def settle_rows(table: exp.Values) -> bool:
    """Casts the cells of each column to one type; True where a cell was changed. Raises
    SqlRowsOfValues, SqlTypes, SqlLimit.
    """
    rows = [each.expressions for each in table.expressions]
    if len({len(each) for each in rows}) > 1:
        raise SqlRowsOfValues(place=place_of(table))
    changed = False
    for cells in zip(*rows, strict=True):
        shared = _type_of(cells, table)
        for cell in cells:
            if cell.type != shared or isinstance(cell, exp.Null):
                cell.replace(cast(cell.copy(), shared))
                changed = True
    return changed


def _type_of(cells: Sequence[exp.Expr], table: exp.Values) -> exp.DataType:
    """The least type that holds every cell; text for a column of NULLs."""
    kinds = {kind: each for each in cells if (kind := kind_of(value_of(each))) != "null"}
    if len(kinds) > 1:
        left, right = sorted(kinds)[:2]
        raise types_apart("VALUES", value_of(kinds[left]), value_of(kinds[right]), place_of(table))
    known = [each for each in cells if kind_of(value_of(each)) != "null"]
    types = [each.type for each in known if each.type is not None]
    if not types:
        return named_type("VARCHAR")
    if "number" in kinds:
        _check_digits(known, table)
        return shared_type(known) or types[0]
    if "date" in kinds and any(each.this is not exp.DType.DATE for each in types):
        return named_type("TIMESTAMP")
    return types[0]


def _check_digits(numbers: Sequence[exp.Expr], table: exp.Values) -> None:
    digits = [found for each in numbers if (found := digits_of(each)) is not None]
    if len(digits) < len(numbers) or not any(is_decimal(each) for each in numbers):
        return
    if max(each.whole for each in digits) + max(each.scale for each in digits) > MOST_DIGITS:
        raise SqlLimit(
            limit=MOST_DIGITS,
            what_fr="chiffres, avant et après la virgule, dans une colonne de VALUES",
            what_en="digits, before and after the point, in a column of VALUES",
            place=place_of(table),
        )


def shared_type(values: Sequence[exp.Expr]) -> exp.DataType | None:
    """None where they are alike, or are not all numbers."""
    numbers = (is_integer, is_decimal, is_float)
    if not all(
        isinstance(each, exp.Null) or any(test(each) for test in numbers) for each in values
    ):
        return None
    if len({each.type for each in values if not isinstance(each, exp.Null)}) < 2:
        return None
    if any(is_float(each) for each in values):
        return named_type("DOUBLE")
    return common_type(values) or named_type("BIGINT")
