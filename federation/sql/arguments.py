"""Parts of a statement where no engine, or not each, could read them: rows of values as a value,
stars as arguments, texts as places of a result, escapes of two letters. Told before any name.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NoReturn

from sqlglot import exp

from catalog.model.problem import Place
from federation.rewrites.resolve_names import place_near, place_of
from federation.sql.grouping_problems import SqlPosition
from federation.sql.problems import SqlForm, SqlSyntax, SqlWrittenOtherwise
from federation.sql.scan import Scanned, TokenKind
from federation.sql.type_checks import NUMBER, TAKES, TIME, said_name

_HOLD_ROWS = (
    exp.Values,
    exp.Group,
    exp.Rollup,
    exp.Cube,
    exp.GroupingSets,
    exp.Join,
    exp.In,
)
"""Nodes that a row of values may stand in; a join's says itself that it wants a condition."""
_HOLD_STARS = (exp.Select, exp.Count, exp.Distinct)
_EQUAL = (exp.EQ, exp.NEQ)
_CONSTANTS = (exp.Literal, exp.Null, exp.Boolean)
_CLAUSES = {"order": "ORDER BY", "group": "GROUP BY"}


def check_arguments_said(tree: exp.Query, scanned: Scanned) -> None:
    """Raises SqlForm, SqlPosition, SqlSyntax, SqlWrittenOtherwise."""
    if (call := tree.find(exp.GroupConcat)) is not None:
        _check_list(call, scanned)
    for node in tree.walk():
        _check_call(node, scanned)
        _check_where_it_stands(node, scanned)
        match node:
            case exp.Tuple():
                _check_row(node)
            case exp.In():
                _check_rows_of_a_list(node)
            case exp.Star():
                _check_star(node)
            case exp.Escape():
                _check_escape(node, scanned)
            case exp.Join():
                _check_shared_names(node)
            case exp.Select() | exp.SetOperation():
                _check_constants(node, scanned)


def _check_shared_names(join: exp.Join) -> None:
    names: set[str] = set()
    for identifier in join.args.get("using") or ():
        name = identifier.name.lower()
        if name in names:
            fr, en = "chaque nom une seule fois : USING (code)", "each name once: USING (code)"
            _refuse("USING", identifier, fr, en=en)
        names.add(name)


def _check_list(node: exp.GroupConcat, scanned: Scanned) -> None:
    """Of listagg, the reader of the tree forgets a third argument: it is looked for in the text."""
    depths: list[tuple[bool, int]] = []
    previous = ""
    for token in scanned.tokens:
        sign = token.value if token.kind is TokenKind.SIGN else ""
        if sign == "(":
            depths.append((previous == "LISTAGG", 0))
        elif sign == ")" and depths:
            depths.pop()
        elif sign == "," and depths:
            is_list, commas = depths[-1]
            if is_list and commas:
                example = "listagg(x, ', ') WITHIN GROUP (ORDER BY x)"
                _refuse("listagg", node, example, scanned.place(token.start))
            depths[-1] = is_list, commas + 1
        previous = token.value if token.kind is TokenKind.WORD else ""


def _check_where_it_stands(node: exp.Expr, scanned: Scanned) -> None:
    match node:
        case exp.Alias() if not isinstance(node.parent, exp.Select):
            _refuse_sign("AS", node, "CAST(x AS integer), SELECT x AS nom")
        case exp.Column(this=exp.Literal()):
            _refuse_sign(".", node, "c.flux, 0.5, DATE '2025-01-31'")
        case exp.Select() | exp.SetOperation() if isinstance(node.parent, exp.Func):
            if not isinstance(node.parent, exp.Exists):
                _refuse_sign(said_name(node.parent), node.parent, "… ((SELECT x FROM …))")
        case exp.From(this=exp.Select() | exp.SetOperation()):
            place = scanned.place_of_word("FROM")
            raise SqlSyntax(found="« FROM »", found_en='"FROM"', place=place)
        case exp.Group() if not any(node.args.values()):
            place = scanned.place_of_word("GROUP")
            raise SqlSyntax(found="« GROUP BY »", found_en='"GROUP BY"', place=place)


