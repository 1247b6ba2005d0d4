"""The parts that a dataset field's slices share: its arguments, its condition, its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from graphql import FieldNode
from sqlglot import exp

from schema.fields import Selections
from schema.inputs import Input, Variables
from schema.limits import DocumentLimits
from schema.reading.arguments import read_arguments
from schema.reading.conditions import FilterReader
from schema.reading.row_conditions import RowConditions
from schema.reading.territory_filters import TerritoryReader
from schema.sql import ROWS, Parameters, all_of, quoted
from schema.types.scope import DatasetLink, DatasetScope


@dataclass(frozen=True, slots=True)
class Connection:
    scope: DatasetScope
    arguments: dict[str, Input]
    variables: Variables
    selections: Selections
    limits: DocumentLimits
    filters: FilterReader
    conditions: RowConditions = field(repr=False)
    where: exp.Expr | None = field(repr=False)
    place: str = ""
    """The path of the field in the answer, joined with dots."""

    @property
    def parameters(self) -> Parameters:
        return self.filters.parameters

    def condition(self) -> exp.Expr | None:
        """A copy of `where`: a node has one parent."""
        return None if self.where is None else self.where.copy()

    def read_condition(self, where: Input | None) -> exp.Expr | None:
        """Of rows of the same table; raises CallerProblems with their place."""
        return self.conditions.read(where, self.scope)

    def where_also(self, condition: exp.Expr) -> Connection:
        conditions = [condition] if self.where is None else [self.where.copy(), condition]
        return replace(self, where=all_of(conditions))

    def datasets(self, *trees: exp.Expr | None) -> tuple[str, ...]:
        """Its own, then those that the conditions and orders in the trees look up."""
        tables = [each for tree in trees if tree is not None for each in tree.find_all(exp.Table)]
        known = self.conditions.looked_up
        looked_up = [known.get((each.db, each.name)) for each in tables]
        others = (each for each in looked_up if each is not None)
        return tuple(dict.fromkeys((self.scope.dataset.id, *others)))

    def table(self) -> exp.Table:
        return exp.Table(
            this=quoted(self.scope.dataset.name),
            db=quoted(self.scope.organisation.slug.sql_name),
            alias=exp.TableAlias(this=quoted(ROWS)),
        )


def open_connection(
    scope: DatasetScope,
    node: FieldNode,
    variables: Variables,
    selections: Selections,
    *,
    limits: DocumentLimits,
    territories: TerritoryReader,
) -> Connection:
    """Raises the CallerProblems of `where`."""
    arguments: Mapping[str, Input] = read_arguments(node, variables)
    parameters = Parameters()
    filters = FilterReader(parameters, limits)
    conditions = RowConditions(filters, territories)
    where = conditions.read(arguments.get("where"), scope)
    return Connection(
        scope, dict(arguments), variables, selections, limits, filters, conditions, where
    )


def linked_connection(above: Connection, link: DatasetLink, node: FieldNode) -> Connection:
    """The rows of a link of `above`, under the arguments of `node`: parameters are shared. Raises
    the CallerProblems of `where`.
    """
    scope = above.scope.linked(link)
    arguments = read_arguments(node, above.variables)
    where = above.conditions.read(arguments.get("where"), scope)
    return replace(above, scope=scope, arguments=dict(arguments), where=where)
