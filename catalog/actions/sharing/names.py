"""How an act is called in tables, steps, the audit and the law; and who stands where."""

from __future__ import annotations

from enum import StrEnum

from catalog.actions.sharing.acts import (
    ActivateAgreement,
    AmendAgreement,
    ApproveAgreement,
    AssignPurposes,
    CloseMandate,
    DraftAgreement,
    EndMandate,
    ExpireAgreement,
    GiveMandate,
    GuardActive,
    LapseAgreement,
    OpenPreview,
    OverrideGuard,
    RefuseAgreement,
    RegisterPurpose,
    RemindOfEnd,
    RemindUnanswered,
    RequestChanges,
    ResumeAgreement,
    RevokeAgreement,
    SharingAct,
    SubmitAgreement,
    SuspendAgreement,
    TellReaders,
    WithdrawAgreement,
)


class ActName(StrEnum):
    DRAFT = "draft"
    AMEND = "amend"
    SUBMIT = "submit"
    REQUEST_CHANGES = "request_changes"
    WITHDRAW = "withdraw"
    REFUSE = "refuse"
    PREVIEW = "preview"
    APPROVE = "approve"
    SUSPEND = "suspend"
    RESUME = "resume"
    REVOKE = "revoke"
    OVERRIDE_GUARD = "override_guard"
    ACTIVATE = "activate"
    EXPIRE = "expire"
    LAPSE = "lapse"
    GUARD = "guard"
    REMIND_OF_END = "remind_of_end"
    REMIND_UNANSWERED = "remind_unanswered"
    TELL_READERS = "tell_readers"
    GIVE_MANDATE = "give_mandate"
    END_MANDATE = "end_mandate"
    CLOSE_MANDATE = "close_mandate"
    REGISTER_PURPOSE = "register_purpose"
    ASSIGN_PURPOSES = "assign_purposes"


class Standing(StrEnum):
    """What somebody is to an agreement; one may be several (the owner that proposes)."""

    PROPOSER = "proposer"
    OTHER = "other"
    GRANTOR = "grantor"
    GRANTEE = "grantee"
    PLATFORM = "platform"
    CLOCK = "clock"


_NAMES: dict[type[SharingAct], ActName] = {
    DraftAgreement: ActName.DRAFT,
    AmendAgreement: ActName.AMEND,
    SubmitAgreement: ActName.SUBMIT,
    RequestChanges: ActName.REQUEST_CHANGES,
    WithdrawAgreement: ActName.WITHDRAW,
    RefuseAgreement: ActName.REFUSE,
    OpenPreview: ActName.PREVIEW,
    ApproveAgreement: ActName.APPROVE,
    SuspendAgreement: ActName.SUSPEND,
    ResumeAgreement: ActName.RESUME,
    RevokeAgreement: ActName.REVOKE,
    OverrideGuard: ActName.OVERRIDE_GUARD,
    ActivateAgreement: ActName.ACTIVATE,
    ExpireAgreement: ActName.EXPIRE,
    LapseAgreement: ActName.LAPSE,
    GuardActive: ActName.GUARD,
    RemindOfEnd: ActName.REMIND_OF_END,
    RemindUnanswered: ActName.REMIND_UNANSWERED,
    TellReaders: ActName.TELL_READERS,
    GiveMandate: ActName.GIVE_MANDATE,
    EndMandate: ActName.END_MANDATE,
    CloseMandate: ActName.CLOSE_MANDATE,
    RegisterPurpose: ActName.REGISTER_PURPOSE,
    AssignPurposes: ActName.ASSIGN_PURPOSES,
}


def name_of(act: SharingAct) -> ActName:
    return _NAMES[type(act)]
