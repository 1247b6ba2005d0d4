"""The question of who may freeze a figure, correct it, send it and see it; for one act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from policies.question import Json, subject_facts


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """A source of a figure: `name` is a citation, or a dataset's where none is needed.

    `unitary`: for one file's treatment alone. `personal`: about people, by an agreement that says
    how long it is kept. `for_few`: of the body, some groups alone may read it.
    """

    name: str
    unitary: bool = False
    personal: bool = False
    for_few: bool = False
    in_force: bool = True

    def document(self) -> Json:
        return {
            "name": self.name,
            "unitary": self.unitary,
            "personal": self.personal,
            "for_few": self.for_few,
            "in_force": self.in_force,
        }


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """May `subject` do `act` with a figure of `body`, whose question was for `purpose`? `sources`
    are told of one that would be frozen. What was sent to it, `body` sees (`see_sent`).
    """

    subject: Subject
    act: Literal["freeze", "correct", "see", "send", "see_sent"]
    body: Siren
    purpose: str | None
    sources: Sequence[SourceFacts] = ()
    package: ClassVar[str] = "acts/figures"

    def document(self) -> Json:
        return {
            "subject": subject_facts(self.subject),
            "proves": sorted(self.subject.proves),
            "on_behalf_of": self.subject.on_behalf_of,
            "act": self.act,
            "body": self.body,
            "purpose": self.purpose,
            "sources": [source.document() for source in self.sources],
        }
