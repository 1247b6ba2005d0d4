"""Matches a dataset with its standard: the column of each field, its unit and its codes.

A field is matched by concept, then by name. A doubtful column is not matched, and the match says
why: a mass whose unit nobody declared could be tonnes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from catalog.model.column_types import NUMBERS, WHOLE_NUMBERS
from catalog.model.dataset import Column, Dataset, ScalarType
from catalog.model.transform import Transform
from catalog.standards.standard import Standard, StandardField

_FACTORS: Mapping[tuple[str, str], Decimal] = {
    ("t", "kg"): Decimal(1000),
    ("kg", "t"): Decimal("0.001"),
}
"""(the column's unit, the field's unit): by what a value is multiplied."""
_SPELLINGS: Mapping[str, str] = {
    "kilogramme": "kg",
    "kilogrammes": "kg",
    "kilogram": "kg",
    "kilograms": "kg",
    "tonne": "t",
    "tonnes": "t",
}
_READ_AS: Mapping[ScalarType, frozenset[ScalarType]] = {
    ScalarType.STRING: frozenset({ScalarType.STRING}),
    ScalarType.BIGINT: WHOLE_NUMBERS,
    ScalarType.DECIMAL: NUMBERS,
    ScalarType.BOOLEAN: frozenset({ScalarType.BOOLEAN}),
    ScalarType.DATE: frozenset({ScalarType.DATE, ScalarType.TIMESTAMP}),
    ScalarType.TIMESTAMP: frozenset({ScalarType.TIMESTAMP}),
}


class Missing(StrEnum):
    """Why a field has no column."""

    ABSENT = "absent"
    """No column has its concept or its name."""
    AMBIGUOUS = "ambiguous"
    """Several columns have its concept, none its name."""
    OTHER_TYPE = "other_type"
    UNIT_UNKNOWN = "unit_unknown"
    """The column says no unit, and does not bear the field's own name."""
    UNIT_OTHER = "unit_other"
    """No factor is declared from the column's unit to the field's."""
    NOT_GIVEN = "not_given"
    """The reader is not given the column."""
    COARSER = "coarser"
    """The reader is shown an EPCI where the standard has a commune."""


@dataclass(frozen=True, slots=True)
class FieldMatch:
    """`column` None: `missing` says why. `factor`: what its values are multiplied by, None for 1.

    `codes`: the standard's code of each of the column's own words that are none; `listed`: the
    words of the column that are codes, as they are or by `codes`; `unknown_codes`: those of its
    code list that are not. Where the field has a code list, rows with other words are in no answer
    that reads it.
    """

    field: StandardField
    column: Column | None
    missing: Missing | None = None
    factor: Decimal | None = None
    codes: Mapping[str, str] = dataclasses.field(default_factory=dict)
    listed: tuple[str, ...] = ()
    unknown_codes: tuple[str, ...] = ()

    @property
    def is_closed(self) -> bool:
        """True where the column's words must be codes of a list."""
        return self.column is not None and bool(self.field.code_list)

    def without(self, why: Missing) -> FieldMatch:
        """The same field, of which this column is not shown."""
        return FieldMatch(self.field, None, why)

    def as_given(self, transforms: Collection[Transform]) -> FieldMatch:
        """The match, unless its column is not shown, or is shown as what the field is not.

        `transforms`: those under which its reader is given the column, none where it is not given.
        """
        if self.column is None:
            return self
        if not transforms:
            return self.without(Missing.NOT_GIVEN)
        if self.field.concept == "commune" and Transform.EPCI in transforms:
            return self.without(Missing.COARSER)
        if self.is_closed and not set(transforms) <= {Transform.CLEAR}:
            return self.without(Missing.NOT_GIVEN)
        return self


def conformity(standard: Standard, dataset: Dataset) -> tuple[FieldMatch, ...]:
    """One match for each field of the standard, in its order. No column is two fields."""
    chosen: dict[str, Column | Missing] = {}
    taken: set[str] = set()
    ordered = sorted(standard.fields, key=lambda each: each.concept is None)
    for of in ordered:
        free = [column for column in dataset.columns if column.id not in taken]
        column = _column_of(of, free)
        chosen[of.name] = column
        if isinstance(column, Column):
            taken.add(column.id)
    return tuple(_match(each, chosen[each.name]) for each in standard.fields)


def _column_of(of: StandardField, columns: Iterable[Column]) -> Column | Missing:
    columns = tuple(columns)
    named = next((each for each in columns if each.name == of.name), None)
    if of.concept is None:
        return named or Missing.ABSENT
    meant = [each for each in columns if each.concept == of.concept]
    if len(meant) == 1:
        return meant[0]
    if named is not None and (not meant or named in meant):
        return named
    return Missing.AMBIGUOUS if meant else Missing.ABSENT


def _match(of: StandardField, column: Column | Missing) -> FieldMatch:
    if isinstance(column, Missing):
        return FieldMatch(of, None, column)
    if column.type.scalar not in _READ_AS[of.given_as.scalar]:
        return FieldMatch(of, None, Missing.OTHER_TYPE)
    factor = _factor(of, column)
    if isinstance(factor, Missing):
        return FieldMatch(of, None, factor)
    own = {each.word: each.code for each in column.codes}
    known = {**{code: code for code in of.code_list}, **of.codes, **own}
    if column.code_list:
        known = {word: code for word, code in known.items() if word in column.code_list}
    codes = {word: code for word, code in known.items() if word != code}
    unknown = tuple(word for word in column.code_list if of.code_list and word not in known)
    return FieldMatch(of, column, None, factor, codes, tuple(known), unknown)


def _factor(of: StandardField, column: Column) -> Decimal | Missing | None:
    if of.unit is None:
        return None
    if column.unit is None:
        return None if column.name == of.name else Missing.UNIT_UNKNOWN
    theirs, ours = _unit(column.unit), _unit(of.unit)
    if theirs == ours:
        return None
    return _FACTORS.get((theirs, ours), Missing.UNIT_OTHER)


def _unit(written: str) -> str:
    bare = written.strip()
    return _SPELLINGS.get(bare.casefold(), bare)


def converts(factor: Decimal, unit: str) -> str | None:
    """The unit that values of `unit` are in once multiplied; None where no factor is declared."""
    theirs = _unit(unit)
    return next(
        (to for (of, to), known in _FACTORS.items() if of == theirs and known == factor), None
    )


def is_code_table(codes: Mapping[str, str], standards: Iterable[Standard]) -> bool:
    """True where the code table of some field of a standard says the same of each code."""
    return any(
        bool(codes) and all(each.codes.get(code) == known for code, known in codes.items())
        for standard in standards
        for each in standard.fields
    )


def are_codes(values: Iterable[str], standards: Iterable[Standard]) -> bool:
    """True where all values are codes of the list of one field of a standard."""
    wanted = set(values)
    return bool(wanted) and any(
        wanted <= set(each.code_list)
        for standard in standards
        for each in standard.fields
        if each.code_list
    )
