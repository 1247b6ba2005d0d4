"""The types that a statement names in its casts: those that mean the same on every engine."""

from __future__ import annotations

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlConstruct
from federation.wire_values import DECIMAL_DIGITS

_MICROSECONDS = "6"
_SHOWN = {
    exp.DType.FLOAT: "REAL",
    exp.DType.CHAR: "CHAR",
    exp.DType.TEXT: "TEXT",
}


def check_types_said(tree: exp.Query) -> None:
    """DECIMAL says its digits from here on. Raises SqlConstruct, naming the type."""
    for each in list(tree.find_all(exp.DataType)):
        kind = each.this
        sizes = [size.name for size in each.expressions]
        if kind in _SHOWN:
            # A short float and padded text have each their own arithmetic everywhere.
            raise SqlConstruct(what=_SHOWN[kind], place=place_of(each))
        if kind is exp.DType.DECIMAL:
            _say_digits(each, sizes)
        elif kind in {exp.DType.TIMESTAMP, exp.DType.TIMESTAMPTZ}:
            literal = isinstance(each.parent, exp.Cast) and isinstance(
                each.parent.this, exp.Literal
            )
            if sizes not in ([], [_MICROSECONDS]) and not literal:
                raise SqlConstruct(what=f"TIMESTAMP({sizes[0][:4]})", place=place_of(each))
            each.set("expressions", None)


def _say_digits(each: exp.DataType, sizes: list[str]) -> None:
    precision, scale = (*sizes, "0")[:2] if sizes else (str(DECIMAL_DIGITS), "0")
    good = precision.isdigit() and scale.isdigit()
    if not good or not int(scale) <= int(precision) <= DECIMAL_DIGITS or int(precision) == 0:
        raise SqlConstruct(what=f"DECIMAL({precision[:4]},{scale[:4]})", place=place_of(each))
    each.set(
        "expressions",
        [exp.DataTypeParam(this=exp.Literal.number(size)) for size in (precision, scale)],
    )
