"""A row of a dataset as a row of the standard that it cites: its cells, in the standard's units.

A reader writes which field of which standard a column is (STANDARD_CELL). What becomes of it is
known here, once the law has answered: the same expression as in the standard's own table, or NULL
for what that table does not show to this reader. This comes before any rewrite, so that what is
written out is read, granted, fenced and governed as if its caller had written it by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sqlglot import exp

from catalog.standards.conformity import FieldMatch
from catalog.standards.standard import standards
from federation.agreement_terms import without_units
from federation.binding import Binding, BoundDataset
from federation.logical import STANDARD_CELL, STANDARD_ROW, LogicalQuery
from federation.rewrites.calls import calls_of
from federation.rewrites.expressions import all_of
from federation.standards.fields_given import as_given, fields_given
from federation.standards.standard_cells import cell_of, in_list

_Datasets = Mapping[tuple[str, str], BoundDataset]
"""By the names (schema, table) by which a tree calls them."""


def with_cited_standards(logical: LogicalQuery, binding: Binding) -> LogicalQuery:
    """The same statement, every cell of a standard written out; the same where it has none, and
    where it names a dataset that may not be known, which is refused after.
    """
    if not calls_of(logical.tree, STANDARD_CELL, STANDARD_ROW):
        return logical
    datasets = {
        (bound.sql_owner, str(bound.dataset.name)): bound
        for bound in (binding.datasets.get(each) for each in logical.datasets)
        if bound is not None
    }
    tree = logical.tree.copy()
    before = sum(1 for _ in tree.walk())
    for call in calls_of(tree, STANDARD_CELL, STANDARD_ROW):
        source = _dataset_of(call, datasets)
        if source is None:
            return logical
        call.replace(_expanded(call, source))
    added = sum(1 for _ in tree.walk()) - before
    nodes = logical.expanded_nodes + max(added, 0)
    return replace(logical, tree=tree, expanded_nodes=nodes, converts=True)


def _expanded(call: exp.Anonymous, bound: BoundDataset) -> exp.Expr:
    if str(call.this).lower() == STANDARD_CELL:
        column, standard, field = call.expressions
        return cell_of(_matches(standard.name, bound)[field.name], column.table)
    standard, *pairs = call.expressions
    matches = _matches(standard.name, bound)
    rules = [
        in_list(matches[field.name], column.table)
        for column, field in zip(pairs[::2], pairs[1::2], strict=True)
    ]
    conditions = [each for each in rules if each is not None]
    is_listed = exp.Literal.number(1)
    if not conditions:
        return is_listed
    return exp.Case(ifs=[exp.If(this=all_of(conditions), true=is_listed)])


def _matches(standard: str, bound: BoundDataset) -> Mapping[str, FieldMatch]:
    """As the standard's table has the dataset: without the rows of one unit at a time. What those
    would show otherwise is not shown either, for a reader who names the unit.
    """
    of_all_units = without_units(bound)
    readable = of_all_units if of_all_units.granted else bound
    fields = fields_given(standards()[standard], readable)
    return {each.field.name: as_given(each, bound) for each in fields}


def _dataset_of(call: exp.Anonymous, datasets: _Datasets) -> BoundDataset | None:
    """The dataset whose columns the call is made with."""
    select, column = call.find_ancestor(exp.Select), call.find(exp.Column)
    if not isinstance(select, exp.Select) or column is None:
        return None
    joins = [each.this for each in select.args.get("joins") or ()]
    for source in (select.args["from_"].this, *joins):
        if isinstance(source, exp.Table) and source.alias_or_name == column.table:
            return datasets.get((source.db, source.name))
    return None
