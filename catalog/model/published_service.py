"""A service in the catalog: what its publisher signed, and what bodies have activated of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from catalog.model.identifiers import Siren
from catalog.model.later_field import informs, restricts
from catalog.model.run_schedule import RunSchedule


@dataclass(frozen=True, slots=True)
class PublishedService:
    """One version, which never changes. `content`: canonical JSON of the folder's texts; `digest`:
    of its bytes; `signature`: base64url, Ed25519 by the installation's key `key` over
    `signed_message`.
    """

    service: str
    version: str
    publisher: Siren
    digest: str
    content: str = field(repr=False)
    key: str
    signature: str = field(repr=False)
    by_issuer: str | None
    by_sub: str
    at: datetime

    @property
    def id(self) -> str:
        return f"{self.service}@{self.version}"

    @property
    def signed_message(self) -> bytes:
        """The bytes to sign: they name service, version, publisher and digest, so that a signature
        holds for nothing else.
        """
        parts = ("interco-service", self.service, self.version, self.publisher, self.digest)
        return "\n".join(parts).encode()


CONSENTED = "consented"
"""The dataset of a role's binding to all that other bodies consent to."""


class BindingMode(StrEnum):
    """OWN: a dataset of the body itself; SHARED: one that an agreement or its openness gives;
    STANDARD: every dataset of a standard; CONSENTED: data that other bodies let this very version
    read, as each of them consented (no dataset and no fields are named).
    """

    OWN = "own"
    SHARED = "shared"
    STANDARD = "standard"
    CONSENTED = "consented"


@dataclass(frozen=True, slots=True)
class BoundField:
    """A field of a role, with the column (an id) that it is; for a moment whose day and hour stand
    apart, `time` is the column of the hour.
    """

    field: str
    column: str
    time: str | None = restricts(None)


@dataclass(frozen=True, slots=True)
class RoleBinding:
    """One dataset (an id) of a role; a role may have several, whose rows follow each other."""

    role: str
    mode: BindingMode
    dataset: str
    fields: tuple[BoundField, ...]


@dataclass(frozen=True, slots=True)
class ParameterValue:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Activation:
    """It gives no right: who runs it reads what they may read, at that moment. `purpose`: what
    datasets of others are read for. `overlap`: what becomes of rows that several bodies have, where
    a role is bound to a standard (COMPETENT, ALL); None: it is refused. `schedule`: when it runs by
    itself; None, as it is made: never.
    """

    id: str
    service: str
    version: str
    body: Siren
    bindings: tuple[RoleBinding, ...]
    parameters: tuple[ParameterValue, ...]
    purpose: str | None
    by_issuer: str | None
    by_sub: str
    at: datetime
    overlap: str | None = None
    schedule: RunSchedule | None = None
    reminded: tuple[str, ...] = informs(())
    """Of its reports' days, those that stewards were told of: `2025/60_before`."""

    @property
    def published(self) -> str:
        """The id of the version that it runs."""
        return f"{self.service}@{self.version}"
