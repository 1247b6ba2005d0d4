"""A governed plan as text that may be shown: what it does, without a value, a literal or a key.

It is written in the canonical (Trino) form over logical names, whichever engine runs it: nothing
physical of a storage is told. An owner is shown the governed selects of its own tables alone where
a statement also reads another owner's.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from sqlglot import ErrorLevel, exp

from catalog.model.dataset import Dataset
from catalog.model.identifiers import Siren
from federation.logical import SliceKind
from federation.plan import Plan
from federation.rewrites.context import KEY_PREFIX
from federation.rewrites.expressions import INTERNAL, quoted
from federation.rewrites.govern_tables import SOURCE
from federation.source_text import value_name

HIDDEN = "…"
HIDDEN_KEY = "key"
_MARK = "\0table\0"
"""No name holds a NUL."""


@dataclass(frozen=True, slots=True)
class ShownSql:
    """`whole` is for who asked; `parts` for the owner of each, the whole where it is the only."""

    whole: str
    parts: Mapping[Siren, str]


def show_plan(plan: Plan, sql_owners: Mapping[Siren, str]) -> ShownSql:
    """`sql_owners`: each owner's name in SQL."""
    tree = plan.tree.copy()
    datasets = {each.dataset.id: each.dataset for each in plan.tables}
    governed: dict[Siren, list[exp.Select]] = {owner: [] for owner in sorted(plan.owners)}
    of_tables: list[tuple[exp.Table, str]] = []
    for table in list(_physical_tables(tree)):
        dataset = datasets[table.name]
        governed[dataset.owner].append(_governed_select(table))
        of_tables.append((table, dataset.id))
        _name_logically(table, dataset, sql_owners[dataset.owner])
    if plan.logical.kind is SliceKind.SQL:
        _rename(tree, _given_names(plan, sql_owners))
    tree = _hide(tree)
    whole = _write(tree)
    if len(governed) == 1:
        return ShownSql(whole, dict.fromkeys(governed, whole))
    parts = {owner: list(map(_write, selects)) for owner, selects in governed.items()}
    for repeat in plan.repeats:
        tables = [table for table, key in of_tables if key == repeat.pattern.table.dataset.id]
        others = [other.table.dataset for other in repeat.others]
        whole += _listed(repeat.pattern.table.dataset, others, sql_owners)
        for table in tables:
            _show_alike(table, others, sql_owners, parts)
    return ShownSql(whole, {owner: ";\n\n".join(texts) for owner, texts in parts.items()})


def shape_of(plan: Plan) -> str:
    """The query of an engine, for the operator: no value, and no name of the statement's own."""
    tree = plan.tree.copy()
    _rename(tree, _given_names(plan, {each.dataset.owner: "" for each in plan.tables}))
    return _write(_hide(tree))


def _listed(pattern: Dataset, others: Iterable[Dataset], sql_owners: Mapping[Siren, str]) -> str:
    """A line of the tables read like the one shown: nobody reads the same a thousand times."""
    names = ", ".join(f"{sql_owners[each.owner]}.{each.name}" for each in others)
    return f"\n\n-- {sql_owners[pattern.owner]}.{pattern.name} = {names}"


def _show_alike(
    table: exp.Table,
    others: Iterable[Dataset],
    sql_owners: Mapping[Siren, str],
    parts: Mapping[Siren, list[str]],
) -> None:
    """To each owner the select that is written for its own dataset as for the pattern's."""
    select = _governed_select(table)
    table.set("db", None)
    table.set("this", quoted(_MARK))
    pieces = _write(select).split(f'"{_MARK}"')
    for dataset in others:
        name = exp.Table(this=quoted(dataset.name), db=quoted(sql_owners[dataset.owner]))
        parts[dataset.owner].append(_write(name).join(pieces))


def _physical_tables(tree: exp.Query) -> Iterator[exp.Table]:
    return (each for each in tree.find_all(exp.Table) if each.alias == SOURCE)


def _governed_select(table: exp.Table) -> exp.Select:
    """The outermost select that the caller's own name for the dataset stands for."""
    select = table.find_ancestor(exp.Select)
    while select is not None:
        subquery = select.parent
        if not isinstance(subquery, exp.Subquery) or not subquery.alias.startswith(INTERNAL):
            return select
        select = subquery.find_ancestor(exp.Select)
    raise ValueError(table.name)


def _name_logically(table: exp.Table, dataset: Dataset, sql_owner: str) -> None:
    """Names of the catalog instead of the storage's, columns included."""
    select = table.find_ancestor(exp.Select)
    names = {each.source_name: each.name for each in dataset.columns}
    names |= {value_name(each): each.name for each in dataset.columns}
    for column in select.find_all(exp.Column) if select is not None else ():
        if column.table == SOURCE:
            column.set("this", quoted(names[column.name]))
    table.set("db", quoted(sql_owner))
    table.set("this", quoted(dataset.name))


def _given_names(plan: Plan, sql_owners: Mapping[Siren, str]) -> frozenset[str]:
    """Names that the caller gave to columns, tables and queries, without names of the catalog."""
    asked = plan.logical.tree
    given = {each.name for each in asked.find_all(exp.Identifier) if _is_given(each)}
    given |= {name for name, _ in plan.logical.columns}
    for each in plan.tables:
        given -= {each.dataset.name, sql_owners[each.dataset.owner]}
        given -= {column.name for column in each.dataset.columns}
    return frozenset(given)


def _is_given(identifier: exp.Identifier) -> bool:
    return isinstance(identifier.parent, exp.Alias | exp.TableAlias | exp.Window)


def _rename(tree: exp.Query, given: frozenset[str]) -> None:
    """A name could say what was looked for: `SELECT 'x' AS "dossier Dupont"`."""
    named: dict[str, str] = {}
    for each in tree.find_all(exp.Identifier):
        if each.name in given:
            each.set("this", named.setdefault(each.name, f"n{len(named) + 1}"))


def _hide(tree: exp.Query) -> exp.Query:
    """Hides all that stands for a value: also numbers, since a reader may have written one."""
    for node in list(tree.find_all(exp.In)):
        listed = node.expressions
        if listed and all(isinstance(each, exp.Literal) for each in listed):
            # How many codes a territory has is told in words, to whom it concerns.
            node.set("expressions", [exp.Var(this=HIDDEN)])
    for values in list(tree.find_all(exp.Values)):
        values.set("expressions", [exp.Tuple(expressions=[exp.Var(this=HIDDEN)])])
    for literal in list(tree.find_all(exp.Literal)):
        if not isinstance(literal.parent, exp.DataTypeParam):
            literal.replace(exp.Var(this=HIDDEN))
    for placeholder in list(tree.find_all(exp.Placeholder)):
        if placeholder.name.startswith(KEY_PREFIX):
            placeholder.replace(exp.Placeholder(this=HIDDEN_KEY))
    return tree


def _write(tree: exp.Expr) -> str:
    return tree.sql(
        dialect="trino", pretty=True, comments=False, unsupported_level=ErrorLevel.IGNORE
    )
