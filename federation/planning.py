"""A logical query, bound and governed, on the engine that can run it: pure, nothing is read."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlglot import exp

from catalog.giving_way import give_way
from catalog.model.dataset import AccessLevel, ObjectKind
from catalog.model.storage import Storage, StorageKind
from catalog.snapshot import Snapshot
from catalog.stages import Stage, staged
from federation.agreement_terms import daily_limits, enforce_terms, row_limits
from federation.binding import Binding, BoundDataset
from federation.caller_failures import may_fail_on_a_row
from federation.cited_standards import with_cited_standards
from federation.dialects.postgres_forms import suits_postgresql
from federation.engine_choice import choose_engine
from federation.held_values import within_rows
from federation.limits import Limits
from federation.linked_rows import stacked
from federation.logical import LogicalQuery, Parameter, SliceKind
from federation.plan import (
    DUCKDB,
    POSTGRES,
    KeyPlaceholder,
    Plan,
    PlannedTable,
    WideRows,
)
from federation.problems import AggregateOnly, NoEngine, UnboundDecision, UnknownDataset
from federation.repeats import (
    of_all,
    planned_repeats,
    unlike_written_out,
    with_keys,
    written_out,
)
from federation.rewrites import GOVERNING, READING
from federation.rewrites.context import Context
from federation.rewrites.expand_reference import expand_reference, reads_reference
from federation.rewrites.fence import computes_before, shows_as_it_is
from federation.rewrites.limit_first import hashes_before_it_limits
from federation.rewrites.materialize import (
    hides_rows,
    looks_at_other_rows,
    must_keep_answer,
    must_limit_first,
    must_materialize,
)
from federation.rewrites.reading_order import shows_reading_order
from federation.rewrites.scopes import columns_read
from federation.rows_as_json import rows_as_json
from federation.sql.columns import answered_columns
from federation.sql.products import MOST_ROWS, MOST_ROWS_WITHOUT_ACCOUNT, check_products
from federation.standards.standard_tables import check_expanded
from federation.to_sql import render_plan
from policies.problems import denied_by

_IN_PARQUET = frozenset({StorageKind.ICEBERG, StorageKind.ICEBERG_REST})


def plan_slice(
    logical: LogicalQuery,
    binding: Binding,
    snapshot: Snapshot,
    limits: Limits,
    engines: frozenset[str],
    default_engine: str,
    *,
    has_file_reference: bool = False,
) -> Plan:
    """The plan of one slice.

    Raises the DeniedProblem that says what to ask for, a CallerProblem naming what is not allowed
    or not granted, an OperatorProblem when the decision, the catalog or the result do not fit.
    """
    logical = with_cited_standards(stacked(logical), binding)
    logical = unlike_written_out(logical, binding, snapshot)
    check_expanded(logical.expanded_nodes)
    context = context_of(logical, binding, snapshot, limits, engines, default_engine)
    if context.engine == POSTGRES and logical.repeats:
        # Its parameters are numbered as they stand in a tree.
        logical = written_out(logical)
        context = context_of(logical, binding, snapshot, limits, engines, default_engine)
    context = replace(context, has_file_reference=has_file_reference)
    read = _read_slice(logical, context)
    shaped = _shape_slice(read, logical, context)
    enforced = enforce_terms(shaped.tree, shaped.context, read.columns)
    bounded, wide_rows = _bound_held_values(read, enforced.context)
    isolated = _isolate_hidden_rows(read, bounded, engines)
    if not read.computes and hashes_before_it_limits(read.tree, isolated.context):
        isolated = replace(isolated, context=_hashing_last(isolated.context))
    if logical.first_keys and not read.computes and isolated.context.engine == DUCKDB:
        last = replace(_hashing_last(isolated.context), first_keys=logical.first_keys)
        isolated = replace(isolated, context=last)
    governed = _govern_slice(shaped, isolated.context)
    repeats = planned_repeats(logical, governed.tree, snapshot, isolated.context)
    others = tuple(other for repeat in repeats for other in repeat.others)
    tables = (*governed.tables, *(other.table for other in others))
    rendered = render_plan(governed.tree, isolated.context.engine, tables, repeats)
    alike = (binding.datasets[other.table.dataset.id] for other in others)
    datasets = (*isolated.context.datasets.values(), *alike)
    return Plan(
        may_fail=read.may_fail,
        engine=isolated.context.engine,
        logical=shaped.logical,
        tree=governed.tree,
        text=rendered.text,
        parameters=governed.parameters,
        keys=with_keys(needed_keys(governed.tree, isolated.context), others),
        tables=tables,
        owners=frozenset(each.dataset.owner for each in datasets),
        citations=tuple(
            dict.fromkeys(branch.citation for each in datasets for branch in each.branches)
        ),
        columns_read=of_all(read.columns, logical.repeats),
        dynamic_filtering=_may_filter_dynamically(datasets),
        timeout_s=limits.timeout_s,
        max_rows=isolated.context.max_rows,
        max_bytes=limits.max_bytes,
        valid_until=binding.valid_until,
        units=enforced.units,
        daily_limits=daily_limits(datasets),
        wide_rows=wide_rows,
        row_limits=row_limits(datasets),
        materialized=rendered.materialized,
        over_constants=rendered.over_constants,
        by_position=isolated.by_position,
        repeats=repeats,
        json_text=rows_as_json(shaped.logical, governed.tree, rendered.text)
        if isolated.context.engine == POSTGRES
        else None,
    )


@dataclass(frozen=True, slots=True)
class _ReadSlice:
    """`tree` has every name resolved; `as_written` is the same before a star is written out."""

    tree: exp.Query
    as_written: exp.Query
    columns: tuple[tuple[str, str], ...]
    """(dataset id, column name) that the caller's part reads."""
    may_fail: bool
    is_sql: bool
    computes: bool
    """True where more than bare columns and aggregates of one table may stand in the slice: as in a
    statement of SQL, cells are converted to fields of a standard, and linked rows are looked up.
    """


