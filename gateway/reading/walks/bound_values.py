"""The values of a page's statement, beside its tree: each bound as the type that it meets."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation

from sqlglot import exp

from catalog.model.bilingual import Bilingual
from catalog.model.column_types import TYPES
from catalog.model.dataset import ColumnType, ScalarType
from catalog.model.paris import PARIS
from federation.sql.made_trees import parameter
from federation.wire_values import DECIMAL_DIGITS, canonical_value
from gateway.reading.walks.problems import ConditionValue
from gateway.reading.walks.terms import Value, ValueKind

_NUMBERS = frozenset({ScalarType.INTEGER, ScalarType.BIGINT, ScalarType.DECIMAL, ScalarType.FLOAT})
_WRITTEN_AS: dict[ValueKind, frozenset[ScalarType]] = {
    ValueKind.TEXT: frozenset(ScalarType) - _NUMBERS - {ScalarType.BOOLEAN},
    ValueKind.NUMBER: _NUMBERS,
    ValueKind.TRUTH: frozenset({ScalarType.BOOLEAN}),
    ValueKind.DAY: frozenset({ScalarType.DATE, ScalarType.TIMESTAMP}),
    ValueKind.MOMENT: frozenset({ScalarType.TIMESTAMP, ScalarType.TIMESTAMP_TZ}),
    ValueKind.CLOCK: frozenset({ScalarType.TIME}),
}
ALONE: dict[ValueKind, ScalarType] = {
    ValueKind.TEXT: ScalarType.STRING,
    ValueKind.NUMBER: ScalarType.DECIMAL,
    ValueKind.TRUTH: ScalarType.BOOLEAN,
    ValueKind.DAY: ScalarType.DATE,
    ValueKind.MOMENT: ScalarType.TIMESTAMP_TZ,
    ValueKind.CLOCK: ScalarType.TIME,
}
"""The type of a value that meets no column."""


@dataclass(slots=True)
class BoundValues:
    """Each value once it is bound; `parameters` are given beside the statement."""

    parameters: list[object] = field(default_factory=list)

    def add(self, value: object, kind: ColumnType) -> exp.Expr:
        """The place of a canonical wire value of this type."""
        self.parameters.append({"type": _type_name(value, kind), "value": value})
        return parameter(len(self.parameters))

    def literal(self, value: Value, scalar: ScalarType | None, what: str) -> exp.Expr:
        """The place of a value as a person wrote it, as `scalar` (None: as it says itself).

        Raises ConditionValue; `what` names the other side.
        """
        kind = scalar or ALONE[value.kind]
        if kind is ScalarType.JSON or kind not in _WRITTEN_AS[value.kind]:
            raise _not_a(kind, what)
        if value.kind is ValueKind.NUMBER:
            return self._number(value.text, kind, what)
        text = value.text
        if value.kind is ValueKind.MOMENT and kind is ScalarType.TIMESTAMP:
            text = _clock_of_paris(text)
        if value.kind is ValueKind.TRUTH:
            return self.add(text == "true", ColumnType(kind))
        if value.kind is ValueKind.DAY and kind is not ScalarType.DATE:
            # A day beside a moment: its beginning, as SQL compares them.
            kind = ScalarType.DATE
        try:
            canonical_value(text, ColumnType(kind))
        except ValueError:
            raise _not_a(kind, what) from None
        return self.add(text, ColumnType(kind))

    def _number(self, text: str, kind: ScalarType, what: str) -> exp.Expr:
        """A whole number as such, any other as the exact decimal that was written, or a float
        beside floats.
        """
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise _not_a(ScalarType.DECIMAL, what) from None
        if not number.is_finite():
            raise _not_a(ScalarType.DECIMAL, what)
        if kind is ScalarType.FLOAT:
            return self.add(float(number), ColumnType(kind))
        if abs(number.adjusted()) > 2 * DECIMAL_DIGITS:
            raise _not_a(ScalarType.DECIMAL, what)
        if number == number.to_integral_value() and abs(number) < 2**63:
            whole = int(number)
            scalar = ScalarType.INTEGER if abs(whole) < 2**31 else ScalarType.BIGINT
            return self.add(whole, ColumnType(scalar))
        plain = format(number, "f")
        if len(plain.replace(".", "").lstrip("-0")) > DECIMAL_DIGITS or len(plain) > 80:
            raise _not_a(ScalarType.DECIMAL, what)
        return self.add(plain, ColumnType(ScalarType.DECIMAL))


def _type_name(value: object, kind: ColumnType) -> str:
    if kind.scalar is not ScalarType.DECIMAL:
        return TYPES[kind.scalar].result
    _, _, decimals = str(value).partition(".")
    digits = len(str(value).replace(".", "").lstrip("+-").lstrip("0"))
    scale = len(decimals)
    return f"decimal({max(digits, scale, 1)},{scale})"


def _clock_of_paris(text: str) -> str:
    """A moment beside a clock without a zone, which is that of Paris."""
    try:
        return datetime.fromisoformat(text).astimezone(PARIS).replace(tzinfo=None).isoformat()
    except ValueError:
        return text


def _not_a(kind: ScalarType, what: str) -> ConditionValue:
    expected = (
        Bilingual("d'un type qui se compare", "of a type that compares")
        if kind is ScalarType.JSON
        else TYPES[kind].value
    )
    return ConditionValue(what=what[:60], expected_fr=expected.fr, expected_en=expected.en)
