"""Two previews of a service that never ends: others are answered, and nothing of it goes on.

Covers gateway.figures.activations.computing.
"""

import asyncio

from gateway.figures.activations import computing
from services_run.checking import find_service
from services_run.content import content_of
from tests.integration.graphql_acts.services_of_a_town import PREVIEW, PUBLISH

STEWARD, OTHER = "steward@valcobreizh", "steward@bretagne-romantique"
SHARED, NO_MATRIX = "val-d-ille-aubigne.collectes", {"role": "matrice", "datasets": []}
INTROSPECTION = "{ __schema { types { name } } }"
COUNT = "{ valcobreizh { collectes { totalCount { value } } } }"
GROWING = "WHERE c.commune IS NOT NULL"
ENDLESS = (
    "WHERE c.kg <> (SELECT count(*) FROM collectes y CROSS JOIN collectes z CROSS JOIN collectes x)"
    " AND c.commune IS NOT NULL"
)


async def test_others_are_answered_and_it_is_ended_in_time(town, monkeypatch):
    content = content_of(find_service("rpqs-dechets")).replace(GROWING, ENDLESS, 1)
    newer = content.replace("version: 2.1.0", "version: 2.1.1")
    published = await town.ask(PUBLISH, STEWARD, variables={"content": newer})
    assert published.data["publishService"]["applied"]
    own = {"datasets": [{"role": "collectes", "datasets": [SHARED]}, NO_MATRIX]}
    stuck = {"service": "rpqs-dechets@2.1.1", "input": own}

    async def others_are_answered(when):
        told = await town.ask(PREVIEW, OTHER, variables={"service": "service-fait"})
        assert told.data["previewService"]
        assert (await town.ask(INTROSPECTION)).data
        assert (await town.ask(COUNT, STEWARD, when)).data

    await others_are_answered("before")
    monkeypatch.setattr(computing, "TIME_LIMIT_S", 20.0)
    previews = [asyncio.create_task(town.ask(PREVIEW, STEWARD, variables=stuck)) for _ in range(2)]
    while town.ports.computing.running < 1:
        done, _ = await asyncio.wait(previews, timeout=0.02)
        assert not done, [each.result().body for each in done]
    await others_are_answered("meanwhile")
    assert not all(each.done() for each in previews)
    ended = await asyncio.gather(*previews)
    codes = {code for told in ended for code in told.codes}
    assert codes <= {"service_took_too_long", "too_many_computations"}
    assert "service_took_too_long" in codes
    assert town.ports.computing.running == 0
    await others_are_answered("after")
