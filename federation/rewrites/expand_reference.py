"""`reference.communes` and its like become rows that the engine cuts out of one parameter."""

from __future__ import annotations

from sqlglot import exp

from catalog.model.dataset import ScalarType
from federation.logical import LiteralSource, Parameter
from federation.reference import (
    BETWEEN_FIELDS,
    BETWEEN_ROWS,
    COVERAGE,
    INLINE_TABLES,
    ReferenceColumn,
    ReferenceTable,
    content,
    is_inline,
    packed,
    parameter_of,
)
from federation.rewrites.context import Context
from federation.rewrites.expressions import INTERNAL, TEXT, cast, column, quoted, text
from federation.rewrites.lexical import tables_of
from federation.rewrites.packed_table import CONTENT, IS_CONSTANT

_LINES, _LINE = f"{INTERNAL}lines", f"{INTERNAL}line"


def reads_reference(tree: exp.Query) -> bool:
    return any(is_inline(each) for each in tables_of(tree))


def expand_reference(tree: exp.Query, context: Context) -> tuple[exp.Query, tuple[Parameter, ...]]:
    """The tree, its names resolved, without tables of reference; the parameters that hold them, but
    for what the query itself gives.

    `SELECT split_part(line, '|', 1) AS code, … FROM UNNEST(string_to_array(:reference, ';'))`.
    """
    parameters: dict[str, Parameter] = {}
    for table in list(tables_of(tree)):
        if not is_inline(table):
            continue
        known = INLINE_TABLES[table.name]
        name = parameter_of(known)
        named = exp.TableAlias(this=quoted(table.alias_or_name))
        rows = exp.Subquery(this=_rows(known, name), alias=named)
        if known is not COVERAGE:
            text_of_rows = LiteralSource(packed(known, context.binding.cog))
            parameters[name] = Parameter(name, TEXT, text_of_rows)
            rows.meta.update({IS_CONSTANT: True, CONTENT: content(known, context.binding.cog)})
        table.replace(rows)
    return tree, tuple(parameters.values())


def _rows(table: ReferenceTable, parameter: str) -> exp.Select:
    lines = exp.StringToArray(
        this=cast(exp.Placeholder(this=parameter), TEXT), expression=text(BETWEEN_ROWS)
    )
    source = exp.Unnest(
        expressions=[lines],
        alias=exp.TableAlias(this=quoted(_LINES), columns=[quoted(_LINE)]),
    )
    fields = [
        exp.alias_(_field(each, place), each.name, quoted=True, copy=False)
        for place, each in enumerate(table.columns, start=1)
    ]
    return exp.Select(expressions=fields, from_=exp.From(this=source))


def _field(each: ReferenceColumn, place: int) -> exp.Expr:
    part = exp.SplitPart(
        this=column(_LINE, _LINES),
        delimiter=text(BETWEEN_FIELDS),
        part_index=exp.Literal.number(place),
    )
    said = exp.Nullif(this=cast(part, TEXT), expression=text(""))
    return said if each.type.scalar is ScalarType.STRING else cast(said, each.type)
