"""Every act that a person, or the clock, may ask of agreements and mandates.

`ActName` is the table: how an act is called by the law, the audit and people, and what a mandate
must be for. Below it, one frozen value an act, with its fields. Each is judged by the law
(policies/rego/acts), then applied by its pure rule (`perform.RULES`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import ClassVar, Self

from catalog.actions.agreement import AgreementDraft
from catalog.model.identifiers import Siren
from catalog.model.mandate import MandateAction
from catalog.model.purpose import Purpose
from catalog.model.terms import EnforceableAct


class Under(Enum):
    """The work that a mandate must be for, where an act may be done under one."""

    PREPARING = "preparing"
    """On the side of the data a steward's work; a request on the other."""
    DECIDING = "deciding"
    LOOKING = "looking"
    """For whoever prepares and whoever decides."""


class ActName(StrEnum):
    """Its code in the law, steps and the audit; its words; under which mandates it may be done.

    A row without words is told by the sentences of its own page.
    """

    fr: str
    en: str
    under: Under | None

    def __new__(cls, code: str, fr: str = "", en: str = "", under: Under | None = None) -> Self:
        row = str.__new__(cls, code)
        row._value_ = code
        row.fr, row.en, row.under = fr, en, under
        return row

    DRAFT = "draft", "réécrire", "write it again", Under.PREPARING
    AMEND = "amend", "", "", Under.PREPARING
    SUBMIT = "submit", "déposer", "submit", Under.PREPARING
    REQUEST_CHANGES = (
        "request_changes",
        "demander des modifications",
        "request changes",
        Under.PREPARING,
    )
    WITHDRAW = "withdraw", "retirer", "withdraw", Under.PREPARING
    REFUSE = "refuse", "refuser", "refuse", Under.PREPARING
    REMIND = "remind", "relancer", "remind", Under.PREPARING
    PREVIEW = "preview", "", "", Under.LOOKING
    APPROVE = "approve", "signer", "sign", Under.DECIDING
    SUSPEND = "suspend", "suspendre", "suspend", Under.DECIDING
    RESUME = "resume", "reprendre", "resume", Under.DECIDING
    REVOKE = "revoke", "révoquer", "revoke", Under.DECIDING
    OVERRIDE_GUARD = "override_guard", "passer outre le contrôle d'anonymat", "override the guard"
    ACTIVATE = "activate", "activer", "activate"
    EXPIRE = "expire", "constater l'expiration", "expire"
    LAPSE = "lapse", "constater l'absence de réponse", "let it lapse"
    GUARD = "guard", "refaire le contrôle d'anonymat", "hold it against the guard again"
    ASK_RENEWAL = "ask_renewal"
    REMIND_OF_END = "remind_of_end"
    REMIND_UNANSWERED = "remind_unanswered"
    TELL_READERS = "tell_readers"
    GIVE_MANDATE = "give_mandate"
    END_MANDATE = "end_mandate"
    CLOSE_MANDATE = "close_mandate"
    REGISTER_PURPOSE = "register_purpose"
    ASSIGN_PURPOSES = "assign_purposes"
    GRANT_ROLES = "grant_roles"
    REVOKE_ROLES = "revoke_roles"
    APPOINT_STEWARD = "appoint_steward"


@dataclass(frozen=True, slots=True)
class DraftAgreement:
    """Either side writes: the grantor offers, the grantee asks. Writing again replaces the draft.

    `draft.id` empty asks for the next free reference of the year.
    """

    name: ClassVar[ActName] = ActName.DRAFT
    draft: AgreementDraft


@dataclass(frozen=True, slots=True)
class AmendAgreement:
    """A new version, as a draft, beside the one in force; `draft.id` is the convention's."""

    name: ClassVar[ActName] = ActName.AMEND
    draft: AgreementDraft


@dataclass(frozen=True, slots=True)
class SubmitAgreement:
    """`answer_by`: the last day to answer; None leaves it to `answer_days.default_day`."""

    name: ClassVar[ActName] = ActName.SUBMIT
    agreement: str
    """Here and below: a citation (`conv-2026-0017@2`)."""
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class RequestChanges:
    name: ClassVar[ActName] = ActName.REQUEST_CHANGES
    agreement: str
    reason: str


@dataclass(frozen=True, slots=True)
class WithdrawAgreement:
    name: ClassVar[ActName] = ActName.WITHDRAW
    agreement: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class RefuseAgreement:
    name: ClassVar[ActName] = ActName.REFUSE
    agreement: str
    reason: str


@dataclass(frozen=True, slots=True)
class RemindParty:
    """By the party that waits for the other's answer, once a day."""

    name: ClassVar[ActName] = ActName.REMIND
    agreement: str


@dataclass(frozen=True, slots=True)
class OpenPreview:
    """Shows the columns and communes at stake (to the owner, its rows too), and records who saw."""

    name: ClassVar[ActName] = ActName.PREVIEW
    agreement: str


@dataclass(frozen=True, slots=True)
class ApproveAgreement:
    """Signs exactly `version_sha256`, as `capacity`, on the ground of `act`."""

    name: ClassVar[ActName] = ActName.APPROVE
    agreement: str
    version_sha256: str
    capacity: str
    act: EnforceableAct
    document_sha256: str | None = None


