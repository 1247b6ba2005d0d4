"""Catalogs of PostgreSQL are those of empty tables, of what the reader may know of and no more.

Covers federation.catalog_shadow.server, federation.catalog_shadow.sessions,
federation.catalog_shadow.tables, federation.catalog_shadow.statements,
federation.catalog_shadow.programs, federation.catalog_shadow.failures,
gateway.postgresql.catalogs.
"""

import asyncio
import json
from pathlib import Path

import psycopg
import pytest
from psycopg import pq

from catalog.standards.standard import standards
from federation.catalog_shadow.programs import find_programs
from gateway.postgresql.catalogs import Catalogs
from tests.integration.postgresql.conftest import COLLECTES

RECORDED = [
    json.loads(line)
    for line in Path(__file__).with_name("statements_of_tools.jsonl").read_text().splitlines()
]
TABLES = (
    "SELECT n.nspname || '.' || c.relname FROM pg_catalog.pg_class c"
    " JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace"
    " WHERE c.relkind = 'r' AND n.nspname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1"
)
EVERYWHERE = (
    *("pg_class", "pg_namespace", "pg_attribute", "pg_description", "pg_database", "pg_roles"),
    *("pg_user", "pg_index", "pg_constraint", "pg_stat_activity", "pg_settings", "pg_tables"),
    *("pg_shdescription", "pg_depend", "pg_type", "pg_stat_user_tables", "pg_tablespace"),
    "pg_auth_members",
)
NEVER = (
    "SELECT query_to_xml('SELECT 1', true, true, '') FROM pg_class",
    "SELECT table_to_xml('pg_class', true, true, '')",
    "SELECT pg_sleep(10)",
    "SELECT pg_catalog.pg_sleep(10)",
    'SELECT "pg_sleep"(10)',
    "SELECT set_config('search_path', 'x', false) FROM pg_class",
    "SELECT pg_relation_filepath('pg_class')",
    "SELECT pg_advisory_lock(1)",
    "SELECT pg_terminate_backend(1)",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT pg_ls_dir('.')",
    "SELECT lo_import('/etc/passwd') FROM pg_class",
    "SELECT dblink('x', 'y') FROM pg_class",
    "SELECT * FROM pg_authid",
    "SELECT * FROM pg_shadow",
    "SELECT * FROM pg_locks",
    "SELECT * FROM pg_stat_database",
    "SELECT * FROM pg_hba_file_rules",
    "SELECT * FROM pg_file_settings",
    "SELECT * FROM pg_prepared_statements",
    "SELECT * INTO x FROM pg_class",
    "SELECT * FROM pg_class FOR UPDATE",
    "WITH x AS (DELETE FROM pg_class RETURNING 1) SELECT * FROM x",
    "DO $$ BEGIN PERFORM 1 FROM pg_class; END $$",
    "CREATE TEMP TABLE t AS SELECT * FROM pg_class",
    "PREPARE p AS DELETE FROM pg_class",
    "COPY pg_class TO STDOUT",
    "SELECT information_schema.interco_database.oid FROM information_schema.interco_database",
)


async def first_column(connection, statement):
    return [row[0] for row in await (await connection.execute(statement)).fetchall()]


async def oid_of(connection, table):
    (oid,) = await (await connection.execute("SELECT %s::regclass::oid", (table,))).fetchone()
    return str(oid)


def filled(text, oids):
    places = {
        "{oid:A}": oids[0],
        "{oid:B}": oids[1],
        "{schema2}": "sde35",
        "{table2}": "bornes_recharge",
        "{schema}": "val_d_ille_aubigne",
        "{table}": "collectes",
        "{database}": "interco",
        "{user}": "interco",
        "SELECT id FROM": "SELECT id_pesee FROM",
        "SELECT id, jour FROM": "SELECT id_pesee, date_collecte FROM",
        "jour >=": "date_collecte >=",
        # A decimal of theirs is a whole number here.
        "2.5": "2",
    }
    for place, name in places.items():
        text = text.replace(place, name)
    return text


async def test_every_statement_that_tools_were_recorded_to_send_is_answered(postgresql):
    async with await postgresql.connect() as connection:
        oids = (
            await oid_of(connection, COLLECTES),
            await oid_of(connection, "sde35.bornes_recharge"),
        )
    # The client of the library itself: nothing is sent beside what was recorded.
    dsn = postgresql.dsn(options="'-c interco.purpose=rpqs_dechets'")
    password = await postgresql.token("agent@valcobreizh")
    refused = await asyncio.to_thread(_send_all, f"{dsn} password={password}", oids)
    assert refused == []


def _send_all(dsn, oids):
    refused = []
    with psycopg.connect(dsn, autocommit=True) as connection:
        for recorded in RECORDED:
            text = filled(recorded["sql"], oids).encode()
            values = [filled(each, oids).encode() for each in recorded.get("params", ())]
            if text.startswith(b"COPY"):
                with connection.cursor().copy(text) as copy:
                    assert sum(1 for _ in copy.rows()) > 0
                continue
            if recorded["protocol"] == "extended":
                result = connection.pgconn.exec_params(text, values)
            else:
                result = connection.pgconn.exec_(text)
            if result.status == pq.ExecStatus.FATAL_ERROR:
                refused.append((recorded["tool"], recorded["n"], result.error_message))
    return refused


@pytest.mark.parametrize("agent", ["agent@valcobreizh", "agent@mesnil-roc-h", "agent@sde35"])
async def test_tables_are_those_that_show_tables_lists(postgresql, agent):
    async with await postgresql.connect(agent, None) as connection:
        assert await first_column(connection, TABLES) == sorted(
            await first_column(connection, "SHOW TABLES")
        )


