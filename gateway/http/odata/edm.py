"""Our column types as those of OData (Edm)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalog.model.dataset import ColumnType, ScalarType

_EDM: Mapping[ScalarType, str] = {
    ScalarType.STRING: "Edm.String",
    ScalarType.INTEGER: "Edm.Int32",
    ScalarType.BIGINT: "Edm.Int64",
    ScalarType.DECIMAL: "Edm.Decimal",
    ScalarType.FLOAT: "Edm.Double",
    ScalarType.BOOLEAN: "Edm.Boolean",
    ScalarType.DATE: "Edm.Date",
    ScalarType.TIME: "Edm.TimeOfDay",
    # A moment without a zone has no type there, and to invent one would be wrong one hour a year.
    ScalarType.TIMESTAMP: "Edm.String",
    ScalarType.TIMESTAMP_TZ: "Edm.DateTimeOffset",
    ScalarType.JSON: "Edm.String",
}


@dataclass(frozen=True, slots=True)
class EdmType:
    """`precision` and `scale` of a decimal, where they are known."""

    name: str
    precision: int | None = None
    scale: int | None = None


def edm_type(kind: ColumnType) -> EdmType:
    if kind.scalar is ScalarType.DECIMAL and kind.precision is not None:
        return EdmType(_EDM[kind.scalar], kind.precision, kind.scale or 0)
    return EdmType(_EDM[kind.scalar])
