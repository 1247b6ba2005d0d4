"""A document that a body keeps under a name: a question to ask again, by its name or its hash."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren
from catalog.model.later_field import informs

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
    `saved_by` where nobody is named.
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

    @property
    def id(self) -> str:
        return f"{self.organisation}/{self.name}"

    @property
    def hash(self) -> str:
        return hash_of(self.document)


def hash_of(document: str) -> str:
    """SHA-256 (hex) of its text in UTF-8."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()
