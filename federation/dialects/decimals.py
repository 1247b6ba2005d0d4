"""The digits of each decimal, however deep: Trino's rules of arithmetic, for sqlglot's annotator.

It knows which numbers are decimals, not how many digits an operation leaves of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlglot import exp
from sqlglot.dialects.trino import Trino

from federation.dialects.types import is_decimal, is_float, is_integer, named_type

MOST_DIGITS = 38
_INT_DIGITS, _BIGINT_DIGITS = 10, 19
_LARGEST_INT = 2**31 - 1
_OTHERS: dict[type[exp.Expr], dict[str, Any]] = dict(Trino.EXPRESSION_METADATA)


@dataclass(frozen=True, slots=True)
class Digits:
    """DECIMAL(precision, scale)."""

    precision: int
    scale: int

    @property
    def whole(self) -> int:
        return self.precision - self.scale

    @property
    def type(self) -> exp.DataType:
        return named_type(f"DECIMAL({self.precision}, {self.scale})")


def digits_of(node: exp.Expr) -> Digits | None:
    """Of a decimal, or of an integer seen as one; None for anything else."""
    if is_integer(node):
        big = node.type is not None and node.type.this is exp.DType.BIGINT
        return Digits(_BIGINT_DIGITS if big else _INT_DIGITS, 0)
    if not is_decimal(node) or node.type is None:
        return None
    sizes = [int(each.name) for each in node.type.expressions]
    precision, scale = (*sizes, 0)[:2] if sizes else (MOST_DIGITS, 0)
    return Digits(precision, scale)


def common_type(nodes: Sequence[exp.Expr]) -> exp.DataType | None:
    """The type of a column of these numbers, where one of them is a decimal; None where none is."""
    if not any(is_decimal(each) for each in nodes):
        return None
    if any(is_float(each) for each in nodes):
        return named_type("DOUBLE")
    return common_digits([found for each in nodes if (found := digits_of(each)) is not None]).type


def common_digits(known: Sequence[Digits]) -> Digits:
    """Enough for each of them, as far as there are enough; at least one is given."""
    scale = max(each.scale for each in known)
    whole = max(each.whole for each in known)
    return Digits(min(MOST_DIGITS, whole + scale), scale)


def _literal(annotator: Any, node: exp.Literal) -> exp.Expr:
    """`1.5` is DECIMAL(2, 1) on every engine, `1e0` a double, what passes 32 bits a BIGINT."""
    if node.is_string:
        return _other(annotator, node)
    name = node.name
    whole, point, decimals = name.partition(".")
    if name.isdigit() and int(name) > _LARGEST_INT:
        return _set(annotator, node, named_type("BIGINT"))
    if not point or "e" in name.lower():
        return _other(annotator, node)
    digits = max(len(whole.lstrip("0")) + len(decimals), 1)
    return _set(annotator, node, Digits(digits, len(decimals)).type)


def _arithmetic(annotator: Any, node: exp.Binary) -> exp.Expr:
    one, other = node.this, node.expression
    if not (is_decimal(one) or is_decimal(other)):
        return _other(annotator, node)
    if is_float(one) or is_float(other):
        return _set(annotator, node, named_type("DOUBLE"))
    left, right = digits_of(one), digits_of(other)
    if left is None or right is None:
        return _other(annotator, node)
    return _set(annotator, node, _result(node, left, right).type)


def _result(node: exp.Binary, left: Digits, right: Digits) -> Digits:
    if isinstance(node, exp.Mul):
        precision = min(MOST_DIGITS, left.precision + right.precision)
        return Digits(precision, min(precision, left.scale + right.scale))
    scale = max(left.scale, right.scale)
    if isinstance(node, exp.Mod):
        return Digits(min(MOST_DIGITS, min(left.whole, right.whole) + scale), scale)
    return Digits(min(MOST_DIGITS, max(left.whole, right.whole) + scale + 1), scale)


def _rounded(annotator: Any, node: exp.Round | exp.Ceil | exp.Floor) -> exp.Expr:
    """9.9 rounds to 10: one digit more before the point."""
    digits = digits_of(node.this) if is_decimal(node.this) else None
    if digits is None:
        return _set(annotator, node, node.this.type)
    if node.args.get("decimals") is not None:
        precision, scale = digits.precision + 1, digits.scale
    else:
        precision, scale = digits.whole + min(1, digits.scale), 0
    return _set(annotator, node, Digits(min(MOST_DIGITS, max(precision, 1)), scale).type)


def _division(annotator: Any, node: exp.Div) -> exp.Expr:
    """Decimals divide in DOUBLE: `common_rules.division`."""
    if is_decimal(node.this) or is_decimal(node.expression):
        return _set(annotator, node, named_type("DOUBLE"))
    return _other(annotator, node)


def _total(annotator: Any, node: exp.Sum) -> exp.Expr:
    argument = node.this
    if isinstance(argument, exp.Distinct):
        argument = argument.expressions[0]
    digits = digits_of(argument) if is_decimal(argument) else None
    if digits is None:
        return _other(annotator, node)
    return _set(annotator, node, Digits(MOST_DIGITS, digits.scale).type)


def _alike(annotator: Any, node: exp.Expr) -> exp.Expr:
    common = common_type(_alternatives(node))
    return _other(annotator, node) if common is None else _set(annotator, node, common)


def _alternatives(node: exp.Expr) -> list[exp.Expr]:
    if isinstance(node, exp.Case):
        values = [each.args["true"] for each in node.args["ifs"]]
        return [*values, *([node.args["default"]] if node.args.get("default") else [])]
    if isinstance(node, exp.If):
        return [each for each in (node.args.get("true"), node.args.get("false")) if each]
    return [node.this, *node.expressions]


def _set(annotator: Any, node: exp.Expr, kind: exp.DataType) -> exp.Expr:
    return annotator._set_type(node, kind)  # type: ignore[no-any-return]  # noqa: SLF001 - the hook that sqlglot gives its annotators


def _other(annotator: Any, node: exp.Expr) -> exp.Expr:
    """As the library would."""
    annotate: Callable[[Any, exp.Expr], exp.Expr] = _OTHERS[type(node)]["annotator"]
    return annotate(annotator, node)


DECIMAL_METADATA: dict[type[exp.Expr], dict[str, Any]] = {
    exp.Literal: {"annotator": _literal},
    exp.Div: {"annotator": _division},
    exp.Sum: {"annotator": _total},
    **{each: {"annotator": _rounded} for each in (exp.Round, exp.Ceil, exp.Floor)},
    **{each: {"annotator": _arithmetic} for each in (exp.Add, exp.Sub, exp.Mul, exp.Mod)},
    **{
        each: {"annotator": _alike}
        for each in (exp.Case, exp.If, exp.Coalesce, exp.Greatest, exp.Least)
    },
}
