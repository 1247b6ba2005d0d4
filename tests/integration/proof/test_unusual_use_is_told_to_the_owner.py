"""What the rules find is told to the owner's stewards once a day, and never names a person.

Covers catalog.store.unusual_reading, gateway.proof.retention.
"""

import json
import sqlite3
from contextlib import closing

from gateway.proof.retention import tell_unusual_use
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
