"""The types of a statement's expressions, as Trino tells them: from the catalog's columns up."""

from __future__ import annotations

from typing import Any

from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.schema import MappingSchema

from federation.dialects.annotation import METADATA
from federation.dialects.types import cast, data_type
from federation.reference import REFERENCE, REFERENCE_TABLES
from federation.rewrites.context import Context
from federation.sql.rows_of_values import settle_rows, shared_type


def annotate_statement(tree: exp.Query, context: Context) -> exp.Query:
    """The same tree, its names resolved, each node with its `type`.

    Where the arms of a UNION give numbers of several types, each arm says the one they share, and
    so does each row of VALUES: no engine is left to find it, and what is made of their columns has
    exact digits. Raises SqlTypes, SqlLimit for a column of VALUES that no type holds.
    """
    columns: dict[str, Any] = {
        REFERENCE: {
            table.name: {each.name: data_type(each.type) for each in table.columns}
            for table in REFERENCE_TABLES.values()
        }
    }
    for (owner, name), bound in context.datasets.items():
        columns.setdefault(owner, {})[name] = {
            each.name: data_type(each.type) for each in bound.dataset.columns
        }
    schema = MappingSchema(columns, dialect=Trino, normalize=False)

    def annotated() -> None:
        annotate_types(tree, schema=schema, expression_metadata=METADATA, dialect=Trino)

    annotated()
    # What is innermost comes first: the types of what is around it follow from it.
    for table in reversed(list(tree.find_all(exp.Values))):
        if settle_rows(table):
            annotated()
    for union in reversed(list(tree.find_all(exp.SetOperation))):
        if _settle(union):
            annotated()
    return tree


def arms_of(tree: exp.Expr) -> list[exp.Select]:
    """The selects that a UNION is made of, the one that names its columns first."""
    found: list[exp.Select] = []
    stack = [tree]
    while stack:
        node = stack.pop()
        while isinstance(node, exp.Subquery):
            node = node.this
        if isinstance(node, exp.SetOperation):
            stack += [node.expression, node.this]
        elif isinstance(node, exp.Select):
            found.append(node)
    return found


def _settle(union: exp.SetOperation) -> bool:
    """Casts the values of a union's arms to the type they share; True where an arm was changed."""
    arms = arms_of(union)
    changed = False
    for index in range(min((len(each.selects) for each in arms), default=0)):
        outputs = [each.selects[index] for each in arms]
        values = [each.unalias() for each in outputs]
        shared = shared_type(values)
        for output, value in zip(outputs, values, strict=True):
            if shared is None or value.type == shared or isinstance(value, exp.Null):
                continue
            said = cast(value.copy(), shared)
            name = exp.to_identifier(output.alias_or_name or f"_col{index}", quoted=True)
            output.replace(exp.Alias(this=said, alias=name))
            changed = True
    return changed
