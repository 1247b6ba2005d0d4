"""A cell as a field of a standard: in its unit, with its codes, of its type.

What is written here is read back here, so that a rule about stacked rows (`federation.stacking`)
can tell such a cell from anything else that somebody computed.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from sqlglot import exp

from catalog.model.dataset import ColumnType, ScalarType
from catalog.standards.conformity import FieldMatch
from federation.rewrites.expressions import cast, column, is_any_of, is_null, null, text

EXACT = ColumnType(ScalarType.DECIMAL, 38, 6)
"""Of a decimal of a standard, and of what is made of it: no column of a catalog says its digits."""


def cell_of(match: FieldMatch, source: str) -> exp.Expr:
    """The column of `source` as a value of the field: bare where nothing has to be made of it."""
    of, given_as = match.column, match.field.given_as
    if of is None:
        return null(given_as)
    value: exp.Expr = column(of.name, source)
    if match.codes:
        whens = [exp.If(this=text(code), true=text(to)) for code, to in match.codes.items()]
        return exp.Case(this=value, ifs=whens, default=value.copy())
    if match.factor is not None:
        exact = value if of.type.scalar is ScalarType.DECIMAL else cast(value, given_as)
        by = exp.Literal.number(str(match.factor))
        return cast(exp.Mul(this=exact, expression=by), given_as)
    return value if of.type == given_as else cast(value, given_as)


def in_list(match: FieldMatch, source: str) -> exp.Expr | None:
    """The condition that the column's word is one of the field's codes, or is empty where the field
    may be. None for a field without a list.
    """
    if match.column is None or not match.is_closed:
        return None
    value = column(match.column.name, source)
    listed = is_any_of(value, match.listed)
    if match.field.required:
        return listed
    return exp.or_(is_null(value.copy()), listed) if match.listed else is_null(value)


def outside_list(match: FieldMatch, source: str) -> exp.Expr | None:
    """The condition that the row is none of those of `in_list`; None for a field without a list."""
    if match.column is None or not match.is_closed:
        return None
    value = column(match.column.name, source)
    other = exp.Not(this=exp.Paren(this=is_any_of(value, match.listed)))
    if match.field.required:
        return exp.or_(is_null(value.copy()), other) if match.listed else exp.true()
    is_there = exp.Not(this=is_null(value.copy()))
    return exp.and_(is_there, other) if match.listed else is_there


def factor_of(product: exp.Mul) -> Decimal | None:
    """By which number a value is multiplied; None where it is no plain number."""
    by = product.expression
    if not isinstance(by, exp.Literal) or by.is_string:
        return None
    try:
        return Decimal(by.name)
    except InvalidOperation:
        return None


def codes_of(case: exp.Case) -> Mapping[str, str] | None:
    """The codes that a column's own are replaced by, any other kept; None for any other CASE."""
    if not isinstance(case.this, exp.Column) or case.args.get("default") != case.this:
        return None
    codes: dict[str, str] = {}
    for when in case.args["ifs"]:
        code, to = when.this, when.args.get("true")
        if not (_is_text(code) and _is_text(to)) or code.name in codes:
            return None
        codes[code.name] = to.name
    return codes


def _is_text(node: object) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string)
