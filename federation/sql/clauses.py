"""The order of clauses and the commas between values, which the parser does not insist on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from federation.sql.problems import SqlForm, SqlSyntax
from federation.sql.scan import Scanned, Token, TokenKind

_RANKS: Mapping[str, int] = {"WHERE": 1, "GROUP": 2, "HAVING": 3, "ORDER": 4, "LIMIT": 5}
_WITH_BY = frozenset({"GROUP", "ORDER"})
_NEW = frozenset({"SELECT", "UNION", "INTERSECT", "EXCEPT", "VALUES"})
_ORDER = "SELECT … FROM … WHERE … GROUP BY … HAVING … ORDER BY … LIMIT"


def check_clauses(scanned: Scanned) -> None:
    """Raises SqlForm for a clause that comes after one that it should come before; SqlSyntax for a
    comma with nothing after it.
    """
    for before, clause in _out_of_order(scanned.tokens):
        raise SqlForm(
            what=clause.value,
            expected_fr=f"sa place avant {before} : {_ORDER}",
            expected_en=f"its place before {before}: {_ORDER}",
            place=scanned.place(clause.start),
        )
    for sign, after in zip(scanned.tokens, scanned.tokens[1:], strict=False):
        ends = after.value in {",", ")"} if after.kind is TokenKind.SIGN else _is_clause(after)
        if sign.kind is TokenKind.SIGN and sign.value == "," and ends:
            place = scanned.place(sign.start)
            raise SqlSyntax(found="cette virgule", found_en="this comma", place=place)


def _is_clause(token: Token) -> bool:
    return token.kind is TokenKind.WORD and token.value in {*_RANKS, "FROM"}


def _out_of_order(tokens: tuple[Token, ...]) -> Iterator[tuple[str, Token]]:
    """(clause that came too early, clause), each pair within one pair of parentheses."""
    open_: list[Token | None] = [None]
    for index, each in enumerate(tokens):
        if each.kind is TokenKind.SIGN and each.value == "(":
            open_.append(None)
        elif each.kind is TokenKind.SIGN and each.value == ")" and len(open_) > 1:
            open_.pop()
        if each.kind is not TokenKind.WORD:
            continue
        if each.value in _NEW:
            open_[-1] = None
        following = tokens[index + 1].value if index + 1 < len(tokens) else ""
        if each.value not in _RANKS or (each.value in _WITH_BY and following != "BY"):
            continue
        last = open_[-1]
        if last is not None and _RANKS[last.value] > _RANKS[each.value]:
            yield last.value, each
        open_[-1] = each
