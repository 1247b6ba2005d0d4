"""A logical query, bound and governed, on the engine that can run it: pure, nothing is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlglot import exp

from catalog.model.dataset import AccessLevel, ObjectKind
from catalog.model.storage import Storage, StorageKind
from catalog.snapshot import Snapshot
from federation.binding import Binding, BoundDataset
from federation.caller_failures import may_fail_on_a_row
from federation.dialects.matching import NOT_IN_POSTGRESQL
from federation.held_values import within_rows
from federation.limits import Limits
from federation.logical import LogicalQuery, SliceKind
from federation.plan import DUCKDB, POSTGRES, TRINO, KeyPlaceholder, Plan, PlannedTable
from federation.problems import AggregateOnly, NoEngine, UnboundDecision, UnknownDataset
from federation.rewrites import GOVERNING, READING
from federation.rewrites.context import Context
from federation.rewrites.expand_reference import expand_reference, reads_reference
from federation.rewrites.fence import computes_before, shows_as_it_is
from federation.rewrites.materialize import (
    hides_rows,
    must_limit_first,
    must_materialize,
)
from federation.rewrites.reading_order import shows_reading_order
from federation.rewrites.scopes import columns_read
from federation.source_text import is_given_as_text
from federation.sql.columns import answered_columns
from federation.sql.products import MOST_ROWS, MOST_ROWS_WITHOUT_ACCOUNT, check_products
from federation.terms import daily_limits, row_limits, under_terms
from policies.problems import denied_by

_DUCKDB_ONLY = frozenset({StorageKind.FILES, StorageKind.SQLITE})
_TRINO_ONLY = frozenset({StorageKind.ICEBERG})
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
    from federation.render import render_plan
    from federation.rows_as_json import rows_as_json

    asked = context_of(logical, binding, snapshot, limits, engines, default_engine)
    asked = replace(asked, has_file_reference=has_file_reference)
    resolved, read = read_names(logical.tree, asked)
    is_sql = logical.kind is SliceKind.SQL
    if is_sql:
        check_products(resolved, MOST_ROWS if binding.reader else MOST_ROWS_WITHOUT_ACCOUNT)
    said = resolved.copy() if is_sql else resolved
    may_fail = may_fail_on_a_row(said)
    if is_sql:
        # What a star stands for is known now, and with it what the statement answers.
        resolved, columns, shape = answered_columns(resolved, asked)
        logical = replace(logical, columns=columns, shape=shape)
        asked = replace(asked, columns=columns)
    under = under_terms(resolved, asked, read)
    context = under.context
    wide_rows = None
    if is_sql:
        context, wide_rows = within_rows(said, context)
    is_hiding = hides_rows(context)
    if is_hiding:
        context = _unknowing(said, context, engines, is_sql=is_sql)
    by_position = is_hiding and shows_reading_order(said, context, is_sql=is_sql)
    datasets = tuple(context.datasets.values())
    resolved, reference = expand_reference(resolved, context)
    parameters = (*logical.parameters, *reference)
    context = replace(context, parameters={each.name: each for each in parameters})
    tree = govern_resolved(resolved, context)
    tables = tuple(
        PlannedTable(each.dataset, context.storages[each.dataset.storage_id]) for each in datasets
    )
    rendered = render_plan(tree, context.engine, tables)
    return Plan(
        may_fail=may_fail,
        engine=context.engine,
        logical=logical,
        tree=tree,
        text=rendered.text,
        parameters=parameters,
        keys=needed_keys(tree, context),
        tables=tables,
        owners=frozenset(each.dataset.owner for each in datasets),
        citations=tuple(
            dict.fromkeys(branch.citation for each in datasets for branch in each.branches)
        ),
        columns_read=read,
        dynamic_filtering=_may_filter_dynamically(datasets),
        timeout_s=limits.timeout_s,
        max_rows=context.max_rows,
        max_bytes=limits.max_bytes,
        valid_until=binding.valid_until,
        units=under.units,
        daily_limits=daily_limits(datasets),
        wide_rows=wide_rows,
        row_limits=row_limits(datasets),
        materialized=rendered.materialized,
        by_position=by_position,
        json_text=rows_as_json(logical, tree, rendered.text)
        if context.engine == POSTGRES
        else None,
    )


def context_of(
    logical: LogicalQuery,
    binding: Binding,
    snapshot: Snapshot,
    limits: Limits,
    engines: frozenset[str],
    default_engine: str,
) -> Context:
    """What the rewrites may know; the Problem of a dataset that cannot be read."""
    datasets = tuple(_readable(dataset_id, binding) for dataset_id in logical.datasets)
    storages = {each.dataset.storage_id: _storage(each, snapshot) for each in datasets}
    return Context(
        datasets={(each.sql_owner, each.dataset.name): each for each in datasets},
        storages=storages,
        parameters={each.name: each for each in logical.parameters},
        columns=logical.columns,
        binding=binding,
        limits=limits,
        max_rows=min(logical.max_rows, limits.max_rows + (logical.kind is not SliceKind.SQL)),
        engine=choose_engine(
            datasets,
            storages,
            engines,
            default_engine,
            reads_reference=reads_reference(logical.tree),
            suits_postgres=logical.kind is not SliceKind.SQL
            or logical.tree.find(*NOT_IN_POSTGRESQL) is None,
        ),
        page_size=logical.page_size,
    )


def govern(
    logical_tree: exp.Query, context: Context
) -> tuple[tuple[tuple[str, str], ...], exp.Query]:
    """The columns that the caller's part reads, and the governed tree; the argument is kept."""
    resolved, read = read_names(logical_tree, context)
    return read, govern_resolved(resolved, under_terms(resolved, context, read).context)


