"""A convention between two bodies: a header and immutable versions; approvals sign a hash."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from catalog.model.identifiers import Siren
from catalog.model.later_field import restricts
from catalog.model.row_condition import RowCondition
from catalog.model.suspension import Suspension
from catalog.model.terms import EnforceableAct, MembersRule, Secret, Terms
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


OVER = frozenset(
    {
        AgreementState.EXPIRED,
        AgreementState.REVOKED,
        AgreementState.SUPERSEDED,
        AgreementState.REFUSED,
        AgreementState.WITHDRAWN,
    }
)
"""Nothing leads out of these states."""

IN_FORCE = frozenset({AgreementState.APPROVED, AgreementState.ACTIVE, AgreementState.SUSPENDED})
"""Both signatures stand and nobody has ended it. Only ACTIVE gives data, and the policy still
compares its dates with now."""

ASKED_ABOUT = IN_FORCE | {AgreementState.EXPIRED}
"""States of agreements that the policy is told of: they give data, or the policy says why not."""


class Output(StrEnum):
    DETAIL = "detail"
    AGGREGATE = "aggregate"


@dataclass(frozen=True, slots=True)
class GrantedColumn:
    """Name, labels and class are embedded: what was signed cannot change its meaning.

    `secret` is the legal secret that covers the column, `secret_text` the text that allows this
    sharing all the same.
    """

    column: str
    name: str
    classification: int
    transform: Transform
    constant: str | None = None
    label_fr: str = ""
    label_en: str = ""
    secret: Secret | None = None
    secret_text: str | None = None


@dataclass(frozen=True, slots=True)
class Approval:
    """Signs `version_sha256` for `organisation`, as `capacity` (maire, présidente…), on the ground
    of `act`. `employer` is the agent's own organisation where it signs under `mandate` (an id).
    `document_sha256` is the digest of the signed PDF, where there is one.
    """

    organisation: Siren
    agent: str
    at: datetime
    version_sha256: str
    issuer: str | None = None
    employer: Siren | None = None
    mandate: str | None = None
    capacity: str = ""
    act: EnforceableAct | None = None
    document_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """An agent was shown what exactly this version gives."""

    organisation: Siren
    issuer: str | None
    agent: str
    at: datetime
    version_sha256: str


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an agreement's life: `act` (`submit`, `approve`, `activate`…) led from `before`
    to `after`. `organisation` None is the platform or the clock; `reason` is the person's own;
    `mandate` (an id) is the one it was done under.
    """

    at: datetime
    act: str
    before: AgreementState
    after: AgreementState
    agent: str
    organisation: Siren | None
    reason: str | None = None
    mandate: str | None = None


@dataclass(frozen=True, slots=True)
class GuardOverride:
    """A DPO of the grantor takes responsibility for what the guard found, with reasons."""

    agent: str
    at: datetime
    reason: str
    findings_sha256: str


@dataclass(frozen=True, slots=True)
class GuardRecord:
    """The last finding of the differencing guard. `findings_sha256` is the digest of the isolated
    land and columns; `communes` (codes) are told to the grantor, with `columns` (names). While it
    `stops` and has no `override`, activation waits. `overridable` False: only another version
    helps. `inputs_sha256` is the digest of the facts that were examined: while it stays, so does
    the finding. The rows concerned are dated from `since` until before `until` (None: no bound).
    """

    at: datetime
    stops: bool
    findings_sha256: str
    communes: tuple[str, ...] = ()
    override: GuardOverride | None = None
    columns: tuple[str, ...] = ()
    overridable: bool = True
    inputs_sha256: str = ""
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """Events of a version after it was written; none of it is signed.

    `proposed_by` is the side that drafted it (None for what a declaration brought). `readers` are
    the members that were last told to read by it; None until the clock has looked. `suspensions`
    stand side by side, one for each cause at most: `catalog.suspensions` reads them, together with
    `suspended_by`, which says who suspended what was stored before there were causes. `answer_by`
    is the last day to answer a proposal, in the agreement's time zone; None: thirty days.
    """

    proposed_by: Siren | None = None
    previews: tuple[Preview, ...] = ()
    steps: tuple[Step, ...] = ()
    suspended_by: Siren | None = None
    guard: GuardRecord | None = None
    readers: tuple[Siren, ...] | None = None
    suspensions: tuple[Suspension, ...] = restricts(())
    answer_by: date | None = restricts(None)


@dataclass(frozen=True, slots=True)
class Agreement:
    """One version of a convention. `id` is the convention's (`conv-2026-0017`).

    In force from `start` 00:00 until `end` + 1 day 00:00, in `time_zone`. `sha256` is the digest
    of the version's canonical JSON (RFC 8785), which approvals sign. `grantee` signs; it is also
    who reads, unless `members` says that its members do. `dataset_version` is the one its columns
    were read in.
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
    members: MembersRule | None = None
    dataset_version: int = 1
    terms: Terms = field(default_factory=Terms)
    life: Life = field(default_factory=Life)

    @property
    def citation(self) -> str:
        """`conv-2026-0017@2`, as every answer cites it."""
        return f"{self.id}@{self.version}"

    @property
    def parties(self) -> tuple[Siren, Siren]:
        return (self.grantor, self.grantee)
