"""Measures of a standard's rows before they are read: their communes, their days, their months.

Each is one governed statement over the same tables, under the conditions of the caller's own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from sqlglot import exp

from federation.logical import LogicalQuery, Parameter, Shape, SliceKind
from federation.rewrites.expressions import column, quoted, text
from federation.standards.standard_tables import (
    DATASET,
    StandardArm,
    StandardTable,
    commune_field,
    day_field,
    rows_of,
)

MOST_LINES = 2_000_000
_ROWS = "s"
_DATASET, _CODE, _FIRST, _LAST = "dataset", "code", "premier", "dernier"
_YEAR, _MONTH = "annee", "mois"


def measure_of(
    table: StandardTable, conditions: Sequence[exp.Expr], parameters: Sequence[Parameter]
) -> LogicalQuery:
    """(dataset, commune code, first and last day, rows): one line for each code of a dataset.

    A column that some dataset lacks is not asked for: it would say nothing of the others.
    """
    code, day = commune_field(table.standard), day_field(table.standard)
    keys = {_DATASET: column(DATASET, _ROWS)}
    if code is not None and _all_have(table, code):
        keys[_CODE] = column(code, _ROWS)
    values: dict[str, exp.Expr] = {}
    if day is not None and _all_have(table, day):
        values[_FIRST] = exp.Min(this=column(day, _ROWS))
        values[_LAST] = exp.Max(this=column(day, _ROWS))
    return _grouped(table, keys, values, conditions, parameters)


def months_of(
    table: StandardTable,
    codes: Collection[str] | None,
    conditions: Sequence[exp.Expr],
    parameters: Sequence[Parameter],
) -> LogicalQuery:
    """(dataset, commune code, year, month, rows) of these codes, or of all."""
    code, day = commune_field(table.standard), day_field(table.standard)
    keys: dict[str, exp.Expr] = {_DATASET: column(DATASET, _ROWS)}
    listed: list[exp.Expr] = []
    if code is not None:
        keys[_CODE] = column(code, _ROWS)
        named = None if codes is None else [text(each) for each in sorted(codes)]
        if named is not None:
            listed.append(exp.In(this=column(code, _ROWS), expressions=named))
    if day is not None:
        keys[_YEAR] = exp.Year(this=column(day, _ROWS))
        keys[_MONTH] = exp.Month(this=column(day, _ROWS))
    return _grouped(table, keys, {}, [*conditions, *listed], parameters)


def left_out_of(
    table: StandardTable,
    of: str,
    conditions: Sequence[exp.Expr],
    parameters: Sequence[Parameter],
) -> LogicalQuery:
    """(dataset, rows) whose word in the field `of` is no code of its list, under the conditions
    that are about no such field: what a word would have been, nobody knows.
    """
    closed = set(closed_fields(table))
    kept = [
        each for each in conditions if not closed & {one.name for one in each.find_all(exp.Column)}
    ]
    keys = {_DATASET: column(DATASET, _ROWS)}
    return _grouped(table, keys, {}, kept, parameters, outside=of)


def closed_fields(table: StandardTable) -> tuple[str, ...]:
    """Names of the fields that have a code list and a column."""
    return tuple(
        each.name
        for each in table.standard.fields
        if each.code_list and any(has_field(arm, each.name) for arm in table.arms)
    )


def with_field(table: StandardTable, name: str) -> StandardTable:
    """The same, of the datasets alone that have a column for this field."""
    return with_arms(table, {e.dataset.id for e in table.arms if has_field(e, name)})


def alike(table: StandardTable) -> Iterator[StandardTable]:
    """The table in parts, each of datasets that all have a commune and a day, or all lack them."""
    fields = commune_field(table.standard), day_field(table.standard)
    parts: dict[tuple[bool, ...], list[StandardArm]] = {}
    for arm in table.arms:
        parts.setdefault(tuple(has_field(arm, name) for name in fields), []).append(arm)
    return (replace(table, arms=tuple(arms)) for arms in parts.values())


def placed_in_time(table: StandardTable) -> StandardTable:
    """The same, of the datasets alone that say communes and days."""
    fields = commune_field(table.standard), day_field(table.standard)
    kept = {e.dataset.id for e in table.arms if all(has_field(e, name) for name in fields)}
    return with_arms(table, kept)


def with_arms(table: StandardTable, kept: Collection[str]) -> StandardTable:
    """The same, of some of its datasets (ids) alone."""
    return replace(table, arms=tuple(each for each in table.arms if each.dataset.id in kept))


def has_field(arm: StandardArm, name: str | None) -> bool:
    return arm.field(name) is not None


def _all_have(table: StandardTable, name: str) -> bool:
    return all(has_field(each, name) for each in table.arms)


def _grouped(
    table: StandardTable,
    keys: Mapping[str, exp.Expr],
    values: Mapping[str, exp.Expr],
    conditions: Sequence[exp.Expr],
    parameters: Sequence[Parameter],
    outside: str | None = None,
) -> LogicalQuery:
    outputs = {**keys, **values, "lignes": exp.Count(this=exp.Star())}
    select = exp.Select(
        expressions=[exp.Alias(this=value, alias=quoted(name)) for name, value in outputs.items()]
    )
    chosen = [_of_rows(each) for each in conditions]
    wanted = frozenset(
        each.name for part in (*outputs.values(), *chosen) for each in part.find_all(exp.Column)
    )
    written, repeats = table.folded
    inner = rows_of(written, wanted, outside)
    rows = exp.Subquery(this=inner, alias=exp.TableAlias(this=quoted(_ROWS)))
    select.set("from_", exp.From(this=rows))
    if chosen:
        select = select.where(*chosen, copy=False)
    select.set("group", exp.Group(expressions=[each.copy() for each in keys.values()]))
    nodes = sum(1 for _ in rows.walk())
    used = {str(each.this) for each in select.find_all(exp.Placeholder)}
    return LogicalQuery(
        kind=SliceKind.SQL,
        datasets=tuple(each.dataset.id for each in table.arms),
        tree=select,
        parameters=tuple(each for each in parameters if each.name in used),
        shape=Shape(()),
        columns=(),
        max_rows=MOST_LINES,
        expanded_nodes=nodes,
        repeats=repeats,
    )


def _of_rows(condition: exp.Expr) -> exp.Expr:
    copied = condition.copy()
    for named in copied.find_all(exp.Column):
        named.set("table", quoted(_ROWS))
    return exp.Paren(this=copied)
