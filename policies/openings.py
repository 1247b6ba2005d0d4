"""The question of who may open data that wait to be opened; for one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from catalog.model.identifiers import Siren
from catalog.model.opening import Opening
from catalog.model.organisation import Appointment
from catalog.model.subject import Subject
from policies.question import Json, subject_facts


@dataclass(frozen=True, slots=True)
class OpeningQuestion:
    """May `subject` do `act` with `opening` of `body`? None: to see those of the body, or to
    install its data. `demo` is a fact of the deployment, never of the request. `appointed`: who
    made the subject an approver in the last days, None where that is settled.
    """

    subject: Subject
    act: Literal["confirm", "refuse", "withdraw", "see", "install"]
    body: Siren
    opening: Opening | None = None
    demo: bool = False
    appointed: Appointment | None = None
    package: ClassVar[str] = "acts/openings"

    def document(self) -> Json:
        opening, appointed = self.opening, self.appointed
        return {
            "subject": subject_facts(self.subject),
            "issuer": self.subject.issuer,
            "proves": sorted(self.subject.proves),
            "on_behalf_of": self.subject.on_behalf_of,
            "act": self.act,
            "body": self.body,
            "proposed_by": None
            if opening is None
            else {"agent": opening.by, "issuer": opening.by_issuer},
            "demo": self.demo,
            "appointed_by": None
            if appointed is None
            else {
                "agent": appointed.by,
                "issuer": appointed.by_issuer,
                "from_outside": appointed.from_outside,
            },
        }
