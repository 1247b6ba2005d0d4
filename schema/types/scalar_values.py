"""Values as a caller writes them, checked against a column's type, in one canonical form."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from typing import Final

from catalog.model.bilingual import Bilingual
from catalog.model.dataset import ColumnType, ScalarType
from federation.logical import Rounding
from federation.wire_values import canonical_value

Canonical = str | int | float | bool
_WIDEST_SCALE = 18
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
            type_ = ColumnType(ScalarType.DECIMAL, 38, _WIDEST_SCALE)
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


def nearest(word: str, among: tuple[str, ...]) -> str | None:
    """The one that a person most likely meant, case aside, or None."""
    lower = {each.lower(): each for each in reversed(among)}
    found = difflib.get_close_matches(word[:100].lower(), lower, n=1, cutoff=0.6)
    return lower[found[0]] if found else None


EXPECTED: Final[dict[str, Bilingual]] = {
    "String": Bilingual("un texte", "a text"),
    "ID": Bilingual("un identifiant", "an identifier"),
    "Int": Bilingual("un entier sur 32 bits", "a 32-bit integer"),
    "BigInt": Bilingual("un entier (nombre ou texte de chiffres)", "an integer (number or digits)"),
    "Decimal": Bilingual(
        "un nombre décimal exact, sans plus de chiffres que la colonne (sauf lt, gt, between)",
        "an exact decimal number, with no more digits than the column has (except lt, gt, between)",
    ),
    "Float": Bilingual("un nombre", "a number"),
    "Boolean": Bilingual("true ou false", "true or false"),
    "Date": Bilingual("une date AAAA-MM-JJ", "a date YYYY-MM-DD"),
    "Timestamp": Bilingual(
        "une date et une heure locales, AAAA-MM-JJTHH:MM:SS",
        "a local date and time, YYYY-MM-DDTHH:MM:SS",
    ),
    "DateTime": Bilingual(
        "une date et une heure avec leur décalage, AAAA-MM-JJTHH:MM:SSZ",
        "a date and time with an offset, YYYY-MM-DDTHH:MM:SSZ",
    ),
    "JSON": Bilingual("une valeur JSON", "a JSON value"),
}
"""The value that is expected, in French and in English, by GraphQL scalar."""


def expected_of(type_name: str) -> Bilingual:
    return EXPECTED.get(type_name, Bilingual(f"« {type_name} »", f'"{type_name}"'))
