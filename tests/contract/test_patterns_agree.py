"""Patterns that nobody thought of are matched, taken out and replaced alike by every engine.

Covers federation.patterns.pattern_reading, federation.patterns.going_back,
federation.patterns.regular, federation.dialects.patterns, federation.sql.like,
federation.dialects.substrings.
"""

from __future__ import annotations

from random import Random

import pytest

from federation.patterns.going_back import MOST_OPEN, doubt_of
from federation.patterns.pattern_reading import Odd, read_pattern
from federation.patterns.regular import may_be_empty
from tests.contract.cases_file import ContractCase
from tests.contract.conftest import Bench
from tests.contract.test_engines_agree import REFERENCE, _rows, assert_same
from tests.contract.test_sql_statements_agree import Statement, answer

_ATOMS = ("a", "b", "é", ".", "[ab]", "[^a]", "[a-cé]", r"\d", r"\W", r"\.", "^", "$", r"\s", r"\w")
_TIMES = ("", "", "", "*", "+", "?", "{2}", "{1,3}", "{2,}", "*?", "+?", "??")
_TEXTS = ("", "a", "b", "ab", "abab", "aé b", "1.2", "é\né", "a\n", "aabb  12", "🗑a", "b.a")
_PATTERNS = 60


def _drawn(random: Random, depth: int = 0) -> str:
    choice = random.randint(0, 5)
    if depth > 2 or choice < 2:
        return random.choice(_ATOMS) + random.choice(_TIMES)
    if choice == 2:
        opened = random.choice(["(", "(?:"])
        return f"{opened}{_drawn(random, depth + 1)}){random.choice(_TIMES)}"
    parts = [_drawn(random, depth + 1) for _ in range(random.randint(1, 3))]
    return random.choice(["", "", "|"]).join(parts)


def _taken() -> list[str]:
    random, found = Random(8), dict[str, None]()
    while len(found) < _PATTERNS:
        pattern = _drawn(random)
        try:
            doubt = doubt_of(read_pattern(pattern))
        except Odd:
            continue
        if not doubt.in_repeat and doubt.open <= MOST_OPEN:
            found[pattern] = None
    return list(found)


def _statement(form: str, patterns: list[str]) -> Statement:
    shown = ", ".join(form.format(each) for each in patterns)
    texts = ", ".join(f"({at}, '{each}')" for at, each in enumerate(_TEXTS))
    return Statement(
        form,
        f"SELECT t.n, {shown} FROM ville.mesures m CROSS JOIN (VALUES {texts}) AS t(n, x)"
        " WHERE m.id = 1 ORDER BY t.n",
    )


MATCHED = _statement("regexp_like(t.x, '{}')", ["", "a|", "(?:a|)b", *_taken()])
TAKEN_OUT = _statement("regexp_extract(t.x, '{}')", _taken())
REPLACED = _statement(
    "regexp_replace(t.x, '{}', '<$0>')",
    [each for each in _taken() if not may_be_empty(read_pattern(each))],
)


@pytest.mark.parametrize("statement", [MATCHED, TAKEN_OUT, REPLACED], ids=str)
async def test_patterns_mean_the_same_everywhere(bench: Bench, statement: Statement):
    case = ContractCase("sql", statement.title, statement.sql, (), ())
    expected = _rows(await answer(bench, statement, REFERENCE), case)
    assert len(expected) == len(_TEXTS)
    for place in ("postgresql", "trino over parquet"):
        assert_same(_rows(await answer(bench, statement, place), case), expected)


def test_enough_of_them_are_drawn():
    assert len(_taken()) == _PATTERNS
    assert REPLACED.sql.count("regexp_replace") > 20
