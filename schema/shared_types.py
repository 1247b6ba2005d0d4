"""The types that all datasets share: pages, counts, directions, units, the commune relation."""

from __future__ import annotations

from typing import Final

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLObjectType,
    GraphQLString,
)

from schema.filters import STRING_FILTER

DIRECTION: Final = GraphQLEnumType(
    "Direction",
    {
        "ASC": GraphQLEnumValue("ASC", description="Croissant, valeurs absentes à la fin."),
        "ASC_NULLS_FIRST": GraphQLEnumValue("ASC_NULLS_FIRST"),
        "ASC_NULLS_LAST": GraphQLEnumValue("ASC_NULLS_LAST"),
        "DESC": GraphQLEnumValue("DESC", description="Décroissant, valeurs absentes à la fin."),
        "DESC_NULLS_FIRST": GraphQLEnumValue("DESC_NULLS_FIRST"),
        "DESC_NULLS_LAST": GraphQLEnumValue("DESC_NULLS_LAST"),
    },
    description="Sens d'un tri. / Direction of an order.",
)
_DAYS = ("DAY", "WEEK", "MONTH", "QUARTER", "YEAR")
DATE_UNIT: Final = GraphQLEnumType(
    "DateUnit",
    {unit: GraphQLEnumValue(unit) for unit in _DAYS},
    description="À quoi une date est ramenée. / What a date is truncated to.",
)
TIME_UNIT: Final = GraphQLEnumType(
    "TimeUnit",
    {unit: GraphQLEnumValue(unit) for unit in ("HOUR", *_DAYS)},
    description=(
        "À quoi un instant est ramené, dans le fuseau du jeu de données. / "
        "What an instant is truncated to, in the dataset's time zone."
    ),
)
UNIT_ORDER: Final = ("HOUR", *_DAYS)
"""From the finest."""

COUNT_MODE: Final = GraphQLEnumType(
    "CountMode",
    {
        "CAPPED": GraphQLEnumValue("CAPPED", description="Compte jusqu'à 10 001 lignes."),
        "EXACT": GraphQLEnumValue("EXACT", description="Compte toutes les lignes."),
    },
)
COUNT: Final = GraphQLInt
"""Counts are JSON numbers."""

PAGE_INFO: Final = GraphQLObjectType(
    "PageInfo",
    {
        "hasNextPage": GraphQLField(GraphQLBoolean),
        "endCursor": GraphQLField(
            GraphQLString,
            description=(
                "À donner à « after » ; null sans clé primaire, ou dans l'ordre d'un nombre à "
                'virgule flottante. / To give to "after"; null without a primary key, or in the '
                "order of a floating-point number."
            ),
        ),
    },
)
TOTAL_COUNT: Final = GraphQLObjectType(
    "TotalCount",
    {
        "value": GraphQLField(COUNT),
        "exact": GraphQLField(
            GraphQLBoolean, description="Faux quand il y en a au moins autant. / False: at least."
        ),
    },
)
EPCI: Final = GraphQLObjectType(
    "EpciAtDate", {"siren": GraphQLField(GraphQLString), "nom": GraphQLField(GraphQLString)}
)
COMMUNE: Final = GraphQLObjectType(
    "CommuneAtDate",
    {
        "code": GraphQLField(GraphQLString),
        "nom": GraphQLField(GraphQLString),
        "population": GraphQLField(
            GraphQLInt,
            description="Population municipale légale. / Legal population (municipale).",
        ),
        "epci": GraphQLField(EPCI),
    },
    description=(
        "La commune à la date de la ligne (code officiel géographique, INSEE). / "
        "The commune at the row's date."
    ),
)
EPCI_FILTER: Final = GraphQLInputObjectType(
    "EpciFilter",
    {"siren": GraphQLInputField(STRING_FILTER), "nom": GraphQLInputField(STRING_FILTER)},
)
COMMUNE_FILTER: Final = GraphQLInputObjectType(
    "CommuneFilter",
    {
        "code": GraphQLInputField(STRING_FILTER),
        "nom": GraphQLInputField(STRING_FILTER),
        "epci": GraphQLInputField(EPCI_FILTER),
    },
)
COMMUNE_ORDER: Final = GraphQLInputObjectType(
    "CommuneOrder",
    {"code": GraphQLInputField(DIRECTION), "nom": GraphQLInputField(DIRECTION)},
    is_one_of=True,
)
