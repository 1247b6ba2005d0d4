"""Words and functions of other dialects as this one writes them: told where they are refused."""

from __future__ import annotations

from collections.abc import Mapping

_PERCENTILE = "percentile_disc(0.9) WITHIN GROUP (ORDER BY x)"
_FORMAT = "date_format(x, '%d/%m/%Y')"
_PARSE = "date_parse(x, '%d/%m/%Y')"
_LIST = "listagg(x, ', ') WITHIN GROUP (ORDER BY x)"
_DIFFERENCE = "date_diff('day', a, b)"
_LATEST = "max_by(x, y)"
_COALESCE = "coalesce(x, y)"
_MATCH = "regexp_like(x, '^a')"
_TAKE = "regexp_extract(x, '[0-9]+')"
_MEMBER = "json_extract_scalar(x, '$.a.b[0]')"
_JOIN = "JOIN b ON a.code = b.code"
_SUM_OF_SOME = "sum(x) FILTER (WHERE y = 'a')"

EQUIVALENTS: Mapping[str, str] = {
    "ADD_MONTHS": "date_add('month', n, x)",
    "ARGMAX": _LATEST,
    "ARGMIN": "min_by(x, y)",
    "ARG_MAX": _LATEST,
    "ARG_MIN": "min_by(x, y)",
    "ARRAY_AGG": _LIST,
    "AVERAGE": "avg(x)",
    "CHARACTER_LENGTH": "length(x)",
    "CHARINDEX": "strpos(x, y)",
    "CHAR_LENGTH": "length(x)",
    "CONTAINS": "strpos(x, y) > 0",
    "CONVERT": "CAST(x AS varchar)",
    "COUNTIF": "count_if(x)",
    "CURDATE": "current_date",
    "DATEADD": "date_add('day', n, x)",
    "DATEDIFF": _DIFFERENCE,
    "DATEPART": "extract(YEAR FROM x)",
    "DATETRUNC": "date_trunc('month', x)",
    "DATE_FROM_PARTS": "CAST('2025-01-31' AS date)",
    "DATE_PART": "extract(YEAR FROM x)",
    "DATE_SUB": "date_add('day', -n, x)",
    "DECODE": "CASE x WHEN a THEN b END",
    "ENDSWITH": "x LIKE '%y'",
    "ENDS_WITH": "x LIKE '%y'",
    "EOMONTH": "last_day_of_month(x)",
    "FORMAT": _FORMAT,
    "FORMAT_DATE": _FORMAT,
    "FORMAT_DATETIME": _FORMAT,
    "FROM_ISO8601_DATE": "CAST(x AS date)",
    "FROM_ISO8601_TIMESTAMP": "CAST(x AS timestamp with time zone)",
    "GENERATE_SERIES": "UNNEST(sequence(1, 10)) AS t(n)",
    "GETDATE": "current_date",
    "GROUP_CONCAT": _LIST,
    "IFNULL": _COALESCE,
    "IIF": "if(x, a, b)",
    "INSTR": "strpos(x, y)",
    "ISNULL": _COALESCE,
    "JSON_EXTRACT": _MEMBER,
    "JSON_EXTRACT_PATH_TEXT": _MEMBER,
    "JSON_EXTRACT_STRING": _MEMBER,
    "JSON_QUERY": _MEMBER,
    "JSON_VALUE": _MEMBER,
    "GET_JSON_OBJECT": _MEMBER,
    "REGEXP_CONTAINS": _MATCH,
    "REGEXP_EXTRACT_ALL": _TAKE,
    "REGEXP_FULL_MATCH": "regexp_like(x, '^[0-9]+$')",
    "REGEXP_MATCH": _MATCH,
    "REGEXP_MATCHES": _MATCH,
    "REGEXP_SPLIT": "split_part(x, ',', 1)",
    "REGEXP_SPLIT_TO_ARRAY": "split_part(x, ',', 1)",
    "REGEXP_SUBSTR": _TAKE,
    "SAFE_CAST": "TRY_CAST(x AS integer)",
    "SAFE_DIVIDE": "try(a / b)",
    "SPLIT": "split_part(x, ',', 1)",
    "LAST_DAY": "last_day_of_month(x)",
    "LCASE": "lower(x)",
    "LEFT": "substr(x, 1, n)",
    "LEN": "length(x)",
    "LOCATE": "strpos(x, y)",
    "LOG": "ln(x)",
    "MEAN": "avg(x)",
    "MID": "substr(x, 2, 3)",
    "MONTHS_BETWEEN": "date_diff('month', a, b)",
    "NVL": _COALESCE,
    "NVL2": "if(x IS NOT NULL, a, b)",
    "PARSE_DATE": _PARSE,
    "PARSE_DATETIME": _PARSE,
    "PERCENTILE": _PERCENTILE,
    "PERCENTILE_CONT": _PERCENTILE,
    "QUANTILE": _PERCENTILE,
    "QUANTILE_CONT": _PERCENTILE,
    "QUANTILE_DISC": _PERCENTILE,
    "RIGHT": "substr(x, -n)",
    "STDEV": "stddev(x)",
    "STRFTIME": _FORMAT,
    "STRING_AGG": _LIST,
    "STRPTIME": _PARSE,
    "STR_TO_DATE": _PARSE,
    "SUBSTRING_INDEX": "split_part(x, ',', 1)",
    "SYSDATE": "current_date",
    "TO_CHAR": _FORMAT,
    "TO_DATE": _PARSE,
    "TO_NUMBER": "CAST(x AS decimal(12, 2))",
    "TO_TIMESTAMP": _PARSE,
    "UNACCENT": "fold(x)",
    "TRUNC": "floor(x)",
    "TRY_CONVERT": "TRY_CAST(x AS integer)",
    "UCASE": "upper(x)",
    "VAR": "variance(x)",
    "WEEKDAY": "day_of_week(x)",
    "AGE": _DIFFERENCE,
    "AUJOURDHUI": "current_date",
    "FIRST": "min_by(x, y)",
    "INT": "CAST(x AS integer)",
    "LAST": _LATEST,
    "LOOKUP": _JOIN,
    "MODE": "SELECT x, count(*) AS n FROM … GROUP BY x ORDER BY n DESC LIMIT 1",
    "MOYENNE": "avg(x)",
    "NB": "count(*)",
    "NB_SI": "count_if(x)",
    "NBVAL": "count(x)",
    "RECHERCHEV": _JOIN,
    "SI": "if(x, a, b)",
    "SOMME": "sum(x)",
    "SOMME_SI": _SUM_OF_SOME,
    "STR": "CAST(x AS varchar)",
    "SUMIF": _SUM_OF_SOME,
    "TODAY": "current_date",
    "VLOOKUP": _JOIN,
    "XLOOKUP": _JOIN,
    "DAYNAME": "day_of_week(x)",
    "MONTHNAME": "month(x)",
}
"""By the name of a function, in capitals."""

