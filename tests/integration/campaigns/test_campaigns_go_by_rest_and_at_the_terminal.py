"""Campaigns by REST and at the terminal: opened, listed, shown, reminded of, closed.

Covers gateway.http.rest.campaigns, gateway.cli.campaign_commands.
"""

import asyncio
import json

from catalog.store import open_store
from gateway.demo_mode.state import DemoState
from tests.demo_folders import copy_demo
from tests.e2e.conftest import run_interco
from tests.integration.campaigns.conftest import STEWARD, wanted
from tests.integration.figures.test_figures_go_by_rest_and_at_the_terminal import rest
from tests.integration.weighings_of_members import without_weighings_of_members

AGENT = ("--as", STEWARD)


async def test_a_campaign_goes_by_rest(grouping):
    async with rest(grouping) as ask:
        tried = await ask("POST", "/v1/campaigns?dryRun=true", STEWARD, wanted(due="2030-01-10"))
        assert (tried.status_code, tried.json()["applied"]) == (200, False), tried.text
        assert (await ask("GET", "/v1/campaigns", STEWARD)).json() == {"campaigns": []}
        answer = await ask("POST", "/v1/campaigns", STEWARD, wanted(due="2030-01-10"))
        assert answer.status_code == 201, answer.text
        campaign = answer.json()["campaign"]
        assert (campaign["state"], len(campaign["members"])) == ("open", 5)
        address = f"/v1/campaigns/{campaign['id']}"
        shown = (await ask("GET", address, STEWARD)).json()
        assert {month["words"] for line in shown["board"] for month in line["months"]} == {
            "à signer"
        }
        reminded = await ask("POST", f"{address}/reminders", STEWARD)
        assert "relancés" in reminded.json()["sentences"][0]
        again = await ask("POST", f"{address}/reminders", STEWARD)
        assert (again.status_code, again.json()["code"]) == (409, "nobody_to_remind")
        assert (await ask("POST", f"{address}/close", STEWARD)).json()["applied"] is True
        (listed,) = (await ask("GET", "/v1/campaigns", STEWARD)).json()["campaigns"]
        assert listed["state"] == "closed"


async def test_nobody_else_is_answered(grouping):
    async with rest(grouping) as ask:
        opened = await ask("POST", "/v1/campaigns", STEWARD, wanted(due="2030-01-10"))
        campaign = opened.json()["campaign"]["id"]
        assert (await ask("GET", "/v1/campaigns")).status_code == 401
        for method, path in (("GET", ""), ("POST", "/reminders"), ("POST", "/close")):
            address = f"/v1/campaigns/{campaign}{path}"
            refused = await ask(method, address, "steward@val-d-ille-aubigne")
            assert (refused.status_code, refused.json()["code"]) == (404, "unknown_campaign")
        broken = await ask("POST", "/v1/campaigns", STEWARD, {**wanted(), "secret": 1})
        assert (broken.status_code, broken.json()["code"]) == (400, "request_not_as_described")
        wrong = await ask("POST", "/v1/campaigns", STEWARD, wanted(due="2020-01-01"))
        assert wrong.status_code == 422
        assert [one["code"] for one in wrong.json()["problems"]] == ["campaign_due_too_early"]


async def _before_its_members_weighed(demo):
    store = await open_store(demo.settings().database_url)
    try:
        await without_weighings_of_members(store)
    finally:
        await store.aclose()


def test_a_campaign_goes_at_the_terminal(tmp_path):
    demo = DemoState(tmp_path / "state")
    copy_demo(demo)
    asyncio.run(_before_its_members_weighed(demo))
    state = ("--state", str(demo.folder))
    calendar = run_interco("campaign", "calendar", "--year", "2027", *AGENT, *state)
    assert "rpqs_dechets" in calendar.stdout
    assert "Aucune campagne" in run_interco("campaign", "list", *AGENT, *state).stdout
    typed = ("campaign", "open", "--duty", "rpqs_dechets", "--year", "2025", *AGENT, *state)
    tried = run_interco(*typed, "--due", "2030-01-10", "--dry-run").stdout
    assert "à signer par : CC Val d'Ille-Aubigné" in tried
    run_interco(*typed, "--due", "2030-01-10")
    (campaign,) = json.loads(
        run_interco("campaign", "list", *AGENT, *state, "--format", "json").stdout
    )
    shown = run_interco("campaign", "show", campaign["id"], *AGENT, *state).stdout
    assert "Attendu pour le 10 janv. 2030." in shown
    assert "rien d'installé : envoyer le modèle" in " ".join(shown.split())
    assert "./interco standard model interco-collecte-dechets" in shown
    like = run_interco(
        "campaign", "open", "--like", campaign["id"], *AGENT, *state, "--dry-run", check=False
    )
    assert like.returncode == 0, like.stderr
    closed = run_interco("campaign", "close", campaign["id"], *AGENT, *state).stdout
    assert "plus personne" in closed
    wrong = run_interco("campaign", "open", "--title", "RPQS", *AGENT, *state, check=False)
    assert wrong.returncode == 2
    assert "tous, ou --duty, ou --like" in wrong.stderr
