"""The types that a statement names in its casts: those that mean the same on every engine."""

from __future__ import annotations

from sqlglot import exp

from federation.dialects.types import TO_THE_MICROSECOND
from federation.sql.problems import SqlConstruct
from federation.sql.scan import Scanned
from federation.wire_values import DECIMAL_DIGITS

_MICROSECONDS = "6"
_SHOWN = {
    exp.DType.FLOAT: "REAL",
    exp.DType.CHAR: "CHAR",
    exp.DType.TEXT: "TEXT",
}


def check_types_said(tree: exp.Query, scanned: Scanned) -> None:
    """DECIMAL says its digits from here on. Raises SqlConstruct, naming the type."""
    for each in list(tree.find_all(exp.DataType)):
        kind = each.this
        sizes = [size.name for size in each.expressions]
        if kind in _SHOWN:
            # A short float and padded text have each their own arithmetic everywhere.
            shown = _SHOWN[kind]
            raise SqlConstruct(what=shown, place=scanned.place_of_word(shown, kind.value))
        if kind is exp.DType.DECIMAL:
            _say_digits(each, sizes, scanned)
        elif kind in TO_THE_MICROSECOND:
            literal = isinstance(each.parent, exp.Cast) and isinstance(
                each.parent.this, exp.Literal
            )
            if sizes not in ([], [_MICROSECONDS]) and not literal:
                word = kind.value.removesuffix("TZ")
                place = scanned.place_of_word(word)
                raise SqlConstruct(what=f"{word}({sizes[0][:4]})", place=place)
            each.set("expressions", None)


def _say_digits(each: exp.DataType, sizes: list[str], scanned: Scanned) -> None:
    precision, scale = (*sizes, "0")[:2] if sizes else (str(DECIMAL_DIGITS), "0")
    good = precision.isdigit() and scale.isdigit()
    if not good or not int(scale) <= int(precision) <= DECIMAL_DIGITS or int(precision) == 0:
        place = scanned.place_of_word("DECIMAL")
        raise SqlConstruct(what=f"DECIMAL({precision[:4]},{scale[:4]})", place=place)
    each.set(
        "expressions",
        [exp.DataTypeParam(this=exp.Literal.number(size)) for size in (precision, scale)],
    )
