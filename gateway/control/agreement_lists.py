"""Many agreements opened or signed in one act: two mutations."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import strawberry

from catalog.actions.agreement_lists import agreements_sha256
from catalog.actions.sharing.acts import ApproveAgreement, OpenPreview
from catalog.model.problem import Problem
from gateway.acts.act_list import MOST_LINES, LineAct, RefusedLine
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.agreement_input import EnforceableActInput
from gateway.control.agreement_reading import read_act
from gateway.control.agreements import Agreement, write_agreement
from gateway.control.sentence import Sentence

_INPUT = strawberry.argument(name="input")


@strawberry.input(
    description="Une convention, et l'empreinte montrée. / An agreement, and the hash shown."
)
class ListedAgreementInput:
    agreement: str
    version_sha256: str = strawberry.field(name="versionSha256")


@strawberry.input(
    description=(
        "Signer exactement ces versions, en une seule qualité et sur le fondement d'un seul acte. "
        "/ To sign exactly those versions, in one capacity and on the ground of one act."
    )
)
class ListApprovalInput:
    agreements: list[ListedAgreementInput] = strawberry.field(
        description=f"{MOST_LINES} au plus. / {MOST_LINES} at most."
    )
    capacity: str = strawberry.field(description="Maire, présidente… / Mayor, president…")
    act: EnforceableActInput


@strawberry.type(
    description="Une ligne dont rien n'a été fait, et pourquoi. / A line of which nothing was done."
)
class RefusedAgreement:
    citation: str
    code: str
    sentence: Sentence
    next_step: Sentence


@strawberry.type(
    description=(
        "Ce qu'un acte a fait de chaque convention d'une liste, ou en ferait (dryRun). / What an "
        "act did of each agreement of a list, or would do (dryRun)."
    )
)
class ListResult:
    act: str
    applied: bool
    list_sha256: str = strawberry.field(
        name="listSha256",
        description=(
            "L'empreinte de la liste de ce qui est fait, gardée dans l'audit : le SHA-256 des "
            "lignes « référence empreinte », triées. / The digest of the list of what is done, "
            'kept in the audit: the SHA-256 of the lines "citation hash", sorted.'
        ),
    )
    agreements: list[Agreement]
    refused: list[RefusedAgreement]


async def resolve_approve_agreements(
    info: Info, listed: Annotated[ListApprovalInput, _INPUT], *, dry_run: bool = False
) -> ListResult | None:
    ground = read_act(listed.act)
    acts = [
        ApproveAgreement(line.agreement, line.version_sha256, listed.capacity, ground)
        for line in listed.agreements
    ]
    return await _performed(info, acts, dry_run=dry_run)


async def resolve_open_previews(
    info: Info, agreements: list[str], *, dry_run: bool = False
) -> ListResult | None:
    return await _performed(
        info, [OpenPreview(citation) for citation in agreements], dry_run=dry_run
    )


async def _performed(info: Info, acts: Sequence[LineAct], *, dry_run: bool) -> ListResult:
    refuse_anonymous(info)
    acted = await info.context.services.act.on_list(acts, dry_run=dry_run)
    agreements = [line.agreement for line in acted.done if line.agreement is not None]
    return ListResult(
        act=acted.done[0].act,
        applied=not dry_run,
        list_sha256=agreements_sha256(agreements),
        agreements=[write_agreement(agreement) for agreement in agreements],
        refused=[_write_refused(line) for line in acted.refused],
    )


def _write_refused(line: RefusedLine) -> RefusedAgreement:
    problem: Problem = line.problem
    return RefusedAgreement(
        citation=line.citation,
        code=problem.code,
        sentence=Sentence(fr=problem.sentence("fr"), en=problem.sentence("en")),
        next_step=Sentence(fr=problem.next_step("fr"), en=problem.next_step("en")),
    )


@strawberry.type
class AgreementListMutation:
    approve_agreements: ListResult | None = strawberry.mutation(
        resolver=resolve_approve_agreements,
        description=(
            "Signe chaque convention d'une liste, chacune avec son empreinte et sa signature ; "
            "celle dont le texte a changé est dite, et les autres sont signées. / Signs each "
            "agreement of a list, each with its hash and its signature; one whose text changed is "
            "told, and the others are signed."
        ),
    )

    open_previews: ListResult | None = strawberry.mutation(
        resolver=resolve_open_previews,
        description=(
            "Retient que vous avez vu chacune, comme la loi le demande avant une signature. / "
            "Records that you saw each, as the law asks before a signature."
        ),
    )
