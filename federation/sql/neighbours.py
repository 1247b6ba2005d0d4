"""Words beside one another that no SQL has, or that mean another thing than they seem to: a parser
passes over some of them in silence.
"""

from __future__ import annotations

from federation.sql.problems import SqlForm, SqlSyntax, SqlWrittenOtherwise
from federation.sql.scan import Scanned, Token, TokenKind

_SIDES = frozenset({"LEFT", "RIGHT", "FULL"})
_ENDS_NOTHING = frozenset({"AS", "BY", "WHERE", "AND", "OR", "FROM", "JOIN", "ON", "HAVING"})
_SETS = frozenset({"UNION", "INTERSECT", "EXCEPT"})
_LAST = frozenset({"ORDER", "LIMIT", "OFFSET", "FETCH"})


def check_neighbours(scanned: Scanned) -> None:
    """Raises SqlSyntax, SqlForm, SqlWrittenOtherwise."""
    tokens = scanned.tokens
    last = tokens[-1]
    if _is(last, TokenKind.SIGN, ",") or (
        last.kind is TokenKind.WORD and last.value in _ENDS_NOTHING
    ):
        raise SqlSyntax(found="la fin", found_en="the end", place=scanned.place(last.end))
    before = Token(TokenKind.SIGN, "", 0, 0)
    for token, after in zip(tokens, (*tokens[1:], before), strict=True):
        _check(before, token, after, scanned)
        before = token
    _check_order_within(scanned)


def _check(before: Token, token: Token, after: Token, scanned: Scanned) -> None:
    place = scanned.place(token.start)
    if token.kind is TokenKind.TEXT and before.kind is TokenKind.TEXT:
        raise SqlSyntax(found="ce texte", found_en="this text", place=place)
    if token.kind is TokenKind.WORD:
        _check_word(before, token, after, scanned)


def _check_word(before: Token, token: Token, after: Token, scanned: Scanned) -> None:
    place = scanned.place(token.start)
    match token.value:
        case "ASC" | "DESC" if before.value in {"ASC", "DESC"}:
            raise SqlSyntax(found=f"« {token.value} »", found_en=f'"{token.value}"', place=place)
        case "OUTER" if before.value not in _SIDES and after.value == "JOIN":
            raise SqlWrittenOtherwise(
                what="OUTER JOIN", instead="LEFT JOIN b ON a.code = b.code", place=place
            )
        case "ROLLUP" | "CUBE" if before.value == "WITH":
            what = f"WITH {token.value}"
            instead = f"GROUP BY {token.value} (x, y)"
            raise SqlWrittenOtherwise(what=what, instead=instead, place=place)
        case "USING" if not _is(after, TokenKind.SIGN, "("):
            raise _form(
                "USING",
                "des parenthèses : USING (code)",
                "parentheses: USING (code)",
                token,
                scanned,
            )
        case "ON" if before.value == "DISTINCT":
            instead = "row_number() OVER (PARTITION BY x ORDER BY y) AS n … WHERE n = 1"
            raise SqlWrittenOtherwise(what="DISTINCT ON", instead=instead, place=place)
        case "WINDOW" if _at(scanned, _index(token, scanned) + 2).value == "AS":
            opening = _at(scanned, _index(token, scanned) + 3)
            if not _is(opening, TokenKind.SIGN, "("):
                fr, en = "WINDOW w AS (ORDER BY x)", "WINDOW w AS (ORDER BY x)"
                raise _form("WINDOW", fr, en, token, scanned)
        case "DIV" if after.kind is not TokenKind.SIGN and before.kind is not TokenKind.SIGN:
            raise SqlWrittenOtherwise(what="DIV", instead="x / y", place=place)


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
            raise SqlWrittenOtherwise(
                what="LIMIT 2, 3", instead="OFFSET 2 LIMIT 3", place=scanned.place(token.start)
            )


def _index(token: Token, scanned: Scanned) -> int:
    return scanned.tokens.index(token)


def _at(scanned: Scanned, index: int) -> Token:
    tokens = scanned.tokens
    return tokens[index] if index < len(tokens) else Token(TokenKind.SIGN, "", 0, 0)


def _form(what: str, fr: str, en: str, at: Token, scanned: Scanned) -> SqlForm:
    return SqlForm(what=what, expected_fr=fr, expected_en=en, place=scanned.place(at.start))


def _is(token: Token, kind: TokenKind, value: str) -> bool:
    return token.kind is kind and token.value == value
