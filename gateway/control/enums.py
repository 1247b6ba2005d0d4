"""The catalog's closed lists as GraphQL writes them in arguments: in capitals."""

from __future__ import annotations

from enum import Enum

import strawberry

from catalog.actions.granted_rows import TerritoryDate
from catalog.model.agreement import AgreementState, Output
from catalog.model.mandate import MandateAction
from catalog.model.row_condition import CompareOp
from catalog.model.terms import CombineKind, OnwardSharing, Relation
from catalog.model.transform import Transform

for _listed, _name in (
    (AgreementState, "AgreementState"),
    (CombineKind, "CombineKind"),
    (CompareOp, "CompareOperator"),
    (MandateAction, "MandateAction"),
    (OnwardSharing, "OnwardSharing"),
    (Output, "AgreementOutput"),
    (Relation, "PersonalDataRelation"),
    (TerritoryDate, "TerritoryDate"),
    (Transform, "Transform"),
):
    strawberry.enum(_listed, name=_name)


@strawberry.enum(description="Votre côté d'une convention. / Your side of an agreement.")
class AgreementRole(Enum):
    GRANTED = "granted"
    RECEIVED = "received"


__all__ = [
    "AgreementRole",
    "AgreementState",
    "CombineKind",
    "CompareOp",
    "MandateAction",
    "OnwardSharing",
    "Output",
    "Relation",
    "TerritoryDate",
    "Transform",
]
