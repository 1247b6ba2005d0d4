"""Expressions of PostgreSQL as ours: each node is replaced where the two mean different things."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sqlglot import exp

from federation.postgresql.kinds import ALIASES, Kind, widest
from federation.postgresql.literals import data_type, typed_literal
from federation.postgresql.problems import not_here
from federation.sql.parsing import PARAMETER

if TYPE_CHECKING:
    from federation.postgresql.scopes import Scope

UTC = "UTC"


@dataclass(slots=True)
class Parameters:
    """The values of a statement for its `$1`, `$2` …, by what is known of them.

    `kinds` by number, from what its client declares or what they stand beside; `arrays` has how
    many values each array holds, where it is known. `written` are the places in the order of the
    text that was made: the number of a parameter, and the place in its array.
    """

    kinds: dict[int, Kind] = field(default_factory=dict)
    arrays: dict[int, int] = field(default_factory=dict)
    are_arrays: set[int] = field(default_factory=set)
    counts: set[int] = field(default_factory=set)

    @classmethod
    def declared(cls, oids: tuple[int, ...]) -> Parameters:
        parameters = cls()
        for number, oid in enumerate(oids, start=1):
            element = ARRAY_OIDS.get(oid, 0)
            if element:
                parameters.are_arrays.add(number)
            kind = ALIASES.get(element or oid)
            if kind is not None:
                parameters.kinds[number] = kind
        return parameters


ARRAY_OIDS: Mapping[int, int] = {
    1000: 16,
    1005: 21,
    1007: 23,
    1016: 20,
    1009: 25,
    1015: 1043,
    1022: 701,
    1182: 1082,
    1115: 1114,
    1185: 1184,
    1231: 1700,
}
"""The type of an array's elements, by its own number in pg_type."""


@dataclass(slots=True)
class Expressions:
    """`value` answers the kind of what stands there afterwards; None where it is not known."""

    parameters: Parameters
    query: Callable[[exp.Query, Scope], list[tuple[str, Kind | None]]]
    rules: Mapping[type[exp.Expr], Rule]
    """The reading of each kind of node; a node of no rule is refused by its name."""
    zone: str = UTC

    def value(self, node: exp.Expr, scope: Scope) -> Kind | None:
        if isinstance(node, exp.Anonymous) and node.name == PARAMETER:
            return self.parameters.kinds.get(int(node.expressions[0].name), Kind.UNKNOWN)
        rule = self.rules.get(type(node))
        if rule is None:
            raise not_here(node.key.upper())
        return rule(self, node, scope)

    def values(self, nodes: list[exp.Expr], scope: Scope) -> list[Kind | None]:
        return [self.value(each, scope) for each in nodes]

    def coerce(self, node: exp.Expr, kind: Kind | None) -> None:
        """Makes a text between quotes, or a parameter that nothing types, a value of `kind`."""
        if kind is None or kind is Kind.UNKNOWN:
            return
        inner = node
        while isinstance(inner, exp.Paren):
            inner = inner.this
        if isinstance(inner, exp.Literal) and inner.is_string:
            inner.replace(typed_literal(inner.name, kind))
        elif isinstance(inner, exp.Anonymous) and inner.name == PARAMETER:
            self.parameters.kinds.setdefault(int(inner.expressions[0].name), kind)

    def together(
        self, nodes: Callable[[], list[exp.Expr]], kinds: list[Kind | None]
    ) -> Kind | None:
        """The one type of several values; those that nothing types take that of the others."""
        if any(each is None for each in kinds):
            return None
        kind = widest([each for each in kinds if each is not None])
        for node, own in zip(nodes(), kinds, strict=True):
            if own is Kind.UNKNOWN:
                self.coerce(node, kind)
            elif own is Kind.DATE and kind in {Kind.TIMESTAMP, Kind.TIMESTAMPTZ}:
                node.replace(exp.Cast(this=node.copy(), to=data_type(Kind.TIMESTAMP)))
        return kind

    def parameter(self, node: exp.Expr) -> int | None:
        inner = node
        while isinstance(inner, exp.Paren | exp.Cast):
            inner = inner.this
        is_one = isinstance(inner, exp.Anonymous) and inner.name == PARAMETER
        return int(inner.expressions[0].name) if is_one else None


Rule = Callable[[Expressions, Any, "Scope"], "Kind | None"]


Handler = Callable[[Expressions, exp.Anonymous, list[exp.Expr], "Scope"], "Kind | None"]
"""A function that is written out: it replaces the call, and answers the type of its value."""


def measured_of(node: exp.Anonymous) -> exp.Expr:
    """The argument of an aggregate, under DISTINCT or not."""
    inner: exp.Expr = node.expressions[0]
    if isinstance(inner, exp.Distinct):
        inner = inner.expressions[0]
    return inner


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    return exp.Anonymous(this=name, expressions=list(arguments))


def constant(kind: Kind) -> Rule:
    return lambda _reader, _node, _scope: kind


def pair(reader: Expressions, node: exp.Expr, scope: Scope) -> tuple[Kind | None, Kind | None]:
    left, right = reader.value(node.this, scope), reader.value(node.expression, scope)
    if left is Kind.UNKNOWN and right is Kind.UNKNOWN:
        left = right = Kind.TEXT
    if left is Kind.UNKNOWN:
        reader.coerce(node.this, right)
        left = right
    elif right is Kind.UNKNOWN:
        reader.coerce(node.expression, left)
        right = left
    return left, right
