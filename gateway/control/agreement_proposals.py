"""Many agreements proposed in one act: one mutation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import Enum
from typing import Annotated

import strawberry

from catalog.actions.agreement_lists import agreements_sha256
from catalog.actions.facts import Findings
from catalog.actions.filling import Filled
from catalog.actions.problems import ActRefused, Finding
from catalog.model.bilingual import Bilingual
from catalog.model.problem import CallerProblem
from catalog.snapshot import Snapshot
from gateway.acts.act_list import MOST_LINES
from gateway.acts.propose_list import ProposedLine, Unread
from gateway.control.acting import Info, refuse_anonymous
from gateway.control.agreement_input import AgreementInput
from gateway.control.agreement_reading import read_agreement_input
from gateway.control.agreement_writing import write_body, write_sentence
from gateway.control.agreements import Agreement, write_agreement
from gateway.control.context import ControlContext
from gateway.control.problems import TextOrTemplate
from gateway.control.sentence import Sentence
from gateway.control.template_input import TemplateDraftInput, read_template_input
from gateway.control.types import Organisation
from gateway.control.visible_agreements import side_of


@strawberry.input(
    description=(
        "Une ligne d'une liste : un texte entier, ou les champs d'un modèle. / A line of a list: a "
        "whole text, or the fields of a template."
    )
)
class ProposalInput:
    text: AgreementInput | None = None
    template: TemplateDraftInput | None = None


@strawberry.enum(description="Ce qu'il advient d'une ligne. / What becomes of a line.")
class ProposalState(Enum):
    READY = strawberry.enum_value(
        "ready", description="Elle partirait (dryRun). / It would be proposed (dryRun)."
    )
    PROPOSED = strawberry.enum_value(
        "proposed", description="Elle est déposée. / It is submitted to the other party."
    )
    COVERED = strawberry.enum_value(
        "covered",
        description="Une autre convention donne déjà tout cela. / Another one gives all of it.",
    )
    REFUSED = strawberry.enum_value("refused", description="Voyez `problems`. / See `problems`.")


@strawberry.type(description="Ce qui ne va pas d'une ligne. / What is wrong of a line.")
class LineProblem:
    code: str
    path: list[str] = strawberry.field(
        description="Le champ en cause, s'il y en a un. / The field, where there is one."
    )
    sentence: Sentence
    next_step: Sentence


@strawberry.type(description="Ce qu'un acte a fait d'une ligne. / What an act did of a line.")
class ProposalLine:
    place: int = strawberry.field(description="Depuis 0. / From 0.")
    state: ProposalState
    agreement: Agreement | None = strawberry.field(
        description="Telle que déposée, ou qu'elle le serait. / As submitted, or as it would be."
    )
    cover: Agreement | None
    text: Agreement | None = strawberry.field(
        description="Tel qu'écrit, s'il a pu l'être. / As it was written, where it could be."
    )
    problems: list[LineProblem]
    sentences: list[Sentence] = strawberry.field(
        description="Ce que le modèle en dit. / What the template says of it."
    )
    missing: list[Sentence] = strawberry.field(
        description=(
            "Ce que le modèle prévoit et que ces données n'ont pas. / What the template expects "
            "and these data lack."
        )
    )
    without_signatory: list[Organisation] = strawberry.field(
        description=(
            "Les parties pour qui personne ne peut signer aujourd'hui. / "
            "The parties for which nobody can sign today."
        )
    )


@strawberry.type(
    description=(
        "Ce qu'un acte a fait de chaque ligne, ou en ferait (dryRun). / What an act did of each "
        "line, or would do (dryRun)."
    )
)
class ProposalsResult:
    applied: bool
    list_sha256: str = strawberry.field(
        name="listSha256",
        description=(
            "L'empreinte de ce qui est déposé, gardée dans l'audit. / The digest of what is "
            "submitted, kept in the audit."
        ),
    )
    lines: list[ProposalLine]


async def resolve_propose_agreements(
    info: Info,
    lines: Annotated[
        list[ProposalInput],
        strawberry.argument(description=f"{MOST_LINES} au plus. / {MOST_LINES} at most."),
    ],
    answer_by: dt.date | None = None,
    *,
    dry_run: bool = False,
) -> ProposalsResult | None:
    refuse_anonymous(info)
    context = info.context
    read = [_read(line, context) for line in lines[: MOST_LINES + 1]]
    drafts = [each.draft if isinstance(each, Filled) else each for each in read]
    proposed = await context.services.act.propose(drafts, answer_by, dry_run=dry_run)
    return ProposalsResult(
        applied=not dry_run,
        list_sha256=agreements_sha256(proposed.agreements),
        lines=[
            _write_line(line, filled, context.snapshot, is_tried=dry_run)
            for line, filled in zip(proposed.lines, read, strict=True)
        ],
    )


def _read(line: ProposalInput, context: ControlContext) -> Filled | Unread:
    """The draft of a line, or all that keeps it from being one."""
    findings = Findings()
    try:
        if (line.text is None) is (line.template is None):
            raise TextOrTemplate
        if line.template is not None:
            return read_template_input(line.template, context)
        if line.text is not None:
            side = side_of(context)
            draft = read_agreement_input(line.text, side, context.snapshot, findings)
            findings.raise_any()
            return Filled(draft, ())
    except ActRefused as refused:
        return tuple(refused.findings)
    except CallerProblem as problem:
        return (Finding((), problem),)
    raise AssertionError  # one of them is there


def _write_line(
    line: ProposedLine, read: Filled | Unread, snapshot: Snapshot, *, is_tried: bool
) -> ProposalLine:
    return ProposalLine(
        place=line.place,
        state=ProposalState[line.state(is_tried=is_tried).upper()],
        agreement=None if line.agreement is None else write_agreement(line.agreement),
        cover=None if line.cover is None else write_agreement(line.cover),
        text=None if line.text is None else write_agreement(line.text),
        problems=[_problem(each) for each in line.problems],
        sentences=_sentences(read.told if isinstance(read, Filled) else ()),
        missing=_sentences(read.missing if isinstance(read, Filled) else ()),
        without_signatory=[write_body(each, snapshot) for each in line.without_signatory],
    )


def _sentences(texts: Iterable[Bilingual]) -> list[Sentence]:
    return [write_sentence(each) for each in texts]


def _problem(finding: Finding) -> LineProblem:
    problem = finding.problem
    return LineProblem(
        code=problem.code,
        path=[str(step) for step in finding.path],
        sentence=Sentence(fr=problem.sentence("fr"), en=problem.sentence("en")),
        next_step=Sentence(fr=problem.next_step("fr"), en=problem.next_step("en")),
    )


@strawberry.type
class AgreementProposalsMutation:
    propose_agreements: ProposalsResult | None = strawberry.mutation(
        resolver=resolve_propose_agreements,
        description=(
            "Écrit et dépose les conventions d'une liste, chacune comme seule ; ce qu'une autre "
            "donne déjà n'est pas demandé encore, et ce qui ne va pas est dit par ligne. / Writes "
            "and submits the agreements of a list, each as if alone; what another one gives "
            "already is not asked again, and what is wrong is told by line."
        ),
    )
