"""Values as a caller writes them, checked against a column's type, in one canonical form."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Final

from catalog.model.bilingual import Bilingual
from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from federation.logical import Rounding
from federation.wire_values import DECIMAL_DIGITS, canonical_value

Canonical = str | int | float | bool
_USUAL_SCALE = 18
_NEVER_TEXT: Final = frozenset({ScalarType.INTEGER, ScalarType.FLOAT, ScalarType.BOOLEAN})


class LeafMismatch(ValueError):  # noqa: N818 - becomes a Problem where the place is known
    """The value does not fit; `suggestion` is the nearest code, for a closed list of codes."""

    def __init__(self, *, unknown_code: str | None = None, suggestion: str | None = None) -> None:
        super().__init__()
        self.unknown_code = unknown_code
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class Leaf:
    """The values that one place takes: of a column's type, and of its closed list of codes.

    A decimal without a precision stands for any decimal; with more digits than its type has, it is
    rounded as `rounding` says, or refused.
    """

    type: ColumnType
    code_list: tuple[str, ...] = ()
    rounding: Rounding = "NONE"

    def read(self, raw: object) -> Canonical:
        """The canonical wire value; raises LeafMismatch."""
        if self.type.scalar is ScalarType.JSON:
            raise LeafMismatch
        if isinstance(raw, str) and self.type.scalar in _NEVER_TEXT:
            raise LeafMismatch
        type_ = self.type
        if type_.scalar is ScalarType.DECIMAL and type_.precision is None:
            type_ = ColumnType(ScalarType.DECIMAL, DECIMAL_DIGITS, _scale_for(raw))
        try:
            value = canonical_value(raw, type_, self.rounding)
        except (ValueError, OverflowError):
            raise LeafMismatch from None
        if value is None:
            raise LeafMismatch
        if self.code_list and value not in self.code_list:
            text = str(value)
            raise LeafMismatch(unknown_code=text, suggestion=nearest(text, self.code_list))
        return value


def _scale_for(raw: object) -> int:
    """The decimals that any decimal of 38 digits, long before or behind its point, is kept with."""
    try:
        number = Decimal(str(raw))
    except (ValueError, InvalidOperation):
        return _USUAL_SCALE
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):
        return _USUAL_SCALE
    whole = max(number.adjusted() + 1, 0)
    return max(min(max(_USUAL_SCALE, -exponent), DECIMAL_DIGITS - whole), 0)


def nearest(word: str, among: tuple[str, ...]) -> str | None:
    """The one that a person most likely meant, case aside, or None."""
    lower = {each.lower(): each for each in reversed(among)}
    found = difflib.get_close_matches(word[:100].lower(), lower, n=1, cutoff=0.6)
    return lower[found[0]] if found else None


EXPECTED: Final[dict[str, Bilingual]] = {
    **{record.graphql: record.graphql_value for record in TYPES.values()},
    "ID": Bilingual("un identifiant", "an identifier"),
}
"""The value that is expected, in French and in English, by GraphQL scalar."""


def expected_of(type_name: str) -> Bilingual:
    return EXPECTED.get(type_name, Bilingual(f"« {type_name} »", f'"{type_name}"'))
