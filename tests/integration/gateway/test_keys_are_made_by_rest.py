"""`/v1/keys`: a steward's program lists, makes, rotates and revokes the keys of its own body; and a
401 offers both ways in which a key is sent.

Covers gateway.http.rest.keys, gateway.http.rest.bodies, gateway.http.challenges.
"""

import base64
from contextlib import asynccontextmanager

import httpx
import pytest

from gateway.app import build_app
from gateway.cli.demo_folder import find_agent

WANTED = {
    "name": "Tableau de bord",
    "datasets": ["val-d-ille-aubigne.collectes"],
    "formats": ["json"],
    "doors": ["sql"],
}
SQL = {"query": "SELECT count(*) AS n FROM val_d_ille_aubigne.collectes"}
STEWARD, AGENT, OTHER = (
    "steward@val-d-ille-aubigne",
    "agent@val-d-ille-aubigne",
    "steward@valcobreizh",
)


@asynccontextmanager
async def rest(embedded):
    app = build_app(embedded.state.settings(log_level="error"), demo=True, lasts=False)
    snapshot = await embedded.ports.catalog.current()

    async def ask(method, path, agent=None, json=None, **headers):
        if agent is not None:
            token = embedded.state.token(find_agent(snapshot, agent))
            headers["Authorization"] = f"Bearer {token}"
        return await http.request(method, path, json=json, headers=headers)

    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://interco") as http,
    ):
        yield ask


def basic(key):
    return "Basic " + base64.b64encode(f"excel:{key}".encode()).decode()


async def test_a_key_is_made_listed_rotated_and_revoked(embedded):
    async with rest(embedded) as ask:
        tried = (await ask("POST", "/v1/keys", STEWARD, {**WANTED, "dryRun": True})).json()
        assert (tried["applied"], tried["id"], tried["key"]) == (False, None, None)
        answer = await ask("POST", "/v1/keys", STEWARD, WANTED)
        assert answer.status_code == 200, answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        made = answer.json()
        assert "sert jusqu'au" in made["sentences"][0]
        assert (await ask("POST", "/v1/sql", json=SQL, Authorization=basic(made["key"]))).is_success

        rotated = (await ask("POST", f"/v1/keys/{made['id']}/rotate", STEWARD, {})).json()
        assert rotated["key"] != made["key"]
        for key in (made["key"], rotated["key"]):
            assert (
                await ask("POST", "/v1/sql", json=SQL, Authorization=f"Bearer {key}")
            ).is_success

        (listed,) = (await ask("GET", "/v1/keys", STEWARD)).json()["keys"]
        assert (listed["id"], listed["name"], listed["doors"]) == (
            made["id"],
            WANTED["name"],
            ["sql"],
        )
        assert "interco_1" not in str(listed)

        english = {"Accept-Language": "en"}
        ended = await ask("POST", f"/v1/keys/{made['id']}/revoke", STEWARD, **english)
        assert "opens nothing any more" in ended.json()["sentences"][0]
        for key in (made["key"], rotated["key"]):
            refused = await ask("POST", "/v1/sql", json=SQL, Authorization=basic(key))
            assert refused.status_code == 401
            assert refused.json()["code"] == "bad_token"


@pytest.mark.parametrize("path", ["", "/cle-00000000/rotate", "/cle-00000000/revoke"])
async def test_who_is_no_steward_makes_and_learns_nothing(embedded, path):
    async with rest(embedded) as ask:
        refused = await ask("POST", f"/v1/keys{path}", AGENT, WANTED if not path else {})
        nobody = await ask("POST", f"/v1/keys{path}", None, WANTED if not path else {})
        assert (refused.status_code, refused.json()["code"]) == (403, "act_not_allowed")
        assert (nobody.status_code, nobody.json()["code"]) == (401, "bad_token")


async def test_a_key_of_another_body_is_as_one_that_there_is_not(embedded):
    async with rest(embedded) as ask:
        made = (await ask("POST", "/v1/keys", STEWARD, WANTED)).json()
        other = await ask("POST", f"/v1/keys/{made['id']}/revoke", OTHER)
        none = await ask("POST", "/v1/keys/cle-00000000/revoke", OTHER)
        for refused in (other, none):
            assert (refused.status_code, refused.json()["code"]) == (404, "unknown_machine_key")
        assert (await ask("POST", f"/v1/keys/{made['id']}/revoke", STEWARD)).is_success


@pytest.mark.parametrize(
    ("sent", "part"),
    [
        ({"network": ["192.0.2.0/24"]}, "network"),
        ({"lastDay": "demain"}, "lastDay"),
        ({"datasets": "val-d-ille-aubigne.collectes"}, "datasets"),
        ({"dryRun": "no"}, "dryRun"),
    ],
)
async def test_a_part_that_is_misspelt_is_named_and_nothing_is_made(embedded, sent, part):
    async with rest(embedded) as ask:
        before = (await ask("GET", "/v1/keys", STEWARD)).json()
        refused = await ask("POST", "/v1/keys", STEWARD, {**WANTED, **sent})
        assert refused.status_code == 400
        assert part in refused.json()["title"]
        assert (await ask("GET", "/v1/keys", STEWARD)).json() == before


async def test_what_no_key_may_be_for_is_refused_in_a_sentence(embedded):
    async with rest(embedded) as ask:
        sent = {**WANTED, "datasets": ["nowhere.nothing"], "doors": ["window"]}
        refused = await ask("POST", "/v1/keys", STEWARD, sent)
        assert (refused.status_code, refused.json()["code"]) == (422, "act_refused")
        assert "nowhere.nothing" in refused.json()["title"]


@pytest.mark.parametrize("path", ["/graphql", "/v1/sql", "/v1/keys"])
async def test_a_401_offers_both_ways_to_programs_and_one_to_pages(embedded, path):
    async with rest(embedded) as ask:
        bad = {"Authorization": "Bearer x"}
        asked = ("GET", path) if path == "/v1/keys" else ("POST", path)
        body = None if path == "/v1/keys" else {"query": "SELECT 1"}
        program = await ask(*asked, json=body, **bad)
        page = await ask(*asked, json=body, **bad, **{"Sec-Fetch-Mode": "cors"})
    bearer = 'Bearer realm="interco", error="invalid_token"'
    basic_too = [bearer, 'Basic realm="interco", charset="UTF-8"']
    assert (program.status_code, page.status_code) == (401, 401)
    assert program.headers.get_list("www-authenticate") == basic_too
    assert page.headers.get_list("www-authenticate") == [bearer]


async def test_without_a_token_no_token_is_called_bad(embedded):
    async with rest(embedded) as ask:
        nobody = await ask("GET", "/v1/keys")
    assert nobody.headers.get_list("www-authenticate")[0] == 'Bearer realm="interco"'
