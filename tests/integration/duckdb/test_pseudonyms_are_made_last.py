"""A pseudonym is made of the rows that a limit leaves, where nothing else needs it before.

Covers federation.late_hashes, federation.rewrites.limit_first, federation.rewrites.fence.
"""

import duckdb
import pytest
from sqlglot import parse_one

from federation.late_hashes import hash_last

KEYS = {"key_0_1": "one", "key_0_2": "two"}
PSEUDONYM = "sha256($key_0_2 || sha256($key_0_1 || s.id))"
GIVEN = f"SELECT {PSEUDONYM} AS id, s.jour AS jour, s.poids AS poids FROM lignes AS s WHERE s.vu"


def answer(
    given=GIVEN,
    first="t.id AS c0, t.jour AS c1",
    ordered="t.jour",
    where="t.poids > 2",
    shown="_l.c0 AS a, _l.c1 AS b",
    again="_l.c1, _l.c0",
):
    below = f"SELECT {first} FROM ({given}) AS t WHERE {where} ORDER BY {ordered} LIMIT 4"
    return f"SELECT {shown} FROM ({below}) AS _l ORDER BY {again} LIMIT 4"


MOVED = {
    "one": answer(),
    "shown twice": answer(shown="_l.c0 AS a, upper(_l.c0) AS b"),
    "beside its own column": answer(
        given=GIVEN.replace("s.jour AS jour", "s.jour AS jour, s.id AS clair"),
        first="t.id AS c0, t.jour AS c1, t.clair AS c2",
        shown="_l.c0 AS a, _l.c2 AS b",
    ),
    "by the branch of a row": answer(
        given=f"SELECT CASE WHEN g.b THEN g.id ELSE {PSEUDONYM.replace('s.', 'g.')} END AS id, "
        "g.jour AS jour, g.poids AS poids "
        "FROM (SELECT s.id AS id, s.jour AS jour, s.poids AS poids, s.poids > 5 AS b "
        "FROM lignes AS s WHERE s.vu) AS g"
    ),
}
KEPT = {
    "its rows are chosen by it": answer(where="t.id > '5'"),
    "they are ordered by it": answer(ordered="t.id"),
    "something is made of it": answer(first="upper(t.id) AS c0, t.jour AS c1"),
    "it is given twice": answer(first="t.id AS c0, t.id AS c1"),
    "its rows are fenced": answer(given=f"{GIVEN} OFFSET 0"),
    "groups are made": answer(first="max(t.id) AS c0, t.jour AS c1", ordered="2").replace(
        " ORDER BY 2 LIMIT 4)", " GROUP BY t.jour ORDER BY 2 LIMIT 4)"
    ),
}


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as opened:
        opened.execute(
            "CREATE TABLE lignes AS SELECT 'n' || i AS id, DATE '2026-01-01' + (i * 7 % 50)::INT "
            "AS jour, i % 11 AS poids, i % 3 > 0 AS vu FROM range(50) AS r(i)"
        )
        yield opened


def both(text):
    """As it is written, and with its pseudonyms made last."""
    tree = parse_one(text, read="duckdb")
    before = tree.sql("duckdb")
    return before, hash_last(tree).sql("duckdb")


@pytest.mark.parametrize("name", [*MOVED, *KEPT])
def test_the_rows_are_the_same(connection, name):
    before, after = both({**MOVED, **KEPT}[name])
    rows = connection.execute(before, KEYS).fetchall()
    assert len(rows) == 4
    assert connection.execute(after, KEYS).fetchall() == rows


@pytest.mark.parametrize("name", MOVED)
def test_it_is_made_above_the_limit(name):
    _, after = both(MOVED[name])
    above, below = after.split(" FROM (SELECT ", 1)
    assert "SHA256" in above
    assert "SHA256" not in below.rsplit(" ORDER BY ", 1)[0]


@pytest.mark.parametrize("name", KEPT)
def test_it_stays_where_it_is_needed_before(name):
    before, after = both(KEPT[name])
    assert after == before


@pytest.mark.parametrize(
    "text", ["SELECT 1 AS a", GIVEN, f"SELECT t.id FROM ({GIVEN}) AS t ORDER BY 1 LIMIT 3"]
)
def test_a_tree_of_another_shape_is_left_alone(text):
    before, after = both(text)
    assert after == before