def _check_call(node: exp.Expr, scanned: Scanned) -> None:
    match node:
        case exp.Substring() if node.args.get("start") is None:
            _refuse("substring", node, "substr(x, 1, 5)", scanned.place_of_word("SUBSTRING"))
        case exp.StrPosition() if node.args.get("position") is not None:
            _refuse("position", node, "position('a' IN x)", scanned.place_of_word("POSITION"))
        case exp.ArgMax() | exp.ArgMin() if _is_of_a_constant(node):
            name = "max_by" if isinstance(node, exp.ArgMax) else "min_by"
            _refuse(name, node, f"{name}(flux, date_collecte)")
        case exp.Count() if node.expressions:
            _refuse("count", node, "count(*), count(x)")
        case exp.ApproxDistinct() if isinstance(node.this, exp.Distinct):
            _refuse("approx_distinct", node, "approx_distinct(x), count(DISTINCT x)")
        case exp.Extract() if isinstance(node.this, exp.Literal):
            _refuse("extract", node, "extract(YEAR FROM x)", scanned.place_of_word("EXTRACT"))
        case exp.GroupConcat(this=exp.Order(expressions=keys)) if _has_a_fraction(keys):
            _refuse("listagg", node, "listagg(x, ', ') WITHIN GROUP (ORDER BY x)")
        case exp.Distinct(parent=exp.Func() as call) if _is_of_no_column(node):
            name = said_name(call)
            _refuse(name, node, f"{name}(DISTINCT x)", scanned.place_of_word("DISTINCT"))
        case exp.Replace() if _is_empty_text(node.expression):
            _refuse("replace", node, "replace(x, 'a', 'b')", scanned.place_of_word("REPLACE"))


def _has_a_fraction(keys: list[exp.Expr]) -> bool:
    """An engine takes a whole number for a constant, and any other for a mistake."""
    numbers = [_bare(each.this) for each in keys]
    return any(
        isinstance(each, exp.Literal) and not each.is_string and not each.name.isdigit()
        for each in numbers
    )


def _is_of_no_column(node: exp.Distinct) -> bool:
    return len(node.expressions) != 1 or node.expressions[0].is_star


def type_nulls(tree: exp.Query) -> None:
    """In place, a bare NULL where a day, a moment or a number is taken, or a list of texts made: an
    engine has several functions of that name to choose from, and chooses none.
    """
    for node in list(tree.walk()):
        takes = TAKES.get(type(node))
        if takes is TIME:
            # How many days are added is a number.
            moved = None if isinstance(node, exp.DateAdd) else node.args.get("expression")
            _type_nulls(exp.DType.TIMESTAMP, node.this, moved)
        elif isinstance(node, exp.GroupConcat):
            nulls = node.find_all(exp.Null)
            # `IS NULL` is a test, whose NULL is no value.
            _type_nulls(exp.DType.VARCHAR, *(n for n in nulls if not isinstance(n.parent, exp.Is)))
        elif takes is NUMBER and isinstance(node, exp.Func) and not isinstance(node, exp.AggFunc):
            _type_nulls(exp.DType.DOUBLE, node.this)


def _type_nulls(kind: exp.DType, *values: object) -> None:
    for value in values:
        if isinstance(value, exp.Null):
            value.replace(exp.cast(exp.Null(), kind))


def _is_of_a_constant(node: exp.Expr) -> bool:
    return any(isinstance(_bare(each), _CONSTANTS) for each in (node.this, node.expression))


def _check_row(row: exp.Tuple) -> None:
    parent = row.parent
    if isinstance(parent, _HOLD_ROWS):
        return
    if isinstance(parent, _EQUAL) and _width(parent.this) == _width(parent.expression):
        return
    _refuse(
        "(…, …)",
        row,
        "une valeur par colonne : SELECT a, b ; (a, b) = (1, 2) ; (a, b) IN (SELECT x, y FROM …)",
        None,
        "one value a column: SELECT a, b; (a, b) = (1, 2); (a, b) IN (SELECT x, y FROM …)",
    )


