"""Ways of writing that say something else than they seem to, or nothing: told before any name."""

from __future__ import annotations

from sqlglot import exp

from federation.rewrites.resolve_names import place_of
from federation.sql.ctes import cte_of
from federation.sql.grouping_problems import SqlPosition, SqlRecursive
from federation.sql.problems import SqlForm, SqlWrittenOtherwise
from federation.sql.scan import Scanned

_NEVER_TRUE: dict[type[exp.Expr], tuple[str, str]] = {
    exp.EQ: ("= NULL", "x IS NULL"),
    exp.NEQ: ("<> NULL", "x IS NOT NULL"),
}
_COMPARED = (exp.GT, exp.GTE, exp.LT, exp.LTE)


def check_forms(tree: exp.Query, scanned: Scanned) -> None:
    """Raises SqlWrittenOtherwise for what is compared with NULL, SqlForm for a JOIN without a
    condition, SqlPosition for a number that is no column's, SqlRecursive.
    """
    for node in tree.walk():
        match node:
            case exp.EQ() | exp.NEQ() | exp.GT() | exp.GTE() | exp.LT() | exp.LTE():
                _check_null(node, scanned)
            case exp.In() if _is_never_true(node):
                raise SqlWrittenOtherwise(
                    what="NOT IN (…, NULL)",
                    instead="x NOT IN (…) AND x IS NOT NULL",
                    place=scanned.place_of_word("NULL"),
                )
            case exp.In() if node.args.get("field"):
                raise SqlForm(
                    what="IN",
                    expected_fr="une liste entre parenthèses : flux IN ('OMR', 'VERRE')",
                    expected_en="a list in parentheses: flux IN ('OMR', 'VERRE')",
                    place=place_of(node.args["field"]) or place_of(node),
                )
            case exp.Join():
                _check_condition(node, scanned)
            case exp.Select():
                _check_positions(node)
            case exp.Table():
                _check_not_recursive(node)


def _is_never_true(node: exp.In) -> bool:
    """NOT IN, as a condition of WHERE, of a list with a NULL."""
    negated = node.parent
    is_condition = isinstance(negated, exp.Not) and negated.find_ancestor(exp.Where) is not None
    return is_condition and any(isinstance(each, exp.Null) for each in node.expressions)


def write_values(tree: exp.Query) -> None:
    """`x IN (VALUES 1, 2)`, `(VALUES 1)`: VALUES as a query is SELECT * of its rows."""
    for values in list(tree.find_all(exp.Values)):
        parent = values.parent
        if parent is None or isinstance(parent, exp.From | exp.Join):
            continue
        if isinstance(parent, exp.Subquery) and isinstance(parent.parent, exp.From | exp.Join):
            continue
        star = exp.Select(expressions=[exp.Star()])
        values.replace(star)
        star.set("from_", exp.From(this=values))


def _check_null(node: exp.Expr, scanned: Scanned) -> None:
    if any(isinstance(each, exp.Null) for each in (node.this, node.expression)):
        what, instead = _NEVER_TRUE.get(type(node), ("< NULL", "x IS NOT NULL"))
        place = place_of(node) or scanned.place_of_word("NULL")
        raise SqlWrittenOtherwise(what=what, instead=instead, place=place)


def _check_condition(join: exp.Join, scanned: Scanned) -> None:
    """A comma and CROSS JOIN have none, nor what LATERAL and UNNEST give for each row."""
    condition = join.args.get("on") or join.args.get("using") or join.args.get("method")
    if condition or join.kind == "CROSS" or isinstance(join.this, exp.Lateral | exp.Unnest):
        return
    starts = [each.meta["start"] for each in join.find_all(exp.Identifier) if "start" in each.meta]
    before = [each for each in scanned.tokens if starts and each.end <= min(starts)]
    while before and before[-1].value == "(":
        before.pop()
    if before and before[-1].value == "JOIN":
        raise SqlForm(
            what="JOIN",
            expected_fr="une condition : JOIN b ON a.code = b.code",
            expected_en="a condition: JOIN b ON a.code = b.code",
            place=scanned.place(before[-1].start),
        )


def _check_positions(select: exp.Select) -> None:
    outputs = select.expressions
    most = None if any(each.is_star for each in outputs) else len(outputs)
    for key, clause in (("order", "ORDER BY"), ("group", "GROUP BY")):
        part = select.args.get(key)
        for named in part.expressions if part is not None else ():
            value = named.this if isinstance(named, exp.Ordered) else named
            if not isinstance(value, exp.Literal) or value.is_string or not value.name.isdigit():
                continue
            number = int(value.name)
            if number < 1 or (most is not None and number > most):
                count = "…" if most is None else most
                raise SqlPosition(clause=clause, number=number, count=count, place=place_of(value))


def _check_not_recursive(table: exp.Table) -> None:
    """A name that is that of the WITH around it, and of nothing else that it could mean."""
    around = table.find_ancestor(exp.CTE)
    while around is not None:
        is_itself = not table.args.get("db") and around.alias.lower() == table.name.lower()
        if is_itself and cte_of(table) is None:
            raise SqlRecursive(name=table.name[:60], place=place_of(table))
        around = around.find_ancestor(exp.CTE)
