"""A statement of PostgreSQL's dialect as a tree: its nodes are those listed here, and no other.

Functions are called by names of ours while the library parses: it would read many of them as
something else, and forget how they were written. Which function a name is, is decided by
`federation.postgresql.functions`, from PostgreSQL's own list.
"""

from __future__ import annotations

from sqlglot import exp
from sqlglot.dialects.postgres import Postgres
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token as ParserToken
from sqlglot.tokenizer_core import TokenType

from federation.postgresql.problems import not_here
from federation.postgresql.scan import Written
from federation.size_problems import SqlLimit
from federation.sql.parsing import check_alike, told_place, unwrapped
from federation.sql.problems import SqlConstruct, SqlStatement, SqlSyntax
from federation.sql.scan import MAX_NESTING, Token, TokenKind

CALL = "interco_f_"
"""Before the name of each function, while it is parsed."""
_POSTGRES = Postgres()
_SPECIAL = frozenset({"CAST", "EXTRACT", "SUBSTRING", "TRIM", "POSITION"})
"""Calls with words between their arguments: the parser knows them."""
_MAY_PRECEDE = frozenset(
    word
    for line in (
        "IN EXISTS AND OR NOT SELECT FROM JOIN ON USING WHERE HAVING BY WHEN THEN ELSE CASE OVER",
        "FILTER AS VALUES UNION ALL DISTINCT EXCEPT INTERSECT ROLLUP CUBE SETS BETWEEN LIKE ILIKE",
        "ANY SOME WITH VARCHAR CHARACTER VARYING NUMERIC DECIMAL CHAR IS LIMIT OFFSET ESCAPE",
        "WINDOW GROUP FETCH FIRST TIMESTAMP TIMESTAMPTZ TIME INTERVAL INTERCO_PARAMETER",
        "MATERIALIZED CURRENT_TIMESTAMP",
    )
    for word in line.split()
)
"""Words that a parenthesis may follow and that call nothing."""
_QUERIES = (
    *(exp.Select, exp.Union, exp.Intersect, exp.Except, exp.Subquery, exp.With, exp.CTE),
    *(exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.Order, exp.Ordered, exp.Limit),
    *(exp.Offset, exp.Fetch, exp.LimitOptions, exp.Table, exp.TableAlias, exp.Identifier),
    *(exp.Column, exp.Alias, exp.Star, exp.Values, exp.Tuple, exp.Rollup, exp.Cube),
    *(exp.GroupingSets, exp.Distinct, exp.Window, exp.WindowSpec, exp.Filter, exp.WithinGroup),
)
_VALUES = (
    *(exp.Literal, exp.Boolean, exp.Null, exp.Var, exp.Cast, exp.DataType, exp.DataTypeParam),
    *(exp.Paren, exp.And, exp.Or, exp.Not, exp.Is, exp.In, exp.Between, exp.Exists, exp.Any),
    *(exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT, exp.GTE, exp.NullSafeEQ, exp.NullSafeNEQ),
    *(exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Mod, exp.Pow, exp.Neg, exp.DPipe, exp.Case, exp.If),
    *(exp.Like, exp.ILike, exp.Escape, exp.RegexpLike, exp.RegexpILike, exp.Interval, exp.Array),
    *(exp.Anonymous, exp.Extract, exp.Substring, exp.Trim, exp.StrPosition, exp.AtTimeZone),
    *(exp.CurrentDate, exp.CurrentTimestamp, exp.Localtimestamp),
)
_NODES = frozenset({*_QUERIES, *_VALUES})


