"""The GraphQL types of `window` in a group: the group among those of the periods around it."""

from __future__ import annotations

from typing import Final

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputObjectType,
    GraphQLNonNull,
    GraphQLObjectType,
)

from catalog.model.column_types import WHOLE_NUMBERS
from schema.types.aggregate_signatures import Measure
from schema.types.scope import DatasetScope, is_dated
from schema.types.shared_types import COUNT

WINDOW: Final = "window"
_NO_NAMES: Final = frozenset({"true", "false", "null"})
"""Words that no value of an enumeration may be called by."""
_WINDOW_WORDS: Final = (
    "Le groupe parmi ceux des autres périodes, pour les mêmes autres clés. / "
    "The group among those of other periods, for the same other keys."
)
_OVER_WORDS: Final = (
    "La clé de temps : une date, ou une année en nombre ; sans elle, la seule date sous « key ». / "
    'The key of time: a date, or a year in a number; without it, the only date under "key".'
)
_RUNNING_WORDS: Final = "Le total depuis la première période. / The total since the first period."
_RANK_WORDS: Final = (
    "Le rang de la période, de 1 ; null sans valeur. Deux périodes égales ont le même. / "
    "The period's rank, from 1; null without a value. Two equal periods have the same."
)
_DIFFERENCE_WORDS: Final = (
    "La différence avec la période juste avant ; null si elle manque. / "
    "The difference to the period just before; null where it is missing."
)


def window_field(
    scope: DatasetScope, aggregate: GraphQLObjectType, order: GraphQLInputObjectType
) -> dict[str, GraphQLField]:
    """`window(over) { runningSum rank(of) difference }`; nothing where no column could be a time.

    `order`: the count or a measure, by which periods are ranked.
    """
    times = [
        name
        for name, each in scope.columns.items()
        if (is_dated(each) or each.type.scalar in WHOLE_NUMBERS) and name not in _NO_NAMES
    ]
    if not times:
        return {}
    over = GraphQLEnumType(
        scope.type_name("Time"), {name: GraphQLEnumValue(name) for name in times}
    )
    type_ = GraphQLObjectType(scope.type_name("Window"), _fields(scope, aggregate, order))
    arguments = {"over": GraphQLArgument(over, description=_OVER_WORDS)}
    return {WINDOW: GraphQLField(type_, args=arguments, description=_WINDOW_WORDS)}


def _fields(
    scope: DatasetScope, aggregate: GraphQLObjectType, order: GraphQLInputObjectType
) -> dict[str, GraphQLField]:
    sums = aggregate.fields.get(Measure.SUM)
    summed = {} if sums is None else {"sum": GraphQLField(sums.type)}
    difference = GraphQLObjectType(
        scope.type_name("Difference"), {"count": GraphQLField(COUNT), **summed}
    )
    running = {} if sums is None else {"runningSum": _described(sums, _RUNNING_WORDS)}
    return {
        **running,
        "rank": GraphQLField(
            COUNT, args={"of": GraphQLArgument(GraphQLNonNull(order))}, description=_RANK_WORDS
        ),
        "difference": GraphQLField(difference, description=_DIFFERENCE_WORDS),
    }


def _described(field: GraphQLField, words: str) -> GraphQLField:
    return GraphQLField(field.type, description=words)
