"""The types of a standard's indicators: a rate, what it is made of, or why there is none."""

from __future__ import annotations

from typing import Final

from graphql import (
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLFloat,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInt,
    GraphQLObjectType,
)

from catalog.model.dataset import ColumnType, ScalarType
from catalog.model.identifiers import graphql_name
from catalog.standards.standard import Indicator
from schema.types.extensions import LEAF
from schema.types.filters import FILTERS
from schema.types.scalar_values import Leaf
from schema.types.scalars import SCALARS
from schema.types.scope import DatasetScope
from schema.types.shared_types import DIRECTION
from schema.types.standard_scopes import standard_of

INDICATORS: Final = "indicators"
RATE: Final = ColumnType(ScalarType.FLOAT)
REASONS: Final = {
    "NO_COMMUNE": ("Aucune ligne ne dit sa commune.", "No row says its commune."),
    "COMMUNE_UNKNOWN": (
        "Des lignes ne disent pas leur commune.",
        "Some rows do not say their commune.",
    ),
    "DAY_UNKNOWN": ("Des lignes ne disent pas leur jour.", "Some rows do not say their day."),
    "NO_PERIOD": (
        "Ni un mois, un trimestre ou une année par groupe, ni deux bornes de date.",
        "Neither a month, a quarter or a year by group, nor two bounds of the date.",
    ),
    "SEVERAL_YEARS": (
        "Le groupe couvre plusieurs années.",
        "The group is of several years.",
    ),
    "NOT_MEASURED": (
        "Ses communes et leurs mois n'ont pas pu être comptés (limite d'une convention ?).",
        "Its communes and their months could not be counted (an agreement's limit?).",
    ),
    "NO_POPULATION": (
        "La population d'une de ses communes n'est pas connue.",
        "The population of one of its communes is not known.",
    ),
    "ZERO_POPULATION": ("Ses communes n'ont pas d'habitant.", "Its communes have no inhabitant."),
    "PARTLY_COVERED": (
        "Une de ses communes n'a pas de ligne pour tous les mois de la période.",
        "One of its communes has no row for some month of the period.",
    ),
    "NO_VALUE": ("Rien n'est à diviser.", "There is nothing to divide."),
}
"""Why there is no rate, the first that is so."""

_REASON: Final = GraphQLEnumType(
    "StandardIndicatorReason",
    {
        name: GraphQLEnumValue(name, description=f"{french} / {english}")
        for name, (french, english) in REASONS.items()
    },
)
INDICATOR: Final = GraphQLObjectType(
    "StandardIndicator",
    {
        "value": GraphQLField(
            GraphQLFloat,
            description="Null avec une raison. / Null with a reason.",
        ),
        "numerator": GraphQLField(SCALARS[ScalarType.DECIMAL]),
        "denominator": GraphQLField(
            GraphQLInt,
            description=(
                "Habitants des communes dont le groupe a des lignes, cette année-là. / "
                "Inhabitants of the communes of which the group has rows, that year."
            ),
        ),
        "reason": GraphQLField(_REASON),
    },
)


def indicators_of(scope: DatasetScope) -> dict[str, Indicator]:
    """By field; none of a dataset that is somebody's."""
    standard = standard_of(scope)
    return {} if standard is None else {graphql_name(e.name): e for e in standard.indicators}


def indicator_fields(scope: DatasetScope) -> dict[str, GraphQLField]:
    """`indicators { kgParHabitant { value numerator denominator reason } }` of a group."""
    known = indicators_of(scope)
    if not known:
        return {}
    fields = {
        name: GraphQLField(
            INDICATOR,
            description=f"{of.label.fr} ({of.unit}). / {of.label.en} ({of.unit}).",
        )
        for name, of in known.items()
    }
    return {INDICATORS: GraphQLField(GraphQLObjectType(scope.type_name("Indicators"), fields))}


def indicator_order(scope: DatasetScope) -> dict[str, GraphQLInputField]:
    fields = {name: GraphQLInputField(DIRECTION) for name in indicators_of(scope)}
    if not fields:
        return {}
    type_ = GraphQLInputObjectType(scope.type_name("IndicatorsOrder"), fields, is_one_of=True)
    return {INDICATORS: GraphQLInputField(type_)}


def indicator_having(scope: DatasetScope) -> dict[str, GraphQLInputField]:
    fields = {
        name: GraphQLInputField(FILTERS[RATE.scalar], extensions={LEAF: Leaf(RATE)})
        for name in indicators_of(scope)
    }
    if not fields:
        return {}
    type_ = GraphQLInputObjectType(scope.type_name("IndicatorsHaving"), fields)
    return {INDICATORS: GraphQLInputField(type_)}
