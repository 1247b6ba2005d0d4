"""A body lets one version of a service read its own rows, which whoever runs it never reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from catalog.model.identifiers import Siren
from catalog.model.published_service import BindingMode, BoundField, RoleBinding


@dataclass(frozen=True, slots=True)
class ConsentedColumn:
    """`classification`: that of the column when the body consented."""

    column: str
    classification: int


@dataclass(frozen=True, slots=True)
class ConsentedRole:
    """A role of a service, with the column (id) of the dataset that is each of its fields."""

    role: str
    fields: tuple[BoundField, ...]


@dataclass(frozen=True, slots=True)
class Consent:
    """`service` is a version (`comparaison@1.4.0`), `digest` that of its text. Only rows whose
    `body_column` holds the owner's SIREN are read, for `purpose`, to the end of the day `end`
    (Paris). `ended_at`: since when it was withdrawn.
    """

    id: str
    owner: Siren
    dataset: str
    service: str
    digest: str
    roles: tuple[ConsentedRole, ...]
    columns: tuple[ConsentedColumn, ...]
    body_column: str
    purpose: str
    end: date
    by_issuer: str
    by_sub: str
    at: datetime
    ended_at: datetime | None = None

    def bindings(self) -> tuple[RoleBinding, ...]:
        """As a run binds its dataset: so, and no other way."""
        return consented_bindings(self.dataset, self.roles)

    @property
    def binding(self) -> str:
        return binding_digest(self.bindings())


@dataclass(frozen=True, slots=True)
class ServiceRun:
    """The run of a service that a question is asked for: `bindings` is the digest of how each
    dataset (id) serves it.
    """

    service: str
    digest: str
    bindings: tuple[tuple[str, str], ...]


def is_of_consent(citations: Iterable[str], consents: Container[str]) -> bool:
    """True where a citation is among `consents`, the ids of a catalog, which forgets no consent."""
    return any(each in consents for each in citations)


def consented_bindings(dataset: str, roles: Iterable[ConsentedRole]) -> tuple[RoleBinding, ...]:
    return tuple(RoleBinding(one.role, BindingMode.CONSENTED, dataset, one.fields) for one in roles)


def binding_digest(bindings: Iterable[RoleBinding]) -> str:
    """Of the roles and columns of one dataset, in any order (SHA-256, hex)."""
    written = sorted(
        [one.role, *sorted(f"{pair.field}={pair.column}/{pair.time or ''}" for pair in one.fields)]
        for one in bindings
    )
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()
