"""Ending an agreement: immediate, and the owner's or the reader's own decision."""

from __future__ import annotations

from dataclasses import replace

from catalog.actions.agreement import agreement_cited
from catalog.actions.facts import Facts, Findings
from catalog.actions.problems import UnknownAgreement
from catalog.model.agreement import IN_FORCE, Agreement, AgreementState


def end_agreement(citation: str, facts: Facts) -> Agreement:
    """The agreement revoked as of `facts.now`; what was signed stays as it was signed.

    Raises ActRefused when it is not in force.
    """
    findings = Findings()
    agreement = agreement_cited(facts.catalog, citation)
    if agreement is None or agreement.state not in IN_FORCE:
        findings.add(UnknownAgreement(agreement=citation), "agreement")
        findings.raise_any()
        raise AssertionError  # raised above
    return replace(agreement, state=AgreementState.REVOKED, ended_at=facts.now)
