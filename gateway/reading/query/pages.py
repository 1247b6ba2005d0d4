"""One slice's rows, with the cursor to the last of them."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

import orjson
import pyarrow as pa

from catalog.reference import cog_in
from catalog.stages import Stage, staged
from federation.engine import Value, Written, writes
from federation.engines.result_budget import WHOLE
from federation.linked_rows import without_linked
from federation.logical import CursorSource, LogicalQuery, NodeId, Scalar, SliceId
from federation.plan import DUCKDB, Plan
from federation.problems import InvalidCursor, TooManyBytes, TooManyRows
from federation.results.json_rows import write_rows
from federation.results.linked_lists import linked_rows_of, rows_with_lists
from federation.values import bind_values, cursor_tokens
from gateway.reading.query.cursors import cursor_binding
from gateway.reading.query.labels import CogLabels
from gateway.reading.query.node_ids import with_node_ids
from gateway.reading.query.plan_cache import PageKey, Prepared
from gateway.reading.query.ports import Ports
from gateway.reading.query.prepare import plan_again
from gateway.reading.query.request import GraphqlRequest
from gateway.reading.query.row_cursors import (
    BetweenTies,
    EndCursors,
    Sealing,
    has_level_places,
    has_level_rows,
    sealed_in_json,
)
from gateway.reading.query.standard_documents import connection_of
from schema.paging import FinishedNodes, finish_nodes, place_of_row
from schema.reading.keyset import EDGE_NAME
from schema.reading.read_document import SliceRows
from schema.reading.ties import Start, Ties, limit_of, start_between_ties

_MANY_ROWS = 500
"""Above it, JSON is written in a thread: the loop serves others meanwhile."""
_QUICK_S, _SLOW_S = 0.05, 0.25
"""Of reading a page: quicker than the first, it is read in one statement; slower than the second,
in two again.
"""
_Cursors = Mapping[str, Sequence[Scalar]]
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class _Slice:
    """All that the reading of one slice needs; its cursors are sealed with `bound_to`."""

    id: SliceId
    plan: Plan
    prepared: Prepared
    request: GraphqlRequest
    ports: Ports
    bound_to: bytes

    def seal(self, values: Sequence[Scalar] | None, binding: bytes | None = None) -> str | None:
        """A cursor; bound to this order of rows, unless to something else."""
        if values is None:
            return None
        return self.ports.cursors.seal(values, self.bound_to if binding is None else binding)


@dataclass(frozen=True, slots=True)
class _Read:
    """The rows of a page as they were read, with the lists of those linked to them; `linked`: how
    many these are, by dataset.
    """

    logical: LogicalQuery
    table: pa.Table
    linked: Mapping[str, int] = field(default_factory=dict)


class _Step(StrEnum):
    """Of reading a page whose rows are told apart; see `Ties`."""

    AHEAD = "ahead"
    EDGE = "edge"
    PAGE = "page"
    BOUNDED = "bounded"


async def read_slice(
    slice_id: SliceId, plan: Plan, prepared: Prepared, request: GraphqlRequest, ports: Ports
) -> SliceRows:
    """Raises InvalidCursor, and what the engine raises."""
    bound_to = _cursor_binding(slice_id, prepared)
    this = _Slice(slice_id, plan, prepared, request, ports, bound_to)
    apart = prepared.plans.apart.get(slice_id)
    ties = prepared.read.ties.get(slice_id) if apart is None else apart.ties
    try:
        cursors = _opened(this, bound_to)
    except InvalidCursor:
        if ties is None:
            raise
        return await _read_between_ties(this, ties)
    if apart is not None and ties is not None:
        return await _read_among_ties(this, ties, Start(), cursors)
    values = bind_values(plan, request.variables, cursors, ports.keyring)
    engine = ports.engines[plan.engine]
    if plan.json_text is not None and writes(engine):
        written = await engine.write(plan, values)
        if ties is not None and (written.is_split or has_level_places(written.places)):
            return await _read_among_ties(this, ties, Start(), cursors)
        sealed = sealed_in_json(plan.logical, written, this.seal)
        rows = _answered(this, plan.logical, sealed.page, cursors, sealed.ends)
        return replace(rows, linked=written.linked)
    read = await _execute(this, plan, values)
    page = finish_nodes(plan.logical, read.table)
    if ties is not None and (page.is_split or has_level_rows(plan.logical, page)):
        return await _read_among_ties(this, ties, Start(), cursors)
    return await _finished(this, read, page, cursors, Sealing(plan.logical, page, this.seal))


async def _finished(
    this: _Slice, read: _Read, page: FinishedNodes, cursors: _Cursors, sealing: Sealing
) -> SliceRows:
    """The page written, with all cursors that are asked for."""

    def write() -> Written:
        edges = replace(page, table=sealing.with_edges())
        return _write_page(edges, read.logical, _labels(this))

    written = await _off_the_loop(page.table.num_rows + sum(read.linked.values()), write)
    rows = _answered(this, read.logical, written, cursors, sealing.ends())
    return replace(rows, linked=read.linked)


def _answered(
    this: _Slice,
    logical: LogicalQuery,
    written: Written,
    cursors: _Cursors,
    ends: EndCursors,
) -> SliceRows:
    has_more, is_begun = written.has_next, bool(cursors) or logical.skips
    return SliceRows(
        body=written.body,
        rows=written.rows,
        has_next=is_begun if logical.is_backward else has_more,
        has_previous=has_more if logical.is_backward else is_begun,
        start_cursor=ends.start,
        end_cursor=ends.end,
        refused=this.plan.refused,
    )


async def _read_between_ties(this: _Slice, ties: Ties) -> SliceRows:
    """From a cursor that stands between rows of one key, or raises InvalidCursor."""
    cursors = _opened(this, _tie_binding(this, ties))
    (opened,) = cursors.values()
    return await _read_among_ties(this, ties, start_between_ties(opened), cursors)


async def _read_among_ties(this: _Slice, ties: Ties, start: Start, cursors: _Cursors) -> SliceRows:
    """The page again, its rows of one key told apart: of the same columns under the same decision,
    so that what was recorded of the request holds.
    """
    started = time.perf_counter()
    read = await _ahead_of(this, ties, start, cursors)
    if read is None:
        edge = None if ties.until is None else await _edge_of(this, ties, start, cursors)
        step = _Step.PAGE if edge is None else _Step.BOUNDED
        read = await _rows_of(this, ties, start, step, {**cursors, **(edge or {})})
    if ties.until is not None:
        _remember_how_long(this, time.perf_counter() - started)
    page = finish_nodes(read.logical, read.table)
    (opened,) = cursors.values() or ((),)
    between = BetweenTies(ties, start, opened, lambda: _tie_binding(this, ties))
    sealing = Sealing(read.logical, page, this.seal, between)
    return await _finished(this, read, page, cursors, sealing)


async def _ahead_of(this: _Slice, ties: Ties, start: Start, cursors: _Cursors) -> _Read | None:
    """The rows of a page, in one statement; None where it takes two, or would read linked rows of
    more than the page.
    """
    if ties.until is None or start.skip or ties.offset or this.plan.engine != DUCKDB:
        return None
    if ties.logical.linked:
        return None
    if not this.ports.memory.quick_pages.find(_page_key(this)):
        return None
    whole = WHOLE.get()
    counted = WHOLE.set(None)
    try:
        read = await _rows_of(this, ties, start, _Step.AHEAD, cursors)
        page = ties.page_within(read.logical, read.table)
    except (TooManyRows, TooManyBytes):
        # The rows that are more than the page's may be what was too much.
        page = None
    finally:
        WHOLE.reset(counted)
    if page is None:
        this.ports.memory.quick_pages.keep(_page_key(this), value=False)
        return None
    if whole is not None:
        whole.add(page.num_rows, page.nbytes)
    return _Read(read.logical, page)


def _remember_how_long(this: _Slice, seconds: float) -> None:
    """One statement reads every column of all rows, two the keys alone: of few rows the first is
    quicker, of many the second. A list that one was too little or too slow for is read in two.
    """
    if this.prepared.plans.key is None:
        return
    quick, key = this.ports.memory.quick_pages, _page_key(this)
    is_quick = quick.find(key)
    if is_quick is None and seconds < _QUICK_S:
        quick.keep(key, value=True)
    elif is_quick and seconds > _SLOW_S:
        quick.keep(key, value=False)


def _page_key(this: _Slice) -> PageKey:
    plans = this.prepared.plans
    return plans.key, plans.made_at, this.id


async def _edge_of(this: _Slice, ties: Ties, start: Start, cursors: _Cursors) -> _Cursors | None:
    """The keys of the last row that the page reads; None where all that are left are read."""
    # What the answer may hold counts what it holds, not how its end is found.
    counted = WHOLE.set(None)
    try:
        read = await _rows_of(this, ties, start, _Step.EDGE, cursors)
    finally:
        WHOLE.reset(counted)
    rows = read.table.num_rows
    if rows < limit_of(read.logical):
        return None
    return {EDGE_NAME: place_of_row(read.logical, read.table, rows - 1)}


async def _rows_of(this: _Slice, ties: Ties, start: Start, step: _Step, cursors: _Cursors) -> _Read:
    ports, plan = this.ports, await _plan_of(this, ties, start, step)
    values = bind_values(plan, this.request.variables, cursors, ports.keyring)
    return await _execute(this, plan, values)


async def _execute(this: _Slice, plan: Plan, values: Mapping[str, Value]) -> _Read:
    table = await this.ports.engines[plan.engine].execute(plan, values)
    return await _off_the_loop(table.num_rows, lambda: _read_of(this, plan, table))


def _read_of(this: _Slice, plan: Plan, table: pa.Table) -> _Read:
    """With the lists of linked rows, and the identifiers of rows."""
    stack, logical = plan.logical.stack, plan.logical

    def with_ids(rows: pa.Table, node_id: NodeId) -> pa.Table:
        return with_node_ids(rows, node_id, this.ports.node_ids, this.prepared.standpoint)

    if stack is not None:
        return _Read(logical, rows_with_lists(table, stack, with_ids), linked_rows_of(table, stack))
    return _Read(logical, table if logical.node_id is None else with_ids(table, logical.node_id))


async def _plan_of(this: _Slice, ties: Ties, start: Start, step: _Step) -> Plan:
    """Made once for as long as the plans of the document live; not where a cursor counts rows,
    of which each is another.
    """
    plans, kept = this.prepared.plans, this.ports.memory.steps
    key = (plans.key, plans.made_at, this.id, start, step.value)
    known = kept.find(key) if plans.key is not None else None
    if known is not None:
        return known
    match step:
        case _Step.AHEAD:
            logical = ties.ahead_from(start)
        case _Step.EDGE:
            logical = ties.edge_from(start)
        case _:
            logical = ties.page_from(start, bounded=step is _Step.BOUNDED)
    # What was refused beside the list once is not tried again.
    logical = without_linked(logical, (each.path for each in this.plan.refused))
    async with this.prepared.planning:
        if logical.linked:
            plan = await this.ports.beside.run(
                plan_again, logical, this.prepared, this.request, this.ports
            )
        else:
            plan = plan_again(logical, this.prepared, this.request, this.ports)
            await asyncio.sleep(0)
    return plan if plans.key is None or start.skip else kept.keep(key, plan)


def _opened(this: _Slice, bound_to: bytes) -> _Cursors:
    tokens = cursor_tokens(this.plan, this.request.variables)
    return {token: this.ports.cursors.open(token, bound_to) for token in tokens}


def _labels(this: _Slice) -> CogLabels:
    return CogLabels(cog_in(this.prepared.snapshot))


async def _off_the_loop(rows: int, work: Callable[[], _T]) -> _T:
    """In a thread where rows are many: others are served meanwhile."""
    return await asyncio.to_thread(work) if rows > _MANY_ROWS else work()


@staged(Stage.SERIALISE)
def _write_page(page: FinishedNodes, logical: LogicalQuery, labels: CogLabels) -> Written:
    body = write_rows(page.table, logical.shape, labels)
    return Written(body, page.table.num_rows, page.has_next, page.last, page.is_split)


def _cursor_binding(slice_id: SliceId, prepared: Prepared) -> bytes:
    """Of a standard: of all its datasets, those that are away at the moment too."""
    connection = connection_of(slice_id)
    of, names = prepared.standards.get(connection), prepared.read.slices[slice_id].datasets
    overlap: tuple[str, ...] = ()
    if of is not None:
        names = tuple(arm.dataset.id for arm in of.sources.table.arms)
        overlap = (f"overlap {prepared.read.standards[connection].overlap}",)
    datasets = (
        *(f"{each}@{prepared.snapshot.datasets[each].version}" for each in names),
        *overlap,
    )
    apart = prepared.plans.apart.get(slice_id)
    order = prepared.read.cursor_orders.get(slice_id) if apart is None else apart.order
    order = order or b""
    return cursor_binding(order, datasets, prepared.subject, prepared.decision.fingerprint)


def _tie_binding(this: _Slice, ties: Ties) -> bytes:
    """Beside that, which rows were counted: their condition, its values, and what is shown."""
    parameters = tuple(
        each
        for each in ties.page_from(Start(at_cursor=False)).parameters
        if not isinstance(each.source, CursorSource)
    )
    of_the_condition = replace(this.plan, parameters=parameters, keys=())
    values = bind_values(of_the_condition, this.request.variables, {}, this.ports.keyring)
    written = orjson.dumps(values, option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(this.bound_to + ties.digest + written).digest()
