"""A link that ends soon is told to who made it and to the stewards: 30 days before, then 7.

Covers catalog.actions.question_links.ending, gateway.sharing.notifications.link_sentences,
gateway.http.rest.links, gateway.cli.link_commands, gateway.sharing.notifications.choices.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from catalog.actions.question_links.ending import reminders
from catalog.model.identifiers import Siren
from catalog.model.question_link import QuestionLink
from gateway.cli.demo_folder import find_agent
from gateway.demo_mode.state import DemoState
from gateway.sharing.notifications.recipients import is_told
from gateway.sharing.notifications.wording import word_message
from tests.demo_folders import make_demo
from tests.integration.doors.conftest import opened
from tests.integration.doors.linked import OPEN, POWER, TOWN, TOWN_STEWARD, Linked

MADE = datetime(2026, 1, 1, tzinfo=UTC)
END = datetime(2026, 12, 31, 23, tzinfo=UTC)
LINK = QuestionLink(
    id="lien-1",
    organisation=Siren("200090884"),
    title="Tonnages",
    question="tonnages",
    version="0" * 64,
    values=(),
    purpose=None,
    answer_format="csv",
    issuer="urn:a",
    sub="agent@valcobreizh",
    made_at=MADE,
    ends_at=END,
    digest="0" * 64,
)


@pytest.mark.parametrize(
    ("days", "keys"),
    [
        (31, []),
        (30, ["link.ends_soon/lien-1/30"]),
        (7, ["link.ends_soon/lien-1/7"]),
        (0, []),
    ],
)
def test_it_is_told_thirty_and_seven_days_before(days, keys):
    now = END - timedelta(days=days)
    assert [each.key for each in reminders([LINK], now)] == keys
    assert reminders([replace(LINK, revoked_at=MADE)], now) == []
    assert reminders([replace(LINK, made_at=now)], now) == []


def test_the_words_name_the_link_and_its_last_day():
    (message,) = reminders([LINK], END - timedelta(days=7))
    words = word_message(message, "fr")
    assert words.title == "Lien lien-1 : il prend bientôt fin"
    assert {("Jours restants", "6"), ("Lien", "Tonnages")} <= {
        (line.label, line.text) for line in words.lines
    }


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("told") / "state")
    await make_demo(state)
    async with opened(state) as (http, services):
        linked = Linked(state, http, services)
        await linked.save("bornes", OPEN, parameters=POWER)
        yield linked


async def test_who_made_it_is_told_whatever_their_role(town):
    made = await town.make("bornes", TOWN)
    snapshot = await town.services.query.catalog.current()
    link = snapshot.question_links[made["id"]]
    (message,) = reminders([link], link.ends_at - timedelta(days=6))
    told = {each.sub for each in snapshot.agents.values() if is_told(each, message, snapshot)}
    assert {TOWN, TOWN_STEWARD} <= told
    others = {
        each.sub for each in snapshot.agents.values() if each.organisation != link.organisation
    }
    assert not told & others
    assert find_agent(snapshot, TOWN).sub in told


async def test_links_are_made_listed_and_revoked_by_rest(town):
    headers = await town.headers(TOWN)
    sent = {"question": "bornes", "format": "json", "values": {"puissance": "50"}}
    tried = await town.http.post("/v1/links", json={**sent, "dryRun": True}, headers=headers)
    assert tried.json() | {"sentences": []} == {
        "act": "make_link",
        "applied": False,
        "sentences": [],
        "id": None,
        "path": None,
    }
    made = (await town.http.post("/v1/links", json=sent, headers=headers)).json()
    assert await town.code(made["path"]) == 200
    listed = (await town.http.get("/v1/links", headers=headers)).json()["links"]
    (found,) = [each for each in listed if each["id"] == made["id"]]
    assert (found["opened"], found["values"]) == (1, [{"name": "puissance", "value": "50"}])
    assert made["path"].split("/")[2] not in str(listed)
    over = await town.http.get("/v1/links/over-own-data", headers=await town.headers("dpo@sde35"))
    assert made["id"] in {each["id"] for each in over.json()["links"]}
    revoked = await town.http.post(f"/v1/links/{made['id']}/revoke", headers=headers)
    assert revoked.json()["applied"]
    assert await town.code(made["path"]) == "link_ended"
    consent = await town.http.post(f"/v1/links/{made['id']}/consent", headers=headers)
    assert consent.status_code in {403, 404}
    wrong = await town.http.post("/v1/links", json={"question": "bornes"}, headers=headers)
    assert wrong.status_code == 400
