"""The words for states, acts and sides when a person is told of them."""

from __future__ import annotations

from catalog.actions.sharing.names import ActName, Standing
from catalog.model.agreement import AgreementState
from catalog.model.bilingual import Bilingual

STATES: dict[AgreementState, Bilingual] = {
    AgreementState.DRAFT: Bilingual("en projet", "a draft"),
    AgreementState.SUBMITTED: Bilingual("déposée", "submitted"),
    AgreementState.CHANGES_REQUESTED: Bilingual("à modifier", "awaiting changes"),
    AgreementState.APPROVED_BY_ONE: Bilingual("signée par une partie", "signed by one party"),
    AgreementState.APPROVED: Bilingual("signée, pas encore active", "signed, not active yet"),
    AgreementState.ACTIVE: Bilingual("active", "active"),
    AgreementState.SUSPENDED: Bilingual("suspendue", "suspended"),
    AgreementState.EXPIRED: Bilingual("expirée", "expired"),
    AgreementState.REVOKED: Bilingual("révoquée", "revoked"),
    AgreementState.SUPERSEDED: Bilingual("remplacée", "superseded"),
    AgreementState.REFUSED: Bilingual("refusée", "refused"),
    AgreementState.WITHDRAWN: Bilingual("retirée", "withdrawn"),
}
ACTS: dict[ActName, Bilingual] = {each: Bilingual(each.fr, each.en) for each in ActName if each.fr}
STANDINGS: dict[Standing, Bilingual] = {
    Standing.PROPOSER: Bilingual("la partie qui propose", "the proposing party"),
    Standing.OTHER: Bilingual("l'autre partie", "the other party"),
    Standing.GRANTOR: Bilingual("le propriétaire des données", "the owner of the data"),
    Standing.GRANTEE: Bilingual("le bénéficiaire", "the grantee"),
    Standing.PLATFORM: Bilingual("l'exploitant", "the operator"),
    Standing.CLOCK: Bilingual("l'horloge", "the clock"),
}
"""In the order in which they are told."""
