"""One value of a document, as a column's type has it."""

from __future__ import annotations

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import ColumnType
from schema.inputs import Input
from schema.problems import NotInCodeList, NullCondition, UnexpectedValue
from schema.types.scalar_values import Canonical, Leaf, LeafMismatch, expected_of
from schema.types.scalars import SCALARS


def read_value(field: str, operand: Input, leaf: Leaf) -> Canonical:
    """Raises NotInCodeList, UnexpectedValue, NullCondition."""
    if operand.is_null:
        raise NullCondition(field=field, place=operand.place)
    try:
        return operand.read(leaf)
    except LeafMismatch as mismatch:
        if mismatch.unknown_code is not None:
            raise NotInCodeList(
                value=mismatch.unknown_code[:60],
                field=field,
                did_you_mean=mismatch.suggestion,
                place=operand.place,
            ) from None
        expected = _expected(leaf.type)
        raise UnexpectedValue(
            expected=expected[0], expected_en=expected[1], place=operand.place
        ) from None


def _expected(type_: ColumnType) -> Bilingual:
    return expected_of(SCALARS[type_.scalar].name)
