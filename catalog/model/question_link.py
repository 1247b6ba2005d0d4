"""A link: an address that gives the rows of one saved question to whoever has it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime

from catalog.model.identifiers import Siren
from catalog.model.saved_operation import SavedOperation


@dataclass(frozen=True, slots=True)
class LinkValue:
    """One value of the question, as the link was made for it."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class LinkConsent:
    """The owner of rows received under `agreement` (a citation) lets this link pass them on."""

    agreement: str
    organisation: Siren
    issuer: str
    sub: str
    at: datetime


@dataclass(frozen=True, slots=True)
class QuestionLink:
    """`digest` is SHA-256 (hex) of what stands in the address: the secret is written nowhere.

    It reads `question` of `organisation`, in the very version (`version_of`) and with the values
    that it was made for, in one format and for one purpose, as the person who made it (`issuer`,
    `sub`) may read today. `ends_at` is the first instant at which it opens nothing. `networks`
    (CIDR) are where it may be opened from, anywhere when there are none. `datasets` (ids) are those
    that the question reads; `awaits` the agreements (citations) whose owner had to consent first.
    """

    id: str
    organisation: Siren
    title: str
    question: str
    version: str
    values: tuple[LinkValue, ...]
    purpose: str | None
    answer_format: str
    issuer: str
    sub: str
    made_at: datetime
    ends_at: datetime
    digest: str = field(repr=False)
    datasets: tuple[str, ...] = ()
    awaits: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    revoked_at: datetime | None = None
    consents: tuple[LinkConsent, ...] = ()

    def opens(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.ends_at

    @property
    def awaited(self) -> tuple[str, ...]:
        """The agreements (citations) whose owner has not consented yet."""
        consented = {each.agreement for each in self.consents}
        return tuple(each for each in self.awaits if each not in consented)


def version_of(saved: SavedOperation) -> str:
    """SHA-256 (hex) of the text and of the names and types of its values: another title or another
    default is the same question.
    """
    values = [[each.name, each.type] for each in saved.parameters]
    text = json.dumps([saved.language, saved.document, values])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
