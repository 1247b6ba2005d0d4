"""The functions that a statement may call, by their names in Trino."""

from __future__ import annotations

import difflib

from federation.sql.problems import SqlConstruct
from federation.sql.scan import Scanned, Token, TokenKind


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FUNCTIONS = _words(
    """
    COUNT COUNT_IF SUM AVG MIN MAX ANY_VALUE ARBITRARY APPROX_DISTINCT STDDEV STDDEV_POP
    STDDEV_SAMP VARIANCE VAR_POP VAR_SAMP BOOL_AND BOOL_OR EVERY GROUPING
    ROW_NUMBER RANK DENSE_RANK PERCENT_RANK CUME_DIST NTILE LAG LEAD FIRST_VALUE LAST_VALUE
    ABS CEIL CEILING FLOOR ROUND SIGN SQRT LN EXP POW POWER MOD GREATEST LEAST COALESCE NULLIF IF
    LOWER UPPER LENGTH SUBSTR SUBSTRING CONCAT REPLACE TRANSLATE STRPOS POSITION STARTS_WITH
    TRIM LTRIM RTRIM
    DATE DATE_TRUNC DATE_ADD DATE_DIFF EXTRACT YEAR QUARTER MONTH WEEK WEEK_OF_YEAR YEAR_OF_WEEK
    YOW DAY DAY_OF_MONTH DAY_OF_WEEK DOW DAY_OF_YEAR DOY HOUR MINUTE SECOND
    CURRENT_TIMESTAMP LOCALTIMESTAMP NOW AT_TIMEZONE WITH_TIMEZONE CAST TRY_CAST
    """
)
_MAY_PRECEDE = _words(
    """
    IN EXISTS AND OR NOT SELECT FROM JOIN ON USING WHERE HAVING BY WHEN THEN ELSE CASE OVER FILTER
    AS VALUES UNION ALL DISTINCT EXCEPT INTERSECT ROLLUP CUBE SETS BETWEEN LIKE ANY SOME WITH
    VARCHAR DECIMAL TIMESTAMP INTERVAL IS LIMIT OFFSET ESCAPE LATERAL ROW SETS WINDOW ZONE
    """
)
_ALIASES_FOLLOW = frozenset({"AS", "WITH", "RECURSIVE"})


def check_functions(scanned: Scanned) -> None:
    """Raises SqlConstruct for a call of anything else: a parser may know a name otherwise."""
    tokens = scanned.tokens
    for index, each in enumerate(tokens[:-1]):
        if not _is_sign(tokens[index + 1], "("):
            continue
        if each.kind is TokenKind.WORD and each.value not in FUNCTIONS | _MAY_PRECEDE:
            if _names_columns(tokens, index):
                continue
            close = difflib.get_close_matches(each.value, sorted(FUNCTIONS), n=1, cutoff=0.7)
            raise SqlConstruct(
                what=f"{each.value.lower()[:40]}(…)",
                place=scanned.place(each.start),
                did_you_mean=close[0].lower() if close else None,
            )


def _names_columns(tokens: tuple[Token, ...], index: int) -> bool:
    """`WITH x (a, b) AS (…)`, `(VALUES …) AS v (a, b)`, `(…) v (a, b)`: no call."""
    before = tokens[index - 1] if index else None
    if before is not None and (before.value in _ALIASES_FOLLOW or _is_sign(before, ")")):
        return True
    depth = 0
    for at in range(index + 1, len(tokens)):
        if _is_sign(tokens[at], "("):
            depth += 1
        elif _is_sign(tokens[at], ")"):
            depth -= 1
            if depth == 0:
                return [each.value for each in tokens[at + 1 : at + 3]] == ["AS", "("]
    return False


def _is_sign(token: Token, value: str) -> bool:
    return token.kind is TokenKind.SIGN and token.value == value
