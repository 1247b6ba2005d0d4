"""The functions that a statement may call, by their names in Trino."""

from __future__ import annotations

import difflib
import re

from federation.sql.equivalents import EQUIVALENTS, PAIRS, WORDS
from federation.sql.problems import SqlConstruct, SqlWrittenOtherwise
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
    LAST_DAY_OF_MONTH DATE_FORMAT DATE_PARSE
    TRUNCATE LOG10 WIDTH_BUCKET CBRT SIN COS TAN ASIN ACOS ATAN ATAN2 RADIANS DEGREES PI
    LPAD RPAD CONCAT_WS SPLIT_PART TRY
    MAX_BY MIN_BY APPROX_PERCENTILE MEDIAN PERCENTILE_DISC LISTAGG
    CORR COVAR_POP COVAR_SAMP REGR_SLOPE REGR_INTERCEPT NTH_VALUE UNNEST SEQUENCE
    REGEXP_LIKE REGEXP_EXTRACT REGEXP_REPLACE JSON_EXTRACT_SCALAR REVERSE FOLD
    CURRENT_TIMESTAMP LOCALTIMESTAMP NOW AT_TIMEZONE WITH_TIMEZONE CAST TRY_CAST
    """
)
_MAY_PRECEDE = _words(
    """
    IN EXISTS AND OR NOT SELECT FROM JOIN ON USING WHERE HAVING BY WHEN THEN ELSE CASE OVER FILTER
    AS VALUES UNION ALL DISTINCT EXCEPT INTERSECT ROLLUP CUBE SETS BETWEEN LIKE ANY SOME WITH
    VARCHAR DECIMAL TIMESTAMP INTERVAL IS LIMIT OFFSET ESCAPE LATERAL ROW SETS WINDOW ZONE GROUP
    """
)
_NEAR = 0.8
_CALLED = re.compile(r"([A-Za-z_0-9]+)\(")
_STARTS = frozenset({TokenKind.WORD, TokenKind.TEXT, TokenKind.NUMBER})
_ALIASES_FOLLOW = frozenset({"AS", "WITH", "RECURSIVE"})


def check_functions(scanned: Scanned) -> None:
    """Raises SqlConstruct for a call of anything else: a parser may know a name otherwise.

    SqlWrittenOtherwise where it is known how that is written here.
    """
    tokens = scanned.tokens
    _check_words(scanned)
    for index, each in enumerate(tokens[:-1]):
        if not _is_sign(tokens[index + 1], "("):
            continue
        if each.kind is TokenKind.WORD and each.value not in FUNCTIONS | _MAY_PRECEDE:
            if _names_columns(tokens, index):
                continue
            instead = EQUIVALENTS.get(each.value)
            if instead is not None and is_written_here(instead):
                raise SqlWrittenOtherwise(
                    what=f"{each.value.lower()}(…)",
                    instead=instead,
                    place=scanned.place(each.start),
                )
            # A name of another function is none of a misspelt one: better nothing than a wrong one.
            close = difflib.get_close_matches(each.value, sorted(FUNCTIONS), n=1, cutoff=_NEAR)
            raise SqlConstruct(
                what=f"{each.value.lower()[:40]}(…)",
                place=scanned.place(each.start),
                did_you_mean=close[0].lower() if close else None,
            )


def is_written_here(sql: str) -> bool:
    """True where a statement may call each function that `sql` calls."""
    return all(each.upper() in FUNCTIONS | _MAY_PRECEDE for each in _CALLED.findall(sql))


def _check_words(scanned: Scanned) -> None:
    words = [each for each in scanned.tokens if each.kind is not TokenKind.SIGN]
    for index, each in enumerate(words):
        if each.kind is not TokenKind.WORD:
            continue
        after = words[index + 1] if index + 1 < len(words) else None
        pair = (each.value, after.value if after and after.kind is TokenKind.WORD else "")
        instead = PAIRS.get(pair)
        known = instead is not None and is_written_here(instead)
        if instead is not None and known and (pair[1] != "TOP" or _is_number(words, index + 2)):
            what = " ".join(pair)
            raise SqlWrittenOtherwise(what=what, instead=instead, place=scanned.place(each.start))
        if each.value in WORDS and index and after is not None and after.kind in _STARTS:
            raise SqlWrittenOtherwise(
                what=each.value, instead=WORDS[each.value], place=scanned.place(each.start)
            )


def _is_number(words: list[Token], at: int) -> bool:
    return at < len(words) and words[at].kind is TokenKind.NUMBER


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
