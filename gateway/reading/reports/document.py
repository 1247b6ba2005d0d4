"""A document explained without being run: what its answer would be made of, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import orjson

from catalog.model.problem import Problem
from catalog.reference import cog_in
from catalog.stages import Stage, timed_stages
from catalog.standpoint import Standpoint
from federation.linked_rows import every_linked
from federation.logical import SliceId
from federation.plan import Plan
from gateway.base.problems import DocumentTooLarge
from gateway.reading.query.kept_plan import keep_plan
from gateway.reading.query.plan_cache import Prepared
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import prepare_for
from gateway.reading.query.request import GraphqlRequest
from gateway.reading.reports.access_values import (
    ExplainedDataset,
    ExplainedStatement,
    Explanation,
    StageTime,
)
from gateway.reading.reports.parts import name_dataset, write_branches, write_denials
from gateway.reading.reports.problems import VariablesNotJson
from gateway.reading.reports.scopes import name_organisation
from gateway.reading.reports.statements import tell_whole
from gateway.reading.reports.words import told
from policies.question import utc_text
from schema.problems import DocumentProblems

LINKED_ROWS = "linkedRows"
"""The kind of a field of linked rows, which is no statement of its own."""


async def explain_document(
    document: str,
    operation_name: str | None,
    variables: str | None,
    request: GraphqlRequest,
    standpoint: Standpoint,
    ports: Ports,
) -> Explanation:
    """For the subject of `request`. A document that would be refused is told with its problems."""
    if len(document.encode("utf-8", "surrogatepass")) > ports.max_document_bytes:
        raise DocumentTooLarge(limit=ports.max_document_bytes)
    asked = replace(
        request,
        document=document,
        operation_name=operation_name,
        variables=_read_variables(variables),
    )
    about = _about(standpoint, ports)
    try:
        with timed_stages() as times:
            prepared = await prepare_for(standpoint, asked, ports)
    except DocumentProblems as refused:
        return replace(about, problems=[told(each) for each in refused.problems])
    return replace(
        about,
        policy_revision=prepared.decision.revision,
        datasets=[_dataset(each, prepared) for each in prepared.read.datasets],
        statements=[
            statement
            for slice_id, plan in prepared.plans.slices.items()
            for statement in (
                _statement(slice_id, plan, prepared, ports),
                *_refused_lists(slice_id, plan, prepared),
            )
        ],
        stages=[StageTime(each, times[each]) for each in Stage if each in times],
    )


def _read_variables(text: str | None) -> Mapping[str, Any]:
    try:
        found = orjson.loads(text or "{}")
    except orjson.JSONDecodeError:
        found = None
    if not isinstance(found, dict):
        raise VariablesNotJson
    return found


def _about(standpoint: Standpoint, ports: Ports) -> Explanation:
    subject, snapshot = standpoint.subject, standpoint.snapshot
    own, principal = subject.organisation, subject.on_behalf_of
    return Explanation(
        request_id=None,
        at=utc_text(standpoint.now),
        agent=subject.agent,
        organisation=None if own is None else name_organisation(own, snapshot),
        on_behalf_of=None if principal is None else name_organisation(principal, snapshot),
        purpose=subject.purpose,
        catalog_version=snapshot.version.number,
        policy_revision=ports.policy.revision,
        same_revision=True,
        datasets=[],
        statements=[],
        status=None,
        rows=None,
        problems=[],
        notes=[],
    )


def _dataset(dataset_id: str, prepared: Prepared) -> ExplainedDataset:
    snapshot, subject = prepared.snapshot, prepared.subject
    dataset, answer = snapshot.datasets[dataset_id], prepared.decision.datasets[dataset_id]
    plans = [plan for plan in prepared.plans.slices.values() if isinstance(plan, Plan)]
    read = {name for plan in plans for owner, name in plan.columns_read if owner == dataset_id}
    return ExplainedDataset(
        dataset=name_dataset(dataset, snapshot),
        allowed=answer.allow,
        branches=write_branches(
            answer, dataset, prepared.standpoint.day, snapshot, cog_in(snapshot)
        ),
        denials=write_denials(
            answer.denials,
            dataset,
            snapshot,
            organisation=subject.organisation,
            principal=subject.on_behalf_of,
        ),
        columns_read=sorted(read),
    )


def _statement(
    slice_id: SliceId, plan: Plan | Problem, prepared: Prepared, ports: Ports
) -> ExplainedStatement:
    if isinstance(plan, Plan):
        kept = keep_plan(plan, prepared.snapshot, ports.default_engine)
        return tell_whole(kept, str(slice_id))
    logical = prepared.asked_as(slice_id)
    return _stopped(str(slice_id), logical.kind.value, logical.datasets, plan)


def _refused_lists(
    slice_id: SliceId, plan: Plan | Problem, prepared: Prepared
) -> Iterator[ExplainedStatement]:
    """The fields of linked rows that are null beside a list that answers."""
    if not isinstance(plan, Plan) or not plan.refused:
        return
    datasets = {
        linked.path: linked.datasets for linked in every_linked(prepared.asked_as(slice_id).linked)
    }
    for field in plan.refused:
        path = ".".join((slice_id, *field.path))
        yield _stopped(path, LINKED_ROWS, datasets[field.path], field.problem)


def _stopped(
    path: str, kind: str, datasets: tuple[str, ...], problem: Problem
) -> ExplainedStatement:
    return ExplainedStatement(
        path=path,
        kind=kind,
        datasets=list(datasets),
        engine=None,
        why=None,
        sql=None,
        whole=True,
        stopped_by=told(problem),
    )
