"""The outermost LIMIT is never above one row more than may be shown: that one only tells.

An answer that is kept whole is limited where it is read from (`materialize`): a limit of ours below
would stop the engine at a place that depends on hidden rows.
"""

from __future__ import annotations

from sqlglot import exp

from federation.rewrites.context import Context


def limit_rows(tree: exp.Query, context: Context) -> exp.Query:
    most = context.max_rows + 1
    asked = tree.args.get("limit")
    if isinstance(asked, exp.Fetch):
        count = asked.args.get("count")
        number = int(count.name) if count is not None else 1
    elif isinstance(asked, exp.Limit):
        number = int(asked.expression.name)
    else:
        number = most
        if context.keeps_answer and not context.limits_first:
            return tree
    tree.set("limit", exp.Limit(expression=exp.Literal.number(min(number, most))))
    return tree
