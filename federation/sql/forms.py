"""Ways of writing that say something else than they seem to, or nothing: told before any name."""

from __future__ import annotations

from typing import NoReturn

from sqlglot import exp

from catalog.model.problem import Place
from federation.rewrites.resolve_names import place_of
from federation.sql.ctes import cte_of
from federation.sql.grouping_problems import SqlPosition, SqlRecursive
from federation.sql.parameters import MAX_COUNT
from federation.sql.problems import SqlForm, SqlWrittenOtherwise
from federation.sql.scan import Scanned

_NEVER_TRUE: dict[type[exp.Expr], tuple[str, str]] = {
    exp.EQ: ("= NULL", "x IS NULL"),
    exp.NEQ: ("<> NULL", "x IS NOT NULL"),
}
_LIST = (
    "une liste entre parenthèses : flux IN ('OMR', 'VERRE')",
    "a list in parentheses: flux IN ('OMR', 'VERRE')",
)
_COMPARED = (exp.GT, exp.GTE, exp.LT, exp.LTE)


def check_forms(tree: exp.Query, scanned: Scanned) -> None:
    """Raises SqlWrittenOtherwise for what is compared with NULL, SqlForm for a JOIN without a
    condition, SqlPosition for a number that is no column's, SqlRecursive.
    """
    for node in tree.walk():
        _check_operand(node, scanned)
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
                _refuse_form("IN", node, *_LIST, place_of(node.args["field"]))
            case exp.Limit() | exp.Offset() | exp.Fetch():
                _check_count(node, scanned)
            case exp.Join():
                _check_condition(node, scanned)
            case exp.Select():
                _check_positions(node)
            case exp.Table():
                _check_not_recursive(node)


def _check_operand(node: exp.Expr, scanned: Scanned) -> None:
    match node:
        case exp.In() if _is_empty(node):
            _refuse_form("IN", node, *_LIST, scanned.place_of_word("IN"))
        case exp.Exists() if not isinstance(node.this, exp.Query | exp.Subquery | exp.Values):
            _refuse_form(
                "EXISTS",
                node,
                "une requête : EXISTS (SELECT 1 FROM b WHERE b.code = a.code)",
                "a query: EXISTS (SELECT 1 FROM b WHERE b.code = a.code)",
            )
        case exp.Is() if not isinstance(node.expression, exp.Null | exp.Boolean):
            raise SqlWrittenOtherwise(
                what="IS",
                instead="x = 'OMR', x IS NULL",
                place=place_of(node) or scanned.place_of_word("IS"),
            )
        case exp.All() | exp.Any():
            raise SqlWrittenOtherwise(
                what=type(node).__name__.upper(),
                instead="x > (SELECT max(y) FROM …), x IN (SELECT y FROM …)",
                place=scanned.place_of_word("ALL", "ANY", "SOME") or place_of(node),
            )
        case exp.Count() if isinstance(node.this, exp.Distinct) and (
            len(node.this.expressions) != 1 or node.this.expressions[0].is_star
        ):
            _refuse_form(
                "count",
                node,
                "une colonne : count(DISTINCT x) ; de plusieurs, SELECT count(*) FROM"
                " (SELECT DISTINCT x, y FROM …)",
                "one column: count(DISTINCT x); of several, SELECT count(*) FROM"
                " (SELECT DISTINCT x, y FROM …)",
                scanned.place_of_word("COUNT"),
            )
        case exp.Grouping() if _is_ungrouped(node):
            _refuse_form(
                "grouping",
                node,
                "GROUP BY ROLLUP (x), CUBE ou GROUPING SETS dans la même requête",
                "GROUP BY ROLLUP (x), CUBE or GROUPING SETS in the same query",
            )


def _refuse_form(what: str, node: exp.Expr, fr: str, en: str, at: Place | None = None) -> NoReturn:
    raise SqlForm(what=what, expected_fr=fr, expected_en=en, place=at or place_of(node))


def _is_empty(node: exp.In) -> bool:
    return not any(node.args.get(key) for key in ("expressions", "query", "field", "unnest"))


def _is_ungrouped(node: exp.Grouping) -> bool:
    select = node.find_ancestor(exp.Select)
    return select is not None and select.args.get("group") is None


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
        values.set("alias", None)
        star.set("from_", exp.From(this=values))


def _check_null(node: exp.Expr, scanned: Scanned) -> None:
    if any(isinstance(each, exp.Null) for each in (node.this, node.expression)):
        what, instead = _NEVER_TRUE.get(type(node), ("< NULL", "x IS NOT NULL"))
        place = place_of(node) or scanned.place_of_word("NULL")
        raise SqlWrittenOtherwise(what=what, instead=instead, place=place)


def _check_condition(join: exp.Join, scanned: Scanned) -> None:
    """A comma and CROSS JOIN have none, nor what LATERAL and UNNEST give for each row."""
    condition = join.args.get("on") or join.args.get("using") or join.args.get("method")
    if join.kind == "CROSS" and (join.args.get("on") or join.args.get("using")):
        _refuse_form(
            "CROSS JOIN",
            join,
            "aucune condition ; avec une condition, JOIN b ON a.code = b.code",
            "no condition; with one, JOIN b ON a.code = b.code",
            scanned.place_of_word("CROSS"),
        )
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


def _check_count(node: exp.Expr, scanned: Scanned) -> None:
    word = "FETCH" if isinstance(node, exp.Fetch) else type(node).__name__.upper()
    count = node.args.get("count" if isinstance(node, exp.Fetch) else "expression")
    is_number = isinstance(count, exp.Literal) and count.name.isdigit() and not count.is_string
    if count is not None and not (is_number and int(count.name) <= MAX_COUNT):
        raise SqlForm(
            what=word,
            expected_fr=f"un nombre entier de 0 à {MAX_COUNT}, ou ? : {word} 10",
            expected_en=f"a whole number from 0 to {MAX_COUNT}, or ?: {word} 10",
            place=scanned.place_of_word(word),
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
