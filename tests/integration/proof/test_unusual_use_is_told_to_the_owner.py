"""What the rules find is told to the owner's stewards once a day, and never names a person.

Covers catalog.store.unusual_reading, gateway.proof.retention, gateway.reading.query.sql_answer.
"""

import json
import sqlite3
from contextlib import closing

import pytest

from catalog.model.problem import Problem
from federation.results.formats.choice import FORMATS
from gateway.cli.demo_folder import find_agent
from gateway.proof.retention import tell_unusual_use
from gateway.reading.query.sql_answer import answer_sql
from gateway.reading.query.sql_request import SqlRequest
from gateway.reading.query.streaming import Outgoing
from tests.integration.proof.conftest import READ, READER


def told(town):
    with closing(sqlite3.connect(town.state.folder / "catalog.sqlite")) as store:
        found = store.execute("SELECT body FROM outbox WHERE kind LIKE 'usage.%'").fetchall()
    return [json.loads(body) for (body,) in found]


async def look(town):
    catalog = await town.ports.catalog.current()
    return await tell_unusual_use(town.services.proof.unusual, catalog, town.ports.clock())


async def test_a_first_reading_at_night_is_told_once(town):
    from datetime import UTC, datetime

    night = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
    late = town.with_ports(clock=lambda: night)
    await late.ask(READ, request="night", **READER)
    assert len(await look(late)) == 1
    await look(late)
    (message,) = told(town)
    assert message["kind"] == "usage.first_at_night"
    assert message["to"] == ["243500667"]
    assert message["roles"] == ["dpo", "steward"]
    assert message["about"] == "val-d-ille-aubigne.collectes"
    assert READER["agent"] not in json.dumps(message)


async def test_the_owners_own_people_are_not_told_of(town):
    from datetime import UTC, datetime

    night = datetime(2026, 11, 25, 2, 30, tzinfo=UTC)
    late = town.with_ports(clock=lambda: night)
    await late.ask(READ, "agent@val-d-ille-aubigne", request="own")
    assert await look(late) == []


async def test_refused_requests_are_counted(town):
    for number in range(20):
        await town.ask(READ, "agent@sde35", request=f"refused-{number}")
    await look(town)
    assert [each["kind"] for each in told(town)] == ["usage.many_refusals"]


async def in_sql(town, statement, agent, number):
    catalog = await town.ports.catalog.current()
    token = town.state.token(find_agent(catalog, agent))
    request = SqlRequest(f"sql-{number}", statement, authorization=f"Bearer {token}")
    sent = []

    async def send(content):
        sent.append(content)

    out = Outgoing(FORMATS["json"](), send, town.ports.writers)
    with pytest.raises(Problem) as refused:
        await answer_sql(request, town.ports, out)
    assert not sent
    return refused.value.code


async def test_statements_that_a_right_stopped_are_counted_too(town):
    statement = "SELECT tonnage_kg FROM val_d_ille_aubigne.collectes"
    for number in range(20):
        assert await in_sql(town, statement, "agent@sde35", number) == "no_agreement"
    await look(town)
    assert [each["kind"] for each in told(town)] == ["usage.many_refusals"]


async def test_a_slip_of_the_hand_is_no_refusal(town):
    statement = "SELECT tonnage FROM val_d_ille_aubigne.collectes"
    for number in range(20):
        await in_sql(town, statement, "agent@val-d-ille-aubigne", number)
        await in_sql(town, "SELECT 1 +", "agent@sde35", number)
    await look(town)
    assert told(town) == []
