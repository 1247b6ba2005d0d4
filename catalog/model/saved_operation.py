"""A document that a body keeps under a name, to ask by its name or its hash, or for keys alone."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from catalog.model.identifiers import Siren

LANGUAGES = ("graphql", "sql")


@dataclass(frozen=True, slots=True)
class SavedOperation:
    """`language` is one of LANGUAGES, `document` the exact text, without values of variables."""

    organisation: Siren
    name: str
    language: str
    document: str
    saved_by: str
    saved_at: datetime

    @property
    def id(self) -> str:
        return f"{self.organisation}/{self.name}"

    @property
    def hash(self) -> str:
        return hash_of(self.document)


def hash_of(document: str) -> str:
    """SHA-256 (hex) of its text in UTF-8."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()
