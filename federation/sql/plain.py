"""Second ways to say one thing, said the first way: what comes after has one shape to know."""

from __future__ import annotations

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.problems import SqlConstruct
from federation.sql.result_types import arms_of
from federation.sql.scan import Scanned


def say_plainly(tree: exp.Query, scanned: Scanned) -> None:
    """`NOT LIKE` as NOT (LIKE); the column names after a query's alias as its own aliases.

    Raises SqlConstruct where there are not as many names as columns, or names for a star; for
    NATURAL JOIN, whose columns would be those that the reader was granted; for WITH TIES.
    """
    for join in tree.find_all(exp.Join):
        if join.args.get("method"):
            what, place = "NATURAL JOIN", scanned.place_of_word("NATURAL")
            raise SqlConstruct(what=what, place=place, did_you_mean="JOIN … USING (…)")
    for options in tree.find_all(exp.LimitOptions):
        if options.args.get("with_ties"):
            raise SqlConstruct(what="WITH TIES", place=scanned.place_of_word("TIES"))
    for like in list(tree.find_all(exp.Like)):
        if like.args.get("negate"):
            like.set("negate", None)
            whole = like.parent if isinstance(like.parent, exp.Escape) else like
            whole.replace(exp.Not(this=whole.copy()))
    for alias in list(tree.find_all(exp.TableAlias)):
        query = alias.parent
        if alias.columns and isinstance(query, exp.CTE | exp.Subquery):
            _name_columns(query, alias)


def _name_columns(query: exp.CTE | exp.Subquery, alias: exp.TableAlias) -> None:
    names = [each.name for each in alias.columns]
    arms = arms_of(query.this)
    if not arms or len(arms[0].selects) != len(names) or arms[0].is_star:
        raise SqlConstruct(what=f"{alias.name} (…)"[:40], place=place_of(alias))
    for output, name in zip(list(arms[0].selects), names, strict=True):
        value = output.unalias().copy()
        output.replace(exp.Alias(this=value, alias=exp.to_identifier(name, quoted=True)))
    alias.set("columns", None)
