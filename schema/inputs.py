"""Argument values as the document wrote them, or as a variable brought them: one way to read both.

Whether something is absent is judged here, before any coercion: `{ gte: $d }` without `$d` is a
condition that an absent variable emptied, `{}` is one that somebody wrote.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    EnumValueNode,
    FloatValueNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    ObjectValueNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)

from catalog.model.problem import Place
from federation.logical import LiteralSource, VariableSource
from schema.places import place_of
from schema.types.scalar_values import Canonical, Leaf


@dataclass(frozen=True, slots=True)
class Variables:
    """The values that the request gave, and those that the operation gives by default."""

    given: Mapping[str, Any]
    defaults: Mapping[str, ValueNode]

    def open(self, node: ValueNode) -> Input | None:
        """None when the value is a variable that is absent."""
        if not isinstance(node, VariableNode):
            return Written(node, self)
        name = node.name.value
        if name in self.given:
            return Given(self.given[name], (name,), place_of(node))
        default = self.defaults.get(name)
        return None if default is None else Written(default, self)

    def boolean(self, name: str) -> bool:
        if name in self.given:
            return bool(self.given[name])
        default = self.defaults.get(name)
        return isinstance(default, BooleanValueNode) and default.value


@dataclass(frozen=True, slots=True)
class Written:
    """A literal of the document; variables may stand inside it."""

    node: ValueNode
    variables: Variables

    @property
    def place(self) -> Place | None:
        return place_of(self.node)

    @property
    def is_null(self) -> bool:
        return isinstance(self.node, NullValueNode)

    def entries(self) -> list[tuple[str, Input | None]]:
        """Fields in the document's order; None for one that an absent variable emptied."""
        if not isinstance(self.node, ObjectValueNode):
            return []
        return [(each.name.value, self.variables.open(each.value)) for each in self.node.fields]

    def items(self) -> list[Input]:
        """A value alone is a list of one; what absent variables emptied is left out."""
        if not isinstance(self.node, ListValueNode):
            return [self]
        opened = (self.variables.open(each) for each in self.node.values)
        return [each for each in opened if each is not None]

    def raw(self) -> object:
        match self.node:
            case IntValueNode():
                return int(self.node.value) if len(self.node.value) <= 60 else self.node.value
            case FloatValueNode() | StringValueNode() | EnumValueNode() | BooleanValueNode():
                return self.node.value
            case _:
                return None

    def read(self, leaf: Leaf) -> Canonical:
        """Raises LeafMismatch."""
        raw = self.raw()
        if isinstance(self.node, FloatValueNode) and leaf.type.scalar.value == "float":
            raw = float(self.node.value)
        return leaf.read(raw)

    def source(self, value: Canonical) -> LiteralSource | VariableSource:
        return LiteralSource(value)


@dataclass(frozen=True, slots=True)
class Given:
    """A value inside a variable: `path` is the variable's name, then keys and indexes."""

    value: Any
    path: tuple[str | int, ...]
    place: Place | None

    @property
    def is_null(self) -> bool:
        return self.value is None

    def entries(self) -> list[tuple[str, Input | None]]:
        if not isinstance(self.value, Mapping):
            return []
        return [
            (str(name), Given(value, (*self.path, name), self.place))
            for name, value in self.value.items()
        ]

    def items(self) -> list[Input]:
        if not isinstance(self.value, list):
            return [self]
        return [
            Given(value, (*self.path, index), self.place) for index, value in enumerate(self.value)
        ]

    def raw(self) -> object:
        return self.value

    def read(self, leaf: Leaf) -> Canonical:
        return leaf.read(self.value)

    def source(self, value: Canonical) -> LiteralSource | VariableSource:  # noqa: ARG002 - one protocol
        return VariableSource(self.path)


Input = Written | Given
