"""From a statement to its plan, by the steps of every query: nothing runs here."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import ParamSpec, TypeVar

from catalog.model.problem import CallerProblem, DeniedProblem, Place, Problem
from catalog.stages import Stage, staged
from catalog.standpoint import Standpoint
from federation.logical import LogicalQuery, SliceId
from federation.plan import Plan
from federation.sql.names import SqlNames
from federation.sql.parameters import GivenParameters, read_parameters
from federation.sql.placing import place_of_what
from federation.sql.values import CLOCK, PARAMETERS, clock_values
from federation.sql_reader import CatalogStatement, read_sql, read_tree
from federation.standards.standard_tables import StandardTable
from gateway.reading.query.beside import is_long
from gateway.reading.query.callers import identify
from gateway.reading.query.documents_by_hash import with_statement
from gateway.reading.query.fit_documents import refuse_unfit_document
from gateway.reading.query.given import GivenService
from gateway.reading.query.plan_cache import DocumentKey, PreparedRead
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import (
    Asked,
    deciding,
    discover,
    make_plans,
    names_of,
    plan_again,
    plans_key,
    question_about,
)
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.standard_sources import (
    StandardRead,
    StandardSources,
    standard_sources,
    standards_fingerprint,
    standards_named,
    tables_without_rows,
)
from gateway.reading.query.without_token import as_anybody, none_where_refused
from policies.problems import WithoutRole
from policies.question import Action
from schema.types.view import View

P = ParamSpec("P")
R = TypeVar("R")
STATEMENT = SliceId("sql")
"""A request in SQL is one statement: its place among those that run."""


@dataclass(frozen=True, slots=True)
class StandardsOf:
    """The parts by which a statement is read again where a source does not answer."""

    reads: tuple[StandardRead, ...]
    names: SqlNames = field(repr=False)
    given: GivenParameters = field(repr=False)


@dataclass(frozen=True, slots=True)
class PreparedSql(PreparedRead):
    """`plan` is that of the statement; `variables` are what its parameters are bound to."""

    plan: Plan
    variables: Mapping[str, object] = field(repr=False)
    standards: StandardsOf | None = None
    """Of a statement over tables of the schema `standards`."""


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
    return (await plan_sent(request, ports))[1]


async def plan_sent(
    request: SqlRequest, ports: Ports
) -> tuple[SqlRequest, PreparedSql | RefusedSql | CatalogStatement]:
    """The same beside the request with its statement, which it may have named alone."""
    try:
        standpoint = await identify(request, ports)
    except WithoutRole:
        planned = await _planned_as_anybody(request, ports)
        if planned is None:
            raise
        return planned
    purpose, request = request.purpose, with_statement(request, standpoint)
    if request.purpose != purpose:
        # A saved question has a purpose of its own: who asks it must have that one too.
        standpoint = await identify(request, ports)
    return await _plan_for(replace(standpoint, run=request.run), request, ports)


async def _planned_as_anybody(
    request: SqlRequest, ports: Ports
) -> tuple[SqlRequest, PreparedSql | CatalogStatement] | None:
    """None where not all of it is open to everybody."""
    with none_where_refused():
        standpoint = await identify(as_anybody(request), ports)
        request = with_statement(request, standpoint)
        read, planned = await _plan_for(standpoint, request, ports)
        return None if isinstance(planned, RefusedSql) else (read, planned)
    return None


async def _plan_for(
    standpoint: Standpoint, request: SqlRequest, ports: Ports
) -> tuple[SqlRequest, PreparedSql | RefusedSql | CatalogStatement]:
    """Of the request as it is read: in our dialect, whatever it was written in."""
    refuse_unfit_document(standpoint.subject, request.document)
    view = await discover(standpoint, ports)
    sent, request = request, await _in_our_words(request, view, ports)
    try:
        return request, await _plan_within(view, standpoint, request, ports)
    except CallerProblem as problem:
        if problem.place is None and request is sent and request.tree is None:
            problem.place = _place_of(problem, request.document)
        raise


def _place_of(problem: CallerProblem, text: str) -> Place | None:
    with none_where_refused():
        return place_of_what(problem, text)
    return None


async def _plan_within(
    view: View, standpoint: Standpoint, request: SqlRequest, ports: Ports
) -> PreparedSql | RefusedSql | CatalogStatement:
    given = read_parameters(request.parameters, request.document)
    wanted = standards_named(request.document)
    decide = deciding(standpoint, ports)
    sources = await standard_sources(wanted, view, standpoint, decide, ports.memory.sources)
    names = _names(view, sources, ports)
    read, key = await _read(request, given, view, names, ports)
    if isinstance(read, CatalogStatement):
        if read.described is None:
            return read
        dataset_id = read.described.id
        columns = await GivenService(standpoint, ports)((dataset_id,))
        return read.with_given(columns[dataset_id])
    standards_of = _standards_of(read, sources, names, given)
    measures = {} if standards_of is None else _measures(standards_of)
    asked = Asked(key, {STATEMENT: read, **measures}, request.file_reference is not None)
    question = question_about(standpoint, Action.READ, read.datasets, ports)
    question = question.about(names_of(asked, ports))
    decision = await ports.policy.decide(question)
    plan_key = plans_key(asked, decision, standpoint)
    plans = ports.memory.plans.find(plan_key)
    if plans is None or not plans.alive(standpoint.now):
        # Beside the loop, as it was read: others are served meanwhile.
        made = await _apart(request, ports, make_plans, asked, decision, standpoint, ports)
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
        standards=standards_of,
    )


async def names_seen(request: SqlRequest, ports: Ports) -> SqlNames:
    """The names that its caller may use at this moment; of a request that reads no row."""
    standpoint = await identify(request, ports)
    return _names(await discover(standpoint, ports), {}, ports)


async def _in_our_words(request: SqlRequest, view: View, ports: Ports) -> SqlRequest:
    """The same, its statement in our dialect: it then passes every check of a text of ours."""
    if request.foreign is None:
        return request
    names = _names(view, {}, ports)
    document, parameters = await _apart(request, ports, request.foreign.in_ours, names)
    return replace(request, document=document, parameters=parameters, foreign=None)


async def read_narrowed(
    prepared: PreparedSql, request: SqlRequest, tables: Mapping[str, StandardTable], ports: Ports
) -> Plan:
    """The plan of the same statement over fewer rows of its standards: of `tables` (by name).

    Under the same decision and over the same columns, so that what was recorded of it holds.
    """
    of = prepared.standards
    if of is None or all(of.names.standards[name] == table for name, table in tables.items()):
        return prepared.plan
    names = replace(of.names, standards={**of.names.standards, **tables})
    bare = replace(of.given, values=())
    read = await _apart(request, ports, _read_statement, request, bare, names)
    if isinstance(read, CatalogStatement):
        return prepared.plan
    return await _apart(request, ports, plan_again, read, prepared, request, ports)


def _standards_of(
    read: LogicalQuery,
    sources: Mapping[str, StandardSources],
    names: SqlNames,
    given: GivenParameters,
) -> StandardsOf | None:
    """The conditions of a table that is used once; of one used twice they are its uses' own."""
    reads = []
    for table in dict.fromkeys(use.table for use in read.standards):
        uses = [use for use in read.standards if use.table == table]
        conditions = uses[0].conditions if len(uses) == 1 else ()
        source, named = sources[table], uses[0].named
        reads.append(StandardRead.of(source, conditions, read.parameters, table, named=named))
    return StandardsOf(tuple(reads), names, given) if reads else None


