"""Queries at once, over real HTTP: who finds no turn is told when to come back; turns are fair.

Covers gateway.reading.query.admission, gateway.reading.query.streaming.
"""

import asyncio
import sqlite3
from contextlib import asynccontextmanager, closing

import httpx
import pytest

from gateway.cli.demo_folder import find_agent
from gateway.reading.query.admission import FairQueue, QueueLimits
from tests.integration.sql.conftest import COLLECTES, OWNER, VALCOBREIZH
from tests.integration.sql.test_large_answers_are_streamed import ENDLESS, serving

COUNT = f"SELECT count(*) FROM {COLLECTES}"
DOCUMENT = "{ valDIlleAubigne { collectes { totalCount { value } } } }"


@asynccontextmanager
async def serving_with(door, **limits):
    turns = FairQueue(QueueLimits(is_enforced=True, **limits))
    async with serving(door.with_ports(turns=turns)) as served:
        yield served


@asynccontextmanager
async def one_running(served):
    """Nothing is left of it afterwards: its turn is another's."""
    async with served.asked(ENDLESS) as answer:
        pieces = answer.aiter_bytes()
        await anext(pieces)
        yield
        await pieces.aclose()
    await served.until_nothing_runs()
    turns = served.door.ports.turns
    async with asyncio.timeout(30):
        while turns._running.total() and not turns._waiting:  # noqa: ASYNC110 - no event
            await asyncio.sleep(0)


async def post(served, path, body, agent=VALCOBREIZH[0], language="en", **headers):
    found = find_agent(await served.door.ports.catalog.current(), agent)
    headers |= {
        "Authorization": f"Bearer {served.door.state.token(found)}",
        "Interco-Purpose": VALCOBREIZH[1],
        "Accept-Language": language,
    }
    async with httpx.AsyncClient(timeout=60) as client:
        return await client.post(served.url.replace("/v1/sql", path), json=body, headers=headers)


@pytest.mark.parametrize(
    ("limit", "said_fr", "said_en"),
    [
        ("of_an_agent", "votre compte", "your account"),
        ("of_an_organisation", "votre organisme", "your organisation"),
        ("at_once", "tous les organismes ensemble", "all organisations together"),
    ],
)
async def test_who_finds_no_turn_is_told_so_in_both_languages(door, limit, said_fr, said_en):
    async with serving_with(door, wait_s=0.05, **{limit: 1}) as served:
        async with one_running(served):
            for language, said in (("fr", said_fr), ("en", said_en)):
                refused = await post(served, "/v1/sql", {"query": COUNT}, language=language)
                assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
                told = refused.json()
                assert (told["code"], told["status"]) == ("too_many_queries", 429)
                assert said in told["title"]
                assert "Parquet" in told["detail"]
        answered = await post(served, "/v1/sql", {"query": COUNT})
        assert answered.status_code == 200


@pytest.mark.parametrize("accepted", ["application/json", "application/graphql-response+json"])
async def test_a_document_is_told_alike(door, accepted):
    async with serving_with(door, wait_s=0.05, of_an_agent=1) as served:
        async with one_running(served):
            for language, said in (("fr", "votre compte"), ("en", "your account")):
                refused = await post(
                    served, "/graphql", {"query": DOCUMENT}, language=language, Accept=accepted
                )
                assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
                assert "data" not in refused.json()
                (error,) = refused.json()["errors"]
                assert error["extensions"]["code"] == "too_many_queries"
                assert said in error["message"]
        answered = await post(served, "/graphql", {"query": DOCUMENT})
        assert answered.json()["data"]["valDIlleAubigne"]["collectes"]["totalCount"]["value"] > 0


async def test_what_is_only_observed_refuses_nobody(door):
    turns = FairQueue(QueueLimits(of_an_agent=1, wait_s=0.05))
    async with serving(door.with_ports(turns=turns)) as served, one_running(served):
        answered = await post(served, "/v1/sql", {"query": COUNT})
    assert answered.status_code == 200


async def test_an_organisation_that_waits_with_many_leaves_another_its_turn(door):
    """One at once: five of the first wait, then two of another come; they go by turns."""
    many, few = VALCOBREIZH[0], OWNER[0]
    async with serving_with(door, at_once=1, wait_s=60.0) as served:
        asking = []

        def waiting():
            return sum(map(len, served.door.ports.turns._waiting.values()))

        async with one_running(served):
            for agent in (*(many,) * 5, *(few,) * 2):
                headers = {"Interco-File-Reference": "A-SON-TOUR"}
                asked = post(served, "/v1/sql", {"query": COUNT}, agent, **headers)
                asking.append(asyncio.create_task(asked))
                async with asyncio.timeout(30):
                    while waiting() < len(asking):  # noqa: ASYNC110 - a queue has no event
                        await asyncio.sleep(0)
        answers = await asyncio.gather(*asking)
    assert [each.status_code for each in answers] == [200] * 7
    assert begun(door) == [many, few, many, few, many, many, many]


def begun(door):
    """Whose queries were run, in the order in which their turns came."""
    with closing(sqlite3.connect(door.state.folder / "catalog.sqlite")) as connection:
        rows = connection.execute(
            "SELECT sub FROM audit_intent WHERE file_reference = 'A-SON-TOUR' ORDER BY rowid"
        )
        return [sub for (sub,) in rows]
