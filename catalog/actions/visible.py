"""Agreements and datasets that a side may know of; others answer as if they did not exist."""

from __future__ import annotations

from catalog.actions.facts import Facts
from catalog.model.agreement import Agreement, AgreementState
from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren

SUBMITTING = "submit"


def proposer_of(agreement: Agreement) -> Siren:
    """The side that proposed the agreement: the owner, where a declaration brought it."""
    return agreement.life.proposed_by or agreement.grantor


def was_told(agreement: Agreement) -> bool:
    """The other side has been shown it at least once, and it is not being written again."""
    match agreement.state:
        case AgreementState.DRAFT:
            return False
        case AgreementState.WITHDRAWN:
            return any(each.act == SUBMITTING for each in agreement.life.steps)
        case _:
            return True


def is_visible_to(agreement: Agreement, organisation: Siren) -> bool:
    """A draft is its own side's until it is submitted; what was withdrawn before that stays so."""
    if organisation not in agreement.parties:
        return False
    return organisation == proposer_of(agreement) or was_told(agreement)


def is_known_to(organisation: Siren | None, dataset: Dataset, facts: Facts) -> bool:
    """`organisation` None: a declaration, about its own datasets alone."""
    if organisation is None or facts.discoverable is None or dataset.owner == organisation:
        return True
    return dataset.id in facts.discoverable
