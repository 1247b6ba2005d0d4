"""The types of a statement's expressions, as Trino tells them: from the catalog's columns up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.schema import MappingSchema

from federation.dialects.types import METADATA, data_type, is_decimal, is_integer
from federation.rewrites.context import Context
from federation.wire_values import DECIMAL_DIGITS

_INT_DIGITS, _BIGINT_DIGITS = 10, 19
_ALIKE = (exp.Coalesce, exp.Case, exp.If, exp.Nullif, exp.Greatest, exp.Least)
_SAME = (
    exp.Paren,
    exp.Neg,
    exp.Abs,
    exp.Min,
    exp.Max,
    exp.AnyValue,
    exp.Filter,
    exp.Window,
    exp.FirstValue,
    exp.LastValue,
    exp.Lag,
    exp.Lead,
    exp.Alias,
    exp.Round,
    exp.Ceil,
    exp.Floor,
)


def annotate_statement(tree: exp.Query, context: Context) -> exp.Query:
    """The same tree, its names resolved, each node with its `type`."""
    columns: dict[str, Any] = {}
    for (owner, name), bound in context.datasets.items():
        columns.setdefault(owner, {})[name] = {
            each.name: data_type(each.type) for each in bound.dataset.columns
        }
    schema = MappingSchema(columns, dialect=Trino, normalize=False)
    return annotate_types(tree, schema=schema, expression_metadata=METADATA, dialect=Trino)


@dataclass(frozen=True, slots=True)
class Digits:
    """DECIMAL(precision, scale)."""

    precision: int
    scale: int

    @property
    def whole(self) -> int:
        return self.precision - self.scale


class Decimals:
    """The exact digits of each decimal expression, however deep: Trino's rules of arithmetic."""

    def __init__(self, outputs: Mapping[int, Sequence[exp.Expr]]) -> None:
        """`outputs`: what a column of a query inside is made of there, by `id`."""
        self._outputs = outputs
        self._known: dict[int, Digits | None] = {}

    def of(self, node: exp.Expr) -> Digits | None:
        """None where it is no decimal."""
        if id(node) not in self._known:
            self._known[id(node)] = None
            self._known[id(node)] = self._digits(node)
        return self._known[id(node)]

    def _digits(self, node: exp.Expr) -> Digits | None:  # noqa: PLR0911 - one rule a line
        if id(node) in self._outputs:
            return self.widest(self._outputs[id(node)])
        if isinstance(node, exp.Subquery) and node.this.selects:
            return self.of(node.this.selects[0])
        if isinstance(node, exp.Sum):
            inner = self._first(node)
            return None if inner is None else Digits(DECIMAL_DIGITS, inner.scale)
        if isinstance(node, _SAME):
            return self._first(node)
        if isinstance(node, _ALIKE):
            return self.widest(_alternatives(node))
        if isinstance(node, exp.Add | exp.Sub | exp.Mul | exp.Mod):
            return self._arithmetic(node)
        return _said(node)

    def _first(self, node: exp.Expr) -> Digits | None:
        inner = node.this
        if isinstance(inner, exp.Distinct):
            inner = inner.expressions[0]
        return self.of(inner) if isinstance(inner, exp.Expr) else None

    def widest(self, nodes: Sequence[exp.Expr]) -> Digits | None:
        """Of values that share a column: None where none of them is a decimal."""
        known = [found for each in nodes if (found := self._operand(each)) is not None]
        if not any(self.of(each) for each in nodes):
            return None
        scale = max(each.scale for each in known)
        whole = max(each.whole for each in known)
        return Digits(min(DECIMAL_DIGITS, whole + scale), scale)

    def _arithmetic(self, node: exp.Binary) -> Digits | None:
        if self.of(node.this) is None and self.of(node.expression) is None:
            return None
        one, other = self._operand(node.this), self._operand(node.expression)
        if one is None or other is None:
            return None
        if isinstance(node, exp.Mul):
            scale = one.scale + other.scale
            return Digits(min(DECIMAL_DIGITS, one.precision + other.precision), scale)
        scale = max(one.scale, other.scale)
        if isinstance(node, exp.Mod):
            return Digits(min(one.whole, other.whole) + scale, scale)
        return Digits(min(DECIMAL_DIGITS, max(one.whole, other.whole) + scale + 1), scale)

    def _operand(self, node: exp.Expr) -> Digits | None:
        known = self.of(node)
        if known is not None or not is_integer(node):
            return known
        is_big = node.type is not None and node.type.this is exp.DType.BIGINT
        return Digits(_BIGINT_DIGITS if is_big else _INT_DIGITS, 0)


def _alternatives(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.Case):
        values = [each.args["true"] for each in node.args["ifs"]]
        return [*values, *([node.args["default"]] if node.args.get("default") else [])]
    if isinstance(node, exp.If):
        return [each for each in (node.args.get("true"), node.args.get("false")) if each]
    if isinstance(node, exp.Nullif):
        return [node.this]
    return [node.this, *node.expressions]


def _said(node: exp.Expr) -> Digits | None:
    """Of a column, a cast or a literal: what it says itself."""
    if isinstance(node, exp.Literal) and not node.is_string:
        whole, point, decimals = node.name.partition(".")
        if not point or "e" in node.name.lower():
            return None
        return Digits(max(len(whole.lstrip("0")) + len(decimals), 1), len(decimals))
    if not is_decimal(node) or node.type is None:
        return None
    sizes = [int(each.name) for each in node.type.expressions]
    precision, scale = (*sizes, 0)[:2] if sizes else (DECIMAL_DIGITS, 0)
    return Digits(precision, scale)
