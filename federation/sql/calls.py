"""Checks the number of a function's arguments, the functions that need OVER, and the types of CAST:
told from the text, for a parser fills in what is not there, each in its own way.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from catalog.model.column_types import TYPES
from federation.sql.problems import SqlForm, SqlWrittenOtherwise
from federation.sql.scan import Scanned, Token, TokenKind

_ANY = 1_000
_FORMS: Mapping[str, tuple[int, int, str]] = {
    **{
        name: (1, 1, f"{name.lower()}(x)")
        for name in (
            *("SUM", "AVG", "MIN", "MAX", "ANY_VALUE", "ARBITRARY", "COUNT_IF", "STDDEV"),
            *("STDDEV_POP", "STDDEV_SAMP", "VARIANCE", "VAR_POP", "VAR_SAMP", "BOOL_AND"),
            *("BOOL_OR", "EVERY", "ABS", "CEIL", "CEILING", "FLOOR", "SIGN", "SQRT", "LN", "EXP"),
            *("LOWER", "UPPER", "LENGTH", "REVERSE", "FOLD", "DATE", "YEAR", "QUARTER", "MONTH"),
            *("WEEK", "WEEK_OF_YEAR", "YEAR_OF_WEEK", "YOW", "DAY", "DAY_OF_MONTH"),
            *("DAY_OF_WEEK", "DOW", "DAY_OF_YEAR", "DOY", "HOUR", "MINUTE", "SECOND"),
            *("LAST_DAY_OF_MONTH", "LOG10", "CBRT", "SIN", "COS", "TAN", "ASIN", "ACOS", "ATAN"),
            *("RADIANS", "DEGREES", "TRY", "NTILE", "LTRIM", "RTRIM"),
        )
    },
    **{
        name: (2, 2, f"{name.lower()}(x, y)")
        for name in (
            *("POW", "POWER", "MOD", "NULLIF", "STRPOS", "STARTS_WITH", "ATAN2", "MAX_BY"),
            *("MIN_BY", "CORR", "COVAR_POP", "COVAR_SAMP", "REGR_SLOPE", "REGR_INTERCEPT"),
        )
    },
    "COUNT": (0, 1, "count(*)"),
    "APPROX_DISTINCT": (1, 1, "approx_distinct(x)"),
    "APPROX_PERCENTILE": (2, 2, "approx_percentile(x, 0.5)"),
    "MEDIAN": (1, 1, "median(x)"),
    "PERCENTILE_DISC": (1, 1, "percentile_disc(0.9) WITHIN GROUP (ORDER BY x)"),
    "ROUND": (1, 2, "round(x, 2)"),
    "TRUNCATE": (1, 2, "truncate(x)"),
    "GREATEST": (2, _ANY, "greatest(x, y)"),
    "LEAST": (2, _ANY, "least(x, y)"),
    "COALESCE": (2, _ANY, "coalesce(x, y)"),
    "CONCAT": (2, _ANY, "concat(x, y)"),
    "CONCAT_WS": (2, _ANY, "concat_ws(', ', x, y)"),
    "IF": (2, 3, "if(x > 3, a, b)"),
    "SUBSTR": (2, 3, "substr(x, 1, 5)"),
    "REPLACE": (2, 3, "replace(x, 'a', 'b')"),
    "TRANSLATE": (3, 3, "translate(x, 'éè', 'ee')"),
    "SPLIT_PART": (3, 3, "split_part(x, ';', 1)"),
    "LPAD": (3, 3, "lpad(x, 5, '0')"),
    "RPAD": (3, 3, "rpad(x, 5, ' ')"),
    "REGEXP_LIKE": (2, 2, "regexp_like(x, '^a')"),
    "REGEXP_EXTRACT": (2, 3, "regexp_extract(x, '[0-9]+')"),
    "REGEXP_REPLACE": (2, 3, "regexp_replace(x, ' +', ' ')"),
    "JSON_EXTRACT_SCALAR": (2, 2, "json_extract_scalar(x, '$.a')"),
    "DATE_TRUNC": (2, 2, "date_trunc('month', x)"),
    "DATE_ADD": (3, 3, "date_add('day', 1, x)"),
    "DATE_DIFF": (3, 3, "date_diff('day', a, b)"),
    "DATE_FORMAT": (2, 2, "date_format(x, '%d/%m/%Y')"),
    "DATE_PARSE": (2, 2, "date_parse(x, '%d/%m/%Y')"),
    "AT_TIMEZONE": (2, 2, "at_timezone(x, 'Europe/Paris')"),
    "WITH_TIMEZONE": (2, 2, "with_timezone(x, 'Europe/Paris')"),
    "WIDTH_BUCKET": (4, 4, "width_bucket(x, 0, 100, 10)"),
    "ROW_NUMBER": (0, 0, "row_number() OVER (ORDER BY x)"),
    "RANK": (0, 0, "rank() OVER (ORDER BY x)"),
    "DENSE_RANK": (0, 0, "dense_rank() OVER (ORDER BY x)"),
    "PERCENT_RANK": (0, 0, "percent_rank() OVER (ORDER BY x)"),
    "CUME_DIST": (0, 0, "cume_dist() OVER (ORDER BY x)"),
    "LAG": (1, 3, "lag(x, 1) OVER (ORDER BY y)"),
    "LEAD": (1, 3, "lead(x, 1) OVER (ORDER BY y)"),
    "FIRST_VALUE": (1, 1, "first_value(x) OVER (ORDER BY y)"),
    "LAST_VALUE": (1, 1, "last_value(x) OVER (ORDER BY y)"),
    "NTH_VALUE": (2, 2, "nth_value(x, 2) OVER (ORDER BY y)"),
    "SEQUENCE": (2, 3, "UNNEST(sequence(1, 12)) AS t(n)"),
    "PI": (0, 0, "pi()"),
    "NOW": (0, 0, "now()"),
}
"""The least and the most arguments, and an example."""
_WINDOWS = frozenset(
    {
        *("ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST", "NTILE"),
        *("LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "NTH_VALUE"),
    }
)
_TYPES = frozenset(
    {
        *("VARCHAR", "SMALLINT", "INTEGER", "INT", "BIGINT", "DECIMAL", "DOUBLE", "BOOLEAN"),
        *("DATE", "TIMESTAMP", "TINYINT", "TIME"),
    }
)
_TYPE_NAMES = ", ".join(
    dict.fromkeys(
        record.trino.partition("(")[0].replace("decimal", "decimal(12, 2)")
        for record in TYPES.values()
    )
)
_TYPE_INSTEAD: Mapping[str, str] = {
    **dict.fromkeys(("STRING", "TEXT", "NVARCHAR", "VARCHAR2", "CHAR", "UUID"), "varchar"),
    **dict.fromkeys(("INT64", "LONG", "SIGNED", "UNSIGNED", "INT8", "BIGNUMERIC"), "bigint"),
    **dict.fromkeys(("INT32", "INT4", "INT16", "INT2"), "integer"),
    **dict.fromkeys(("NUMBER", "NUMERIC", "MONEY"), "decimal(12, 2)"),
    **dict.fromkeys(("FLOAT", "REAL", "FLOAT64", "FLOAT8"), "double"),
    **dict.fromkeys(("DATETIME", "DATETIME2", "TIMESTAMP_NTZ"), "timestamp"),
    **dict.fromkeys(("TIMESTAMPTZ", "TIMESTAMP_TZ"), "timestamp with time zone"),
    **dict.fromkeys(("BOOL", "BIT"), "boolean"),
}


def check_calls(scanned: Scanned) -> None:
    """Raises SqlForm, SqlWrittenOtherwise."""
    tokens = scanned.tokens
    for index, word in enumerate(tokens[:-1]):
        if word.kind is not TokenKind.WORD or not _is(tokens[index + 1], "("):
            continue
        if word.value in {"CAST", "TRY_CAST"}:
            _check_type(tokens, index, scanned)
        form = _FORMS.get(word.value)
        before = tokens[index - 1] if index else None
        if form is None or (before is not None and before.value in {"AS", "WITH", "."}):
            continue
        inside, end = _arguments(tokens, index + 1)
        least, most, example = form
        is_star = inside is None and word.value != "COUNT"
        if is_star or (inside is not None and not least <= inside <= most):
            _refuse(word, example, scanned)
        if word.value in _WINDOWS and not _is_over(tokens, end):
            over = example if " OVER " in example else f"{example} OVER (ORDER BY y)"
            _refuse(word, over, scanned)


def _arguments(tokens: tuple[Token, ...], opening: int) -> tuple[int | None, int]:
    """The number of arguments, None for `*` alone or an open call; and the place of their end."""
    depth, commas = 0, 0
    for at in range(opening, len(tokens)):
        if _is(tokens[at], "("):
            depth += 1
        elif _is(tokens[at], ")"):
            depth -= 1
            if depth == 0:
                is_empty = at == opening + 1
                is_star = at == opening + 2 and _is(tokens[opening + 1], "*")
                count = 0 if is_empty else commas + 1
                return (None if is_star and commas == 0 else count), at
        elif depth == 1 and _is(tokens[at], ","):
            commas += 1
    return None, len(tokens)


def _is_over(tokens: tuple[Token, ...], end: int) -> bool:
    """True where OVER follows the call that ends at `end`, behind IGNORE NULLS and FILTER (…)."""
    at = end + 1
    while at < len(tokens) and tokens[at].value in {"IGNORE", "RESPECT", "NULLS"}:
        at += 1
    if at + 1 < len(tokens) and tokens[at].value == "FILTER":
        at = _arguments(tokens, at + 1)[1] + 1
    return at < len(tokens) and tokens[at].value == "OVER"


def _check_type(tokens: tuple[Token, ...], index: int, scanned: Scanned) -> None:
    for token in _after_as(tokens, index + 1):
        if token.kind is not TokenKind.WORD or token.value in _TYPES:
            return
        instead = _TYPE_INSTEAD.get(token.value)
        place = scanned.place(token.start)
        if instead is not None:
            what = f"CAST(… AS {token.value.lower()})"
            raise SqlWrittenOtherwise(what=what, instead=f"CAST(x AS {instead})", place=place)
        raise SqlForm(
            what="CAST",
            expected_fr=f"un type parmi {_TYPE_NAMES}",
            expected_en=f"a type, one of {_TYPE_NAMES}",
            place=place,
        )


def _after_as(tokens: tuple[Token, ...], opening: int) -> Iterator[Token]:
    """The word that says the type, of this CAST and no inner one."""
    depth = 0
    for at in range(opening, len(tokens) - 1):
        if _is(tokens[at], "("):
            depth += 1
        elif _is(tokens[at], ")"):
            depth -= 1
            if depth == 0:
                return
        elif depth == 1 and tokens[at].kind is TokenKind.WORD and tokens[at].value == "AS":
            yield tokens[at + 1]
            return


def _is(token: Token, sign: str) -> bool:
    return token.kind is TokenKind.SIGN and token.value == sign


def _refuse(token: Token, example: str, scanned: Scanned) -> None:
    raise SqlForm(
        what=token.value.lower(),
        expected_fr=f"ses arguments : {example}",
        expected_en=f"its arguments: {example}",
        place=scanned.place(token.start),
    )
