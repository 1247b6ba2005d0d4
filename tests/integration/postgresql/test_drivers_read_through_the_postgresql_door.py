"""psql, psycopg and asyncpg read rows, types and refusals as from PostgreSQL.

Covers gateway.postgresql.session, gateway.postgresql.running, gateway.postgresql.statement,
gateway.postgresql.portals, gateway.postgresql.encoders, gateway.postgresql.commands,
gateway.postgresql.session_settings, gateway.postgresql.session_values,
gateway.postgresql.error_states, gateway.postgresql.problems, gateway.postgresql.catalogs,
gateway.postgresql.command_running, gateway.reading.query.sql_described.
"""

import datetime as dt
from decimal import Decimal

import asyncpg
import psycopg
import pytest

from tests.integration.postgresql.conftest import COLLECTES

ROWS = f"SELECT id_pesee, date_collecte, flux, tonnage_kg FROM {COLLECTES}"
DAY = dt.date(2025, 1, 5)


async def test_psycopg_reads_typed_rows_in_text_and_in_binary(postgresql):
    statement = f"{ROWS} WHERE date_collecte >= %s AND tonnage_kg > %s ORDER BY 1, 2 LIMIT 3"
    async with await postgresql.connect() as connection:
        plain = await (await connection.execute(statement, (DAY, Decimal("2.5")))).fetchall()
        cursor = connection.cursor(binary=True)
        await cursor.execute(statement, (DAY, 3))
        assert await cursor.fetchall() == plain
        assert [each.name for each in cursor.description] == [
            *("id_pesee", "date_collecte", "flux", "tonnage_kg"),
        ]
        assert len(plain) == 3
        assert [type(cell) for cell in plain[0]] == [str, dt.date, str, int]


async def test_asyncpg_reads_by_prepared_statements_and_cursors(postgresql):
    connection = await postgresql.asyncpg()
    try:
        rows = await connection.fetch(f"{ROWS} WHERE date_collecte >= $1 LIMIT $2", DAY, 3)
        assert len(rows) == 3
        several = f"SELECT count(*) FROM {COLLECTES} WHERE flux = ANY($1)"
        of_two = await connection.fetchval(several, ["OMR", "VERRE"])
        of_one = [await connection.fetchval(several, [each]) for each in ("OMR", "VERRE")]
        assert of_two == sum(of_one) > 0
        async with connection.transaction():
            walked = [row async for row in connection.cursor(f"{ROWS} LIMIT 250", prefetch=100)]
        assert len(walked) == 250
        prepared = await connection.prepare(f"{ROWS} WHERE tonnage_kg > $1")
        assert [each.name for each in prepared.get_parameters()] == ["int4"]
        with pytest.raises(asyncpg.PostgresSyntaxError):
            await connection.fetch("SELEC 1")
        await connection.reset()
        assert await connection.fetchval("SELECT 1") == 1
    finally:
        await connection.close()


async def test_psql_prints_rows_and_refusals(postgresql):
    printed, errors = await postgresql.psql(
        *("-c", "SHOW server_version", "-c", "SELECT version()", "-c", "SHOW TABLES"),
        *("-c", f"SELECT count(*) FROM {COLLECTES}", "-c", "SELECT 1 AS a; SELECT 'b' AS b"),
    )
    assert errors == ""
    lines = printed.splitlines()
    assert lines[:2] == ["15.18", "PostgreSQL 15.18 (Interco)"]
    assert COLLECTES in lines
    assert lines[-2:] == ["1", "b"]
    _, errors = await postgresql.psql("-c", "SELECT * FROM nulle.part")
    assert "unknown_dataset" in errors


async def test_cursors_give_so_many_rows_at_a_time(postgresql):
    async with await postgresql.connect() as connection, connection.transaction():
        cursor = connection.cursor(name="pesees")
        await cursor.execute(f"{ROWS} WHERE date_collecte > %s", (DAY,))
        first, second = await cursor.fetchmany(10), await cursor.fetchmany(5)
        assert (len(first), len(second)) == (10, 5)
        assert first[0] not in second
        await cursor.close()


async def test_copy_gives_the_rows_in_three_forms(postgresql):
    query = f"SELECT flux, date_collecte, tonnage_kg FROM {COLLECTES} ORDER BY 1, 2, 3 LIMIT 50"
    async with await postgresql.connect() as connection:
        rows = await (await connection.execute(query)).fetchall()
        cursor = connection.cursor()
        copied = {}
        for form in ("text", "binary"):
            async with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT {form})") as copy:
                copy.set_types(["text", "date", "int4"])
                copied[form] = [row async for row in copy.rows()]
        assert copied == {"text": rows, "binary": rows}
        async with cursor.copy(f"COPY ({query}) TO STDOUT WITH CSV HEADER") as copy:
            lines = b"".join([bytes(each) async for each in copy]).decode().splitlines()
        assert lines[0] == "flux,date_collecte,tonnage_kg"
        assert lines[1:] == [f"{flux},{day},{kilos}" for flux, day, kilos in rows]
        async with cursor.copy(f"COPY ({query} OFFSET 1000000) TO STDOUT (FORMAT binary)") as copy:
            copy.set_types(["text", "date", "int4"])
            assert [row async for row in copy.rows()] == []


