"""Our column types as those of OData (Edm), and the cells of each as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pyarrow as pa

from catalog.model.dataset import ColumnType, ScalarType
from federation.logical import WireType
from federation.results.formats.text_cells import TextColumn, json_cells

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
_LONG_NUMBERS = frozenset({WireType.BIGINT, WireType.DECIMAL})


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


def edm_cells(column: pa.Array, wire: WireType, *, long_as_text: bool) -> TextColumn:
    """Numbers are numbers, unless a client asks for texts of the long ones (IEEE754Compatible)."""
    if wire is WireType.JSON:
        return json_cells(column, WireType.STRING)
    cells = json_cells(column, wire)
    if wire in _LONG_NUMBERS and not long_as_text:
        return TextColumn(cells.cells)
    return cells