async def test_a_hidden_name_stands_nowhere(postgresql):
    async with await postgresql.connect("steward@eau-bassin-rennais", None) as owner:
        own = await first_column(owner, TABLES)
    async with await postgresql.connect("agent@mesnil-roc-h", None) as other:
        seen = await first_column(other, TABLES)
        hidden = {name.partition(".")[2] for name in set(own) - set(seen)}
        assert hidden
        # Titles of standards are published, and speak of meters too.
        everybodys = {each.title for each in standards().values()}
        for relation in EVERYWHERE:
            answer = await other.execute(f"SELECT * FROM pg_catalog.{relation}")
            cells = [str(cell) for row in await answer.fetchall() for cell in row]
            told = " ".join(cell for cell in cells if cell not in everybodys)
            assert [name for name in hidden if name in told] == [], relation


async def test_each_database_and_role_is_the_one_that_everybody_sees(postgresql):
    async with (
        await postgresql.connect() as connection,
        await postgresql.connect("agent@mesnil-roc-h", None) as other,
    ):
        for session in (connection, other):
            assert await first_column(session, "SELECT datname FROM pg_database") == ["interco"]
            assert await first_column(session, "SELECT rolname FROM pg_roles") == ["interco"]
            assert await first_column(session, "SELECT datname FROM pg_stat_activity") == [
                "interco"
            ]
            assert await first_column(
                session, "SELECT DISTINCT table_catalog FROM information_schema.tables"
            ) == ["interco"]
            assert await first_column(session, "SELECT current_database(), 1 FROM pg_am") != []


@pytest.mark.parametrize("statement", NEVER)
async def test_what_is_no_question_about_catalogs_reaches_no_shadow(postgresql, statement):
    async with await postgresql.connect() as connection:
        with pytest.raises(psycopg.Error) as refused:
            await connection.execute(statement)
        assert refused.value.sqlstate in {"0A000", "25006", "42501", "42939"}


async def test_oids_stay_between_the_sessions_of_a_reader(postgresql):
    seen = set()
    for _ in range(2):
        async with await postgresql.connect() as connection:
            seen.add(await oid_of(connection, COLLECTES))
    assert len(seen) == 1


async def test_psql_describes_a_table_with_its_key_and_its_labels(postgresql):
    printed, errors = await postgresql.psql("-c", "\\d+ val_d_ille_aubigne.collectes", "-c", "\\dt")
    assert errors == ""
    assert "id_pesee|text||not null||extended|||Numéro de pesée" in printed
    assert "val_d_ille_aubigne|collectes|table|interco_catalog" in printed


async def test_without_the_programs_data_are_read_and_catalogs_are_refused_by_name(
    postgresql, tmp_path
):
    assert find_programs(tmp_path) is None
    catalogs, postgresql.door.catalogs = postgresql.door.catalogs, Catalogs(None)
    try:
        async with await postgresql.connect() as connection:
            with pytest.raises(psycopg.errors.FeatureNotSupported) as refused:
                await connection.execute("SELECT relname FROM pg_class")
            assert "postgresql_catalogs_elsewhere" in refused.value.diag.message_detail
            rows = await connection.execute(f"SELECT id_pesee FROM {COLLECTES} LIMIT 1")
            assert len(await rows.fetchall()) == 1
    finally:
        await postgresql.door.catalogs.close()
        postgresql.door.catalogs = catalogs


async def test_a_shadow_that_died_is_made_again(postgresql):
    async with await postgresql.connect() as connection:
        await connection.execute(TABLES)
        postgresql.door.catalogs.shadows.server._running.kill()
        postgresql.door.catalogs.shadows.server._running.wait()
        assert COLLECTES in await first_column(connection, TABLES)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT generate_series(1, 100000000) FROM pg_class",
        "SELECT array_to_string(array_agg(a.proname), ',') FROM pg_proc a, pg_proc b, pg_class c",
        "SELECT a.proname, b.proname FROM pg_proc a, pg_proc b, pg_class c",
        "SELECT lpad('x', 900000000) FROM pg_class",
    ],
)
async def test_an_answer_that_grows_without_end_is_cut_off_and_the_door_goes_on(
    postgresql, statement
):
    async with await postgresql.connect() as connection:
        with pytest.raises(psycopg.Error):
            await connection.execute(statement)
        assert await first_column(connection, "SELECT count(*) > 0 FROM pg_class") == [True]


async def test_what_reads_data_is_answered_from_data_or_refused(postgresql):
    """A shadow has no row: beside its catalogs, data would be told as nothing."""
    async with await postgresql.connect() as connection:
        (rows,) = await first_column(connection, f"SELECT count(*) FROM {COLLECTES}")
        named_alike = f"SELECT count(*) AS pg_total FROM {COLLECTES}"
        assert await first_column(connection, named_alike) == [rows] != [0]
        for statement in (
            f"SELECT count(*) FROM {COLLECTES} c, pg_catalog.pg_namespace n",
            f"SELECT (SELECT count(*) FROM {COLLECTES}) FROM pg_class LIMIT 1",
            f"WITH c AS (SELECT * FROM {COLLECTES}) SELECT count(*) FROM c, pg_class",
            f"SELECT count(*) FROM {COLLECTES} WHERE has_table_privilege('x', 'SELECT')",
        ):
            with pytest.raises(psycopg.errors.FeatureNotSupported):
                await connection.execute(statement)
