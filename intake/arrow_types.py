"""The type of Arrow in which values of a column type are written and read."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType


def arrow_type(kind: ColumnType) -> pa.DataType:
    if kind.scalar is ScalarType.DECIMAL:
        return pa.decimal128(kind.precision, kind.scale)
    return ARROW_TYPES[kind.scalar]


def _plain_type(scalar: ScalarType) -> pa.DataType:
    plain = pa.type_for_alias(TYPES[scalar].arrow)
    return pa.timestamp(plain.unit, "UTC") if scalar is ScalarType.TIMESTAMP_TZ else plain


ARROW_TYPES: Mapping[ScalarType, pa.DataType] = {
    each: _plain_type(each) for each in ScalarType if each is not ScalarType.DECIMAL
}
"""Of all but decimals, whose digits are part of their type."""
