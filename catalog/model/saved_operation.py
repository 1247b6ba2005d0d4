"""A document that a body keeps under a name: a question to ask again, by its name or its hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren
from catalog.model.later_field import informs, restricts

LANGUAGES = ("graphql", "sql")


@dataclass(frozen=True, slots=True)
class QuestionParameter:
    """One `?` of a statement, in their order: `type` is a name of SQL, `default` a text of it."""

    name: str
    type: str
    default: str | None = None


@dataclass(frozen=True, slots=True)
class SavedOperation:
    """`language` is one of LANGUAGES, `document` the exact text, without values of variables.

    `purpose` is that of who asks it without saying one; `owner` is the person who answers for it,
    `saved_by` where nobody is named. `roles` and `people` (by `sub`) are those with whom it is
    shared; with the whole body where there are none.
    """

    organisation: Siren
    name: str
    language: str
    document: str
    saved_by: str
    saved_at: datetime
    title: str | None = informs(None)
    purpose: str | None = informs(None)
    owner: str | None = informs(None)
    parameters: tuple[QuestionParameter, ...] = informs(())
    roles: tuple[str, ...] = restricts(())
    people: tuple[str, ...] = restricts(())

    def is_of(self, person: str | None) -> bool:
        """True for the person who answers for it, and who saved it."""
        return person is not None and person in {self.saved_by, self.owner}

    def is_shown_to(self, person: str | None, roles: frozenset[str]) -> bool:
        """To whom it is shared with, to the person who answers for it, and to every steward."""
        if not self.roles and not self.people:
            return True
        if self.is_of(person) or "steward" in roles or not roles.isdisjoint(self.roles):
            return True
        return person in self.people

    @property
    def id(self) -> str:
        return f"{self.organisation}/{self.name}"

    @property
    def hash(self) -> str:
        return hash_of(self.document)


def hash_of(document: str) -> str:
    """SHA-256 (hex) of its text in UTF-8."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()
