"""A scanned statement as a tree: sqlglot's, once nothing is left that it reads in its own way."""

from __future__ import annotations

from itertools import zip_longest

from sqlglot import exp
from sqlglot.dialects.trino import Trino
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token as ParserToken
from sqlglot.tokenizer_core import TokenType

from federation.size_problems import SqlLimit
from federation.sql.problems import SqlStatement, SqlSyntax
from federation.sql.scan import MAX_NESTING, Scanned, TokenKind

DECIMAL_LITERAL = "interco_decimal"
"""`DECIMAL '12.34'`, whose own digits say its type; the parser would forget them."""
PARAMETER = "interco_parameter"
"""(number from 1): each `?`, in the order of the text."""
_TRINO = Trino()
_KINDS = {
    TokenType.STRING: TokenKind.TEXT,
    TokenType.IDENTIFIER: TokenKind.NAME,
    TokenType.NUMBER: TokenKind.NUMBER,
}


def parse(scanned: Scanned) -> exp.Query:
    """Raises SqlSyntax with a place, SqlLimit, SqlStatement."""
    try:
        tokens = _TRINO.tokenize(scanned.clean)
        check_alike(tokens, scanned)
        trees = _TRINO.parser().parse(_marked(tokens), scanned.clean)
    except SqlglotError as error:
        raise told_place(error, scanned) from None
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
    if isinstance(tree, exp.Select) and not tree.expressions:
        last = scanned.tokens[-1]
        raise SqlSyntax(found="la fin", found_en="the end", place=scanned.place(last.end))
    if not isinstance(tree, exp.Query) or isinstance(tree, exp.Subquery):
        first = scanned.tokens[0]
        raise SqlStatement(what=first.value[:20], place=scanned.place(first.start))
    return tree


def check_alike(tokens: list[ParserToken], scanned: Scanned) -> None:
    """The parser must see the texts, names and numbers that the scan saw, where it saw them.

    It reads some words as the beginning of a command, and what follows as one text.
    """
    kinds = set(_KINDS.values())
    ours = [each for each in scanned.tokens if each.kind in kinds]
    theirs = [each for each in tokens if each.token_type in _KINDS]
    for one, other in zip_longest(ours, theirs):
        if (
            one is None
            or other is None
            or (one.kind, one.value, one.start)
            != (_KINDS[other.token_type], other.text, other.start)
        ):
            start = other.start if one is None else one.start
            raise SqlSyntax(found="ce mot", found_en="this word", place=scanned.place(start))


def unwrapped(tree: exp.Subquery) -> exp.Expr:
    """`(SELECT …)` alone is what it holds; with an ORDER BY of its own it is not."""
    node: exp.Expr = tree
    while isinstance(node, exp.Subquery) and node.is_wrapper:
        node = node.this
    if isinstance(node, exp.Subquery) and isinstance(node.this, exp.Query):
        star = exp.Select(expressions=[exp.Star()])
        outer = {key: node.args[key] for key in ("order", "limit", "offset") if node.args.get(key)}
        for key in outer:
            node.set(key, None)
        star.set("from_", exp.From(this=node))
        for key, value in outer.items():
            star.set(key, value)
        return star
    return node.copy() if node.parent is not None else node


def _marked(tokens: list[ParserToken]) -> list[ParserToken]:
    """`DECIMAL '1.2'` and `?` as calls of names that no caller can write."""
    marked: list[ParserToken] = []
    number = 0
    for index, each in enumerate(tokens):
        following = tokens[index + 1] if index + 1 < len(tokens) else None
        before = tokens[index - 1] if index else None
        if each.token_type is TokenType.PLACEHOLDER:
            number += 1
            marked += _call(PARAMETER, _like(each, TokenType.NUMBER, str(number)), each)
        elif (
            each.token_type is TokenType.DECIMAL
            and following is not None
            and following.token_type is TokenType.STRING
        ):
            marked += _call(DECIMAL_LITERAL, following, each)
        elif not (
            each.token_type is TokenType.STRING
            and before is not None
            and before.token_type is TokenType.DECIMAL
        ):
            marked.append(each)
    return marked


def _call(name: str, argument: ParserToken, at: ParserToken) -> list[ParserToken]:
    return [
        _like(at, TokenType.VAR, name),
        _like(at, TokenType.L_PAREN, "("),
        argument,
        _like(at, TokenType.R_PAREN, ")"),
    ]


def _like(token: ParserToken, kind: TokenType, text: str) -> ParserToken:
    return ParserToken(kind, text, token.line, token.col, token.start, token.end, [])


def told_place(error: SqlglotError, scanned: Scanned) -> SqlSyntax:
    """The problem of a text that the library cannot parse: the library's words could repeat a
    literal, so only the word it stopped at is told.
    """
    known = getattr(error, "errors", None) or [{}]
    line, column = known[0].get("line"), known[0].get("col")
    if line is None or column is None:
        return SqlSyntax(found="la suite", found_en="what follows")
    lines = scanned.text.split("\n")
    end = sum(len(each) + 1 for each in lines[: line - 1]) + column
    token = next((each for each in scanned.tokens if each.start < end <= each.end), None)
    if token is None:
        token = scanned.tokens[-1]
    found, found_en = {
        TokenKind.TEXT: ("un texte", "a text"),
        TokenKind.NUMBER: ("un nombre", "a number"),
    }.get(token.kind, (f"« {token.value[:40]} »", f'"{token.value[:40]}"'))
    if token is scanned.tokens[-1]:
        found, found_en = f"{found}, ou la fin,", f"{found_en}, or the end,"
    return SqlSyntax(found=found, found_en=found_en, place=scanned.place(token.start))
