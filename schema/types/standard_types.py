"""The types that standards share: whose a row is, and of which sources an answer is."""

from __future__ import annotations

from typing import Final

from graphql import (
    GraphQLBoolean,
    GraphQLEnumType,
    GraphQLEnumValue,
    GraphQLField,
    GraphQLInt,
    GraphQLList,
    GraphQLObjectType,
    GraphQLString,
)

OWNER: Final = GraphQLObjectType(
    "StandardOwner",
    {"siren": GraphQLField(GraphQLString), "nom": GraphQLField(GraphQLString)},
    description="L'organisme à qui est la ligne. / The body whose row it is.",
)
OVERLAP: Final = GraphQLEnumType(
    "StandardOverlap",
    {
        "REFUSE": GraphQLEnumValue("REFUSE", description="Par défaut. / By default."),
        "COMPETENT": GraphQLEnumValue(
            "COMPETENT",
            description="Celles de l'organisme compétent alors. / Those of the competent body.",
        ),
        "ALL": GraphQLEnumValue("ALL", description="Toutes les lignes. / Every row."),
    },
    description=(
        "Les lignes que plusieurs organismes ont d'une commune et d'un mois. / "
        "Rows that several bodies have of one commune and month."
    ),
)
_STATUS: Final = GraphQLEnumType(
    "StandardSourceStatus",
    {each: GraphQLEnumValue(each) for each in ("ANSWERED", "EMPTY", "STALE", "DOWN", "DENIED")},
)
_COMMUNES: Final = GraphQLObjectType(
    "StandardCommunes",
    {
        "covered": GraphQLField(GraphQLList(GraphQLString)),
        "missing": GraphQLField(GraphQLList(GraphQLString)),
        "population": GraphQLField(GraphQLInt),
    },
)
_LEFT_OUT: Final = GraphQLObjectType(
    "StandardLeftOut",
    {
        "field": GraphQLField(GraphQLString),
        "rows": GraphQLField(GraphQLInt),
        "reason": GraphQLField(GraphQLString),
    },
    description=(
        "Lignes laissées de côté : leur code n'est pas de la liste du champ. / "
        "Rows left out: their code is not of the field's list."
    ),
)
_SOURCE: Final = GraphQLObjectType(
    "StandardSource",
    {
        "owner": GraphQLField(OWNER),
        "dataset": GraphQLField(GraphQLString),
        "agreement": GraphQLField(GraphQLString),
        "status": GraphQLField(_STATUS),
        "latest": GraphQLField(GraphQLString),
        "rowsNotPlaced": GraphQLField(
            GraphQLInt,
            description=(
                "Lignes dont le code n'est celui d'aucune commune ; pour leur propriétaire. / "
                "Rows whose code is no commune's; for their owner."
            ),
        ),
        "leftOut": GraphQLField(GraphQLList(_LEFT_OUT)),
    },
)
SCOPE: Final = GraphQLObjectType(
    "StandardScope",
    {
        "communes": GraphQLField(_COMMUNES),
        "sources": GraphQLField(GraphQLList(_SOURCE)),
        "partial": GraphQLField(GraphQLBoolean),
    },
    description=(
        "De qui sont les lignes, et ce qui manque. / Whose rows these are, and what is missing."
    ),
)
INSIDE: Final = {
    SCOPE.name: {"communes": _COMMUNES.name, "sources": _SOURCE.name},
    _SOURCE.name: {"owner": OWNER.name, "leftOut": _LEFT_OUT.name},
}
"""The type of each field that is an object, by the type that it is a field of."""
