"""PostgreSQL reads `t.to_json` as `to_json(t)` where the table has no such column.

Covers catalog.actions.row_functions.
"""

import psycopg
import pytest
from psycopg import sql

from catalog.actions.row_functions import ROW_FUNCTIONS

_ONE_ARGUMENT = """
SELECT DISTINCT proname FROM pg_proc
WHERE pronargs >= 1 AND pronargs - pronargdefaults <= 1
ORDER BY proname
"""


@pytest.fixture
def connection(postgresql_database):
    with psycopg.connect(postgresql_database, autocommit=True) as opened:
        opened.execute("CREATE TABLE agents (id integer, nir text)")
        opened.execute("INSERT INTO agents VALUES (1, 'CANARI')")
        yield opened


def test_every_function_that_shows_a_row_is_refused_as_the_name_of_a_column(connection):
    shown = set()
    for (name,) in connection.execute(_ONE_ARGUMENT).fetchall():
        asked = sql.SQL("SELECT t.{}::text FROM agents AS t").format(sql.Identifier(name))
        try:
            rows = connection.execute(asked).fetchall()
        except psycopg.Error:
            continue
        if "CANARI" in str(rows) or "43414e415249" in str(rows):
            shown.add(name)
    assert {"to_json", "row_to_json", "concat"} <= shown
    assert shown <= ROW_FUNCTIONS
