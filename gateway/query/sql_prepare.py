"""From a statement to its plan, by the steps of every query: nothing runs here."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from catalog.model.problem import DeniedProblem, Problem
from catalog.standpoint import Standpoint
from federation.logical import LogicalQuery, SliceId
from federation.plan import Plan
from federation.sql.names import SqlNames
from federation.sql.parameters import GivenParameters, read_parameters
from federation.sql.values import CLOCK, PARAMETERS, clock_values
from federation.sql_reader import CatalogStatement, read_sql
from gateway.query.given import GivenService
from gateway.query.plan_cache import DocumentKey, PreparedRead
from gateway.query.ports import Ports
from gateway.query.prepare import (
    Asked,
    discover,
    identify,
    make_plans,
    names_of,
    plans_key,
    question_about,
)
from gateway.query.sql_request import SqlRequest
from policies.question import Action
from schema.view import View

STATEMENT = SliceId("sql")
"""A request in SQL is one statement: its place among those that run."""


@dataclass(frozen=True, slots=True)
class PreparedSql(PreparedRead):
    """`plan` is that of the statement; `variables` are what its parameters are bound to."""

    plan: Plan
    variables: Mapping[str, object] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RefusedSql(PreparedRead):
    """A right stopped it: recorded as an attempt, as a refused list of a GraphQL document is."""

    problem: DeniedProblem


async def prepare_sql(request: SqlRequest, ports: Ports) -> PreparedSql | CatalogStatement:
    """Raises Problems, records nothing: that of the plan too, since there is but one."""
    prepared = await plan_sql(request, ports)
    if isinstance(prepared, RefusedSql):
        raise prepared.problem
    return prepared


async def plan_sql(
    request: SqlRequest, ports: Ports
) -> PreparedSql | RefusedSql | CatalogStatement:
    """The same; the refusal of a right is returned, so that it can be recorded."""
    return await _plan_for(await identify(request, ports), request, ports)


async def _plan_for(
    standpoint: Standpoint, request: SqlRequest, ports: Ports
) -> PreparedSql | RefusedSql | CatalogStatement:
    view = await discover(standpoint, ports)
    given = read_parameters(request.parameters)
    read, key = await _read(request, given, view, ports)
    if isinstance(read, CatalogStatement):
        if read.described is None:
            return read
        dataset_id = read.described.id
        columns = await GivenService(standpoint, ports)((dataset_id,))
        return read.with_given(columns[dataset_id])
    asked = Asked(key, {STATEMENT: read}, request.file_reference is not None)
    question = question_about(standpoint, Action.READ, read.datasets, ports)
    question = question.about(names_of(asked, ports))
    decision = await ports.policy.decide(question)
    plan_key = plans_key(asked, decision, standpoint)
    plans = ports.memory.plans.find(plan_key)
    if plans is None or not plans.alive(standpoint.now):
        # Beside the loop, as it was read: others are served meanwhile.
        made = await asyncio.to_thread(make_plans, asked, decision, standpoint, ports)
        plans = ports.memory.plans.keep(plan_key, made)
    plan = plans.slices[STATEMENT]
    if isinstance(plan, DeniedProblem):
        return RefusedSql(standpoint, question, decision, plans, read.datasets, plan)
    if isinstance(plan, Problem):
        raise plan
    return PreparedSql(
        standpoint=standpoint,
        question=question,
        decision=decision,
        plans=plans,
        datasets=read.datasets,
        plan=plan,
        variables={PARAMETERS: list(given.values), CLOCK: clock_values(standpoint.now)},
    )


async def _read(
    request: SqlRequest, given: GivenParameters, view: View, ports: Ports
) -> tuple[LogicalQuery | CatalogStatement, DocumentKey]:
    """The statement read against what may be seen; once for each text and types of parameters."""
    digest = hashlib.sha256(request.document.encode("utf-8", "surrogatepass")).hexdigest()
    key = (f"sql:{digest}", None, view.fingerprint, repr(given.types))
    known = ports.memory.statements.find(key)
    if known is not None:
        return known, key
    names = _names(view, ports)
    # Beside the loop: a long statement takes a while to parse, and others are served meanwhile.
    read = await asyncio.to_thread(read_sql, request.document, replace(given, values=()), names)
    if isinstance(read, LogicalQuery):
        ports.memory.statements.keep(key, read)
    return read, key


def _names(view: View, ports: Ports) -> SqlNames:
    known = ports.memory.names.find(view.fingerprint)
    if known is None:
        made = SqlNames.of(view.snapshot, view.discoverable)
        known = ports.memory.names.keep(view.fingerprint, made)
    return known