@dataclass(frozen=True, slots=True)
class SuspendAgreement:
    name: ClassVar[ActName] = ActName.SUSPEND
    agreement: str
    reason: str


@dataclass(frozen=True, slots=True)
class ResumeAgreement:
    name: ClassVar[ActName] = ActName.RESUME
    agreement: str


@dataclass(frozen=True, slots=True)
class RevokeAgreement:
    name: ClassVar[ActName] = ActName.REVOKE
    agreement: str
    reason: str


@dataclass(frozen=True, slots=True)
class OverrideGuard:
    """A DPO of the grantor takes responsibility for exactly what was found."""

    name: ClassVar[ActName] = ActName.OVERRIDE_GUARD
    agreement: str
    findings_sha256: str
    reason: str


@dataclass(frozen=True, slots=True)
class GiveMandate:
    """By an approver of `principal`. `datasets` are names (`slug.dataset`) of the principal's own.

    `id` empty asks for the next free reference of the year (`mand-2026-0003`).
    """

    name: ClassVar[ActName] = ActName.GIVE_MANDATE
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

    name: ClassVar[ActName] = ActName.END_MANDATE
    mandate: str
    reason: str
    on: date | None = None


@dataclass(frozen=True, slots=True)
class RegisterPurpose:
    """By the platform: a new code; an existing one never changes."""

    name: ClassVar[ActName] = ActName.REGISTER_PURPOSE
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class AssignPurposes:
    """By the agent's own organisation: all the purposes that this agent may give."""

    name: ClassVar[ActName] = ActName.ASSIGN_PURPOSES
    issuer: str
    agent: str
    purposes: frozenset[str]


@dataclass(frozen=True, slots=True)
class GrantRoles:
    """By a steward of the person's own body, or the operator: beside the roles they have."""

    name: ClassVar[ActName] = ActName.GRANT_ROLES
    issuer: str
    agent: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class RevokeRoles:
    """By a steward of the person's own body, or the operator."""

    name: ClassVar[ActName] = ActName.REVOKE_ROLES
    issuer: str
    agent: str
    roles: frozenset[str]


@dataclass(frozen=True, slots=True)
class AppointSteward:
    """By the system, where a setting says so: the first person to come to a body without one."""

    name: ClassVar[ActName] = ActName.APPOINT_STEWARD
    issuer: str
    agent: str
    roles: ClassVar[frozenset[str]] = frozenset({"agent", "steward"})


@dataclass(frozen=True, slots=True)
class ActivateAgreement:
    """By the clock, at its start: the version before it is superseded in the same act.

    Where the guard stops it, that is recorded instead.
    """

    name: ClassVar[ActName] = ActName.ACTIVATE
    agreement: str


@dataclass(frozen=True, slots=True)
class ExpireAgreement:
    """By the clock, once its last day is over."""

    name: ClassVar[ActName] = ActName.EXPIRE
    agreement: str


@dataclass(frozen=True, slots=True)
class LapseAgreement:
    """By the clock: a proposal that nobody answered in time."""

    name: ClassVar[ActName] = ActName.LAPSE
    agreement: str


@dataclass(frozen=True, slots=True)
class GuardActive:
    """By the clock: an active agreement held again against all that its grantee gets by now."""

    name: ClassVar[ActName] = ActName.GUARD
    agreement: str


@dataclass(frozen=True, slots=True)
class AskRenewal:
    """By the clock: its end comes, and nobody has proposed what follows."""

    name: ClassVar[ActName] = ActName.ASK_RENEWAL
    agreement: str


@dataclass(frozen=True, slots=True)
class RemindOfEnd:
    """By the clock: it ends within `days` (60, 30 or 7) days."""

    name: ClassVar[ActName] = ActName.REMIND_OF_END
    agreement: str
    days: int


@dataclass(frozen=True, slots=True)
class RemindUnanswered:
    """By the clock: a proposal waits for an answer. `step` is its reminder's own."""

    name: ClassVar[ActName] = ActName.REMIND_UNANSWERED
    agreement: str
    step: str


@dataclass(frozen=True, slots=True)
class TellReaders:
    """By the clock: the members that read by it are others than those last told."""

    name: ClassVar[ActName] = ActName.TELL_READERS
    agreement: str


@dataclass(frozen=True, slots=True)
class CloseMandate:
    """By the clock: the day came from which a mandate was ended."""

    name: ClassVar[ActName] = ActName.CLOSE_MANDATE
    mandate: str


AgreementAct = (
    DraftAgreement
    | AmendAgreement
    | SubmitAgreement
    | RequestChanges
    | WithdrawAgreement
    | RefuseAgreement
    | RemindParty
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
    | AskRenewal
    | RemindOfEnd
    | RemindUnanswered
    | TellReaders
    | CloseMandate
)
MandateAct = GiveMandate | EndMandate
RoleAct = GrantRoles | RevokeRoles | AppointSteward
SharingAct = AgreementAct | ClockAct | MandateAct | RegisterPurpose | AssignPurposes | RoleAct
