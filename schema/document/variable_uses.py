"""One walk over what a document may select: conflicts, and the places that variables fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import (
    FieldNode,
    FragmentDefinitionNode,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLSchema,
    ListValueNode,
    ObjectFieldNode,
    ObjectValueNode,
    OperationDefinitionNode,
    ValueNode,
    VariableNode,
    get_named_type,
    print_ast,
)

from catalog.model.problem import Problem
from schema.document.leaf_values import read_value
from schema.document.variable_shapes import FullRecipe, Recipe, recipe_of
from schema.fields import Selections
from schema.inputs import Variables, Written
from schema.places import place_of
from schema.problems import FieldsConflict
from schema.types.extensions import FREE_OPERATORS, LEAF, STRUCTURAL
from schema.types.scalar_values import Leaf

_NO_VARIABLES = Variables({}, {})


@dataclass(slots=True)
class Survey:
    """`uses`: for each variable, a recipe for each place that it fills. `values`: literals that
    are not of their column, where `finds_values` is set: for a document that is wrong anyway, so
    that all of it is told at once. Where it is not, whoever reads the values tells.

    Takes time linear in the fields after fragments are expanded, where the library's own rule
    takes the square of those that share a response key.
    """

    graphql_schema: GraphQLSchema
    fragments: Mapping[str, FragmentDefinitionNode]
    conflicts: list[Problem] = field(default_factory=list)
    uses: dict[str, list[Recipe]] = field(default_factory=dict)
    finds_values: bool = False
    values: list[Problem] = field(default_factory=list)
    _seen: set[int] = field(default_factory=set)

    def walk(self, operation: OperationDefinitionNode) -> None:
        root = self.graphql_schema.get_root_type(operation.operation)
        if root is not None:
            selections = Selections(self.fragments)
            collected = selections.collect(root.name, [operation.selection_set])
            self._walk_fields(root, collected, selections)

    def _walk_fields(
        self, parent: GraphQLObjectType, collected: dict[str, list[FieldNode]], how: Selections
    ) -> None:
        for key, nodes in collected.items():
            if not _same(nodes):
                self.conflicts.append(FieldsConflict(key=key, place=place_of(nodes[-1])))
                continue
            definition = self.graphql_schema.get_field(parent, nodes[0].name.value)
            if definition is None:
                continue
            for node in nodes:
                if id(node) not in self._seen:
                    self._seen.add(id(node))
                    for argument in node.arguments or ():
                        known = definition.args.get(argument.name.value)
                        if known is not None:
                            self._walk_value(
                                argument.value,
                                known.type,
                                None,
                                structural=STRUCTURAL in known.extensions,
                            )
            inner = get_named_type(definition.type)
            if isinstance(inner, GraphQLObjectType):
                self._walk_fields(inner, how.of(inner.name, nodes), how)

    def _walk_value(
        self,
        value: ValueNode,
        type_: GraphQLInputType,
        leaf: Leaf | None,
        *,
        structural: bool,
        place: str = "",
    ) -> None:
        inner = type_.of_type if isinstance(type_, GraphQLNonNull) else type_
        match value:
            case VariableNode():
                recipe = recipe_of(inner, leaf, closed=True)
                self.uses.setdefault(value.name.value, []).append(
                    FullRecipe(recipe) if structural else recipe
                )
            case ListValueNode() if isinstance(inner, GraphQLList):
                for each in value.values:
                    self._walk_value(each, inner.of_type, leaf, structural=structural, place=place)
            case ObjectValueNode():
                named = get_named_type(inner)
                if isinstance(named, GraphQLInputObjectType):
                    self._walk_object(value, named, leaf, structural=structural, place=place)
            case _:
                return

    def _walk_object(
        self,
        value: ObjectValueNode,
        type_: GraphQLInputObjectType,
        leaf: Leaf | None,
        *,
        structural: bool,
        place: str,
    ) -> None:
        """`place` is the column of the filter that is walked, in GraphQL."""
        # Folded on both sides, any text goes: a code list does not close it.
        is_folded = any(each.name.value == "fold" for each in value.fields)
        for each in value.fields:
            known = type_.fields.get(each.name.value)
            if known is None:
                continue
            own = known.extensions.get(LEAF)
            if self.finds_values and leaf is not None and own is None and not is_folded:
                self._find_values(each, leaf, place)
            inherited = None if each.name.value in FREE_OPERATORS else leaf
            self._walk_value(
                each.value,
                known.type,
                own or inherited,
                structural=structural or STRUCTURAL in known.extensions,
                place=each.name.value if own else place,
            )

    def _find_values(self, operator: ObjectFieldNode, leaf: Leaf, column: str) -> None:
        name, node = operator.name.value, operator.value
        if name in FREE_OPERATORS:
            return
        for each in node.values if isinstance(node, ListValueNode) else (node,):
            if isinstance(each, VariableNode | ListValueNode | ObjectValueNode):
                continue
            try:
                read_value(column, Written(each, _NO_VARIABLES), leaf)
            except Problem as problem:
                self.values.append(problem)


def _same(nodes: list[FieldNode]) -> bool:
    """The same field with the same arguments: they merge into one."""
    if len(nodes) == 1:
        return True
    first = _signature(nodes[0])
    return all(_signature(node) == first for node in nodes[1:])


def _signature(node: FieldNode) -> tuple[str, tuple[str, ...]]:
    arguments = (
        f"{argument.name.value}:{print_ast(argument.value)}" for argument in node.arguments or ()
    )
    return node.name.value, tuple(sorted(arguments))
