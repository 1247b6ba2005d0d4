"""A table of constants within a query: rows of VALUES, or one text when there are many.

DuckDB takes 17 µs to read each row of VALUES, and each is nodes of a tree to copy: the 3,000 codes
of the country that moved would cost more than the query. One literal of fixed-width fields, split
and cut by the engine, costs 1 µs a row.
"""

from __future__ import annotations

from sqlglot import exp

from catalog.caches import remembered
from catalog.model.dataset import ColumnType, ScalarType
from federation.dialects.text_values import WELL_SPELT
from federation.rewrites.expressions import INTERNAL, cast, column, quoted, text

Line = tuple[str | int, ...]
MOST_ROWS_OF_VALUES = 250
IS_CONSTANT = "is_constant"
"""Of a table that an engine may keep: worth it where it has more than a few lines."""
CONTENT = "content"
"""A digest of the parameters that a constant table is made of; without one, it is all in its text.
"""
_MOST_ROWS_READ_EACH_TIME = 8
_INTEGER = ColumnType(ScalarType.INTEGER)
_BETWEEN = ";"
_PACKED, _FIELDS = f"{INTERNAL}packed", f"{INTERNAL}fields"


def constant_table(lines: tuple[Line, ...], name: str, columns: tuple[str, ...]) -> exp.Expr:
    """`… AS "name"("columns")`. Lines have at least one row; integers are not negative."""
    if len(lines) <= MOST_ROWS_OF_VALUES:
        alias = exp.TableAlias(this=quoted(name), columns=[quoted(each) for each in columns])
        rows = [exp.Tuple(expressions=[_constant(each) for each in line]) for line in lines]
        values = exp.Values(expressions=rows, alias=alias)
        values.meta[IS_CONSTANT] = len(lines) > _MOST_ROWS_READ_EACH_TIME
        return values
    packed, widths = _pack(lines)
    source = exp.Unnest(
        expressions=[exp.StringToArray(this=text(packed), expression=text(_BETWEEN))],
        alias=exp.TableAlias(this=quoted(_PACKED), columns=[quoted(_FIELDS)]),
    )
    start, fields = 1, []
    for position, each in enumerate(columns):
        last = position == len(columns) - 1
        length = {} if last else {"length": exp.Literal.number(widths[position])}
        field: exp.Expr = exp.Substring(
            this=column(_FIELDS, _PACKED), start=exp.Literal.number(start), **length
        )
        # Only what was padded is trimmed: the last field is as long as it is.
        is_number = isinstance(lines[0][position], int)
        if is_number:
            field.meta[WELL_SPELT] = True
        field = cast(field, _INTEGER) if is_number else field if last else exp.Trim(this=field)
        fields.append(exp.alias_(field, each, quoted=True, copy=False))
        start += widths[position]
    select = exp.Select(expressions=fields, from_=exp.From(this=source))
    table = exp.Subquery(this=select, alias=exp.TableAlias(this=quoted(name)))
    table.meta[IS_CONSTANT] = True
    return table


@remembered(maxsize=64)
def _pack(lines: tuple[Line, ...]) -> tuple[str, tuple[int, ...]]:
    """The text, and the width of each field (that of the last one does not count)."""
    widths = tuple(max(len(str(line[at])) for line in lines) for at in range(len(lines[0])))
    packed = _BETWEEN.join(
        "".join(
            [
                *(_padded(each, width) for each, width in zip(line[:-1], widths, strict=False)),
                str(line[-1]),
            ]
        )
        for line in lines
    )
    if packed.count(_BETWEEN) != len(lines) - 1:
        message = "a constant holds the separator"
        raise ValueError(message)
    return packed, widths


def _padded(value: str | int, width: int) -> str:
    return value.ljust(width) if isinstance(value, str) else str(value).rjust(width, "0")


def _constant(value: str | int) -> exp.Expr:
    return text(value) if isinstance(value, str) else exp.Literal.number(value)
