"""`POST /v1/agreements/lists`: many agreements proposed in one act, told line by line."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from pydantic import Field, StrictBool

from catalog.actions.agreement import AgreementDraft
from catalog.actions.agreement_lists import agreements_sha256
from catalog.actions.facts import Findings
from catalog.actions.filling import Filled
from catalog.actions.problems import ActRefused, Finding
from catalog.actions.sharing.problems import ListOfNothing, ListTooLong
from catalog.declaration.agreements import read_agreement
from catalog.declaration.json_tree import json_tree
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
from catalog.model.identifiers import Siren
from catalog.model.problem import CallerProblem, Language
from catalog.problems import CatalogMoved
from catalog.snapshot import Snapshot
from catalog.standpoint import Standpoint
from gateway.acts.act_list import MOST_LINES
from gateway.acts.act_questions import discoverable_to
from gateway.acts.propose_list import LineState, ProposedLine, Unread, propose_list
from gateway.base.problems import (
    ActsRefused,
    BadToken,
    DocumentTooLarge,
    RequestNotAsDescribed,
    UnknownAgent,
)
from gateway.control.agreement_input import ContactInput
from gateway.control.agreement_reading import resolve_recipient, split_dataset, version_to_write
from gateway.control.problems import TextOrTemplate
from gateway.control.template_input import TemplateDraftInput, read_template_fields
from gateway.control.visible_agreements import side_at
from gateway.http.rest.bodies import SentStrictly, Shown, body_of, read_sent
from gateway.http.rest.caller import LanguageAsked, SignedIn, TheServices
from gateway.http.rest.documented import responses_of
from gateway.http.rest.problem_route import ProblemRoute
from policies.port import PolicyPort
from policies.problems import MandateRequired

router = APIRouter(route_class=ProblemRoute, tags=["agreements"])
_MAX_BYTES = 1_000_000
_MOST_VALUES = 60_000
"""As many as 500 whole texts have: whatever is read of more would keep others waiting."""
_DEPTH = 4
"""`lines.3.template.start`: a value at fault is named to here."""


class PersonSent(SentStrictly):
    name: str
    email: str


class TemplateLineSent(SentStrictly):
    template: str = Field(description="`rpqs_dechets`, `rpqs_eau`…")
    dataset: str = Field(description="`owner.dataset`.", examples=["sde35.bornes_recharge"])
    to: str | None = Field(None, description="Who receives; one's own body where it asks.")
    start: date
    end: date = Field(description="The last day.")
    title: str | None = None
    legal_basis: str | None = Field(None, description="Instead of the template's.")
    contact: PersonSent | None = None
    dpo: PersonSent | None = None
    dpia_reference: str | None = None
    dpia_waiver: str | None = None
    id: str = Field("", description="The reference; empty for the next one.")


class LineSent(SentStrictly):
    """One of the two."""

    template: TemplateLineSent | None = None
    text: dict[str, Any] | None = Field(
        None,
        description=(
            "The keys of one agreement of a declaration, as JSON; `dataset` with its owner, and "
            "`id` for its reference."
        ),
    )


class ListSent(SentStrictly):
    lines: list[LineSent] = Field(description="500 at most.", max_length=MOST_LINES + 1)
    answer_by: date | None = Field(None, description="The last day to answer, else 30 days.")
    dry_run: StrictBool = Field(False, description="Say what would be done, and no more.")


class LineProblemTold(Shown):
    code: str
    path: list[str] = Field(description="The field at fault, where there is one.")
    sentence: str
    next_step: str


class CoverTold(Shown):
    citation: str
    state: str
    end: date


class LineTold(Shown):
    place: int = Field(description="From 0.")
    state: Literal["ready", "proposed", "covered", "refused"]
    agreement: str | None = Field(description="Its citation, as submitted or as it would be.")
    cover: CoverTold | None = Field(description="The agreement that gives all of it already.")
    problems: list[LineProblemTold]
    sentences: list[str] = Field(description="What the template says of it.")
    missing: list[str] = Field(description="What the template expects and these data lack.")
    without_signatory: list[str] = Field(
        description="SIREN of the parties for which nobody can sign today."
    )


class ListProposed(Shown):
    applied: bool
    list_sha256: str = Field(description="The digest of what is submitted, kept in the audit.")
    lines: list[LineTold]


async def list_in(request: Request, _: SignedIn) -> ListSent:
    """Raises DocumentTooLarge, RequestNotAsDescribed."""
    return await read_sent(
        ListSent, request, limit=_MAX_BYTES, depth=_DEPTH, most_values=_MOST_VALUES
    )


@router.post(
    "/agreements/lists",
    summary="Propose many agreements in one act",
    responses=responses_of(
        BadToken, UnknownAgent, MandateRequired, ActsRefused, RequestNotAsDescribed,
        DocumentTooLarge, ListOfNothing, ListTooLong, ActRefused, CatalogMoved,
    ),
    openapi_extra=body_of(ListSent),
)  # fmt: skip
async def propose(
    caller: SignedIn,
    sent: Annotated[ListSent, Depends(list_in)],
    services: TheServices,
    language: LanguageAsked,
) -> ListProposed:
    """Each as if alone: what another agreement gives already is not asked again."""
    side, discoverable = side_at(caller), await _discoverable(caller, services.acts.policy)
    read = await services.query.beside.run(
        lambda: [_read(line, side, caller.snapshot, discoverable) for line in sent.lines]
    )
    drafts = [each.draft if isinstance(each, Filled) else each for each in read]
    proposed = await propose_list(
        drafts, sent.answer_by, caller.subject, services.acts, dry_run=sent.dry_run
    )
    return ListProposed(
        applied=not sent.dry_run,
        list_sha256=agreements_sha256(proposed.agreements),
        lines=[
            _outcome(line, filled, language, line.state(is_tried=sent.dry_run))
            for line, filled in zip(proposed.lines, read, strict=True)
        ],
    )


async def _discoverable(caller: Standpoint, policy: PolicyPort | None) -> Collection[str]:
    return frozenset() if policy is None else await discoverable_to(caller, policy)


def _read(
    line: LineSent, side: Siren | None, snapshot: Snapshot, discoverable: Collection[str]
) -> Filled | Unread:
    """The draft of a line, or all that keeps it from being one."""
    try:
        if line.template is not None and line.text is None:
            fields = _fields_of(line.template)
            return read_template_fields(fields, side, snapshot, discoverable)
        if line.text is not None and line.template is None:
            return Filled(_read_text(line.text, side, snapshot), ())
        raise TextOrTemplate
    except ActRefused as refused:
        return tuple(refused.findings)
    except CallerProblem as problem:
        return (Finding((), problem),)


def _fields_of(sent: TemplateLineSent) -> TemplateDraftInput:
    people = {
        name: None if person is None else ContactInput(name=person.name, email=person.email)
        for name, person in (("contact", sent.contact), ("dpo", sent.dpo))
    }
    return TemplateDraftInput(**{**sent.model_dump(), **people})


def _read_text(document: dict[str, Any], side: Siren | None, snapshot: Snapshot) -> AgreementDraft:
    """Raises ActRefused with every fault of its keys."""
    findings = Findings()
    dataset, reference = str(document.get("dataset") or ""), str(document.get("id") or "")
    grantor, name = split_dataset(dataset, side, snapshot, findings)
    to = resolve_recipient(document.get("to"), side, grantor, findings)
    findings.raise_any()
    tree = json_tree({key: of for key, of in {**document, "to": to}.items() if key != "id"})
    problems = tree.problems
    read = read_agreement(reference, tree.place, tree.root, grantor, problems, allow_approved=False)
    if read is None or problems:
        raise tree.refused(problems)
    draft, _signature = read.value
    return replace(draft, dataset=name, version=version_to_write(reference, snapshot))


def _outcome(
    line: ProposedLine, read: Filled | Unread, language: Language, state: LineState
) -> LineTold:
    filled = read if isinstance(read, Filled) else None
    return LineTold(
        place=line.place,
        state=state,
        agreement=None if line.agreement is None else line.agreement.citation,
        cover=None if line.cover is None else _cover(line.cover),
        problems=[_problem(each, language) for each in line.problems],
        sentences=_words(() if filled is None else filled.told, language),
        missing=_words(() if filled is None else filled.missing, language),
        without_signatory=[*line.without_signatory],
    )


def _cover(cover: Agreement) -> CoverTold:
    return CoverTold(citation=cover.citation, state=cover.state.value, end=cover.end)


def _problem(finding: Finding, language: Language) -> LineProblemTold:
    problem = finding.problem
    return LineProblemTold(
        code=problem.code,
        path=[str(step) for step in finding.path],
        sentence=problem.sentence(language),
        next_step=problem.next_step(language),
    )


def _words(texts: Collection[Bilingual], language: Language) -> list[str]:
    return [each.fr if language == "fr" else each.en for each in texts]
