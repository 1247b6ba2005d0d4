"""Fields of standards in a document: whose rows they have is known first, then they are read."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from catalog.model.problem import Problem, SourceProblem
from federation.logical import SliceId
from federation.plan import Plan
from federation.standards.standard_tables import StandardTable
from gateway.reading.query.execute_slices import Slice, execute_slices
from gateway.reading.query.overlap import Overlap, read_overlap
from gateway.reading.query.plan_cache import Prepared
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import plan_again
from gateway.reading.query.request import GraphqlRequest
from gateway.reading.query.standard_coverage import seen_by_month
from gateway.reading.query.standard_documents import connection_of, expanded
from gateway.reading.query.standard_scope import Measuring
from schema.reading.indicator_rows import coverage_key
from schema.standard_problems import StandardReadForward

MOST_RUNS = 3
"""The most readings of a field, each without the sources that failed meanwhile."""
Scopes = Mapping[str, Mapping[str, Any] | Problem]


@dataclass(frozen=True, slots=True)
class SettledDocument:
    """`prepared` over the sources that answer; the scope of each connection, or what stops it.

    `given`: what its statements are given beside the request's variables.
    """

    prepared: Prepared
    scopes: Scopes = field(default_factory=dict)
    given: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnsweredDocument:
    slices: Mapping[SliceId, Slice]
    scopes: Scopes

    @property
    def extensions(self) -> Mapping[str, Any] | None:
        """`interco.scope` of a document with one field of a standard; of several, by their path."""
        known = {key: each for key, each in self.scopes.items() if not isinstance(each, Problem)}
        if not known:
            return None
        if len(self.scopes) == 1:
            return {"interco": {"scope": next(iter(known.values()))}}
        return {"interco": {"scopes": known}}


async def settle_document(
    prepared: Prepared, request: GraphqlRequest, ports: Ports
) -> SettledDocument:
    """Called inside the record of `prepared`: what it reads was written down before."""
    if not prepared.standards:
        return SettledDocument(prepared)
    measuring = Measuring(prepared, request, ports, request.variables)
    tables: dict[str, Mapping[str, StandardTable]] = {}
    given: dict[str, str] = {}
    scopes: dict[str, Mapping[str, Any] | Problem] = {}
    with ports.running.joined(prepared) as query:
        for connection, read in prepared.standards.items():
            overlap = read_overlap(prepared.read.standards[connection].overlap) or Overlap.REFUSE
            try:
                settled = await measuring.settle(read, overlap)
            except Problem as problem:
                scopes[connection] = problem
                continue
            tables[connection] = {read.sources.table.standard.sql_name: settled.table}
            if prepared.read.standards[connection].has_rates:
                given[coverage_key(connection)] = await seen_by_month(measuring, read, settled)
            lost = next((query.lost[key] for key in read.planned if key in query.lost), None)
            scopes[connection] = settled.coverage.document() if lost is None else lost
    narrowed = await asyncio.to_thread(_narrowed, prepared, tables, scopes, request, ports)
    return SettledDocument(narrowed, scopes, given)


async def execute_settled(
    settled: SettledDocument, request: GraphqlRequest, ports: Ports
) -> AnsweredDocument:
    """Reads all fields, and those again whose source goes away meanwhile, without that source."""
    slices = dict(await execute_slices(settled.prepared, _with(settled.given, request), ports))
    scopes = settled.scopes
    for _ in range(MOST_RUNS - 1):
        failed = {
            key
            for key, each in slices.items()
            if isinstance(each, SourceProblem) and connection_of(key) in scopes
        }
        if not failed:
            break
        again = await settle_document(settled.prepared, request, ports)
        kept = {key: each for key, each in again.prepared.plans.slices.items() if key in failed}
        plans = replace(again.prepared.plans, slices=kept)
        only = replace(again.prepared, plans=plans)
        slices |= await execute_slices(only, _with(again.given, request), ports)
        scopes = again.scopes
    return AnsweredDocument(slices, scopes)


def _with(given: Mapping[str, str], request: GraphqlRequest) -> GraphqlRequest:
    """Ours last: a request may call its variables what it likes."""
    return replace(request, variables={**request.variables, **given}) if given else request


def _narrowed(
    prepared: Prepared,
    tables: Mapping[str, Mapping[str, StandardTable]],
    scopes: Scopes,
    request: GraphqlRequest,
    ports: Ports,
) -> Prepared:
    """Planned again where a connection has other sources than it was planned with."""
    changed = {
        connection: given
        for connection, given in tables.items()
        if given
        != {
            each.sources.table.standard.sql_name: each.sources.table
            for each in (prepared.standards[connection],)
        }
    }
    read = prepared.read
    if changed and prepared.as_read is not None:
        rest = {key: _whole(prepared, key) for key in prepared.standards if key not in changed}
        read = expanded(prepared.as_read, {**rest, **changed})
    slices: dict[SliceId, Plan | Problem] = {}
    for key, plan in prepared.plans.slices.items():
        connection = connection_of(key)
        scope = scopes.get(connection)
        if isinstance(scope, Problem):
            slices[key] = scope
        elif isinstance(plan, StandardReadForward):
            # Of all its sources: those that are away today are there tomorrow.
            slices[key] = plan
        elif connection in changed and key in read.slices:
            slices[key] = _planned(key, replace(prepared, read=read), request, ports)
        else:
            slices[key] = plan
    return replace(prepared, read=read, plans=replace(prepared.plans, slices=slices))


def _whole(prepared: Prepared, connection: str) -> Mapping[str, StandardTable]:
    table = prepared.standards[connection].sources.table
    return {table.standard.sql_name: table}


def _planned(
    key: SliceId, prepared: Prepared, request: GraphqlRequest, ports: Ports
) -> Plan | Problem:
    try:
        return plan_again(prepared.read.slices[key], prepared, request, ports)
    except Problem as problem:
        return problem
