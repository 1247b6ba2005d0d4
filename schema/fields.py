"""The fields that a selection asks for, by response key, in the document's order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from graphql import (
    BooleanValueNode,
    DirectiveNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    SelectionSetNode,
    VariableNode,
)

from schema.types.scope import NODE

Collected = dict[str, list[FieldNode]]


@dataclass(frozen=True, slots=True)
class Selections:
    """`booleans` are the variables of @skip and @include; None takes every field regardless.

    All types here are object types: a fragment applies where its type has the same name, or is the
    interface of rows.
    """

    fragments: Mapping[str, FragmentDefinitionNode]
    booleans: Mapping[str, Any] | None = None

    def of(self, type_name: str, nodes: Iterable[FieldNode]) -> Collected:
        """The fields that `nodes`, which share one response key, select together."""
        sets = [node.selection_set for node in nodes if node.selection_set is not None]
        return self.collect(type_name, sets)

    def collect(self, type_name: str, sets: Iterable[SelectionSetNode]) -> Collected:
        collected: Collected = {}
        visited: set[str] = set()
        for each in sets:
            self._collect(type_name, each, collected, visited)
        return collected

    def _collect(
        self,
        type_name: str,
        selection_set: SelectionSetNode,
        collected: Collected,
        visited: set[str],
    ) -> None:
        for selection in selection_set.selections:
            if not self._included(selection.directives or ()):
                continue
            match selection:
                case FieldNode():
                    collected.setdefault(response_key(selection), []).append(selection)
                case InlineFragmentNode():
                    condition = selection.type_condition
                    if condition is None or _applies(condition.name.value, type_name):
                        self._collect(type_name, selection.selection_set, collected, visited)
                case FragmentSpreadNode():
                    name = selection.name.value
                    fragment = self.fragments.get(name)
                    if name in visited or fragment is None:
                        continue
                    visited.add(name)
                    if _applies(fragment.type_condition.name.value, type_name):
                        self._collect(type_name, fragment.selection_set, collected, visited)

    def _included(self, directives: Iterable[DirectiveNode]) -> bool:
        if self.booleans is None:
            return True
        for directive in directives:
            name = directive.name.value
            if name not in {"skip", "include"}:
                continue
            condition = self._condition(directive)
            if condition is (name == "skip"):
                return False
        return True

    def _condition(self, directive: DirectiveNode) -> bool:
        value = (directive.arguments or ())[0].value
        if isinstance(value, VariableNode) and self.booleans is not None:
            return bool(self.booleans.get(value.name.value))
        return isinstance(value, BooleanValueNode) and value.value


def _applies(condition: str, type_name: str) -> bool:
    """The types of rows that have an identifier are nodes."""
    return condition == type_name or (condition == NODE and type_name.endswith(f"_{NODE}"))


def response_key(node: FieldNode) -> str:
    return node.alias.value if node.alias else node.name.value
