"""Each table node becomes its governed self, before anything the caller wrote is evaluated.

    (SELECT allowed and transformed columns FROM physical WHERE rows of some branch) AS alias

The union of cells is one scan: a row is there once if any branch holds it; each of its cells is
shown by the highest-ranking transform among the branches that hold that row. Where all branches
show a column alike there is no CASE, so that filters reach the source.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlglot import exp

from catalog.model.dataset import Column, Dataset
from catalog.model.storage import StorageKind
from catalog.model.transform import RANK, Transform
from federation.binding import (
    BoundAllOf,
    BoundBranch,
    BoundCompare,
    BoundDataset,
    BoundTerritory,
    RowCondition,
)
from federation.rewrites.commune_map import land_of_any
from federation.rewrites.context import Context
from federation.rewrites.expressions import INTERNAL, any_of, column, null, quoted
from federation.rewrites.lexical import tables_of
from federation.rewrites.masks import date_of, masked
from federation.rewrites.row_conditions import row_condition
from federation.rewrites.typed_columns import needs_reading, typed_column
from federation.source_text import is_read_below, value_name
from policies.decision import CellTransform

_ON_A_MAP = frozenset({Transform.COMMUNE, Transform.EPCI})
SOURCE = f"{INTERNAL}t"
READ = f"{INTERNAL}r"
FLAGGED = f"{INTERNAL}g"
NO_COLUMN = "_"
"""Shown when the caller uses no column at all (`count(*)`); no column can be called so."""


def govern_tables(tree: exp.Query, context: Context) -> exp.Query:
    """Every reference to a dataset replaced by the rows and cells that the decision gives."""
    # Whatever a column of this name is of: showing one that is granted and not used does no harm.
    used = frozenset(each.name for each in tree.find_all(exp.Column))
    for table in list(tables_of(tree)):
        bound = context.datasets[table.db, table.name]
        select = governed(bound, used, context)
        subquery = exp.Subquery(this=select, alias=exp.TableAlias(this=quoted(table.alias_or_name)))
        table.replace(subquery)
    return tree


def is_governed(subquery: exp.Subquery, context: Context) -> bool:
    """True for the governed self of a dataset: physical below, the caller's name above."""
    source: exp.Expr | None = subquery
    if subquery.alias.startswith(INTERNAL):
        return False
    while isinstance(source, exp.Subquery) and isinstance(source.this, exp.Select):
        start = source.this.args.get("from_")
        source = start.this if start is not None else None
        if isinstance(source, exp.Table):
            return source.alias == SOURCE and source.db in context.storages
        if not isinstance(source, exp.Subquery) or not source.alias.startswith(INTERNAL):
            return False
    return False


def governed(bound: BoundDataset, used: frozenset[str], context: Context) -> exp.Select:
    """The governed self of a dataset, showing the columns of `used` that some branch gives."""
    source = _Source.of(bound.dataset, context)
    shown = [each for each in bound.dataset.columns if each.name in used & bound.granted]
    below = {each.name for each in shown} | _days_behind(bound, shown)
    needed = below.union(*(_columns_of(branch.rows) for branch in bound.branches))
    source = source.read([each for each in bound.dataset.columns if each.name in needed])
    conditions = [_condition(branch, source) for branch in bound.branches]
    if any(_differs(bound, each) for each in shown):
        kept = [each for each in bound.dataset.columns if each.name in below]
        source, conditions = source.flagged(conditions, kept)
    cells = [_cell(bound, each, source, conditions, context) for each in shown]
    projections = [
        exp.Alias(this=cell, alias=quoted(each.name))
        for cell, each in zip(cells, shown, strict=True)
    ] or [exp.Alias(this=exp.Literal.number(1), alias=quoted(NO_COLUMN))]
    select = exp.Select(expressions=projections, from_=exp.From(this=source.relation))
    if not bound.branches:
        return select.where(exp.false(), copy=False)
    if all(condition is not None for condition in conditions):
        held = any_of(each.copy() for each in conditions if each is not None)
        return select.where(held, copy=False)
    return select


