"""The catalog's closed lists as GraphQL writes them in arguments: in capitals."""

from __future__ import annotations

from enum import Enum

import strawberry

from catalog.actions.granted_rows import TerritoryDate
from catalog.model.acceptance import AcceptedPeriod
from catalog.model.agreement import AgreementState, Output
from catalog.model.board import Audience, TileKind
from catalog.model.dataset import (
    AccessLevel,
    Classification,
    Listing,
    ObjectKind,
    UpdateFrequency,
)
from catalog.model.indicator import Direction, Operation, Periodicity
from catalog.model.mandate import MandateAction
from catalog.model.row_condition import CompareOp
from catalog.model.storage import StorageKind
from catalog.model.terms import CombineKind, OnwardSharing, Relation
from catalog.model.terms import Secret as LegalSecret
from catalog.model.transform import Transform

for _listed, _name in (
    (AcceptedPeriod, "AcceptedPeriod"),
    (AccessLevel, "DatasetAccessLevel"),
    (AgreementState, "AgreementState"),
    (Audience, "BoardAudience"),
    (Classification, "ColumnClassification"),
    (CombineKind, "CombineKind"),
    (CompareOp, "CompareOperator"),
    (Direction, "IndicatorDirection"),
    (LegalSecret, "LegalSecret"),
    (Listing, "DatasetListing"),
    (MandateAction, "MandateAction"),
    (ObjectKind, "ObjectKind"),
    (OnwardSharing, "OnwardSharing"),
    (Operation, "IndicatorOperation"),
    (Output, "AgreementOutput"),
    (Periodicity, "IndicatorPeriod"),
    (Relation, "PersonalDataRelation"),
    (StorageKind, "StorageKind"),
    (TerritoryDate, "TerritoryDate"),
    (TileKind, "BoardTileKind"),
    (Transform, "Transform"),
    (UpdateFrequency, "UpdateFrequency"),
):
    strawberry.enum(_listed, name=_name)


@strawberry.enum(description="Votre côté d'une convention. / Your side of an agreement.")
class AgreementRole(Enum):
    GRANTED = "granted"
    RECEIVED = "received"


__all__ = [
    "AcceptedPeriod",
    "AccessLevel",
    "AgreementRole",
    "AgreementState",
    "Audience",
    "Classification",
    "CombineKind",
    "CompareOp",
    "Direction",
    "LegalSecret",
    "Listing",
    "MandateAction",
    "ObjectKind",
    "OnwardSharing",
    "Operation",
    "Output",
    "Periodicity",
    "Relation",
    "StorageKind",
    "TerritoryDate",
    "TileKind",
    "Transform",
    "UpdateFrequency",
]
