"""Words beside one another that no SQL has, or that mean another thing than they seem to: a parser
passes over some of them in silence.
"""

from __future__ import annotations

from collections.abc import Mapping

from federation.sql.problems import SqlForm, SqlSyntax, SqlWrittenOtherwise
from federation.sql.scan import Scanned, Token, TokenKind

_SIDES = frozenset({"LEFT", "RIGHT", "FULL"})
_ENDS_NOTHING = frozenset({"AS", "BY", "WHERE", "AND", "OR", "FROM", "JOIN", "ON", "HAVING"})
_SETS = frozenset({"UNION", "INTERSECT", "EXCEPT"})
_NO_TOKEN = Token(TokenKind.SIGN, "", 0, 0)
_COMPARES = frozenset({"=", "<>", "!=", "<", "<=", ">", ">="})
_TWICE: Mapping[str, str] = {"*": "power(x, n)", "/": "floor(x / y)"}
"""Signs that no SQL has twice in a row, with what is meant by that."""
_BETWEEN: Mapping[str, str] = {"DIV": "x / y", "MOD": "mod(x, y)"}
_LAST = frozenset({"ORDER", "LIMIT", "OFFSET", "FETCH"})


def check_neighbours(scanned: Scanned) -> None:
    """Raises SqlSyntax, SqlForm, SqlWrittenOtherwise."""
    tokens = scanned.tokens
    last = tokens[-1]
    if _is(last, TokenKind.SIGN, ",") or (
        last.kind is TokenKind.WORD and last.value in _ENDS_NOTHING
    ):
        raise SqlSyntax(found="la fin", found_en="the end", place=scanned.place(last.end))
    for index in range(len(tokens)):
        _check(scanned, index)
    _check_order_within(scanned)


def _check(scanned: Scanned, index: int) -> None:
    token, before, after = (_at(scanned, at) for at in (index, index - 1, index + 1))
    if token.kind is TokenKind.WORD:
        _check_word(scanned, index, before, after)
    elif token.kind is TokenKind.SIGN and token.value in _TWICE and after.start == token.end:
        if _is(after, TokenKind.SIGN, token.value):
            raise _otherwise(token.value * 2, _TWICE[token.value], token, scanned)
    elif token.kind is TokenKind.TEXT and before.kind is TokenKind.TEXT:
        place = scanned.place(token.start)
        raise SqlSyntax(found="ce texte", found_en="this text", place=place)


def _check_word(scanned: Scanned, index: int, before: Token, after: Token) -> None:
    token = scanned.tokens[index]
    match token.value:
        case "ASC" | "DESC" if before.value in {"ASC", "DESC"}:
            place = scanned.place(token.start)
            raise SqlSyntax(found=f"« {token.value} »", found_en=f'"{token.value}"', place=place)
        case "OUTER" if before.value not in _SIDES and after.value == "JOIN":
            raise _otherwise("OUTER JOIN", "LEFT JOIN b ON a.code = b.code", token, scanned)
        case "ROLLUP" | "CUBE" if before.value == "WITH":
            instead = f"GROUP BY {token.value} (x, y)"
            raise _otherwise(f"WITH {token.value}", instead, token, scanned)
        case "USING" if not _is(after, TokenKind.SIGN, "("):
            fr, en = "des parenthèses : USING (code)", "parentheses: USING (code)"
            raise _form("USING", fr, en, token, scanned)
        case "ON" if before.value == "DISTINCT":
            instead = "row_number() OVER (PARTITION BY x ORDER BY y) AS n … WHERE n = 1"
            raise _otherwise("DISTINCT ON", instead, token, scanned)
        case "WINDOW" if _at(scanned, index + 2).value == "AS":
            if not _is(_at(scanned, index + 3), TokenKind.SIGN, "("):
                fr, en = "WINDOW w AS (ORDER BY x)", "WINDOW w AS (ORDER BY x)"
                raise _form("WINDOW", fr, en, token, scanned)
        case "ALL" | "ANY" | "SOME" if _is_list(scanned, index) and before.value in _COMPARES:
            instead = "x > (SELECT max(y) FROM …), x IN (1, 2)"
            raise _otherwise(token.value, instead, token, scanned)
        case "MOD" | "DIV" if _is_between(token, before, after):
            raise _otherwise(token.value, _BETWEEN[token.value], token, scanned)


def _is_between(token: Token, before: Token, after: Token) -> bool:
    """A column may be called `mod`: what follows the word of a division is a number."""
    is_apart = TokenKind.SIGN not in {before.kind, after.kind}
    return is_apart and (token.value == "DIV" or after.kind is TokenKind.NUMBER)


def _is_list(scanned: Scanned, index: int) -> bool:
    is_open = _is(_at(scanned, index + 1), TokenKind.SIGN, "(")
    return is_open and _at(scanned, index + 2).value not in {"SELECT", "WITH", "VALUES", "("}


def _check_order_within(scanned: Scanned) -> None:
    """ORDER BY and LIMIT of one arm stand in parentheses with it, or at the end of all of them."""
    open_: list[bool] = [False]
    for index, token in enumerate(scanned.tokens):
        if _is(token, TokenKind.SIGN, "("):
            open_.append(False)
        elif _is(token, TokenKind.SIGN, ")") and len(open_) > 1:
            open_.pop()
        elif token.kind is not TokenKind.WORD:
            continue
        elif token.value in _LAST:
            open_[-1] = True
        elif token.value in _SETS and open_[-1]:
            raise _form(
                token.value,
                "ORDER BY et LIMIT à la fin de tout, ou entre parenthèses : (SELECT … LIMIT 3)"
                f" {token.value} (SELECT …)",
                "ORDER BY and LIMIT at the end of all, or in parentheses: (SELECT … LIMIT 3)"
                f" {token.value} (SELECT …)",
                token,
                scanned,
            )
        if token.value == "LIMIT" and _is(_at(scanned, index + 2), TokenKind.SIGN, ","):
            raise _otherwise("LIMIT 2, 3", "OFFSET 2 LIMIT 3", token, scanned)


def _at(scanned: Scanned, index: int) -> Token:
    tokens = scanned.tokens
    return tokens[index] if 0 <= index < len(tokens) else _NO_TOKEN


def _otherwise(what: str, instead: str, at: Token, scanned: Scanned) -> SqlWrittenOtherwise:
    return SqlWrittenOtherwise(what=what, instead=instead, place=scanned.place(at.start))


def _form(what: str, fr: str, en: str, at: Token, scanned: Scanned) -> SqlForm:
    return SqlForm(what=what, expected_fr=fr, expected_en=en, place=scanned.place(at.start))


def _is(token: Token, kind: TokenKind, value: str) -> bool:
    return token.kind is kind and token.value == value
