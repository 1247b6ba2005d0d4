"""How SQL thinks, in plain Python: three values, nulls in their place, measures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from federation.logical import WireType

Bool = bool | None
WIRES = {
    "id": WireType.STRING,
    "jour": WireType.DATE,
    "code": WireType.STRING,
    "flux": WireType.STRING,
    "nombre": WireType.INT,
    "montant": WireType.DECIMAL,
    "instant": WireType.TIMESTAMP_TZ,
}

COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda x, y: x == y,
    "<>": lambda x, y: x != y,
    "<": lambda x, y: x < y,
    "<=": lambda x, y: x <= y,
    ">": lambda x, y: x > y,
    ">=": lambda x, y: x >= y,
}


def measure_sql(kind: str, column: str) -> str:
    return f"COUNT(DISTINCT {column})" if kind == "distinct" else f"{kind.upper()}({column})"


def measure(kind: str, values: list[Any]) -> Any:
    known = [each for each in values if each is not None]
    match kind:
        case "count":
            return len(known)
        case "distinct":
            return len(set(known))
        case "sum":
            return sum(known[1:], known[0]) if known else None
        case "min":
            return min(known, default=None)
        case _:
            return max(known, default=None)


def measure_wire(kind: str, name: str) -> WireType:
    if kind in {"count", "distinct"}:
        return WireType.COUNT
    if kind == "sum" and name == "nombre":
        return WireType.BIGINT
    return WIRES[name]


def ordered(rows: list[tuple[Any, ...]], ways: list[tuple[str, str]]) -> list[tuple[Any, ...]]:
    """Stable sorts from the last key to the first; every output is a key, so ties are equal."""
    for position in reversed(range(len(ways))):
        way, nulls = ways[position]
        known = [row for row in rows if row[position] is not None]
        absent = [row for row in rows if row[position] is None]
        known.sort(key=lambda row: row[position], reverse=way == "DESC")
        rows = absent + known if nulls == "FIRST" else known + absent
    return rows


def both(one: Bool, other: Bool) -> Bool:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def either(one: Bool, other: Bool) -> Bool:
    return negated(both(negated(one), negated(other)))


def negated(one: Bool) -> Bool:
    return None if one is None else not one


def wire(value: Any, kind: WireType) -> Any:
    """As the engines return it: decimals as text, instants in UTC."""
    if isinstance(value, Decimal):
        return f"{value:.3f}"
    if isinstance(value, datetime | date | str | int) or value is None:
        return value
    raise AssertionError(kind)