def _read_slice(logical: LogicalQuery, context: Context) -> _ReadSlice:
    """Raises CallerProblems of names, and of tables multiplied beyond what may be computed."""
    resolved, columns = read_names(logical.tree, context)
    is_sql = logical.kind is SliceKind.SQL
    looks_up = looks_at_other_rows(resolved)
    if is_sql or looks_up:
        has_account = context.binding.reader is not None
        check_products(resolved, MOST_ROWS if has_account else MOST_ROWS_WITHOUT_ACCOUNT)
    computes = is_sql or looks_up or bool(logical.standards) or logical.converts
    as_written = resolved.copy() if computes else resolved
    may_fail = may_fail_on_a_row(as_written)
    return _ReadSlice(resolved, as_written, columns, may_fail, is_sql, computes)


@dataclass(frozen=True, slots=True)
class _ShapedSlice:
    """A slice whose result columns, and their shape, are known."""

    tree: exp.Query
    logical: LogicalQuery
    context: Context


def _shape_slice(read: _ReadSlice, logical: LogicalQuery, context: Context) -> _ShapedSlice:
    """A slice of GraphQL has its columns; what a star of SQL stands for is known now."""
    if not read.is_sql:
        return _ShapedSlice(read.tree, logical, context)
    tree, columns, shape = answered_columns(read.tree, context)
    shaped = replace(logical, columns=columns, shape=shape)
    return _ShapedSlice(tree, shaped, replace(context, columns=columns))


def _bound_held_values(read: _ReadSlice, context: Context) -> tuple[Context, WideRows | None]:
    """As many rows as hold no more values than the rows that agreements allow."""
    return within_rows(read.as_written, context) if read.is_sql else (context, None)


@dataclass(frozen=True, slots=True)
class _Isolated:
    """`by_position`: the order in which rows are read shows, so joins are run as written."""

    context: Context
    by_position: bool


def _isolate_hidden_rows(read: _ReadSlice, context: Context, engines: frozenset[str]) -> _Isolated:
    """Chooses a plan whose result cannot depend on statistics or values of hidden rows.

    A slice of GraphQL has one order, fails nowhere, and shows nothing that its caller computes.
    """
    if not hides_rows(context):
        return _Isolated(context, by_position=False)
    isolated = _without_statistics(read.as_written, context, engines, is_sql=read.computes)
    by_position = shows_reading_order(read.as_written, isolated, is_sql=read.computes)
    return _Isolated(isolated, by_position)


def _hashing_last(context: Context) -> Context:
    return replace(context, limits_first=True, orders_again=True)


@dataclass(frozen=True, slots=True)
class _GovernedSlice:
    tree: exp.Query
    parameters: tuple[Parameter, ...]
    tables: tuple[PlannedTable, ...]


@staged(Stage.GOVERN)
def _govern_slice(shaped: _ShapedSlice, context: Context) -> _GovernedSlice:
    """Tables of reference written out, then every rewrite that makes the rules hold."""
    tree, reference = expand_reference(shaped.tree, context)
    parameters = (*shaped.logical.parameters, *reference)
    context = replace(context, parameters={each.name: each for each in parameters})
    tables = tuple(
        PlannedTable(each.dataset, context.storages[each.dataset.storage_id])
        for each in context.datasets.values()
    )
    return _GovernedSlice(govern_resolved(tree, context), parameters, tables)


