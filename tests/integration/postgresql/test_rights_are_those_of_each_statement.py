"""A session holds no right: what ends while it is open is gone at its next statement.

Covers gateway.postgresql.running, gateway.postgresql.catalogs.
"""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime

import psycopg
import pytest

from catalog.changes import ActRecord, Changes
from catalog.model.agreement import AgreementState
from gateway.cli.demo_folder import find_agent
from tests.integration.postgresql.conftest import COLLECTES, VALCOBREIZH

READ = f"SELECT id_pesee FROM {COLLECTES} LIMIT 1"
KNOWN = "SELECT count(*) > 0 FROM pg_catalog.pg_class WHERE relname = 'collectes'"
RECORD = ActRecord(datetime(2026, 12, 1, tzinfo=UTC), None, "test", None, "test")


@asynccontextmanager
async def catalog_with(postgresql, changed, before):
    """The catalog with other values of what is there, for a while."""
    catalog = postgresql.services.acts.catalog

    async def write(entities):
        version = (await catalog.current()).version
        await catalog.write(version, Changes(put=tuple(entities)), RECORD)

    await write(changed)
    try:
        yield
    finally:
        await write(before)


async def code_of(connection, statement):
    with pytest.raises(psycopg.Error) as refused:
        await connection.execute(statement)
    return f"{refused.value.diag.message_detail} {refused.value}"


async def test_a_suspended_agreement_ends_what_a_session_read(postgresql):
    snapshot = await postgresql.ports.catalog.current()
    reader = find_agent(snapshot, VALCOBREIZH[0]).organisation
    active = [
        each
        for each in snapshot.agreements
        if each.grantee == reader
        and each.state is AgreementState.ACTIVE
        and each.dataset_id == "val_d_ille_aubigne__collectes"
    ]
    suspended = [replace(each, state=AgreementState.SUSPENDED) for each in active]
    async with await postgresql.connect() as connection:
        assert await (await connection.execute(READ)).fetchone()
        async with catalog_with(postgresql, suspended, active):
            assert "agreement_suspended" in await code_of(connection, READ)
        assert await (await connection.execute(READ)).fetchone()


async def test_a_person_without_a_role_any_more_reads_nothing_in_an_open_session(postgresql):
    snapshot = await postgresql.ports.catalog.current()
    agent = find_agent(snapshot, VALCOBREIZH[0])
    async with await postgresql.connect() as connection:
        assert await (await connection.execute(KNOWN)).fetchone() == (True,)
        async with catalog_with(postgresql, [replace(agent, roles=frozenset())], [agent]):
            assert "without_role" in await code_of(connection, READ)
            assert "without_role" in await code_of(connection, KNOWN)
        assert await (await connection.execute(READ)).fetchone()
