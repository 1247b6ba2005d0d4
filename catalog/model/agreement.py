"""A convention between two bodies: a header and immutable versions; approvals sign a hash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from catalog.model.identifiers import Siren
from catalog.model.row_condition import RowCondition
from catalog.model.transform import Transform


class AgreementState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED_BY_ONE = "approved_by_one"
    APPROVED = "approved"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    REVOKED = "revoked"
    SUPERSEDED = "superseded"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


IN_FORCE = frozenset({AgreementState.APPROVED, AgreementState.ACTIVE})
"""The states in which both signatures stand; the policy still compares the dates with now."""


class Output(StrEnum):
    DETAIL = "detail"
    AGGREGATE = "aggregate"


@dataclass(frozen=True, slots=True)
class GrantedColumn:
    """`name` and `classification` are embedded: what was signed cannot change its meaning."""

    column: str
    name: str
    classification: int
    transform: Transform
    constant: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    organisation: Siren
    agent: str
    at: datetime
    version_sha256: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of a convention. `id` is the convention's (`conv-2026-0017`).

    In force from `start` 00:00 until `end` + 1 day 00:00, in `time_zone`. `sha256` is the digest
    of the version's canonical JSON (RFC 8785), which approvals sign.
    """

    id: str
    version: int
    grantor: Siren
    grantee: Siren
    dataset_id: str
    title: str
    columns: tuple[GrantedColumn, ...]
    rows: RowCondition
    output: Output
    purposes: frozenset[str]
    legal_basis: str
    start: date
    end: date
    state: AgreementState
    sha256: str
    approvals: tuple[Approval, ...] = ()
    time_zone: str = "Europe/Paris"
    ended_at: datetime | None = None

    @property
    def citation(self) -> str:
        """`conv-2026-0017@2`, as every answer cites it."""
        return f"{self.id}@{self.version}"
