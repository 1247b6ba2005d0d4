"""From a request to plans: nothing runs here, nothing is read from a storage."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Awaitable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from itertools import islice

from catalog.model.problem import DeniedProblem, Problem
from catalog.reference import cog_in
from catalog.snapshot import Snapshot
from catalog.stages import Stage, staged
from catalog.standpoint import Standpoint
from federation.binding import Binder, Binding
from federation.linked_planning import plan_with_linked
from federation.linked_rows import linked_count
from federation.logical import LogicalQuery, SliceId, SliceKind
from federation.naming import ORDERED, ColumnNames, columns_named
from federation.plan import DUCKDB, PinnedUnit, Plan
from federation.planning import plan_slice
from federation.problems import OneUnitOnly
from gateway.base.problems import MutationOverGet
from gateway.reading.query.beside import has_many, is_long
from gateway.reading.query.callers import identify
from gateway.reading.query.documents_by_hash import keep_by_hash, with_text
from gateway.reading.query.fit_documents import refuse_unfit_document
from gateway.reading.query.kept_plan import digest_plans
from gateway.reading.query.node_ids import reader_of
from gateway.reading.query.plan_cache import (
    AskedDatasets,
    DocumentKey,
    Plans,
    PlansKey,
    Prepared,
    PreparedRead,
)
from gateway.reading.query.ports import Ports
from gateway.reading.query.request import DataRequest, GraphqlRequest
from gateway.reading.query.standard_documents import (
    expand_document,
    keyed_by_standards,
    unread_backward,
)
from gateway.reading.query.standard_sources import Decide
from gateway.reading.query.without_token import as_anybody, none_where_refused
from policies.decision import Decision
from policies.problems import WithoutRole
from policies.question import Action, Question
from policies.questions import question_of
from schema.problems import TooManyRowsAsked
from schema.reading.page_rows import Nodes, PageRows
from schema.reading.read_document import ReadDocument
from schema.reading.reader import read_document
from schema.types.scope import NODE_ID_FIELD
from schema.types.view import View

_FEW_LISTS = 4
_Base = tuple[str, str | None, str]
"""A document, without its variables, and what may be seen."""
_MOST_AT_ONCE = 10_000
"""Datasets of one question: the law holds the facts and the agreements of all in its memory."""


async def prepare(request: GraphqlRequest, ports: Ports) -> Prepared:
    """Everything that must be known before anything may run; raises Problems, records nothing."""
    return (await prepare_sent(request, ports))[1]


async def prepare_sent(request: GraphqlRequest, ports: Ports) -> tuple[GraphqlRequest, Prepared]:
    """The same beside the request with its text, which it may have named by its hash alone."""
    try:
        standpoint = await identify(request, ports)
    except WithoutRole:
        # The control side tells people of their body and lets them act: nothing of it is hers.
        prepared = await _prepared_as_anybody(request, ports)
        if prepared is None or prepared.read.control is not None:
            raise
        return request, prepared
    request = with_text(request, standpoint, ports.documents_by_hash)
    prepared = await prepare_for(standpoint, request, ports)
    keep_by_hash(request, standpoint.subject, ports.documents_by_hash)
    return request, prepared


async def _prepared_as_anybody(request: GraphqlRequest, ports: Ports) -> Prepared | None:
    """None where not all of it is open to everybody."""
    with none_where_refused():
        standpoint = await identify(as_anybody(request), ports)
        request = with_text(request, standpoint, ports.documents_by_hash)
        prepared = await prepare_for(standpoint, request, ports)
        plans = prepared.plans.slices.values()
        return None if any(isinstance(each, DeniedProblem) for each in plans) else prepared
    return None


async def prepare_for(standpoint: Standpoint, request: GraphqlRequest, ports: Ports) -> Prepared:
    """The same once it is known who asks: what is decided, and planned or planned before."""
    refuse_unfit_document(standpoint.subject, request.document)
    view = await discover(standpoint, ports)
    read, document_key = await _read(request, view, standpoint, ports)
    if read.rows_asked > ports.limits.max_document_rows:
        raise TooManyRowsAsked(rows=read.rows_asked, limit=ports.limits.max_document_rows)
    if read.acts and request.safe:
        raise MutationOverGet
    as_read = read
    decide = deciding(standpoint, ports)
    read, standards = await expand_document(read, view, standpoint, decide, ports.memory.sources)
    measures = {key: each for of in standards.values() for key, each in of.planned.items()}
    asked = Asked(
        key=keyed_by_standards(document_key, standards),
        slices={**read.slices, **measures},
        has_file_reference=request.file_reference is not None,
        pages=read.pages,
        refused=unread_backward(read, standards),
    )
    question = question_about(standpoint, Action.READ, read.datasets, ports)
    question = question.about(names_of(asked, ports))
    decision = await ports.policy.decide(question)
    apart = bool(standards) or asked.lists > _FEW_LISTS or is_long(request.document)
    plans = await plans_of(asked, decision, standpoint, ports, apart=apart)
    return Prepared(
        standpoint=standpoint,
        question=question,
        decision=decision,
        plans=plans,
        datasets=read.datasets,
        view=view,
        read=read,
        standards=standards,
        as_read=as_read,
    )


async def discover(standpoint: Standpoint, ports: Ports) -> View:
    """The view of the datasets that the caller may know to exist, as the law decides."""
    snapshot = standpoint.snapshot
    decisions = [await ports.policy.decide(each) for each in _discoveries(standpoint, ports)]
    key = ("".join(each.fingerprint for each in decisions), snapshot.version)
    view = ports.memory.views.find(key)
    if view is None:
        discoverable = frozenset(
            dataset_id
            for decision in decisions
            for dataset_id, each in decision.datasets.items()
            if each.discoverable
        )
        view = ports.memory.views.keep(key, View.of(snapshot, discoverable))
    return view


def _discoveries(standpoint: Standpoint, ports: Ports) -> Iterator[Question]:
    """About every dataset; in parts where they are more than the law holds in its memory."""
    count = len(standpoint.snapshot.datasets)
    if count <= _MOST_AT_ONCE:
        yield question_about(standpoint, Action.DISCOVER, None, ports)
        return
    for start in range(0, count, _MOST_AT_ONCE):
        part = range(start, min(start + _MOST_AT_ONCE, count))
        yield question_about(standpoint, Action.DISCOVER, part, ports)


def question_about(
    standpoint: Standpoint, action: Action, datasets: AskedDatasets, ports: Ports
) -> Question:
    """The question about these datasets, its facts gathered once a version of the catalog."""
    subject, snapshot = standpoint.subject, standpoint.snapshot
    # Who is a member of whom, today, decides what some may read.
    key = (subject, snapshot.version, action, datasets, standpoint.day, standpoint.run)
    question = ports.memory.questions.find(key)
    if question is not None:
        return question.at(standpoint.now)
    match datasets:
        case None:
            members = list(snapshot.datasets.values())
        case range():
            members = list(islice(snapshot.datasets.values(), datasets.start, datasets.stop))
        case _:
            members = [snapshot.datasets[dataset_id] for dataset_id in datasets]
    question = question_of(standpoint, members, ports.installation, action)
    return ports.memory.questions.keep(key, question)


def deciding(standpoint: Standpoint, ports: Ports) -> Decide:
    """A function that asks the law about reading some datasets, for this caller."""

    def decide(datasets: tuple[str, ...]) -> Awaitable[Decision]:
        question = question_about(standpoint, Action.READ, datasets, ports)
        return ports.policy.decide(question)

    return decide


@staged(Stage.READ)
async def _read(
    request: GraphqlRequest, view: View, standpoint: Standpoint, ports: Ports
) -> tuple[ReadDocument, DocumentKey]:
    """The document read against the view; once for each shape that its variables take."""
    reader = reader_of(standpoint)
    digest = hashlib.sha256(request.document.encode("utf-8", "surrogatepass")).hexdigest()
    base = (digest, request.operation_name, view.fingerprint)
    if NODE_ID_FIELD in request.document:
        # An identifier opens for one reader alone: no other shares what was read.
        base = (digest, request.operation_name, f"{view.fingerprint} {reader}")
    if has_many(request.variables):
        return await ports.beside.run(_read_anew, base, request, view, standpoint, ports)
    read = _read_before(base, request, ports)
    if read is not None:
        return read
    if is_long(request.document):
        # Beside the loop: others are served meanwhile.
        return await ports.beside.run(_read_anew, base, request, view, standpoint, ports)
    return _read_anew(base, request, view, standpoint, ports)


def _read_before(
    base: _Base, request: GraphqlRequest, ports: Ports
) -> tuple[ReadDocument, DocumentKey] | None:
    known = ports.memory.recipes.find(base)
    if known is None:
        return None
    key = (*base, known.variables_key(request.variables))
    read = ports.memory.documents.find(key)
    return None if read is None else (read, key)


def _read_anew(
    base: _Base, request: GraphqlRequest, view: View, standpoint: Standpoint, ports: Ports
) -> tuple[ReadDocument, DocumentKey]:
    memory = ports.memory
    before = _read_before(base, request, ports)
    if before is not None:
        return before
    read = read_document(
        request.document,
        request.operation_name,
        request.variables,
        view,
        cog_in(standpoint.snapshot),
        ports.control_schema,
        open_node_id=partial(ports.node_ids.open, reader=reader_of(standpoint)),
    )
    memory.recipes.keep(base, read)
    key = (*base, read.variables_key(request.variables))
    return memory.documents.keep(key, read), key


@dataclass(frozen=True, slots=True)
class Asked:
    """The statements of one request, by whatever front door it came, and the key of its text."""

    key: DocumentKey
    slices: Mapping[SliceId, LogicalQuery]
    has_file_reference: bool
    pages: Mapping[SliceId, PageRows] = field(default_factory=dict)
    refused: Mapping[SliceId, Problem] = field(default_factory=dict)

    @property
    def lists(self) -> int:
        """The number of lists that are planned: linked rows are lists within a statement."""
        return sum(1 + linked_count(each) for each in self.slices.values())


def names_of(asked: Asked, ports: Ports) -> ColumnNames:
    """The columns of its datasets that a request names; worked out once for each document.

    The pages of a reader whose key is a pseudonym may be ordered by any column: `ORDERED` counts
    as a name too.
    """
    known = ports.memory.named.find(asked.key)
    if known is not None:
        return known
    ordered = {(f"{each.table.db}.{each.table.name}", ORDERED) for each in asked.pages.values()}
    named = columns_named(asked.slices.values()) | ordered
    return ports.memory.named.keep(asked.key, named)


async def plans_of(
    asked: Asked, decision: Decision, standpoint: Standpoint, ports: Ports, *, apart: bool
) -> Plans:
    """Each statement's plan or the Problem that stops it; made once while it is of use.

    What is long is planned beside the loop: a thousand sources take seconds, sixty lists a third
    of one.
    """
    key = plans_key(asked, decision, standpoint)
    known = ports.memory.plans.find(key)
    if known is not None and known.alive(standpoint.now):
        return known
    if apart:
        made = await ports.beside.run(make_plans, asked, decision, standpoint, ports)
    else:
        made = make_plans(asked, decision, standpoint, ports)
    return ports.memory.plans.keep(key, made)


def plans_key(asked: Asked, decision: Decision, standpoint: Standpoint) -> PlansKey:
    return (
        asked.key,
        decision.fingerprint,
        standpoint.snapshot.reading_version,
        standpoint.subject.reader,
        asked.has_file_reference,
    )


def plan_again(logical: LogicalQuery, of: PreparedRead, request: DataRequest, ports: Ports) -> Plan:
    """Of a statement over the same columns as one that was planned, under the same decision."""
    binding = _bind(of.decision, of.standpoint)
    has_file = request.file_reference is not None
    return _plan(logical, binding, of.snapshot, ports, has_file=has_file)


def _bind(decision: Decision, standpoint: Standpoint) -> Binding:
    snapshot, reader = standpoint.snapshot, standpoint.subject.reader
    return Binder(snapshot, cog_in(snapshot), standpoint.now, reader).bind(decision)


def _plan(
    logical: LogicalQuery, binding: Binding, snapshot: Snapshot, ports: Ports, *, has_file: bool
) -> Plan:
    streamed = logical.kind is SliceKind.SQL
    limits = ports.limits.streaming() if streamed else ports.limits

    def planned(logical: LogicalQuery) -> Plan:
        return plan_slice(
            logical,
            binding,
            snapshot,
            limits,
            frozenset(ports.engines),
            ports.default_engine,
            has_file_reference=has_file,
        )

    return plan_with_linked(logical, planned)


@staged(Stage.PLAN)
def make_plans(asked: Asked, decision: Decision, standpoint: Standpoint, ports: Ports) -> Plans:
    """Pure: it may run in a thread."""
    binding, snapshot = _bind(decision, standpoint), standpoint.snapshot
    apart: dict[SliceId, Nodes] = {}

    def planned(logical: LogicalQuery) -> Plan:
        return _plan(logical, binding, snapshot, ports, has_file=asked.has_file_reference)

    def plan(slice_id: SliceId) -> Plan | Problem:
        if slice_id in asked.refused:
            return asked.refused[slice_id]
        logical, rows = asked.slices[slice_id], asked.pages.get(slice_id)
        bound = None if rows is None else binding.datasets.get(rows.dataset_id)
        try:
            if rows is None or bound is None:
                return planned(logical)
            otherwise = rows.apart_from_the_key(bound)
            if otherwise is None:
                plan = planned(logical)
                # The other engines make what they show of the first rows alone.
                otherwise = rows.in_two_steps(bound) if plan.engine == DUCKDB else None
                if otherwise is None:
                    return plan
            apart[slice_id] = otherwise
            return planned(otherwise.logical)
        except Problem as problem:
            return problem

    slices = one_unit_each({slice_id: plan(slice_id) for slice_id in asked.slices})
    return Plans(
        slices=slices,
        apart=apart,
        valid_until=binding.valid_until,
        digest=digest_plans(each for each in slices.values() if isinstance(each, Plan)),
        made_at=standpoint.now,
        key=plans_key(asked, decision, standpoint),
    )


def one_unit_each(slices: Mapping[SliceId, Plan | Problem]) -> Mapping[SliceId, Plan | Problem]:
    """A document names one unit of a dataset, however many slices read it: others are refused."""
    units: dict[str, set[PinnedUnit]] = defaultdict(set)
    names: dict[str, str] = {}
    for plan in slices.values():
        if isinstance(plan, Plan):
            for unit in plan.units:
                units[unit.dataset_id].add(unit)
            names |= {table.dataset.id: table.dataset.name for table in plan.tables}
    several = {dataset_id for dataset_id, named in units.items() if len(named) > 1}

    def refused(plan: Plan | Problem) -> Plan | Problem:
        found = plan.units if isinstance(plan, Plan) else ()
        for unit in found:
            if unit.dataset_id in several:
                return OneUnitOnly(dataset=names[unit.dataset_id])
        return plan

    return {slice_id: refused(plan) for slice_id, plan in slices.items()}
