"""The types of PostgreSQL that an answer may have: their numbers there, and ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from catalog.model.dataset import ColumnType, ScalarType
from federation.logical import WireType


class Kind(StrEnum):
    """By PostgreSQL's own names; `UNKNOWN` is a literal or a parameter that nothing types yet."""

    TEXT = "text"
    INT4 = "int4"
    INT8 = "int8"
    NUMERIC = "numeric"
    FLOAT8 = "float8"
    BOOL = "bool"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    TIMESTAMPTZ = "timestamptz"
    JSON = "json"
    INTERVAL = "interval"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class WireKind:
    """`oid` and `size` as pg_type has them; a size of -1 is one that varies."""

    oid: int
    size: int


WIRE_KINDS: Mapping[Kind, WireKind] = {
    Kind.BOOL: WireKind(16, 1),
    Kind.INT8: WireKind(20, 8),
    Kind.INT4: WireKind(23, 4),
    Kind.TEXT: WireKind(25, -1),
    Kind.JSON: WireKind(114, -1),
    Kind.FLOAT8: WireKind(701, 8),
    Kind.DATE: WireKind(1082, 4),
    Kind.TIME: WireKind(1083, 8),
    Kind.TIMESTAMP: WireKind(1114, 8),
    Kind.TIMESTAMPTZ: WireKind(1184, 8),
    Kind.NUMERIC: WireKind(1700, -1),
}
KIND_OF_WIRE: Mapping[WireType, Kind] = {
    WireType.STRING: Kind.TEXT,
    WireType.INT: Kind.INT4,
    WireType.BIGINT: Kind.INT8,
    WireType.COUNT: Kind.INT8,
    WireType.DECIMAL: Kind.NUMERIC,
    WireType.FLOAT: Kind.FLOAT8,
    WireType.BOOLEAN: Kind.BOOL,
    WireType.DATE: Kind.DATE,
    WireType.TIME: Kind.TIME,
    WireType.TIMESTAMP: Kind.TIMESTAMP,
    WireType.TIMESTAMP_TZ: Kind.TIMESTAMPTZ,
    WireType.JSON: Kind.JSON,
}
KIND_OF_SCALAR: Mapping[ScalarType, Kind] = {
    ScalarType.STRING: Kind.TEXT,
    ScalarType.INTEGER: Kind.INT4,
    ScalarType.BIGINT: Kind.INT8,
    ScalarType.DECIMAL: Kind.NUMERIC,
    ScalarType.FLOAT: Kind.FLOAT8,
    ScalarType.BOOLEAN: Kind.BOOL,
    ScalarType.DATE: Kind.DATE,
    ScalarType.TIME: Kind.TIME,
    ScalarType.TIMESTAMP: Kind.TIMESTAMP,
    ScalarType.TIMESTAMP_TZ: Kind.TIMESTAMPTZ,
    ScalarType.JSON: Kind.JSON,
}
NUMBERS = (Kind.INT4, Kind.INT8, Kind.NUMERIC, Kind.FLOAT8)
"""From the narrowest: two of them together have the later one."""
INTEGERS = frozenset({Kind.INT4, Kind.INT8})
DAYS = frozenset({Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ})
ALIASES: Mapping[int, Kind] = {
    18: Kind.TEXT,
    19: Kind.TEXT,
    21: Kind.INT4,
    26: Kind.INT8,
    700: Kind.FLOAT8,
    1042: Kind.TEXT,
    1043: Kind.TEXT,
    **{wire.oid: kind for kind, wire in WIRE_KINDS.items()},
}
"""Types that a client may declare for a parameter, and what it is taken for here."""


def kind_of(column: ColumnType) -> Kind:
    return KIND_OF_SCALAR[column.scalar]


def widest(kinds: list[Kind]) -> Kind:
    """The type of values of `kinds` together, as UNION and CASE resolve it; UNKNOWN of none."""
    typed = [each for each in kinds if each is not Kind.UNKNOWN]
    if not typed:
        return Kind.UNKNOWN
    if all(each in NUMBERS for each in typed):
        return max(typed, key=NUMBERS.index)
    order = (Kind.DATE, Kind.TIMESTAMP, Kind.TIMESTAMPTZ)
    if all(each in order for each in typed):
        return max(typed, key=order.index)
    return typed[0]
