"""Words beside one another that no SQL has, or that mean another thing than they seem to: a parser
passes over some of them in silence.
"""

from __future__ import annotations

from federation.sql.problems import SqlForm, SqlSyntax, SqlWrittenOtherwise
from federation.sql.scan import Scanned, Token, TokenKind

_SIDES = frozenset({"LEFT", "RIGHT", "FULL"})
_ENDS_NOTHING = frozenset({"AS", "BY", "WHERE", "AND", "OR", "FROM", "JOIN", "ON", "HAVING"})
_SETS = frozenset({"UNION", "INTERSECT", "EXCEPT"})
_NO_TOKEN = Token(TokenKind.SIGN, "", 0, 0)
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
        case "DIV" if after.kind is not TokenKind.SIGN and before.kind is not TokenKind.SIGN:
            raise _otherwise("DIV", "x / y", token, scanned)


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