def _check_rows_of_a_list(listed: exp.In) -> None:
    """`(a, b) IN ((1, 2), (3, 4))`: rows of as many values as are looked for."""
    width = _width(listed.this)
    for item in listed.expressions:
        if not isinstance(item, exp.Query | exp.Subquery) and _width(item) != width:
            _refuse(
                "IN",
                item,
                "autant de valeurs de chaque côté : a IN (1, 2), (a, b) IN ((1, 2), (3, 4))",
                place_of(listed),
                "as many values on each side: a IN (1, 2), (a, b) IN ((1, 2), (3, 4))",
            )


def _width(node: exp.Expr) -> int:
    bare = _bare(node)
    return len(bare.expressions) if isinstance(bare, exp.Tuple) else 1


def _bare(node: exp.Expr) -> exp.Expr:
    return node.unnest() if isinstance(node, exp.Paren) else node


def _check_star(star: exp.Star) -> None:
    """A function that is not one of ours is refused by its name, further on."""
    around = star.parent.parent if isinstance(star.parent, exp.Column) else star.parent
    if isinstance(around, exp.Select) and around.args.get("from_") is None:
        _refuse("*", star, "SELECT * FROM …", place_near(star), "SELECT * FROM …")
    if around is None or isinstance(around, _HOLD_STARS):
        return
    if not isinstance(around, exp.Func):
        _refuse_sign("*", star, "SELECT *, t.*, count(*)")
    if not isinstance(around, exp.Anonymous | exp.Struct):
        name = said_name(around)
        _refuse(name, around, f"des colonnes : {name}(x)", None, f"columns: {name}(x)")


def _check_escape(escape: exp.Escape, scanned: Scanned) -> None:
    sign = escape.expression
    if not (isinstance(sign, exp.Literal) and sign.is_string and len(sign.name) == 1):
        _refuse(
            "ESCAPE",
            escape,
            "un caractère écrit dans la requête : LIKE '10!%' ESCAPE '!'",
            scanned.place_of_word("ESCAPE"),
            "one character written in the query: LIKE '10!%' ESCAPE '!'",
        )


def _is_empty_text(node: object) -> bool:
    return isinstance(node, exp.Literal) and bool(node.is_string) and not node.name


def _check_constants(select: exp.Query, scanned: Scanned) -> None:
    """In ORDER BY and GROUP BY, a constant is the place of a column of the result, or nothing."""
    for key, clause in _CLAUSES.items():
        part = select.args.get(key)
        for value in _ordered(part) if part is not None else ():
            _check_constant(value, clause, select, scanned)


def _ordered(part: exp.Expr) -> Iterator[exp.Expr]:
    for item in part.expressions:
        yield _bare(item.this if isinstance(item, exp.Ordered) else item)


def _check_constant(value: exp.Expr, clause: str, select: exp.Query, scanned: Scanned) -> None:
    place = place_of(value) or scanned.place_of_word(clause.partition(" ")[0])
    match value:
        case exp.Neg(this=exp.Literal() as number) if not number.is_string:
            count = "…" if select.is_star else len(select.selects)
            number_said = f"-{number.name[:20]}"
            raise SqlPosition(clause=clause, number=number_said, count=count, place=place)
        case exp.Literal() if value.is_string:
            raise SqlWrittenOtherwise(
                what=f"{clause} '…'",
                instead=f"{clause} flux, {clause} 1",
                place=scanned.place_of_text(value.name) or place,
            )
        case exp.Literal() if value.name.isdigit():
            return
        case exp.Literal() | exp.Null() | exp.Boolean():
            constant = "NULL" if isinstance(value, exp.Null) else value.sql("trino")[:20]
            instead = f"{clause} flux, {clause} 1"
            raise SqlWrittenOtherwise(what=f"{clause} {constant}", instead=instead, place=place)


def _refuse_sign(what: str, node: exp.Expr, example: str) -> NoReturn:
    _refuse(what, node, example, None, example)


def _refuse(
    what: str, node: exp.Expr, fr: str, place: Place | None = None, en: str | None = None
) -> NoReturn:
    """`fr` stands for both languages where it is an example alone."""
    raise SqlForm(
        what=what,
        expected_fr=fr if en is not None else f"ses arguments : {fr}",
        expected_en=en or f"its arguments: {fr}",
        place=place or place_near(node),
    )
