"""The result columns of a statement: their names and types, once every name in it is resolved."""

from __future__ import annotations

from collections.abc import Sequence

from sqlglot import exp

from catalog.giving_way import give_way
from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from federation.dialects.decimals import Digits, common_digits, digits_of
from federation.dialects.types import is_decimal, is_float, is_timestamp
from federation.logical import Cell, Shape, WireType
from federation.rewrites.context import Context
from federation.rewrites.expressions import cast, quoted
from federation.rewrites.resolve_names import place_of
from federation.rewrites.scopes import origins
from federation.rewrites.wire_columns import group_by_values
from federation.sql.code_lists import check_codes
from federation.sql.conditions import check_conditions
from federation.sql.counted import counted_columns
from federation.sql.frames import check_frames
from federation.sql.grouping import check_groups
from federation.sql.groupings import check_grouping_calls
from federation.sql.growth import check_growth
from federation.sql.kinds import kind_of, shown_type, value_of
from federation.sql.orders import check_orders
from federation.sql.outer_joins import check_outer_joins
from federation.sql.plain import check_listed_names
from federation.sql.problems import SqlUntypedColumn
from federation.sql.result_types import annotate_statement, arms_of
from federation.sql.type_checks import check_types
from federation.sql.types_apart import types_apart
from federation.sql.units import check_clocks
from federation.sql.zones import say_zones
from federation.wire_types import WIRE

WRITTEN = "written"
"""The `meta` of an alias that keeps how it was written: names are shown so, and matched in lower
case.
"""
UNNAMED = "unnamed"
"""The `meta` of a name that is ours: it is shown as its place among the result columns."""


def answered_columns(
    resolved: exp.Query, context: Context
) -> tuple[exp.Query, tuple[tuple[str, WireType], ...], Shape]:
    """The tree with exact decimals said; the result columns under unique names; their shape,
    whose keys are the names that are shown, in SELECT order.

    Raises SqlTypes, SqlArgument, SqlWrittenOtherwise, SqlNotInCodeList,
    SqlUntypedColumn, and what `check_groups` raises.
    """
    check_listed_names(resolved)
    check_groups(resolved)
    check_grouping_calls(resolved)
    check_outer_joins(resolved)
    check_orders(resolved)
    give_way()
    group_by_values(resolved)
    check_codes(resolved, context)
    json = _json_outputs(resolved, context)
    annotate_statement(resolved, context)
    give_way()
    check_types(resolved)
    check_conditions(resolved)
    give_way()
    check_clocks(resolved)
    check_frames(resolved)
    say_zones(resolved)
    check_growth(resolved, context.parameters)
    give_way()
    arms = arms_of(resolved)
    shown = [_shown_name(index, each) for index, each in enumerate(arms[0].selects)]
    names = _unique(shown)
    counted = counted_columns(resolved)
    columns: list[tuple[str, WireType]] = []
    cells: list[Cell] = []
    for index, name in enumerate(names):
        outputs = [arm.selects[index] for arm in arms]
        wire, digits = _wire(index, outputs)
        if index in json:
            wire = WireType.JSON
        elif wire is WireType.BIGINT and counted[index]:
            wire = WireType.COUNT
        columns.append((name, wire))
        _name(arms[0], index, name, digits)
        said = None if digits is None else (digits.precision, digits.scale)
        cells.append(Cell(shown[index], name, wire, said))
    return resolved, tuple(columns), Shape(tuple(cells))


def _shown_name(index: int, output: exp.Expr) -> str:
    alias = output.args.get("alias") if isinstance(output, exp.Alias) else None
    said = alias.meta if isinstance(alias, exp.Identifier) else {}
    if said.get(UNNAMED):
        return f"_col{index}"
    return str(said.get(WRITTEN) or output.alias_or_name)


def _unique(shown: Sequence[str]) -> list[str]:
    """Names under which engines tell the columns apart."""
    taken: set[str] = set()
    names = []
    for index, each in enumerate(shown):
        name = each.lower()
        if name in taken or not name:
            name = f"c{index}_{name}"
        taken.add(name)
        names.append(name)
    return names


def _name(arm: exp.Select, index: int, name: str, digits: Digits | None) -> None:
    written = arm.selects[index]
    value = written.unalias()
    alias = exp.Alias(alias=quoted(name))
    written.replace(alias)
    if digits is not None:
        kind = ColumnType(ScalarType.DECIMAL, digits.precision, digits.scale)
        value = cast(value, kind)
    alias.set("this", value)


def _json_outputs(tree: exp.Query, context: Context) -> frozenset[int]:
    if not isinstance(tree, exp.Select):
        return frozenset()
    known = origins(tree, context)
    return frozenset(
        index
        for index, each in enumerate(tree.selects)
        if (origin := known.get(id(each.unalias()))) is not None
        and origin.column.type.scalar is ScalarType.JSON
    )


def _wire(index: int, outputs: Sequence[exp.Expr]) -> tuple[WireType, Digits | None]:
    values = [value_of(each.unalias()) for each in outputs]
    kinds = {kind: each for each in values if (kind := kind_of(each)) != "null"}
    if len(kinds) > 1:
        one, other = sorted(kinds)[:2]
        raise types_apart("UNION", kinds[one], kinds[other], place_of(outputs[0]))
    match next(iter(kinds), "null"):
        case "number":
            return _number(values)
        case "varchar" | "null":
            return WireType.STRING, None
        case "date":
            local = any(is_timestamp(each) for each in values)
            return (WireType.TIMESTAMP if local else WireType.DATE), None
        case kind if kind in _BY_KIND:
            return _BY_KIND[kind], None
        case _:
            raise SqlUntypedColumn(
                number=index + 1, type=shown_type(values[0]), place=place_of(outputs[0])
            )


_BY_KIND = {TYPES[each].kind: wire for each, wire in WIRE.items()}


def _number(values: Sequence[exp.Expr]) -> tuple[WireType, Digits | None]:
    if any(is_float(each) for each in values):
        return WireType.FLOAT, None
    if any(is_decimal(each) for each in values):
        known = [found for each in values if (found := digits_of(each)) is not None]
        return WireType.DECIMAL, common_digits(known)
    small = all(each.type is not None and each.type.this in _SMALL for each in values)
    return (WireType.INT if small else WireType.BIGINT), None


_SMALL = frozenset({exp.DType.INT, exp.DType.SMALLINT, exp.DType.TINYINT})