def _measures(of: StandardsOf) -> dict[SliceId, LogicalQuery]:
    return {key: each for read in of.reads for key, each in read.planned.items()}


@staged(Stage.READ)
async def _read(
    request: SqlRequest, given: GivenParameters, view: View, names: SqlNames, ports: Ports
) -> tuple[LogicalQuery | CatalogStatement, DocumentKey]:
    """The statement read against what may be seen; once for each text and types of parameters, and
    for each set of datasets that its standards are made of.
    """
    digest = hashlib.sha256(request.document.encode("utf-8", "surrogatepass")).hexdigest()
    expansion = standards_fingerprint(names.standards)
    # A text that reads like a tree is still to pass the checks of texts: it finds no tree.
    kind = "sql" if request.tree is None else "tree"
    key = (f"{kind}:{digest}{expansion}", None, view.fingerprint, repr(given.types))
    known = ports.memory.statements.find(key)
    if known is not None:
        return known, key
    # Beside the loop: a long statement takes a while to parse, and others are served meanwhile.
    bare = replace(given, values=())
    read = await _apart(request, ports, _read_statement, request, bare, names)
    if isinstance(read, LogicalQuery):
        ports.memory.statements.keep(key, read)
    return read, key


def _read_statement(
    request: SqlRequest, parameters: GivenParameters, names: SqlNames
) -> LogicalQuery | CatalogStatement:
    if request.tree is not None:
        return read_tree(request.tree, parameters, names)
    return read_sql(request.document, parameters, names)


def _names(view: View, sources: Mapping[str, StandardSources], ports: Ports) -> SqlNames:
    known = ports.memory.names.find(view.fingerprint)
    if known is None:
        made = SqlNames.of(view.snapshot, view.discoverable)
        known = ports.memory.names.keep(view.fingerprint, made)
    tables = {name: each.table for name, each in sources.items()}
    return replace(known, standards={**tables_without_rows(), **tables})


def _apart(
    request: SqlRequest, ports: Ports, work: Callable[P, R], *given: P.args, **named: P.kwargs
) -> Awaitable[R]:
    """Beside the loop; what is long in its turn."""
    if is_long(request.document):
        return ports.beside.run(work, *given, **named)
    return asyncio.to_thread(work, *given, **named)