def context_of(
    logical: LogicalQuery,
    binding: Binding,
    snapshot: Snapshot,
    limits: Limits,
    engines: frozenset[str],
    default_engine: str,
) -> Context:
    """The facts that the rewrites may know: the datasets that the tree holds. Raises the Problem of
    a dataset that cannot be read.
    """
    datasets = tuple(_readable(dataset_id, binding) for dataset_id in logical.datasets)
    written = frozenset(logical.written)
    storages = {each.dataset.storage_id: _storage(each, snapshot) for each in datasets}
    return Context(
        datasets={
            (each.sql_owner, each.dataset.name): each
            for each in datasets
            if each.dataset.id in written
        },
        storages=storages,
        parameters={each.name: each for each in logical.parameters},
        columns=logical.columns,
        binding=binding,
        limits=limits,
        max_rows=_most_rows(logical, limits),
        engine=choose_engine(
            datasets,
            storages,
            engines,
            default_engine,
            reads_reference=reads_reference(logical.tree),
            suits_postgres=logical.kind is not SliceKind.SQL or suits_postgresql(logical.tree),
        ),
        page_size=logical.page_size,
        expanded_nodes=logical.expanded_nodes,
        is_stacked=logical.stack is not None,
    )


def _most_rows(logical: LogicalQuery, limits: Limits) -> int:
    """A page reads one row more; linked rows count for the document's, each level for its own."""
    if logical.stack is not None:
        return min(logical.max_rows, limits.max_document_rows)
    return min(logical.max_rows, limits.max_rows + (logical.kind is not SliceKind.SQL))


def govern(
    logical_tree: exp.Query, context: Context
) -> tuple[tuple[tuple[str, str], ...], exp.Query]:
    """The columns that the caller's part reads, and the governed tree; the argument is kept."""
    resolved, read = read_names(logical_tree, context)
    return read, govern_resolved(resolved, enforce_terms(resolved, context, read).context)


def read_names(
    logical_tree: exp.Query, context: Context
) -> tuple[exp.Query, tuple[tuple[str, str], ...]]:
    """Still the caller's tree, every name resolved; and the columns that it reads."""
    resolved: exp.Query = logical_tree.copy()
    for rewrite in READING:
        resolved = rewrite(resolved, context)
        give_way()
    return resolved, columns_read(resolved, context)


def govern_resolved(resolved: exp.Query, context: Context) -> exp.Query:
    tree = resolved
    for rewrite in GOVERNING:
        tree = rewrite(tree, context)
        give_way()
    return tree


def _without_statistics(
    as_written: exp.Query, context: Context, engines: frozenset[str], *, is_sql: bool
) -> Context:
    """On a copy, or with its limit first, where the engine knows hidden rows by more than rows."""
    computes = computes_before(as_written) or (is_sql and not shows_as_it_is(as_written))
    of_dictionaries = computes and _reads_dictionaries(context)
    copies = (is_sql and must_materialize(as_written, context)) or (
        of_dictionaries and context.engine == DUCKDB
    )
    if not copies:
        return replace(
            context,
            limits_first=is_sql and must_limit_first(as_written, context),
            keeps_answer=is_sql and must_keep_answer(as_written, context),
            computes=of_dictionaries,
        )
    if DUCKDB not in engines:
        raise NoEngine
    # PostgreSQL keeps no copies for us: DuckDB reads from it instead.
    return replace(context, engine=DUCKDB, materializes=True)


def _reads_dictionaries(context: Context) -> bool:
    """Parquet has them; a database or a text gives its engine rows."""
    return any(
        context.storages[each.dataset.storage_id].kind in _IN_PARQUET
        or each.dataset.physical.kind is ObjectKind.PARQUET
        for each in context.datasets.values()
    )


def _readable(dataset_id: str, binding: Binding) -> BoundDataset:
    bound = binding.datasets.get(dataset_id)
    if bound is None:
        # Hidden and absent are the same, byte for byte: not even the id is said.
        raise UnknownDataset(dataset="…")
    if bound.problem is not None:
        raise bound.problem
    if bound.aggregate_only:
        raise AggregateOnly(dataset=bound.dataset.name)
    if not bound.branches:
        if not bound.denials:
            raise UnboundDecision(what=f"dataset {dataset_id}")
        raise denied_by(bound.denials, bound.dataset.name)
    return bound


def _storage(bound: BoundDataset, snapshot: Snapshot) -> Storage:
    storage = snapshot.storages.get(bound.dataset.storage_id)
    if storage is None:
        raise UnboundDecision(what=f"storage {bound.dataset.storage_id}")
    return storage


def needed_keys(tree: exp.Query, context: Context) -> tuple[KeyPlaceholder, ...]:
    """The keys that the tree needs, in the order of their names."""
    needed = {str(each.this) for each in tree.find_all(exp.Placeholder)}
    known = {
        key.name: key
        for bound in context.datasets.values()
        for half in (1, 2)
        for key in (
            context.row_id_key(bound.dataset.id, half),
            *(
                context.column_key(branch.citation, column.id, half)
                for branch in bound.branches
                for column in bound.dataset.columns
                if column.name in branch.columns
            ),
        )
    }
    return tuple(known[name] for name in sorted(needed & known.keys()))


def _may_filter_dynamically(datasets: tuple[BoundDataset, ...]) -> bool:
    """Off when the values of one owner could be sent to another's source, and are not open."""
    if len({each.dataset.owner for each in datasets}) < 2:
        return True
    return all(each.dataset.access_level is AccessLevel.OPEN for each in datasets)
