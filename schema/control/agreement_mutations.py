"""Every act on an agreement, one root field each; nullable, so that one fails alone."""

from __future__ import annotations

from typing import Annotated

import strawberry

from catalog.actions.sharing.acts import (
    AmendAgreement,
    ApproveAgreement,
    DraftAgreement,
    OpenPreview,
    OverrideGuard,
    RefuseAgreement,
    RequestChanges,
    ResumeAgreement,
    RevokeAgreement,
    SubmitAgreement,
    SuspendAgreement,
    WithdrawAgreement,
)
from schema.control.acting import ActResult, Info, perform
from schema.control.agreement_input import AgreementInput, ApprovalInput
from schema.control.agreement_reading import read_act, read_agreement_input
from schema.control.sides import side_of
from schema.control.template_input import TemplateDraftInput, read_template_input

_INPUT = strawberry.argument(name="input")
_DRAFTED = "Écrit ou réécrit un projet. / Writes a draft, or writes it again."


@strawberry.type
class AgreementMutation:
    @strawberry.mutation(description=_DRAFTED)
    async def draft_agreement(
        self, info: Info, given: Annotated[AgreementInput, _INPUT], *, dry_run: bool = False
    ) -> ActResult | None:
        draft = read_agreement_input(given, side_of(info.context), info.context.snapshot)
        return await perform(info, DraftAgreement(draft), dry_run=dry_run)

    @strawberry.mutation(
        description=(
            "Prépare une nouvelle version ; celle en vigueur reste. / "
            "A new version, beside the one in force."
        )
    )
    async def amend_agreement(
        self, info: Info, given: Annotated[AgreementInput, _INPUT], *, dry_run: bool = False
    ) -> ActResult | None:
        draft = read_agreement_input(given, side_of(info.context), info.context.snapshot)
        return await perform(info, AmendAgreement(draft), dry_run=dry_run)

    @strawberry.mutation(
        description=(
            "Un projet d'après un modèle : cinq champs ; ce qu'il ne sait pas placer est dit. / "
            "A draft from a template; what it cannot place is told."
        )
    )
    async def draft_from_template(
        self, info: Info, given: Annotated[TemplateDraftInput, _INPUT], *, dry_run: bool = False
    ) -> ActResult | None:
        filled = read_template_input(given, info.context)
        return await perform(info, DraftAgreement(filled.draft), dry_run=dry_run, told=filled.told)

    @strawberry.mutation(
        description=(
            "Dépose le projet : tout ce qui manque est dit d'un coup. / Submits the draft."
        )
    )
    async def submit_agreement(
        self, info: Info, agreement: str, *, dry_run: bool = False
    ) -> ActResult | None:
        return await perform(info, SubmitAgreement(agreement), dry_run=dry_run)

    @strawberry.mutation(
        description=(
            "Demande des modifications à l'autre partie. / Asks the other party for changes."
        )
    )
    async def request_changes(
        self, info: Info, agreement: str, reason: str, *, dry_run: bool = False
    ) -> ActResult | None:
        return await perform(info, RequestChanges(agreement, reason), dry_run=dry_run)

    @strawberry.mutation(description=("Retire sa proposition. / Withdraws what one proposed."))
    async def withdraw_agreement(
        self, info: Info, agreement: str, reason: str | None = None, *, dry_run: bool = False
    ) -> ActResult | None:
        return await perform(info, WithdrawAgreement(agreement, reason), dry_run=dry_run)

    @strawberry.mutation(description=("Refuse la proposition. / Refuses what was proposed."))
    async def refuse_agreement(
        self, info: Info, agreement: str, reason: str, *, dry_run: bool = False
    ) -> ActResult | None:
        return await perform(info, RefuseAgreement(agreement, reason), dry_run=dry_run)

    @strawberry.mutation(
        description=(
            "Montre les colonnes et les communes exactes, et retient qui les a vues. / "
            "Shows what it gives, and records who saw."
        )
    )
    async def open_preview(
        self, info: Info, agreement: str, *, dry_run: bool = False
    ) -> ActResult | None:
        return await perform(info, OpenPreview(agreement), dry_run=dry_run)

    @strawberry.mutation(
        description="Signe exactement l'empreinte montrée. / Signs exactly the hash that was shown."
    )
    async def approve_agreement(
        self, info: Info, agreement: str, approval: ApprovalInput, *, dry_run: bool = False
    ) -> ActResult | None:
        act = ApproveAgreement(
            agreement=agreement,
            version_sha256=approval.version_sha256,
            capacity=approval.capacity,
            act=read_act(approval.act),
            document_sha256=approval.document_sha256,
        )
        return await perform(info, act, dry_run=dry_run)

    @strawberry.mutation(description=("Suspend aussitôt. / Suspends at once."))
    async def suspend_agreement(
        self, info: Info, agreement: str, reason: str, *, dry_run: bool = False
    ) -> ActResult | None:
        return await perform(info, SuspendAgreement(agreement, reason), dry_run=dry_run)

    @strawberry.mutation(description=("Reprend. / Resumes."))
    async def resume_agreement(
        self, info: Info, agreement: str, *, dry_run: bool = False
    ) -> ActResult | None:
        return await perform(info, ResumeAgreement(agreement), dry_run=dry_run)

    @strawberry.mutation(description=("Met fin aussitôt. / Ends it at once."))
    async def revoke_agreement(
        self, info: Info, agreement: str, reason: str, *, dry_run: bool = False
    ) -> ActResult | None:
        return await perform(info, RevokeAgreement(agreement, reason), dry_run=dry_run)

    @strawberry.mutation(
        description=(
            "Le DPO de qui accorde répond de ce que la garde a trouvé. / "
            "The grantor's DPO answers for what the guard found."
        )
    )
    async def override_guard(
        self,
        info: Info,
        agreement: str,
        findings_sha256: Annotated[str, strawberry.argument(name="findingsSha256")],
        reason: str,
        *,
        dry_run: bool = False,
    ) -> ActResult | None:
        return await perform(
            info, OverrideGuard(agreement, findings_sha256, reason), dry_run=dry_run
        )
