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
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLString,
)

from catalog.model.dataset import ScalarType
from schema.types.filters import STRING_FILTER
from schema.types.scalars import SCALARS

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
_PARTS: Final = {
    "MONTH_OF_YEAR": GraphQLEnumValue(
        "MONTH_OF_YEAR", description="Mois, de 1 (janvier) à 12. / Month, 1 (January) to 12."
    ),
    "DAY_OF_WEEK": GraphQLEnumValue(
        "DAY_OF_WEEK",
        description="Jour de la semaine, de 1 (lundi) à 7. / Day of the week, 1 (Monday) to 7.",
    ),
}
DATE_PART: Final = GraphQLEnumType(
    "DatePart",
    _PARTS,
    description="Ce qui est pris d'une date, un nombre. / What is taken of a date, a number.",
)
TIME_PART: Final = GraphQLEnumType(
    "TimePart",
    {
        **_PARTS,
        "HOUR_OF_DAY": GraphQLEnumValue(
            "HOUR_OF_DAY", description="Heure, de 0 à 23. / Hour, 0 to 23."
        ),
    },
    description=(
        "Ce qui est pris d'un instant, un nombre, dans le fuseau du jeu de données. / "
        "What is taken of an instant, a number, in the dataset's time zone."
    ),
)
PART_ORDER: Final = ("MONTH_OF_YEAR", "DAY_OF_WEEK", "HOUR_OF_DAY")
"""As a calendar is read: several parts of one column are ordered so."""

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
        "hasPreviousPage": GraphQLField(GraphQLBoolean),
        "startCursor": GraphQLField(
            GraphQLString,
            description='À donner à « before ». / To give to "before".',
        ),
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
TERRITORY_FILTER: Final = GraphQLInputObjectType(
    "TerritoryFilter",
    {
        "of": GraphQLInputField(
            GraphQLNonNull(GraphQLString),
            description=(
                "SIREN ou nom court d'un organisme, ou code INSEE d'une commune. / "
                "SIREN or short name of a body, or INSEE code of a commune."
            ),
        ),
        "competence": GraphQLInputField(
            GraphQLString,
            description=(
                "Code BANATIC, quand le territoire en dépend. / "
                "BANATIC code, where the territory depends on it."
            ),
        ),
        "at": GraphQLInputField(
            SCALARS[ScalarType.DATE],
            description=(
                "Le territoire de ce jour ; sinon celui du jour de chaque ligne. / "
                "The territory of that day; else that of each row's own day."
            ),
        ),
    },
    description="Ce que couvre un organisme. / What a body covers.",
)
COMMUNE_FILTER: Final = GraphQLInputObjectType(
    "CommuneFilter",
    {
        "code": GraphQLInputField(STRING_FILTER),
        "nom": GraphQLInputField(STRING_FILTER),
        "epci": GraphQLInputField(EPCI_FILTER),
        "inTerritory": GraphQLInputField(TERRITORY_FILTER),
    },
)
COMMUNE_ORDER: Final = GraphQLInputObjectType(
    "CommuneOrder",
    {"code": GraphQLInputField(DIRECTION), "nom": GraphQLInputField(DIRECTION)},
    is_one_of=True,
)
