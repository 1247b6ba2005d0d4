"""Small pieces of canonical SQL trees: named columns, typed parameters, comparisons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp

from catalog.model.dataset import ColumnType, ScalarType
from federation.dialects.types import data_type
from federation.logical import (
    CursorSource,
    LiteralSource,
    Parameter,
    Rounding,
    VariableSource,
)
from federation.wire_values import DECIMAL_DIGITS

ROWS = "t"
"""The alias of the dataset's own table in every slice."""
Source = LiteralSource | VariableSource | CursorSource
Fold = Literal["NONE", "CASE", "CASE_ACCENT"]
TEXT = ColumnType(ScalarType.STRING)
DAY = ColumnType(ScalarType.DATE)
FLAG = ColumnType(ScalarType.BOOLEAN)
_ESCAPE = "\\"


@dataclass(slots=True)
class Parameters:
    """A connection's parameters p0, p1 …, equal ones once; each slice keeps those that it holds."""

    made: dict[str, Parameter] = field(default_factory=dict)
    _names: dict[tuple[object, ...], str] = field(default_factory=dict)

    def add(
        self,
        type_: ColumnType,
        source: Source,
        *,
        prefix: str = "",
        suffix: str = "",
        fold: Fold = "NONE",
        rounding: Rounding = "NONE",
    ) -> exp.Expr:
        """`CAST(:p3 AS type)`; a decimal keeps its scale and takes every digit."""
        if type_.scalar is ScalarType.DECIMAL:
            type_ = ColumnType(ScalarType.DECIMAL, DECIMAL_DIGITS, type_.scale or 0)
        what = (type_, source, prefix, suffix, fold, rounding)
        name = self._names.get(what)
        if name is None:
            name = self._names[what] = f"p{len(self.made)}"
            self.made[name] = Parameter(
                name, type_, source, prefix, suffix, fold, rounding=rounding
            )
        return cast(exp.Placeholder(this=name), type_)

    def copy(self) -> Parameters:
        return Parameters(dict(self.made), dict(self._names))

    def held_by(self, tree: exp.Expr) -> tuple[Parameter, ...]:
        names = {str(each.this) for each in tree.find_all(exp.Placeholder)}
        return tuple(each for name, each in self.made.items() if name in names)


def column(name: str, source: str = ROWS) -> exp.Column:
    return exp.Column(this=quoted(name), table=quoted(source))


def on_table(condition: exp.Expr, name: str) -> exp.Expr:
    """The condition on rows as one on those of the table of that name; it is changed in place."""
    for cell in condition.find_all(exp.Column):
        if cell.table == ROWS:
            cell.set("table", quoted(name))
    return condition


def quoted(name: str) -> exp.Identifier:
    return exp.Identifier(this=name, quoted=True)


def aliased(expression: exp.Expr, name: str) -> exp.Alias:
    return exp.Alias(this=expression, alias=quoted(name))


def cast(expression: exp.Expr, type_: ColumnType) -> exp.Cast:
    return exp.Cast(this=expression, to=data_type(type_))


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def all_of(conditions: Iterable[exp.Expr]) -> exp.Expr:
    """A balanced tree of ANDs: a long list does not become a deep one."""
    return _joined(exp.And, [_inside(each, exp.Or) for each in conditions])


def any_of(conditions: Iterable[exp.Expr]) -> exp.Expr:
    return _joined(exp.Or, [_inside(each, exp.And) for each in conditions])


def negated(condition: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Paren(this=condition))


def is_null(expression: exp.Expr) -> exp.Expr:
    return exp.Is(this=expression, expression=exp.Null())


def is_not_null(expression: exp.Expr) -> exp.Expr:
    return exp.Not(this=is_null(expression))


def like(expression: exp.Expr, pattern: exp.Expr) -> exp.Expr:
    return exp.Escape(
        this=exp.Like(this=expression, expression=pattern),
        expression=exp.Literal.string(_ESCAPE),
    )


def _inside(condition: exp.Expr, *kinds: type[exp.Expr]) -> exp.Expr:
    return exp.Paren(this=condition) if isinstance(condition, kinds) else condition


def _joined(kind: type[exp.Binary], conditions: list[exp.Expr]) -> exp.Expr:
    while len(conditions) > 1:
        pairs = [conditions[index : index + 2] for index in range(0, len(conditions), 2)]
        conditions = [_pair(kind, *pair) for pair in pairs]
    return conditions[0]


def _pair(kind: type[exp.Binary], one: exp.Expr, other: exp.Expr | None = None) -> exp.Expr:
    return one if other is None else kind(this=one, expression=other)
