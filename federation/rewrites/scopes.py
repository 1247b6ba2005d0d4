"""The dataset column that a column node is, however many levels lie between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlglot import exp
from sqlglot.optimizer.scope import Scope, traverse_scope

from catalog.model.dataset import Column
from federation.binding import BoundDataset
from federation.logical import REFERENCE_SCHEMA
from federation.rewrites.context import Context

REFERENCE_COLUMNS = ("label", "code", "nom_tri")
"""Of `interco_reference.communes`."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A column of a dataset, as the caller's part names it."""

    bound: BoundDataset
    column: Column


def columns_read(tree: exp.Query, context: Context) -> tuple[tuple[str, str], ...]:
    """(dataset id, column name) that the caller's part uses, sorted."""
    read: set[tuple[str, str]] = set()
    for scope in traverse_scope(tree):
        for each in scope.columns:
            source = scope.sources.get(each.table)
            bound = dataset_of(source, context) if isinstance(source, exp.Table) else None
            if bound is not None:
                read.add((bound.dataset.id, each.name))
    return tuple(sorted(read))


def origins(tree: exp.Query, context: Context) -> Mapping[int, Origin]:
    """The dataset column behind each column node, by `id(node)`; computed columns have none."""
    found: dict[int, Origin] = {}
    outputs: dict[int, dict[str, Origin]] = {}
    for scope in traverse_scope(tree):
        for each in scope.columns:
            origin = _origin(each, scope, context, outputs)
            if origin is not None:
                found[id(each)] = origin
        outputs[id(scope)] = _outputs(scope, found, outputs)
    return found


def _origin(
    each: exp.Column, scope: Scope, context: Context, outputs: Mapping[int, dict[str, Origin]]
) -> Origin | None:
    source = scope.sources.get(each.table)
    if isinstance(source, exp.Table):
        bound = dataset_of(source, context)
        column = None if bound is None else bound.dataset.column_named(each.name)
        return None if bound is None or column is None else Origin(bound, column)
    if source is None:
        return None
    return outputs.get(id(source), {}).get(each.name)


def _outputs(
    scope: Scope, found: Mapping[int, Origin], outputs: Mapping[int, dict[str, Origin]]
) -> dict[str, Origin]:
    """The dataset's columns that a scope hands up unchanged, under the name that it gives each."""
    expression = scope.expression
    if isinstance(expression, exp.SetOperation):
        # The first arm names the columns; they stay one dataset's only if every arm agrees.
        arms = [outputs.get(id(each), {}) for each in scope.set_operation_scopes]
        first = arms[0] if arms else {}
        names = expression.named_selects
        return {
            name: first[name]
            for name in names
            if all(a.get(name) == first.get(name) for a in arms) and name in first
        }
    if not isinstance(expression, exp.Query):
        return {}
    return {
        each.alias_or_name: found[id(each.unalias())]
        for each in expression.selects
        if id(each.unalias()) in found
    }


def dataset_of(table: exp.Table, context: Context) -> BoundDataset | None:
    return context.datasets.get((table.db, table.name)) if table.args.get("db") else None


def is_reference(table: exp.Table) -> bool:
    return bool(table.db == REFERENCE_SCHEMA)
