"""`median(x)` and `percentile_disc(0.9) WITHIN GROUP (ORDER BY x)`: the percentile by nearest rank.

The parser of Trino's dialect knows both, and Trino itself knows neither: they are said as its own
`approx_percentile`, which is exact here.
"""

from __future__ import annotations

from typing import NoReturn

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlForm

SAID = "said"
"""The `meta` of a percentile that its writer called otherwise."""
_ORDERED = "percentile_disc(0.9) WITHIN GROUP (ORDER BY x)"


def write_percentiles(tree: exp.Expr) -> None:
    """In place. Raises SqlForm for another order than of one value, ascending; and for DISTINCT."""
    for node in list(tree.find_all(exp.Median, exp.PercentileDisc, exp.ApproxQuantile)):
        if isinstance(node.this, exp.Distinct):
            _refuse(node, "DISTINCT", "median(x), approx_percentile(x, 0.5)")
        if isinstance(node, exp.Median):
            node.replace(_percentile(node.this, exp.Literal.number("0.5"), "median"))
        elif isinstance(node, exp.PercentileDisc):
            _write_ordered(node)


def said_of(percentile: exp.Expr) -> str:
    return str(percentile.meta.get(SAID) or "approx_percentile")


def _write_ordered(node: exp.PercentileDisc) -> None:
    within = node.parent
    order = within.expression if isinstance(within, exp.WithinGroup) else None
    keys = order.expressions if isinstance(order, exp.Order) else []
    if within is None or len(keys) != 1 or keys[0].args.get("desc"):
        _refuse(node, "percentile_disc", _ORDERED)
    within.replace(_percentile(keys[0].this, node.this, "percentile_disc"))


def _percentile(value: exp.Expr, share: exp.Expr, word: str) -> exp.ApproxQuantile:
    percentile = exp.ApproxQuantile(this=value, quantile=share)
    percentile.meta[SAID] = word
    return percentile


def _refuse(node: exp.Expr, what: str, example: str) -> NoReturn:
    raise SqlForm(
        what=what,
        expected_fr=f"les valeurs d'une colonne, dans l'ordre croissant : {example}",
        expected_en=f"the values of one column, in ascending order: {example}",
        place=place_of(node),
    )