WORDS: Mapping[str, str] = {
    "ILIKE": "lower(x) LIKE 'a%'",
    "RLIKE": _MATCH,
    "SIMILAR": _MATCH,
    "QUALIFY": "SELECT … FROM (SELECT …, row_number() OVER (…) AS n FROM …) WHERE n = 1",
    "TABLESAMPLE": "WHERE, LIMIT",
    "PIVOT": "sum(CASE WHEN x = 1 THEN y END)",
    "UNPIVOT": "UNION ALL",
}
"""Words of a syntax that is not known here, wherever they stand."""

PAIRS: Mapping[tuple[str, str], str] = {
    ("WITH", "RECURSIVE"): "UNNEST(sequence(1, 10)) AS t(n)",
    ("MINUS", "SELECT"): "EXCEPT SELECT",
    ("ASOF", "JOIN"): "JOIN … ON, max_by(x, y)",
    ("UNNEST", "ARRAY"): "(VALUES (1), (2)) AS t(n)",
    ("SELECT", "TOP"): "LIMIT 5",
    ("NULLS", "RESPECT"): "IGNORE NULLS",
}
"""Two words in a row, parentheses between them aside."""
SIGNS: Mapping[str, str] = {
    "::": "CAST(x AS type)",
    "==": "x = y",
    "[": "(VALUES (1), (2)) AS t(n)",
    "`": '"x"',
    "~": _MATCH,
    ":": "?",
    "@": "?",
    "$$": "?",
    "#": "-- …",
    "$": "?",
    "{": "?, DATE '2025-01-31'",
    "&": "x AND y",
    "!": "NOT x, x <> y",
    "^": "power(x, n)",
}
"""By the sign that no statement may hold."""


def is_no_parameter(sign: str, text: str, at: int) -> bool:
    """`$1` and `$flux` are parameters elsewhere; the sign in `files$history` is none."""
    return sign == "$" and (text[at - 1 : at].isalnum() or not text[at + 1 : at + 2].isalnum())
