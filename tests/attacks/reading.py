"""A generated statement on its way in."""

from __future__ import annotations

from sqlglot import exp, parse_one

from catalog.model.dataset import ColumnType
from federation.logical import LogicalQuery, Parameter, Shape, SliceKind, VariableSource
from tests.attacks.sources import KINDS
from tests.attacks.statements import Statement
from tests.attacks.worlds import World


def logical_of(statement: Statement, _: World) -> LogicalQuery:
    tree = parse_one(statement.sql, read="trino")
    assert isinstance(tree, exp.Query)
    return LogicalQuery(
        kind=SliceKind.NODES,
        datasets=statement.datasets,
        tree=tree,
        parameters=tuple(
            Parameter(name, PARAMETER_TYPES[kind], VariableSource((name,)))
            for name, (kind, _) in statement.parameters.items()
        ),
        shape=Shape(()),
        columns=statement.columns,
    )


PARAMETER_TYPES = {
    kind: ColumnType(scalar, 10, 3) if kind == "dec" else ColumnType(scalar)
    for scalar, kind in KINDS.items()
}
