"""Seven previews of a service that never ends: others are answered, and nothing of it goes on.

Covers gateway.activations.computing.
"""

import asyncio
from time import monotonic

from federation.services.checking import find_service
from federation.services.content import content_of
from gateway.activations import computing
from tests.integration.graphql_acts.services_of_a_town import PREVIEW, PUBLISH

STEWARD, OTHER = "steward@valcobreizh", "steward@bretagne-romantique"
INTROSPECTION = "{ __schema { types { name } } }"
COUNT = "{ valcobreizh { collectes { totalCount { value } } } }"
GROWING = "WHERE c.commune IS NOT NULL"
ENDLESS = (
    "CROSS JOIN collectes z1 CROSS JOIN collectes z2 CROSS JOIN collectes z3"
    " WHERE c.commune IS NOT NULL"
)


async def timed(asking):
    begun = monotonic()
    told = await asking
    return monotonic() - begun, told


async def test_others_are_answered_and_it_is_ended_in_time(town, monkeypatch):
    monkeypatch.setattr(computing, "TIME_LIMIT_S", 6.0)
    content = content_of(find_service("rpqs-dechets")).replace(GROWING, ENDLESS, 1)
    newer = content.replace("version: 2.0.0", "version: 2.0.1")
    published = await town.ask(PUBLISH, STEWARD, variables={"content": newer})
    assert published.data["publishService"]["applied"]
    quick = {"service": "rpqs-dechets@2.0.0", "input": None}

    async def neighbour():
        told = await town.ask(PREVIEW, OTHER, variables={"service": "service-fait"})
        return told.data["previewService"]

    async def asked_by_anybody():
        assert (await town.ask(INTROSPECTION)).data
        return await town.ask(COUNT, STEWARD)

    await neighbour()
    alone, _ = await timed(neighbour())
    reading, _ = await timed(asked_by_anybody())
    stuck = {"service": "rpqs-dechets@2.0.1"}
    previews = [asyncio.create_task(town.ask(PREVIEW, STEWARD, variables=stuck)) for _ in range(7)]
    while town.ports.computing.running < 2:  # noqa: ASYNC110 - no event
        await asyncio.sleep(0.01)
    assert computing.HOST.process is not None
    beside, _ = await timed(neighbour())
    others, _ = await timed(asked_by_anybody())
    # Two children have the machine's two processors meanwhile.
    assert beside < 2 * alone + 2
    assert others < 2 * reading + 2
    ended = await asyncio.gather(*previews)
    codes = {code for told in ended for code in told.codes}
    assert codes <= {"service_took_too_long", "too_many_computations"}
    assert "service_took_too_long" in codes
    assert town.ports.computing.running == 0
    assert (await town.ask(PREVIEW, STEWARD, variables=quick)).data
