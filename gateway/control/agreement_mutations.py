"""Every act on an agreement, one root field each; nullable, so that one fails alone."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import strawberry

from catalog.actions.facts import Findings
from catalog.actions.sharing.acts import (
    AmendAgreement,
    ApproveAgreement,
    DraftAgreement,
    OpenPreview,
    OverrideGuard,
    RefuseAgreement,
    RemindParty,
    RequestChanges,
    ResumeAgreement,
    RevokeAgreement,
    SubmitAgreement,
    SuspendAgreement,
    WithdrawAgreement,
)
from gateway.control.acting import ActResult, Info, perform, perform_written, refuse_anonymous
from gateway.control.agreement_input import AgreementInput, ApprovalInput
from gateway.control.agreement_reading import read_act, read_agreement_input
from gateway.control.amendment import AmendmentInput, read_amendment
from gateway.control.template_input import TemplateDraftInput, read_template_input
from gateway.control.visible_agreements import side_of

_INPUT = strawberry.argument(name="input")
_ANSWER_BY = strawberry.argument(
    description=(
        "Le dernier jour pour répondre ; sans lui, 30 jours, ou la veille d'un avenant qui "
        "commence plus tard. / The last day to answer; without it 30 days, or the eve of an "
        "amendment that begins later."
    )
)
_DRAFTED = "Écrit ou réécrit un projet. / Writes a draft, or writes it again."


async def resolve_draft_agreement(
    info: Info, given: Annotated[AgreementInput, _INPUT], *, dry_run: bool = False
) -> ActResult | None:
    context, findings = info.context, Findings()
    draft = read_agreement_input(given, side_of(context), context.snapshot, findings)
    return await perform_written(info, DraftAgreement(draft), findings, dry_run=dry_run)


async def resolve_amend_agreement(
    info: Info, given: Annotated[AmendmentInput, _INPUT], *, dry_run: bool = False
) -> ActResult | None:
    refuse_anonymous(info)
    findings = Findings()
    draft = read_amendment(given, info.context, findings)
    return await perform_written(info, AmendAgreement(draft), findings, dry_run=dry_run)


async def resolve_correct_agreement(
    info: Info, given: Annotated[AmendmentInput, _INPUT], *, dry_run: bool = False
) -> ActResult | None:
    refuse_anonymous(info)
    findings = Findings()
    draft = read_amendment(given, info.context, findings)
    return await perform_written(info, DraftAgreement(draft), findings, dry_run=dry_run)


async def resolve_draft_from_template(
    info: Info, given: Annotated[TemplateDraftInput, _INPUT], *, dry_run: bool = False
) -> ActResult | None:
    refuse_anonymous(info)
    filled = read_template_input(given, info.context)
    return await perform(info, DraftAgreement(filled.draft), dry_run=dry_run, told=filled.told)


async def resolve_submit_agreement(
    info: Info,
    agreement: str,
    answer_by: Annotated[dt.date | None, _ANSWER_BY] = None,
    *,
    dry_run: bool = False,
) -> ActResult | None:
    return await perform(info, SubmitAgreement(agreement, answer_by), dry_run=dry_run)


async def resolve_request_changes(
    info: Info, agreement: str, reason: str, *, dry_run: bool = False
) -> ActResult | None:
    return await perform(info, RequestChanges(agreement, reason), dry_run=dry_run)


async def resolve_withdraw_agreement(
    info: Info, agreement: str, reason: str | None = None, *, dry_run: bool = False
) -> ActResult | None:
    return await perform(info, WithdrawAgreement(agreement, reason), dry_run=dry_run)


async def resolve_refuse_agreement(
    info: Info, agreement: str, reason: str, *, dry_run: bool = False
) -> ActResult | None:
    return await perform(info, RefuseAgreement(agreement, reason), dry_run=dry_run)


async def resolve_remind_party(
    info: Info, agreement: str, *, dry_run: bool = False
) -> ActResult | None:
    return await perform(info, RemindParty(agreement), dry_run=dry_run)


async def resolve_open_preview(
    info: Info, agreement: str, *, dry_run: bool = False
) -> ActResult | None:
    return await perform(info, OpenPreview(agreement), dry_run=dry_run)


async def resolve_approve_agreement(
    info: Info, agreement: str, approval: ApprovalInput, *, dry_run: bool = False
) -> ActResult | None:
    act = ApproveAgreement(
        agreement=agreement,
        version_sha256=approval.version_sha256,
        capacity=approval.capacity,
        act=read_act(approval.act),
        document_sha256=approval.document_sha256,
    )
    return await perform(info, act, dry_run=dry_run)


async def resolve_suspend_agreement(
    info: Info, agreement: str, reason: str, *, dry_run: bool = False
) -> ActResult | None:
    return await perform(info, SuspendAgreement(agreement, reason), dry_run=dry_run)


async def resolve_resume_agreement(
    info: Info, agreement: str, *, dry_run: bool = False
) -> ActResult | None:
    return await perform(info, ResumeAgreement(agreement), dry_run=dry_run)


async def resolve_revoke_agreement(
    info: Info, agreement: str, reason: str, *, dry_run: bool = False
) -> ActResult | None:
    return await perform(info, RevokeAgreement(agreement, reason), dry_run=dry_run)


async def resolve_override_guard(
    info: Info,
    agreement: str,
    findings_sha256: Annotated[str, strawberry.argument(name="findingsSha256")],
    reason: str,
    *,
    dry_run: bool = False,
) -> ActResult | None:
    return await perform(info, OverrideGuard(agreement, findings_sha256, reason), dry_run=dry_run)


@strawberry.type
class AgreementMutation:
    draft_agreement: ActResult | None = strawberry.mutation(
        resolver=resolve_draft_agreement, description=_DRAFTED
    )

    amend_agreement: ActResult | None = strawberry.mutation(
        resolver=resolve_amend_agreement,
        description=(
            "Prépare une nouvelle version ; celle en vigueur reste. / "
            "A new version beside the one in force; what is left out stays."
        ),
    )

    correct_agreement: ActResult | None = strawberry.mutation(
        resolver=resolve_correct_agreement,
        description=(
            "Réécrit un projet, ou ce à quoi des modifications sont demandées ; ce qui n'est pas "
            "donné demeure. / Writes a draft again, or that of which changes are requested; what "
            "is left out stays."
        ),
    )

    draft_from_template: ActResult | None = strawberry.mutation(
        resolver=resolve_draft_from_template,
        description=(
            "Un projet d'après un modèle : cinq champs ; ce qu'il ne sait pas placer est dit. / "
            "A draft from a template; what it cannot place is told."
        ),
    )

    submit_agreement: ActResult | None = strawberry.mutation(
        resolver=resolve_submit_agreement,
        description=(
            "Dépose le projet : tout ce qui manque est dit d'un coup. / Submits the draft."
        ),
    )

    request_changes: ActResult | None = strawberry.mutation(
        resolver=resolve_request_changes,
        description=(
            "Demande des modifications à l'autre partie. / Asks the other party for changes."
        ),
    )

    withdraw_agreement: ActResult | None = strawberry.mutation(
        resolver=resolve_withdraw_agreement,
        description="Retire sa proposition. / Withdraws what one proposed.",
    )

    refuse_agreement: ActResult | None = strawberry.mutation(
        resolver=resolve_refuse_agreement,
        description="Refuse la proposition. / Refuses what was proposed.",
    )

    remind_party: ActResult | None = strawberry.mutation(
        resolver=resolve_remind_party,
        description=(
            "Relance la partie dont la réponse est attendue, une fois par jour au plus. / "
            "Reminds the party whose answer is awaited, once a day at most."
        ),
    )

    open_preview: ActResult | None = strawberry.mutation(
        resolver=resolve_open_preview,
        description=(
            "Montre les colonnes et les communes exactes, et retient qui les a vues. / "
            "Shows what it gives, and records who saw."
        ),
    )

    approve_agreement: ActResult | None = strawberry.mutation(
        resolver=resolve_approve_agreement,
        description=(
            "Signe exactement l'empreinte montrée. / Signs exactly the hash that was shown."
        ),
    )

    suspend_agreement: ActResult | None = strawberry.mutation(
        resolver=resolve_suspend_agreement, description="Suspend aussitôt. / Suspends at once."
    )

    resume_agreement: ActResult | None = strawberry.mutation(
        resolver=resolve_resume_agreement, description="Reprend. / Resumes."
    )

    revoke_agreement: ActResult | None = strawberry.mutation(
        resolver=resolve_revoke_agreement, description="Met fin aussitôt. / Ends it at once."
    )

    override_guard: ActResult | None = strawberry.mutation(
        resolver=resolve_override_guard,
        description=(
            "Le DPO de qui accorde répond du contrôle d'anonymat. / "
            "The grantor's DPO answers for what the guard found."
        ),
    )
