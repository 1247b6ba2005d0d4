"""The words of the export: ODRL's context, and the profile's own."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

ODRL_CONTEXT = "http://www.w3.org/ns/odrl.jsonld"
"""W3C's, by its address: readers know it, and the tests carry a copy."""
PROFILE = "urn:interco:odrl-profile:1"
VOCABULARY = "urn:interco:odrl:"
CONTEXT: list[Any] = [ODRL_CONTEXT, {"interco": VOCABULARY}]
COMMUNE = "http://id.insee.fr/geo/commune/"

WORDS = frozenset(
    {
        "aggregate",
        "clear",
        "column",
        "combine",
        "combinedWith",
        "commune",
        "communesOn",
        "competence",
        "constant",
        "datasetVersion",
        "detail",
        "epci",
        "hostedIn",
        "joint",
        "keyed_hash",
        "legalBasis",
        "legalSecret",
        "memberFor",
        "month",
        "name",
        "noticeDays",
        "nowhere",
        "null",
        "openData",
        "operatedBy",
        "output",
        "processor",
        "queriesPerDay",
        "queryDate",
        "readAt",
        "referenceData",
        "relation",
        "retention",
        "rowDate",
        "rowsPerFile",
        "rowsPerQuery",
        "secnumcloud",
        "secretText",
        "separate",
        "sha256",
        "siren",
        "territoryOf",
        "transform",
        "year",
    }
)
"""The words of the profile."""


def word(name: str) -> str:
    """A term of the profile; KeyError for one that it does not have."""
    if name not in WORDS:
        raise KeyError(name)
    return f"interco:{name}"


def reference(uid: str) -> Json:
    """A thing, where a bare text would be a text."""
    return {"@id": uid}


def constraint(left: str, operator: str, right: Any, **more: Any) -> Json:
    return {
        "@type": "Constraint",
        "leftOperand": left,
        "operator": operator,
        "rightOperand": right,
        **more,
    }
