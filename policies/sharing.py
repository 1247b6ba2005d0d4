"""The question of who may do what with agreements, mandates, purposes and roles; for one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from catalog.model.agreement import Approval
from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate
from catalog.model.subject import Subject
from policies.question import Json, mandate_facts, subject_facts, utc_text


@dataclass(frozen=True, slots=True)
class AgreementFacts:
    """`grantee` None: whoever writes named nobody who is registered. `dataset` (an id) None: none
    that is known; a mandate then covers nothing.
    """

    grantor: Siren
    grantee: Siren | None
    proposed_by: Siren
    dataset: str | None
    competences: frozenset[str]
    approvals: tuple[Approval, ...] = ()

    def document(self) -> Json:
        return {
            "grantor": self.grantor,
            "grantee": self.grantee,
            "proposed_by": self.proposed_by,
            "dataset": self.dataset,
            "competences": sorted(self.competences),
            "approvals": [
                {
                    "organisation": each.organisation,
                    "employer": each.employer or each.organisation,
                    "issuer": each.issuer,
                    "agent": each.agent,
                }
                for each in self.approvals
            ],
        }


@dataclass(frozen=True, slots=True)
class MandateParties:
    principal: Siren
    mandatary: Siren | None


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person whose `roles` are given or taken away; `is_last_steward` of their organisation."""

    issuer: str
    agent: str
    roles: frozenset[str]
    is_last_steward: bool = False

    def document(self) -> Json:
        return {
            "issuer": self.issuer,
            "agent": self.agent,
            "roles": sorted(self.roles),
            "is_last_steward": self.is_last_steward,
        }


@dataclass(frozen=True, slots=True)
class SharingQuestion:
    """May `subject` do `act` now? `agreement` for acts on one, `mandate` for acts on one, `person`
    for acts on the roles of one, `agent_organisation` that of this person, or of the agent whose
    purposes are assigned. `mandates` may hold more than concerns it.
    """

    subject: Subject
    act: str
    now: datetime
    agreement: AgreementFacts | None = None
    mandate: MandateParties | None = None
    agent_organisation: Siren | None = None
    person: PersonFacts | None = None
    mandates: Sequence[Mandate] = ()
    package: ClassVar[str] = "acts/sharing"

    def document(self) -> Json:
        subject, mandate = self.subject, self.mandate
        return {
            "subject": subject_facts(subject),
            "proves": sorted(subject.proves),
            "issuer": subject.issuer,
            "on_behalf_of": subject.on_behalf_of,
            "now": utc_text(self.now),
            "act": self.act,
            "agreement": None if self.agreement is None else self.agreement.document(),
            "mandate": None
            if mandate is None
            else {"principal": mandate.principal, "mandatary": mandate.mandatary},
            "agent_organisation": self.agent_organisation,
            "person": None if self.person is None else self.person.document(),
            "mandates": [
                mandate_facts(each)
                for each in sorted(self.mandates, key=lambda each: each.id)
                if each.principal == subject.on_behalf_of
                and each.mandatary == subject.organisation
                and each.ended_at is None
            ],
        }
