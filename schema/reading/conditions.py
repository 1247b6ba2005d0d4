"""One filter, `{ gte: …, lt: … }`, as a condition on one SQL expression."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from sqlglot import exp

from catalog.model.dataset import ScalarType
from federation.logical import FOLD, Rounding
from schema.document.leaf_values import read_value
from schema.inputs import Input
from schema.limits import DocumentLimits
from schema.problems import (
    EmptyCondition,
    ListTooLong,
    NullCondition,
    UnexpectedValue,
)
from schema.sql import (
    TEXT,
    Fold,
    Parameters,
    all_of,
    call,
    is_not_null,
    is_null,
    like,
    negated,
)
from schema.types.scalar_values import Leaf

_COMPARISONS: Final[dict[str, type[exp.Binary]]] = {
    "eq": exp.EQ,
    "ne": exp.NEQ,
    "gt": exp.GT,
    "gte": exp.GTE,
    "lt": exp.LT,
    "lte": exp.LTE,
}
_BOUNDS: Final[dict[str, Rounding]] = {
    # x < 22.123 and x < 22.13 are one for a column of two decimals; x <= 22.123 is x <= 22.12.
    "lt": "CEILING",
    "gte": "CEILING",
    "lte": "FLOOR",
    "gt": "FLOOR",
}
_AROUND: Final[dict[str, tuple[str, str]]] = {
    "contains": ("%", "%"),
    "startsWith": ("", "%"),
    "endsWith": ("%", ""),
}
_FOLDS: Final[dict[str, Fold]] = {"NONE": "NONE", "CASE": "CASE", "CASE_ACCENT": "CASE_ACCENT"}
_ANY_TEXT = Leaf(TEXT)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operator of a filter, its operand present and not null."""

    name: str
    operand: Input


def read_operations(field: str, filter_: Input) -> tuple[list[Operation], Fold]:
    """The operations that a filter asks for, absent variables dropped, and its folding; raises
    NullCondition and EmptyCondition.

    A filter that was written without any operator is an error; one that absent variables emptied
    is not.
    """
    if filter_.is_null:
        raise NullCondition(field=field, place=filter_.place)
    entries = filter_.entries()
    if not any(name != "fold" for name, _ in entries):
        raise EmptyCondition(field=field, place=filter_.place)
    operations: list[Operation] = []
    fold: Fold = "NONE"
    for name, operand in entries:
        if operand is None:
            continue
        if operand.is_null:
            raise NullCondition(field=f"{field}.{name}", place=operand.place)
        if name == "fold":
            fold = _FOLDS[str(operand.raw())]
        else:
            operations.append(Operation(name, operand))
    return operations, fold


@dataclass(frozen=True, slots=True)
class Compared:
    """The value that one filter is about: `make` gives a new node each time."""

    field: str
    leaf: Leaf
    fold: Fold
    make: Callable[[], exp.Expr]

    def rounded(self, rounding: Rounding) -> Compared:
        """For a bound with more digits than the column, where the column says how many it has."""
        if self.leaf.type.scalar is not ScalarType.DECIMAL or self.leaf.type.precision is None:
            return self
        return replace(self, leaf=replace(self.leaf, rounding=rounding))

    def folded(self) -> exp.Expr:
        if self.fold == "NONE":
            return self.make()
        return call(FOLD, self.make(), exp.Literal.string(self.fold))


@dataclass(frozen=True, slots=True)
class FilterReader:
    """Writes conditions; their values become parameters."""

    parameters: Parameters
    limits: DocumentLimits

    def read(
        self, field: str, filter_: Input, leaf: Leaf, make: Callable[[], exp.Expr]
    ) -> exp.Expr | None:
        """None when absent variables left nothing of it; `make` gives the node to compare."""
        operations, fold = read_operations(field, filter_)
        if leaf.type.scalar is not ScalarType.STRING:
            fold = "NONE"
        if fold != "NONE":
            leaf = _ANY_TEXT
        compared = Compared(field, leaf, fold, make)
        conditions = [self._condition(each, compared) for each in operations]
        return all_of(conditions) if conditions else None

    def _condition(self, operation: Operation, compared: Compared) -> exp.Expr:
        name, operand = operation.name, operation.operand
        if name == "isNull":
            subject = compared.make()
            return is_null(subject) if operand.raw() is True else is_not_null(subject)
        if name in _COMPARISONS:
            bound = compared.rounded(_BOUNDS.get(name, "NONE"))
            condition: exp.Expr = _COMPARISONS[name](
                this=compared.folded(), expression=self._value(operand, bound)
            )
            return condition
        if name in _AROUND:
            pattern = self._value(operand, replace(compared, leaf=_ANY_TEXT), _AROUND[name])
            return like(compared.folded(), pattern)
        if name == "between":
            return self._between(operand, compared)
        return self._among(name, operand, compared)

    def _between(self, operand: Input, compared: Compared) -> exp.Expr:
        items = operand.items()
        check_bounds(operand, len(items))
        low, high = (
            self._value(each, compared.rounded(_BOUNDS[name]))
            for name, each in zip(("gte", "lte"), items, strict=True)
        )
        return all_of(
            [
                exp.GTE(this=compared.folded(), expression=low),
                exp.LTE(this=compared.folded(), expression=high),
            ]
        )

    def _among(self, name: str, operand: Input, compared: Compared) -> exp.Expr:
        items = operand.items()
        check_length(compared.field, operand, len(items), self.limits)
        if not items:
            # Nothing is in an empty list, and everything is outside it.
            return exp.Boolean(this=name == "notIn")
        values = [self._value(each, compared) for each in items]
        among = exp.In(this=compared.folded(), expressions=values)
        return among if name == "in" else negated(among)

    def _value(
        self, operand: Input, compared: Compared, around: tuple[str, str] = ("", "")
    ) -> exp.Expr:
        value = read_value(compared.field, operand, compared.leaf)
        return self.parameters.add(
            compared.leaf.type,
            operand.source(value),
            prefix=around[0],
            suffix=around[1],
            fold=compared.fold,
            rounding=compared.leaf.rounding,
        )


def check_length(field: str, operand: Input, count: int, limits: DocumentLimits) -> None:
    if count > limits.max_list:
        raise ListTooLong(field=field, count=count, limit=limits.max_list, place=operand.place)


def check_bounds(operand: Input, count: int) -> None:
    if count != 2:
        raise UnexpectedValue(
            expected="une liste de deux bornes, [de, à]",
            expected_en="a list of two bounds, [from, to]",
            place=operand.place,
        )
