"""A person keeps a question, and shares it with colleagues or a role: to the others there is none.

Covers catalog.model.saved_operation, gateway.reading.query.documents_by_hash.
"""

import pytest

from gateway.demo_mode.state import DemoState
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened
from tests.integration.doors.linked import OPEN, POWER, TOWN, TOWN_STEWARD, Linked

APPROVER = "approver@mesnil-roc-h"
NAMES = "{ operations { name isMine roles people owner } }"


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("shared") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        yield Linked(state, http, services)


async def seen(town, agent):
    return {each["name"]: each for each in (await town.ask(NAMES, agent))["operations"]}


async def rows(town, name, agent):
    answer = await town.http.get(
        f"/v1/questions/{name}/rows.csv", headers=await town.headers(agent)
    )
    return answer.status_code if answer.is_success else answer.json()["code"]


async def test_an_agent_keeps_a_question_for_some(town):
    await town.save("a-moi", OPEN, TOWN, parameters=POWER, people=[TOWN])
    assert (await seen(town, TOWN))["a-moi"]["isMine"]
    assert "a-moi" in await seen(town, TOWN_STEWARD)
    assert "a-moi" not in await seen(town, APPROVER)
    assert await rows(town, "a-moi", TOWN) == 200
    assert await rows(town, "a-moi", APPROVER) == "unknown_saved_operation"
    await town.save("a-moi", OPEN, TOWN, parameters=POWER, roles=["approver"])
    assert await rows(town, "a-moi", APPROVER) == 200
    await town.save("a-moi", OPEN, TOWN, parameters=POWER)
    assert "a-moi" in await seen(town, APPROVER)


async def test_another_s_question_is_changed_by_stewards_alone(town):
    await town.save("du-service", OPEN, TOWN_STEWARD, parameters=POWER)
    sent = {"document": OPEN, "language": "sql", "parameters": POWER}
    refused = await town.http.put(
        "/v1/operations/du-service", json=sent, headers=await town.headers(TOWN)
    )
    assert refused.status_code == 403
    removed = await town.http.delete("/v1/operations/du-service", headers=await town.headers(TOWN))
    assert removed.status_code == 403
    await town.save("a-nous", OPEN, TOWN, parameters=POWER)
    await town.save("a-nous", OPEN, TOWN_STEWARD, parameters=POWER, title="Bornes")
    assert (await seen(town, TOWN))["a-nous"]["isMine"], "who answered for it goes on"


async def test_a_link_dies_when_its_question_is_shared_with_its_maker_no_more(town):
    await town.save("partagee", OPEN, TOWN_STEWARD, parameters=POWER)
    path = (await town.make("partagee", TOWN))["path"]
    assert await town.code(path) == 200
    await town.save("partagee", OPEN, TOWN_STEWARD, parameters=POWER, roles=["dpo"])
    assert await town.code(path) == "link_ended"
    assert await town.make("partagee", TOWN) == ["unknown_saved_operation"]


async def test_it_is_shared_with_people_and_roles_of_the_body_alone(town):
    for wrong in ({"people": ["agent@sde35"]}, {"roles": ["operator"]}, {"roles": ["x"]}):
        sent = {"document": OPEN, "language": "sql", "parameters": POWER, **wrong}
        answer = await town.http.put(
            "/v1/operations/mal", json=sent, headers=await town.headers(TOWN)
        )
        assert answer.json()["problems"][0]["code"] == "operation_refused"
