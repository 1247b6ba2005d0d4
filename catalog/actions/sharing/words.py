"""What states, acts and sides are called when a person is told of them."""

from __future__ import annotations

from catalog.actions.sharing.names import ActName, Standing
from catalog.model.agreement import AgreementState

STATES: dict[AgreementState, tuple[str, str]] = {
    AgreementState.DRAFT: ("en projet", "a draft"),
    AgreementState.SUBMITTED: ("déposée", "submitted"),
    AgreementState.CHANGES_REQUESTED: ("à modifier", "awaiting changes"),
    AgreementState.APPROVED_BY_ONE: ("approuvée par une partie", "approved by one party"),
    AgreementState.APPROVED: ("approuvée, pas encore active", "approved, not active yet"),
    AgreementState.ACTIVE: ("active", "active"),
    AgreementState.SUSPENDED: ("suspendue", "suspended"),
    AgreementState.EXPIRED: ("expirée", "expired"),
    AgreementState.REVOKED: ("révoquée", "revoked"),
    AgreementState.SUPERSEDED: ("remplacée", "superseded"),
    AgreementState.REFUSED: ("refusée", "refused"),
    AgreementState.WITHDRAWN: ("retirée", "withdrawn"),
}
ACTS: dict[ActName, tuple[str, str]] = {each: (each.fr, each.en) for each in ActName if each.fr}
STANDINGS: dict[Standing, tuple[str, str]] = {
    Standing.PROPOSER: ("la partie qui propose", "the proposing party"),
    Standing.OTHER: ("l'autre partie", "the other party"),
    Standing.GRANTOR: ("le propriétaire des données", "the owner of the data"),
    Standing.GRANTEE: ("le bénéficiaire", "the grantee"),
    Standing.PLATFORM: ("l'exploitant", "the operator"),
    Standing.CLOCK: ("l'horloge", "the clock"),
}
"""In the order in which they are told."""
