"""What would make a parser, a rewriter or an engine hang is refused before it can.

The bound is processor time, so that a busy machine changes nothing: a second for what takes
milliseconds.

Covers federation.sql.scan, federation.sql.neighbours.
"""

from __future__ import annotations

import pytest

from catalog.model.problem import CallerProblem
from federation.sql.scan import scan
from tests.attacks.arena import Arena
from tests.attacks.corpus import read_attack, standing_arena, standing_world
from tests.within import within

C = "val.collectes"
MOST_S = 1.0
_DOUBLED = ", ".join(f"c{n + 1} AS (SELECT a.id FROM c{n} a, c{n} b)" for n in range(39))
_WIDER = ", ".join(f"c{n + 1} AS (SELECT a.*, b.* FROM c{n} a, c{n} b)" for n in range(30))
HUGE = {
    "2^39 rows of CTEs": f"WITH c0 AS (SELECT id FROM {C}), {_DOUBLED} SELECT id FROM c39",
    "2^30 columns of stars": f"WITH c0 AS (SELECT * FROM {C}), {_WIDER} SELECT * FROM c30",
    "50,000 parentheses": f"SELECT {'(' * 50_000}1{')' * 50_000} AS a",
    "50,000 parentheses that are never closed": f"SELECT {'(' * 50_000}",
    "50,000 parentheses around a query": f"{'(' * 50_000}SELECT 1 AS a{')' * 50_000}",
    "50,000 parentheses in FROM": f"SELECT 1 AS a FROM {'(' * 50_000}{C}{')' * 50_000}",
    "20,000 NOTs": f"SELECT {'NOT ' * 20_000}TRUE AS a",
    "40,000 minus signs": f"SELECT {'- ' * 40_000}1 AS a",
    "5,000 CASEs": f"SELECT {'CASE WHEN TRUE THEN ' * 5_000}1{' END' * 5_000} AS a",
    "20,000 ORs": f"SELECT id FROM {C} WHERE {' OR '.join(['nombre = 1'] * 15_000)}"[:99_000],
    "10,000 ANDs": f"SELECT id FROM {C} WHERE {' AND '.join(['TRUE'] * 9_000)}",
    "9,000 concatenations": f"SELECT {' || '.join(['id'] * 9_000)} AS a FROM {C}",
    "9,000 additions": f"SELECT {' + '.join(['nombre'] * 6_000)} AS a FROM {C}",
    "9,000 values in a list": f"SELECT id FROM {C} WHERE nombre IN ({', '.join(['1'] * 9_000)})",
    "9,000 columns": f"SELECT {', '.join(['id'] * 9_000)} FROM {C}",
    "9,000 tables": f"SELECT 1 AS a FROM {', '.join([C] * 6_000)}",
    "3,000 joins without their ON": f"SELECT 1 AS a FROM {C} {' '.join([f'JOIN {C}'] * 3_000)}",
    "2,000 joins": f"SELECT 1 AS a FROM {C} a0 "
    + " ".join(f"JOIN {C} a{n} ON TRUE" for n in range(1, 2_000)),
    "2,000 unions": " UNION ALL ".join([f"SELECT id FROM {C}"] * 2_000),
    "1,000 queries one in another": f"{'SELECT 1 AS a FROM (' * 1_000}SELECT 1 AS a{') q' * 1_000}",
    "900 EXISTS": f"SELECT 1 AS a WHERE {'EXISTS (SELECT 1 AS a WHERE ' * 900}TRUE{')' * 900}",
    "1,000 CTEs": "WITH "
    + ", ".join(f"c{n} AS (SELECT 1 AS a)" for n in range(1_000))
    + " SELECT 1 AS a",
    "a text without end": "SELECT '" + "x" * 99_000,
    "a million characters": f"SELECT 1 AS a -- {'x' * 1_000_000}",
    "a comment without end": "SELECT 1 AS a /*" + "/" * 99_000,
    "50,000 comments": f"SELECT 1 AS a {'/**/' * 24_000}",
    "a name of 50,000 letters": f"SELECT {'a' * 50_000} FROM {C}",
    "a number of 50,000 digits": f"SELECT {'1' * 50_000} AS a",
    "an exponent of 30 digits": f"SELECT 1e{'9' * 30} AS a",
    "50,000 quotes": f"SELECT '{chr(39) * 50_000}' AS a",
    "30,000 dots": f"SELECT {'a.' * 15_000}a AS a FROM {C}",
    "cubes of 30 columns": f"SELECT 1 AS a FROM {C} GROUP BY CUBE ({', '.join(['id'] * 30)})",
    "a cube of cubes": f"SELECT 1 AS a FROM {C} GROUP BY "
    + ", ".join([f"CUBE ({', '.join(['id'] * 12)})"] * 4),
    "5,000 windows": f"SELECT {', '.join(['count(*) OVER ()'] * 1_900)} FROM {C}",
    "6,600 columns named WINDOW": f"SELECT {'a, window ' * 6_600}",
    "an alternation of brackets": "SELECT " + "(1," * 20_000,
    "20,000 semicolons": "SELECT 1 AS a" + ";" * 20_000,
}


@pytest.fixture(scope="module")
def arena():
    with standing_arena() as opened:
        yield opened


@pytest.mark.parametrize("name", HUGE)
def test_it_is_refused_or_read_within_a_second_of_work(name: str, arena: Arena):
    read = within(MOST_S, lambda: read_or_refused(HUGE[name]))
    if read is not None:
        # What is let through is planned in a few seconds at most, and never by deeper recursion.
        within(10 * MOST_S, lambda: arena.plan(read))


def read_or_refused(statement):
    try:
        return read_attack(statement, standing_world())
    except CallerProblem:
        return None


def test_the_parser_is_never_given_what_is_too_large():
    """Refused on the tokens alone, by a count that grows as the text does."""
    for name in ("50,000 parentheses", "20,000 NOTs", "5,000 CASEs", "a million characters"):
        with pytest.raises(CallerProblem):
            scan(HUGE[name])
