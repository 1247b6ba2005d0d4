"""The variables of one request against their declarations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from graphql import GraphQLNonNull, OperationDefinitionNode, ValueNode, VariableDefinitionNode
from graphql.utilities import type_from_ast

from catalog.model.problem import Problem
from schema.document.variable_shapes import (
    Mismatch,
    Recipe,
    VariableRecipe,
    VariableShapes,
    recipe_of,
)
from schema.places import place_of
from schema.problems import InvalidVariable, MissingVariable
from schema.types.merged import MergedSchema


def read_variable_shapes(
    operation: OperationDefinitionNode, merged: MergedSchema, uses: Mapping[str, list[Recipe]]
) -> VariableShapes:
    """The recipe of a validated operation's variables, in the order of their declaration."""
    recipes = []
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        type_ = type_from_ast(merged.graphql_schema, definition.type)
        if type_ is not None:
            recipes.append(
                VariableRecipe(name, recipe_of(type_), tuple(uses.get(name, ())))  # type: ignore[arg-type]  # validated: an input type
            )
    return VariableShapes(tuple(recipes))


def find_variable_problems(
    operation: OperationDefinitionNode,
    merged: MergedSchema,
    structural: VariableShapes,
    given: Mapping[str, Any],
) -> list[Problem]:
    """A required one that is missing, a value that is not of its declared type."""
    recipes = {each.name: each.declared for each in structural.variables}
    problems: list[Problem] = []
    for definition in operation.variable_definitions or ():
        name = definition.variable.name.value
        if name in given:
            problems.extend(_check(name, recipes[name], given[name], definition))
            continue
        type_ = type_from_ast(merged.graphql_schema, definition.type)
        if isinstance(type_, GraphQLNonNull) and definition.default_value is None:
            problems.append(
                MissingVariable(variable=name, type=str(type_), place=place_of(definition))
            )
    return problems


def defaults_of(operation: OperationDefinitionNode) -> dict[str, ValueNode]:
    return {
        definition.variable.name.value: definition.default_value
        for definition in operation.variable_definitions or ()
        if definition.default_value is not None
    }


def _check(
    name: str, recipe: Recipe, value: object, definition: VariableDefinitionNode
) -> Iterable[Problem]:
    try:
        recipe.shape(value)
    except Mismatch as mismatch:
        where = "".join(
            f"[{each}]" if isinstance(each, int) else f".{each[:60]}" for each in mismatch.path
        )
        yield InvalidVariable(
            variable=name,
            where=f" ({name}{where[:200]})" if where else "",
            expected=mismatch.expected[0],
            expected_en=mismatch.expected[1],
            did_you_mean=mismatch.suggestion,
            place=place_of(definition),
        )
