"""Who may leave a file in a deposit, or take the last one back: the question for one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from policies.question import Json, subject_facts


@dataclass(frozen=True, slots=True)
class DepositQuestion:
    """May `subject` do `act` with a dataset (an id) of `owner`; None: one that it would make."""

    subject: Subject
    act: Literal["deposit", "undo_deposit"]
    owner: Siren
    dataset: str | None
    package: ClassVar[str] = "acts/deposits"

    def document(self) -> Json:
        subject, scope = self.subject, self.subject.scope
        return {
            "subject": subject_facts(subject),
            "proves": sorted(subject.proves),
            "on_behalf_of": subject.on_behalf_of,
            "act": self.act,
            "owner": self.owner,
            "dataset": self.dataset,
            "scope": None
            if scope is None
            else {"datasets": sorted(scope.datasets), "doors": sorted(scope.doors)},
        }
