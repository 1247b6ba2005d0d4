"""FOLD in SQL: the closed table of catalog.fold, which Python applies to literals."""

from __future__ import annotations

from sqlglot import exp

from catalog.fold import CASE_FROM, CASE_TO, FOLD_FROM, FOLD_REPLACES, FOLD_TO
from federation.logical import FOLD
from federation.problems import UnsupportedQuery
from federation.rewrites.calls import calls_of
from federation.rewrites.context import Context
from federation.rewrites.expressions import text


def expand_fold(tree: exp.Query, context: Context) -> exp.Query:  # noqa: ARG001 - every rewrite takes both
    """`interco_fold(x, 'CASE_ACCENT')` becomes `REPLACE(… TRANSLATE(x, …) …)`."""
    for call in calls_of(tree, FOLD):
        value, mode = call.expressions
        match mode.name:
            case "CASE":
                folded: exp.Expr = _translate(value, CASE_FROM, CASE_TO)
            case "CASE_ACCENT":
                folded = _translate(value, FOLD_FROM, FOLD_TO)
                for letter, plain in FOLD_REPLACES:
                    folded = exp.Replace(
                        this=folded, expression=text(letter), replacement=text(plain)
                    )
            case _:
                raise UnsupportedQuery(what=FOLD)
        call.replace(folded)
    return tree


def _translate(value: exp.Expr, source: str, target: str) -> exp.Expr:
    return exp.Translate(this=value.copy(), from_=text(source), to=text(target))
