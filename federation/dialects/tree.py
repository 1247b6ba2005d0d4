"""Applying rules to a tree, and the small shapes that several rules build."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast as trust

from sqlglot import exp

from federation.problems import QueryTooComplex

MOST_ADDED_AT_ONCE = 5_000
MOST_ADDED = 150_000
"""Nodes. A rule may write its argument several times: nested a few dozen deep, that never ends."""

Rewriting = Callable[[exp.Expr], exp.Expr]


@dataclass(frozen=True, slots=True)
class Rule:
    """`rewrite` looks at nodes of `types` only; what it does not answer for comes back as it is."""

    types: tuple[type[exp.Expr], ...]
    rewrite: Rewriting


def rule_for(*types: type[exp.Expr]) -> Callable[[Rewriting], Rule]:
    return lambda rewrite: Rule(types, rewrite)


class RuleSet:
    """Rules in their order, found by the kind of a node: most nodes have none."""

    def __init__(self, *rules: Rule) -> None:
        self.rules = rules
        self._by_type: dict[type[exp.Expr], tuple[tuple[int, Rewriting], ...]] = {}

    def apply(self, tree: exp.Query) -> exp.Query:
        """The same tree, every node rewritten after its children, by each rule in order.

        Raises QueryTooComplex before what the rules add is too much.
        """
        growth = _Growth()
        # Breadth first backwards: whatever is below a node has been met before it.
        for node in reversed(list(tree.walk(bfs=True))):
            if not self._of(type(node)):
                continue
            before = growth.measure(node)
            parent, key, index = node.parent, node.arg_key, node.index
            current = self.rewrite(node)
            growth.add(growth.measure(current) - before)
            if current is node:
                continue
            if parent is None or key is None:
                return trust("exp.Query", current)
            parent.set(key, current, index)
        return tree

    def rewrite(self, node: exp.Expr) -> exp.Expr:
        """`node` alone through all rules; a rule may make a node of another kind of it."""
        kind, rules, position = type(node), self._of(type(node)), 0
        while position < len(rules):
            done, rule = rules[position]
            node = rule(node)
            position += 1
            if type(node) is not kind:
                kind = type(node)
                rules = self._of(kind)
                position = sum(at <= done for at, _ in rules)
        return node

    def _of(self, kind: type[exp.Expr]) -> tuple[tuple[int, Rewriting], ...]:
        found = self._by_type.get(kind)
        if found is None:
            found = self._by_type[kind] = tuple(
                (position, rule.rewrite)
                for position, rule in enumerate(self.rules)
                if issubclass(kind, rule.types)
            )
        return found


class _Growth:
    """Counts the nodes that each part of a tree has come to have, from parts measured below it."""

    def __init__(self) -> None:
        # The node is kept beside its size: another object could take the `id` of one that is gone.
        self._sizes: dict[int, tuple[exp.Expr, int]] = {}
        self._added = 0

    def measure(self, node: exp.Expr) -> int:
        size, stack = 1, list(node.iter_expressions())
        while stack:
            child = stack.pop()
            known = self._sizes.get(id(child))
            if known is None:
                size += 1
                stack.extend(child.iter_expressions())
            else:
                size += known[1]
        self._sizes[id(node)] = (node, size)
        return size

    def add(self, count: int) -> None:
        self._added += max(0, count)
        if count > MOST_ADDED_AT_ONCE or self._added > MOST_ADDED:
            raise QueryTooComplex(limit=MOST_ADDED)


def is_argument_of(node: exp.Expr, *parents: type[exp.Expr]) -> bool:
    """True where one of `parents` wraps `node`: SUM in `SUM(x) FILTER (…)` or `… OVER (…)`."""
    return isinstance(node.parent, parents) and node.arg_key == "this"


def innermost_aggregate(node: exp.Expr) -> exp.Expr:
    """`SUM(x)` of `SUM(x) FILTER (WHERE …) OVER (…)`; the node itself when it wraps nothing."""
    while isinstance(node, exp.Filter | exp.Window):
        node = node.this
    return node


def inside(node: exp.Expr) -> exp.Expr:
    """The node that `node` wraps."""
    wrapped: exp.Expr = node.this
    return wrapped


def call(name: str, *arguments: exp.Expr) -> exp.Anonymous:
    """A function that sqlglot must write as it is named here."""
    return exp.Anonymous(this=name, expressions=list(arguments))


def string(text: str) -> exp.Literal:
    return exp.Literal.string(text)


def number(value: int) -> exp.Expr:
    return exp.Literal.number(value) if value >= 0 else exp.Neg(this=exp.Literal.number(-value))


def when(condition: exp.Expr, then: exp.Expr) -> exp.Case:
    """`CASE WHEN condition THEN then END`: the one form whose order of evaluation is promised."""
    return exp.Case(ifs=[exp.If(this=condition, true=then)])


def paren(node: exp.Expr) -> exp.Expr:
    atoms = (exp.Column, exp.Literal, exp.Func, exp.Paren, exp.Placeholder)
    return node if isinstance(node, atoms) else exp.Paren(this=node)
