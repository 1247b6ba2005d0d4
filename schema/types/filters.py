"""The filter inputs that all datasets share, one a column type."""

from __future__ import annotations

from typing import Final

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLScalarType,
    GraphQLString,
)

from catalog.model.column_types import TYPES, UNORDERED
from catalog.model.dataset import ScalarType
from catalog.model.type_record import Family
from schema.types.scalars import BIG_INT, SCALARS

LIKE_OPERATORS: Final = ("contains", "startsWith", "endsWith")
LIST_OPERATORS: Final = ("in", "notIn")
_EQUAL = ("eq", "ne")
_ORDER = ("gt", "gte", "lt", "lte")

FOLD: Final = GraphQLEnumType(
    "Fold",
    {
        "NONE": GraphQLEnumValue("NONE", description="Exactement. / Exactly."),
        "CASE": GraphQLEnumValue("CASE", description="Sans égard à la casse. / Ignoring case."),
        "CASE_ACCENT": GraphQLEnumValue(
            "CASE_ACCENT",
            description="Sans égard à la casse ni aux accents. / Ignoring case and accents.",
        ),
    },
    description="Comment des textes se comparent. / How texts compare.",
)

_NULLS = "Une valeur absente ne satisfait que isNull: true. / Null satisfies isNull: true only."


def _filter(
    name: str, scalar: GraphQLScalarType, operators: tuple[str, ...]
) -> GraphQLInputObjectType:
    listed = GraphQLList(GraphQLNonNull(scalar))
    fields = {
        operator: GraphQLInputField(listed if operator in {*LIST_OPERATORS, "between"} else scalar)
        for operator in operators
    }
    fields["isNull"] = GraphQLInputField(GraphQLBoolean)
    if "contains" in operators:
        fields["fold"] = GraphQLInputField(FOLD)
    return GraphQLInputObjectType(name, fields, description=_NULLS)


_ORDERED = (*_EQUAL, *LIST_OPERATORS, *_ORDER, "between")
STRING_FILTER: Final = _filter("StringFilter", GraphQLString, (*_ORDERED, *LIKE_OPERATORS))
COUNT_FILTER: Final = _filter("CountFilter", BIG_INT, _ORDERED)


def _operators(scalar: ScalarType) -> tuple[str, ...]:
    if TYPES[scalar].family is Family.STRUCTURE:
        return ()
    return _EQUAL if scalar in UNORDERED else _ORDERED


FILTERS: Final[dict[ScalarType, GraphQLInputObjectType]] = {
    scalar: _filter(f"{of.name}Filter", of, _operators(scalar)) for scalar, of in SCALARS.items()
} | {ScalarType.STRING: STRING_FILTER}