def read_names(
    logical_tree: exp.Query, context: Context
) -> tuple[exp.Query, tuple[tuple[str, str], ...]]:
    """Still the caller's tree, every name resolved; and the columns that it reads."""
    resolved: exp.Query = logical_tree.copy()
    for rewrite in READING:
        resolved = rewrite(resolved, context)
    return resolved, columns_read(resolved, context)


def govern_resolved(resolved: exp.Query, context: Context) -> exp.Query:
    tree = resolved
    for rewrite in GOVERNING:
        tree = rewrite(tree, context)
    return tree


def choose_engine(
    datasets: tuple[BoundDataset, ...],
    storages: Mapping[str, Storage],
    engines: frozenset[str],
    default_engine: str,
    *,
    reads_reference: bool = False,
    suits_postgres: bool = True,
) -> str:
    """PostgreSQL itself when it holds every table and has every function; else the default; DuckDB
    for local files and tables of reference, Trino for Iceberg listed by a database, no engine for
    both files and that.
    """
    kinds = {each.kind for each in storages.values()}
    one_database = suits_postgres and len(storages) == 1 and kinds == {StorageKind.POSTGRESQL}
    reads_text = any(
        is_given_as_text(each.dataset, column, storages[each.dataset.storage_id].kind)
        for each in datasets
        for column in each.dataset.columns
    )
    if one_database and POSTGRES in engines and not reads_text and not reads_reference:
        return POSTGRES
    chosen = default_engine
    # Millions of characters of names are no part of a statement sent to a server.
    is_local = bool(kinds & _DUCKDB_ONLY) or (reads_reference and DUCKDB in engines)
    if (chosen == TRINO and is_local) or chosen == POSTGRES:
        chosen = DUCKDB
    if kinds & _TRINO_ONLY:
        chosen = TRINO
    if chosen not in engines or (chosen == TRINO and kinds & _DUCKDB_ONLY):
        raise NoEngine
    return chosen


def _unknowing(
    said: exp.Query, context: Context, engines: frozenset[str], *, is_sql: bool
) -> Context:
    """Whatever an engine knows of hidden rows shows in nothing that comes of the statement.

    A slice of GraphQL has one order, fails nowhere, and shows nothing that its caller computes.
    """
    computes = computes_before(said) or (is_sql and not shows_as_it_is(said))
    of_dictionaries = computes and _reads_dictionaries(context)
    copies = (is_sql and must_materialize(said, context)) or (
        of_dictionaries and context.engine == DUCKDB
    )
    if not copies:
        limits_first = is_sql and must_limit_first(said, context)
        return replace(context, limits_first=limits_first, computes=of_dictionaries)
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
