"""The question of who may make a board, change it and read it; for one act."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

from catalog.model.board import Audience, Board
from catalog.model.identifiers import Siren
from catalog.model.subject import Subject
from policies.question import Json, subject_facts


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """A board of `body`, as far as the law is told of it: no tile, no title."""

    body: Siren
    author_issuer: str
    author: str
    audience: Audience
    roles: tuple[str, ...] = ()
    partners: tuple[Siren, ...] = ()

    @classmethod
    def of(cls, board: Board) -> BoardFacts:
        return cls(
            board.organisation,
            board.author_issuer,
            board.author,
            board.audience,
            board.roles,
            board.partners,
        )

    def document(self) -> Json:
        return {
            "body": self.body,
            "author": {"issuer": self.author_issuer, "agent": self.author},
            "audience": self.audience.value,
            "roles": list(self.roles),
            "partners": list(self.partners),
        }


@dataclass(frozen=True, slots=True)
class BoardQuestion:
    """May `subject` do `act` with this board? One that is made is its maker's; what a tile shows is
    another question, of the law of data, put by its reader.
    """

    subject: Subject
    act: Literal["make", "change", "remove", "choose_home", "read"]
    board: BoardFacts
    package: ClassVar[str] = "acts/boards"

    def document(self) -> Json:
        return {
            "subject": subject_facts(self.subject),
            "proves": sorted(self.subject.proves),
            "issuer": self.subject.issuer,
            "on_behalf_of": self.subject.on_behalf_of,
            "act": self.act,
            "board": self.board.document(),
        }
