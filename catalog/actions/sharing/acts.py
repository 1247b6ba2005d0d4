"""What a person, or the clock, may ask of agreements and mandates: one frozen value an act.

Each is judged by the law (policies/rego/acts), then applied by a pure rule of this package.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from catalog.actions.agreement import AgreementDraft
from catalog.model.identifiers import Siren
from catalog.model.mandate import MandateAction
from catalog.model.purpose import Purpose
from catalog.model.terms import EnforceableAct


@dataclass(frozen=True, slots=True)
class DraftAgreement:
    """Either side writes: the grantor offers, the grantee asks. Writing again replaces the draft.

    `draft.id` empty asks for the next free reference of the year.
    """

    draft: AgreementDraft


@dataclass(frozen=True, slots=True)
class AmendAgreement:
    """A new version, as a draft, beside the one in force; `draft.id` is the convention's."""

    draft: AgreementDraft


@dataclass(frozen=True, slots=True)
class SubmitAgreement:
    agreement: str
    """Here and below: a citation (`conv-2026-0017@2`)."""


@dataclass(frozen=True, slots=True)
class RequestChanges:
    agreement: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawAgreement:
    agreement: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RefuseAgreement:
    agreement: str
    reason: str


@dataclass(frozen=True, slots=True)
class OpenPreview:
    """Shows the columns and communes at stake (to the owner, its rows too), and records who saw."""

    agreement: str


@dataclass(frozen=True, slots=True)
class ApproveAgreement:
    """Signs exactly `version_sha256`, as `capacity`, on the ground of `act`."""

    agreement: str
    version_sha256: str
    capacity: str
    act: EnforceableAct
    document_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class SuspendAgreement:
    agreement: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResumeAgreement:
    agreement: str


@dataclass(frozen=True, slots=True)
class RevokeAgreement:
    agreement: str
    reason: str


@dataclass(frozen=True, slots=True)
class OverrideGuard:
    """A DPO of the grantor takes responsibility for exactly what was found."""

    agreement: str
    findings_sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class GiveMandate:
    """By an approver of `principal`. `datasets` are names (`slug.dataset`) of the principal's own.

    `id` empty asks for the next free reference of the year (`mand-2026-0003`).
    """

    principal: Siren
    mandatary: str
    """A slug or a SIREN."""
    actions: frozenset[MandateAction]
    start: date
    act: EnforceableAct
    competences: frozenset[str] = frozenset()
    datasets: frozenset[str] = frozenset()
    end: date | None = None
    id: str = ""


@dataclass(frozen=True, slots=True)
class EndMandate:
    """By either side, from `on` (the day of the act when None: at once)."""

    mandate: str
    reason: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterPurpose:
    """By the platform: a new code; an existing one never changes."""

    purpose: Purpose


@dataclass(frozen=True, slots=True)
class AssignPurposes:
    """By the agent's own organisation: all the purposes that this agent may give."""

    issuer: str
    agent: str
    purposes: frozenset[str]


@dataclass(frozen=True, slots=True)
class ActivateAgreement:
    """By the clock, at its start: the version before it is superseded in the same act.

    Where the guard stops it, that is recorded instead.
    """

    agreement: str


@dataclass(frozen=True, slots=True)
class ExpireAgreement:
    """By the clock, once its last day is over."""

    agreement: str


@dataclass(frozen=True, slots=True)
class LapseAgreement:
    """By the clock: a request that nobody answered within 30 days."""

    agreement: str


@dataclass(frozen=True, slots=True)
class GuardActive:
    """By the clock: an active agreement held again against all that its grantee gets by now."""

    agreement: str


@dataclass(frozen=True, slots=True)
class RemindOfEnd:
    """By the clock: it ends within `days` (60, 30 or 7) days."""

    agreement: str
    days: int


@dataclass(frozen=True, slots=True)
class RemindUnanswered:
    """By the clock: a request waits since `days` (10 or 20) days."""

    agreement: str
    days: int


@dataclass(frozen=True, slots=True)
class TellReaders:
    """By the clock: the members that read by it are others than those last told."""

    agreement: str


@dataclass(frozen=True, slots=True)
class CloseMandate:
    """By the clock: the day came from which a mandate was ended."""

    mandate: str


AgreementAct = (
    DraftAgreement
    | AmendAgreement
    | SubmitAgreement
    | RequestChanges
    | WithdrawAgreement
    | RefuseAgreement
    | OpenPreview
    | ApproveAgreement
    | SuspendAgreement
    | ResumeAgreement
    | RevokeAgreement
    | OverrideGuard
)
ClockAct = (
    ActivateAgreement
    | ExpireAgreement
    | LapseAgreement
    | GuardActive
    | RemindOfEnd
    | RemindUnanswered
    | TellReaders
    | CloseMandate
)
MandateAct = GiveMandate | EndMandate
SharingAct = AgreementAct | ClockAct | MandateAct | RegisterPurpose | AssignPurposes
