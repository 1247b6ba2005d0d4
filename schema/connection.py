"""What the slices of one dataset field share: its arguments, its condition, its parameters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graphql import FieldNode
from sqlglot import exp

from catalog.cog import Cog
from schema.arguments import read_arguments
from schema.commune_conditions import CommuneFilterReader
from schema.conditions import FilterReader
from schema.fields import Selections
from schema.inputs import Input, Variables
from schema.limits import DocumentLimits
from schema.scope import DatasetScope
from schema.sql import ROWS, Parameters, quoted
from schema.where_reader import read_where


@dataclass(frozen=True, slots=True)
class Connection:
    scope: DatasetScope
    arguments: dict[str, Input]
    variables: Variables
    selections: Selections
    limits: DocumentLimits
    filters: FilterReader
    where: exp.Expr | None = field(repr=False)

    @property
    def parameters(self) -> Parameters:
        return self.filters.parameters

    def condition(self) -> exp.Expr | None:
        """A copy of `where`: a node has one parent."""
        return None if self.where is None else self.where.copy()

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
    cog: Cog,
) -> Connection:
    """Raises the CallerProblems of `where`."""
    arguments: Mapping[str, Input] = read_arguments(node, variables)
    parameters = Parameters()
    filters = FilterReader(parameters, limits)
    communes = CommuneFilterReader(parameters, limits, cog, scope.dataset.time_zone)
    where = read_where(arguments.get("where"), scope, filters, communes)
    return Connection(scope, dict(arguments), variables, selections, limits, filters, where)