def parse_query(statement: Written) -> exp.Query:
    """Raises SqlSyntax, SqlLimit, SqlStatement, SqlConstruct, PostgresqlNotHere."""
    scanned = statement.scanned
    _refuse_quoted_calls(scanned.tokens)
    try:
        tokens = _POSTGRES.tokenize(scanned.clean)
        check_alike(tokens, scanned)
        trees = _POSTGRES.parser().parse(_marked(tokens), scanned.clean)
    except SqlglotError as error:
        problem = told_place(error, scanned)
        problem.place = None
        raise problem from None
    except SqlSyntax as problem:
        problem.place = None
        raise
    except RecursionError:
        raise SqlLimit(
            limit=MAX_NESTING, what_fr="niveaux d'imbrication", what_en="levels"
        ) from None
    tree = trees[0] if len(trees) == 1 else None
    if isinstance(tree, exp.Subquery):
        tree = unwrapped(tree)
    if isinstance(tree, exp.Values):
        rows = tree
        tree = exp.Select(expressions=[exp.Star()])
        tree.set("from_", exp.From(this=rows))
    if not isinstance(tree, exp.Query) or isinstance(tree, exp.Subquery):
        raise SqlStatement(what=statement.first[:20])
    if isinstance(tree, exp.Select) and not tree.expressions:
        raise not_here("SELECT FROM", "SELECT colonne FROM organisme.jeu")
    _check_nodes(tree)
    return tree


def parse_catalog_query(statement: Written) -> exp.Expr | None:
    """A statement about catalogs as the library reads it, or None where it cannot."""
    try:
        tokens = _POSTGRES.tokenize(statement.scanned.clean)
        check_alike(tokens, statement.scanned)
        trees = _POSTGRES.parser().parse(tokens, statement.scanned.clean)
    except (SqlglotError, SqlSyntax, RecursionError):
        return None
    return trees[0] if len(trees) == 1 else None


def _check_nodes(tree: exp.Query) -> None:
    for node in tree.walk():
        if type(node) not in _NODES:
            raise SqlConstruct(what=node.key[:40])
        if isinstance(node, exp.Table) and (
            node.args.get("only") or not isinstance(node.this, exp.Identifier)
        ):
            raise not_here("FROM fonction(…)")
        if isinstance(node, exp.Join) and node.args.get("method"):
            raise not_here("NATURAL JOIN", "JOIN … USING (colonne)")
        if isinstance(node, exp.With) and node.args.get("recursive"):
            raise not_here("WITH RECURSIVE")


def _refuse_quoted_calls(tokens: tuple[Token, ...]) -> None:
    """A function by a quoted name would be read as another one."""
    for index, each in enumerate(tokens[:-1]):
        follows = tokens[index + 1]
        if each.kind is TokenKind.NAME and follows.value == "(" and follows.kind is TokenKind.SIGN:
            before = tokens[index - 1].value if index else ""
            if follows.start == each.end and before not in {"AS", ")", "WITH"}:
                raise SqlConstruct(what='"…"(')


def _marked(tokens: list[ParserToken]) -> list[ParserToken]:
    marked: list[ParserToken] = []
    for index, each in enumerate(tokens):
        name = each.text.upper()
        follows = tokens[index + 1] if index + 1 < len(tokens) else None
        is_call = (
            follows is not None
            and follows.token_type is TokenType.L_PAREN
            and each.token_type is not TokenType.STRING
            and each.text.isidentifier()
            and name not in _SPECIAL | _MAY_PRECEDE
            and not _names_columns(tokens, index)
        )
        if is_call:
            if [other.text.lower() for other in marked[-2:]] == ["pg_catalog", "."]:
                del marked[-2:]
            text = CALL + name.lower()
            marked.append(
                ParserToken(TokenType.VAR, text, each.line, each.col, each.start, each.end, [])
            )
        else:
            marked.append(each)
    return marked


def _names_columns(tokens: list[ParserToken], index: int) -> bool:
    """`WITH x (a, b) AS (…)`, `(VALUES …) AS v (a, b)`, `(…) v (a, b)`, `t v (a, b)`: no call."""
    before = tokens[index - 1] if index else None
    if before is None:
        return False
    if before.text.upper() in {"AS", "WITH", "RECURSIVE"} or before.token_type is TokenType.R_PAREN:
        return True
    depth = 0
    for at in range(index + 1, len(tokens)):
        if tokens[at].token_type is TokenType.L_PAREN:
            depth += 1
        elif tokens[at].token_type is TokenType.R_PAREN:
            depth -= 1
            if not depth:
                return [each.text.upper() for each in tokens[at + 1 : at + 3]] == ["AS", "("]
    return False
