"""Column types on the wire: the form of each type in JSON, and the type of each form."""

from __future__ import annotations

from collections.abc import Mapping

from catalog.model.column_types import TYPES
from catalog.model.dataset import ScalarType
from federation.logical import WireType

WIRE: Mapping[ScalarType, WireType] = {each: WireType(TYPES[each].wire) for each in ScalarType}
SCALARS: Mapping[WireType, ScalarType] = {
    **{wire: scalar for scalar, wire in WIRE.items()},
    WireType.COUNT: ScalarType.BIGINT,
}
