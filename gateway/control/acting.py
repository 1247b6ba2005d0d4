"""One mutation: an act handed to the gateway, and what came of it as GraphQL shows it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress

import strawberry

from catalog.actions.agreement import agreement_cited
from catalog.actions.facts import Findings
from catalog.actions.problems import ActRefused
from catalog.actions.sharing.acts import SharingAct
from catalog.model.agreement import Agreement as WrittenAgreement
from catalog.model.bilingual import Bilingual
from catalog.model.problem import Problem
from gateway.control import agreement_types as shown
from gateway.control.agreement_writing import write_mandate, write_preview, write_sentence
from gateway.control.agreements import Agreement, write_agreement
from gateway.control.context import ControlContext
from gateway.control.problems import TokenRequired
from gateway.control.sentence import Sentence
from gateway.control.version_differences import version_differences

Info = strawberry.Info[ControlContext, None]


@strawberry.type(
    description=(
        "Ce qu'un acte a fait, ou ferait (dryRun) : les mêmes phrases, sans effet ni message. / "
        "What an act did, or would do (dryRun): the same sentences, no effect and no message."
    )
)
class ActResult:
    act: str
    applied: bool
    sentences: list[Sentence]
    agreement: Agreement | None
    mandate: shown.Mandate | None
    preview: shown.AgreementPreview | None
    changes: list[shown.VersionDifference] = strawberry.field(
        description=(
            "Ce qui change du même texte, s'il était déjà écrit. / What changes of the same text, "
            "where it was written already."
        )
    )


def refuse_anonymous(info: Info) -> None:
    if info.context.subject.is_anonymous:
        raise TokenRequired


async def perform_written(
    info: Info, act: SharingAct, findings: Findings, *, dry_run: bool
) -> ActResult:
    """Performs the act, or raises the faults of its text and of the rules together."""
    context = info.context
    refuse_anonymous(info)
    if findings.found:
        with suppress(Problem):
            try:
                await context.services.act(act, dry_run=True)
            except ActRefused as refused:
                findings.found += refused.findings
        findings.raise_any()
    return await perform(info, act, dry_run=dry_run)


async def perform(
    info: Info, act: SharingAct, *, dry_run: bool, told: Sequence[Bilingual] = ()
) -> ActResult:
    """As this request's subject. `told` comes after what the act says of itself."""
    context = info.context
    refuse_anonymous(info)
    answer = await context.services.act(act, dry_run=dry_run)
    acted, preview = answer.acted, answer.preview
    return ActResult(
        act=acted.act,
        applied=not dry_run,
        sentences=[write_sentence(each) for each in (*acted.sentences, *told)],
        agreement=None if acted.agreement is None else write_agreement(acted.agreement),
        mandate=None if acted.mandate is None else write_mandate(acted.mandate, context),
        preview=None if preview is None else write_preview(preview, context.snapshot),
        changes=_changes_of(acted.agreement, context),
    )


def _changes_of(
    after: WrittenAgreement | None, context: ControlContext
) -> list[shown.VersionDifference]:
    """Of the version of the same citation that was there before the act."""
    before = None if after is None else agreement_cited(context.snapshot, after.citation)
    if after is None or before is None:
        return []
    return version_differences(before, after, context.snapshot)
