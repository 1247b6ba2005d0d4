"""The question of who may leave a file in a deposit, or take the last one back; for one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Literal

from catalog.model.identifiers import Siren
from catalog.model.mandate import Mandate
from catalog.model.subject import Subject
from policies.question import Json, mandate_facts, subject_facts, utc_text


@dataclass(frozen=True, slots=True)
class DepositQuestion:
    """May `subject` do `act` with a dataset (an id) of `owner`; None: one that it would make.

    `mandates` may hold more than those from the principal to the subject's organisation.
    """

    subject: Subject
    act: Literal["deposit", "undo_deposit"]
    owner: Siren
    dataset: str | None
    now: datetime
    mandates: Sequence[Mandate] = ()
    package: ClassVar[str] = "acts/deposits"

    def document(self) -> Json:
        subject, scope = self.subject, self.subject.scope
        return {
            "subject": subject_facts(subject),
            "proves": sorted(subject.proves),
            "on_behalf_of": subject.on_behalf_of,
            "act": self.act,
            "now": utc_text(self.now),
            "owner": self.owner,
            "dataset": self.dataset,
            "scope": None
            if scope is None
            else {"datasets": sorted(scope.datasets), "doors": sorted(scope.doors)},
            "mandates": [
                mandate_facts(mandate)
                for mandate in sorted(self.mandates, key=lambda one: one.id)
                if mandate.principal == subject.on_behalf_of
                and mandate.mandatary == subject.organisation
                and mandate.ended_at is None
            ],
        }
