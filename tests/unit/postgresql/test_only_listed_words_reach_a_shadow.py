"""A statement about catalogs is written again from its tokens, each of them on a list.

Covers federation.catalog_shadow.statements, federation.catalog_shadow.programs.
"""

import pytest

from catalog.model.problem import Problem
from federation.catalog_shadow.programs import find_programs
from federation.catalog_shadow.statements import shadow_text
from federation.postgresql.scan import read_message


def sent(text):
    (statement,) = read_message(text)
    return shadow_text(statement)


@pytest.mark.parametrize(
    ("text", "rewritten"),
    [
        (
            "SELECT d.datname FROM pg_catalog.pg_database d -- all",
            "SELECT d.datname FROM information_schema.interco_database d",
        ),
        (
            "SELECT datname FROM pg_database WHERE datname = current_database()",
            (
                "SELECT datname FROM information_schema.interco_database"
                " WHERE datname = information_schema.current_database()"
            ),
        ),
        (
            "SELECT pg_catalog.current_database(), current_catalog FROM pg_am",
            (
                "SELECT information_schema.current_database(),"
                " information_schema.current_database() FROM pg_am"
            ),
        ),
        (
            r"SELECT 1 FROM pg_class WHERE relname ~ $1 AND x = E'\n''$$' /* a /* b */ */",
            "SELECT 1 FROM pg_class WHERE relname ~ $1 AND x = '\n''$$'",
        ),
        (
            "SELECT s.r FROM generate_series(1, 3) AS s(r), pg_am a",
            "SELECT s.r FROM generate_series(1, 3) AS s(r), pg_am a",
        ),
        (
            "SELECT s.pg_one FROM (SELECT 1 AS pg_one FROM pg_am) AS s",
            "SELECT s.pg_one FROM (SELECT 1 AS pg_one FROM pg_am) AS s",
        ),
        (
            "SELECT 'x'::regclass, c.relname !~ '^pg_' FROM pg_class c",
            "SELECT 'x'::regclass, c.relname !~ '^pg_' FROM pg_class c",
        ),
    ],
)
def test_a_statement_is_written_again_from_its_tokens(text, rewritten):
    assert sent(text) == rewritten


@pytest.mark.parametrize(
    "text",
    [
        "SELECT pg_sleep(1) FROM pg_am",
        "SELECT (pg_sleep)(1) FROM pg_am",
        'SELECT "pg_sleep"(1) FROM pg_am',
        "SELECT pg_catalog.pg_sleep (1)",
        "SELECT * FROM pg_authid",
        'SELECT * FROM "pg_authid"',
        "SELECT * FROM pg_catalog . pg_shadow",
        "SELECT query_to_xml('SELECT 1', true, true, '') FROM pg_am",
        "SELECT f(1) FROM pg_am",
        "SELECT information_schema._pg_truetypid(a, t) FROM pg_attribute a, pg_type t",
        "SELECT 1 FROM pg_am FOR UPDATE",
        "SELECT 1 INTO x FROM pg_am",
        "WITH x AS (INSERT INTO pg_am VALUES (1) RETURNING 1) SELECT 1 FROM x",
        "SELECT x.pg_sleep(1) FROM pg_am x",
        "SELECT 1 FROM pg_am a, LATERAL pg_sleep(5)",
        "SELECT 1 FROM pg_am WHERE 1 = ALL (SELECT pg_sleep(1))",
        "SELECT 1 FROM pg_am s (a, pg_sleep)",
        "SELECT 1 FROM interco.pg_catalog.pg_authid",
        "SELECT 1 FROM pg_toast.pg_toast_1260",
    ],
)
def test_any_other_word_is_refused_by_its_name(text):
    with pytest.raises(Problem) as refused:
        sent(text)
    assert refused.value.code in {"postgresql_not_here", "sql_construct"}


def test_programs_are_those_that_run(tmp_path):
    assert find_programs(tmp_path) is None
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 9.6.1'\n")
        (tmp_path / name).chmod(0o755)
    assert find_programs(tmp_path) is None
    (tmp_path / "postgres").write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 16.4 (Debian)'\n")
    assert find_programs(tmp_path).version == "16.4"