REFUSED = {
    "SELECT nulle FROM val_d_ille_aubigne.collectes": "42703",
    "SELECT * FROM nulle.part": "42P01",
    "SELECT * FROM": "42601",
    "SELECT 'a": "42601",
    "INSERT INTO val_d_ille_aubigne.collectes VALUES (1)": "25006",
    "SELECT pg_sleep(1)": "0A000",
    "SELECT md5(flux) FROM val_d_ille_aubigne.collectes": "0A000",
    "SELECT 1 FROM val_d_ille_aubigne.collectes WHERE date_collecte > 'hier'": "22P02",
    "SET work_memory = 3": "42704",
    "SET default_transaction_read_only = off": "42704",
    "FETCH 1 FROM rien": "26000",
    "EXPLAIN SELECT 1": "0A000",
    "COPY val_d_ille_aubigne.collectes FROM STDIN": "25006",
    "COPY (SELECT 1 FROM val_d_ille_aubigne.collectes) TO '/tmp/x'": "0A000",
    "DO $$ BEGIN END $$": "25006",
}


@pytest.mark.parametrize("statement", REFUSED)
async def test_a_refusal_has_postgresqls_code_and_the_session_goes_on(postgresql, statement):
    async with await postgresql.connect() as connection:
        with pytest.raises(psycopg.Error) as refused:
            await connection.execute(statement)
        assert refused.value.sqlstate == REFUSED[statement]
        assert refused.value.diag.message_hint
        assert await (await connection.execute("SELECT 1")).fetchone() == (1,)


async def test_a_refusal_of_a_right_is_recorded_as_an_attempt(postgresql):
    async with await postgresql.connect(purpose=None) as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege) as refused:
            await connection.execute(f"SELECT id_pesee FROM {COLLECTES}")
    reference = refused.value.diag.message_detail.partition("(")[2].strip(")")
    recorded = await postgresql.ports.records.recorded_request(reference)
    assert recorded is not None


async def test_a_transaction_that_failed_runs_nothing_until_it_ends(postgresql):
    async with await postgresql.connect() as connection:
        await connection.execute("BEGIN")
        with pytest.raises(psycopg.Error):
            await connection.execute("SELECT * FROM nulle.part")
        with pytest.raises(psycopg.errors.InFailedSqlTransaction):
            await connection.execute("SELECT 1")
        ended = await connection.execute("COMMIT")
        assert ended.statusmessage == "ROLLBACK"
        async with connection.transaction():
            with pytest.raises(psycopg.Error):
                async with connection.transaction():
                    await connection.execute("SELECT * FROM nulle.part")
            assert await (await connection.execute("SELECT 2")).fetchone() == (2,)


async def test_settings_are_shown_as_they_were_set(postgresql):
    async with await postgresql.connect() as connection:
        for name, said, shown in (
            ("extra_float_digits", "3", "3"),
            ("application_name", "'Metabase v0.55'", "Metabase v0.55"),
            ("TimeZone", "'Europe/Paris'", "Europe/Paris"),
            ("statement_timeout", "'5s'", "5000"),
            ("search_path", "val_d_ille_aubigne, public", "val_d_ille_aubigne, public"),
        ):
            await connection.execute(f"SET {name} = {said}")
            assert await (await connection.execute(f"SHOW {name}")).fetchone() == (shown,)
        unqualified = await connection.execute("SELECT count(*) FROM collectes")
        assert (await unqualified.fetchone())[0] > 0
        assert connection.info.timezone.key == "Europe/Paris"
        await connection.execute("DISCARD ALL")
        assert await (await connection.execute("SHOW time zone")).fetchone() == ("UTC",)


async def test_receipts_and_references_are_shown_of_the_last_answer(postgresql):
    async with await postgresql.connect() as connection:
        await connection.execute(f"SELECT count(*) FROM {COLLECTES}")
        (reference,) = await (await connection.execute("SHOW interco.request")).fetchone()
        assert await postgresql.ports.records.recorded_request(reference) is not None
        (receipt,) = await (await connection.execute("SHOW interco.receipt")).fetchone()
        assert receipt.count(".") == 2


async def test_an_empty_statement_is_answered_as_one(postgresql):
    async with await postgresql.connect() as connection:
        for text in ("", " ; ", "-- rien"):
            cursor = await connection.execute(text, prepare=True)
            assert cursor.pgresult.status == psycopg.pq.ExecStatus.EMPTY_QUERY