@dataclass(frozen=True, slots=True)
class _Source:
    """A FROM item and how its columns are written above it."""

    dataset: Dataset
    kind: StorageKind
    relation: exp.Expr
    alias: str
    is_read_below: bool
    is_read: bool = False

    @classmethod
    def of(cls, dataset: Dataset, context: Context) -> _Source:
        kind = context.storages[dataset.storage_id].kind
        physical = exp.Table(
            this=quoted(dataset.id),
            db=quoted(dataset.storage_id),
            alias=exp.TableAlias(this=quoted(SOURCE)),
        )
        is_below = is_read_below(dataset, kind, context.engine)
        return cls(dataset, kind, physical, SOURCE, is_below)

    def typed(self, each: Column) -> exp.Expr:
        if self.is_read:
            return column(each.name, self.alias)
        if self.is_read_below:
            return column(value_name(each), self.alias)
        return typed_column(self.dataset, each, self.kind, self.alias)

    def read(self, needed: Sequence[Column]) -> _Source:
        """One level more, where text is read as values once, if there is any to read."""
        if self.is_read_below:
            return self
        if not any(needs_reading(self.dataset, each, self.kind) for each in needed):
            return self
        return self._above([(each.name, self.typed(each)) for each in needed], READ)

    def flagged(
        self, conditions: Sequence[exp.Expr | None], columns: Sequence[Column]
    ) -> tuple[_Source, list[exp.Expr | None]]:
        """One level more, where each branch's condition is worked out once, under a short name."""
        kept = [(str(each.name), self.typed(each)) for each in columns]
        flags: list[exp.Expr | None] = []
        for position, condition in enumerate(conditions, start=1):
            if condition is None:
                flags.append(None)
                continue
            name = f"{INTERNAL}branch_{position}"
            kept.append((name, condition))
            flags.append(column(name, FLAGGED))
        return self._above(kept, FLAGGED), flags

    def _above(self, columns: Iterable[tuple[str, exp.Expr]], alias: str) -> _Source:
        projections = [exp.Alias(this=value, alias=quoted(name)) for name, value in columns]
        select = exp.Select(expressions=projections, from_=exp.From(this=self.relation))
        relation = exp.Subquery(this=select, alias=exp.TableAlias(this=quoted(alias)))
        return replace(self, relation=relation, alias=alias, is_read=True)


def _condition(branch: BoundBranch, source: _Source) -> exp.Expr | None:
    return row_condition(branch.rows, source.typed, source.dataset.time_zone)


def _cell(
    bound: BoundDataset,
    shown: Column,
    source: _Source,
    conditions: Sequence[exp.Expr | None],
    context: Context,
) -> exp.Expr:
    """CASE over the branches, the most revealing first; plain where they all show it alike."""
    whens: list[exp.If] = []
    otherwise = null(shown.type)
    for group in _by_rank(bound, shown):
        first, name = group[0][1], shown.name
        value = masked(
            source.typed,
            shown,
            first.columns[name],
            first.citation,
            bound.dataset,
            land_of_any((branch for _, branch in group), name),
            context,
        )
        if not _differs(bound, shown):
            return value
        held = [conditions[position] for position, _ in group]
        if any(condition is None for condition in held):
            otherwise = value
            break
        condition = any_of(each.copy() for each in held if each is not None)
        whens.append(exp.If(this=condition, true=value))
    return exp.Case(ifs=whens, default=otherwise) if whens else otherwise


def _by_rank(bound: BoundDataset, shown: Column) -> list[list[tuple[int, BoundBranch]]]:
    """Branches (with their positions) that show the column alike, the most revealing first.

    Of two hashes the older agreement's comes first; of two constants too, so that it is settled.
    """
    alike: dict[object, list[tuple[int, BoundBranch]]] = {}
    for position, branch in enumerate(bound.branches):
        cell = branch.columns.get(shown.name)
        if cell is not None and _looks(cell, branch) is not None:
            alike.setdefault(_looks(cell, branch), []).append((position, branch))
    return sorted(
        alike.values(),
        key=lambda group: (
            -RANK[group[0][1].columns[shown.name].transform],
            min(branch.seniority for _, branch in group),
        ),
    )


def _looks(cell: CellTransform, branch: BoundBranch) -> object:
    """Equal for two branches that show a cell alike: hashes differ by agreement."""
    match cell.transform:
        case Transform.KEYED_HASH:
            return (cell, branch.citation)
        case Transform.NULL:
            return None
        case _:
            return cell


def _differs(bound: BoundDataset, shown: Column) -> bool:
    """True where the column's look depends on which branches hold the row."""
    looks = {
        _looks(branch.columns[shown.name], branch) if shown.name in branch.columns else None
        for branch in bound.branches
    }
    return len(looks) > 1


def _days_behind(bound: BoundDataset, shown: Iterable[Column]) -> set[str]:
    """Date columns (names) that a coarser commune is read at."""
    return {
        day.name
        for each in shown
        for branch in bound.branches
        if (cell := branch.columns.get(each.name)) is not None and cell.transform in _ON_A_MAP
        if (day := date_of(bound.dataset, each)) is not None
    }


def _columns_of(rows: RowCondition) -> set[str]:
    match rows:
        case BoundTerritory():
            day = rows.date_column
            return {rows.column.name} | (set() if day is None else {day.name})
        case BoundCompare():
            return {rows.column.name}
        case BoundAllOf(conditions):
            return {name for each in conditions for name in _columns_of(each)}
        case _:
            return set()
