"""Some root fields of a document as a document of its own, with what they need of the rest."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import (
    DirectiveNode,
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    ListValueNode,
    ObjectValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    ValueNode,
    VariableNode,
)

from schema.document.prepared import PreparedDocument
from schema.fields import Collected
from schema.reading.read_document import SubDocument


def part_of(prepared: PreparedDocument, asked: Collected) -> SubDocument | None:
    """None when nothing of that side is asked. @skip and @include at the root have been applied."""
    if not asked:
        return None
    needs = _Needs(prepared)
    nodes = [_included(node) for found in asked.values() for node in found]
    needs.read(SelectionSetNode(selections=tuple(nodes)))
    definitions = tuple(
        each
        for each in prepared.operation.variable_definitions or ()
        if each.variable.name.value in needs.variables
    )
    operation = OperationDefinitionNode(
        operation=prepared.operation.operation,
        name=None,
        variable_definitions=definitions,
        directives=(),
        selection_set=SelectionSetNode(selections=tuple(nodes)),
    )
    fragments = tuple(prepared.fragments[name] for name in needs.fragments)
    return SubDocument(
        DocumentNode(definitions=(operation, *fragments)),
        tuple(asked),
        frozenset(needs.variables),
    )


def _included(node: FieldNode) -> FieldNode:
    return FieldNode(
        alias=node.alias,
        name=node.name,
        arguments=node.arguments,
        directives=(),
        selection_set=node.selection_set,
        loc=node.loc,
    )


@dataclass(slots=True)
class _Needs:
    """The fragments and variables that a selection reaches."""

    prepared: PreparedDocument
    fragments: dict[str, None] = field(default_factory=dict)
    variables: set[str] = field(default_factory=set)

    def read(self, selection_set: SelectionSetNode) -> None:
        for selection in selection_set.selections:
            self._read_directives(selection.directives or ())
            match selection:
                case FieldNode():
                    for argument in selection.arguments or ():
                        self._read_value(argument.value)
                    if selection.selection_set is not None:
                        self.read(selection.selection_set)
                case InlineFragmentNode():
                    self.read(selection.selection_set)
                case FragmentSpreadNode():
                    self._read_fragment(self.prepared.fragments[selection.name.value])
                case _:
                    continue

    def _read_fragment(self, fragment: FragmentDefinitionNode) -> None:
        name = fragment.name.value
        if name not in self.fragments:
            self.fragments[name] = None
            self.read(fragment.selection_set)

    def _read_directives(self, directives: tuple[DirectiveNode, ...]) -> None:
        for directive in directives:
            for argument in directive.arguments or ():
                self._read_value(argument.value)

    def _read_value(self, value: ValueNode) -> None:
        match value:
            case VariableNode():
                self.variables.add(value.name.value)
            case ListValueNode():
                for each in value.values:
                    self._read_value(each)
            case ObjectValueNode():
                for entry in value.fields:
                    self._read_value(entry.value)
            case _:
                return
