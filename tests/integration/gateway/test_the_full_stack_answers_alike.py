"""The same query, the same rows: rows in PostgreSQL and S3, a real Trino, the law on a real OPA.

Covers tools.full_stack, demo.prepare_full, gateway.wiring.engines, gateway.cli.demo_agents.
"""

import json
from pathlib import Path

import httpx
import pytest

from gateway.app import build_app
from gateway.cli.demo_agents import token_of
from tests.integration.deposits.files import csv_file
from tests.integration.deposits.test_a_deposit_by_http import bearer

QUERIES = Path(__file__).resolve().parents[3] / "demo" / "queries"
VALCOBREIZH = ("agent@valcobreizh", "rpqs_dechets")

BY_COMMUNE = (next(QUERIES.glob("1-*.graphql")).read_text("utf-8"), *VALCOBREIZH)
OPEN = (next(QUERIES.glob("2-*.graphql")).read_text("utf-8"), None, None)
TWO_OWNERS = (
    """
    {
      valDIlleAubigne { collectes {
        totalCount(mode: EXACT) { value }
        groupBy { key { dateCollecte(by: MONTH) flux } aggregate { count sum { tonnageKg } } }
      } }
      valcobreizh { collectes(
        where: { commune: { nom: { contains: "mesnil", fold: CASE_ACCENT } } }
      ) {
        totalCount(mode: EXACT) { value }
        groupBy { key { codeCommune } aggregate { count avg { tonnageKg } } }
      } }
    }
    """,
    *VALCOBREIZH,
)
ENERGY = (
    """{ mesnilRocH { energieBatiments(first: 100) {
           nodes { __typename _id } totalCount { value }
           aggregate { count } } } }""",
    "agent@mesnil-roc-h",
    None,
)
METERS = (
    """{ eauBassinRennais { compteurs {
           groupBy { key { commune { code nom } typeAbonne } aggregate { count } } } } }""",
    "agent@eau-bassin-rennais",
    None,
)


def without_row_ids(body):
    """`_id` is keyed by the installation's own secret."""

    def strip(value):
        if isinstance(value, dict):
            return {key: strip(each) for key, each in value.items() if key != "_id"}
        return [strip(each) for each in value] if isinstance(value, list) else value

    return strip(json.loads(body))


@pytest.mark.parametrize("asked", [BY_COMMUNE, OPEN, TWO_OWNERS, ENERGY, METERS], ids=range(1, 6))
async def test_the_same_query_answers_the_same_rows(embedded, full_stack, asked):
    here, there = await embedded.ask(*asked), await full_stack.ask(*asked)
    assert "errors" not in without_row_ids(there.body)
    assert without_row_ids(there.body) == without_row_ids(here.body)


async def test_eighteen_communes_through_postgresql_and_opa(full_stack):
    body = (await full_stack.ask(*BY_COMMUNE)).body
    found = json.loads(body)["data"]["valDIlleAubigne"]["collectes"]["groupBy"]
    assert len(found) == 18
    assert b"35326" not in body


async def test_a_file_is_deposited_in_the_bucket_and_read_by_trino(full_stack):
    """The deposit's secret is a file of the operator's, which the gateway must know of."""
    app = build_app(full_stack.state.settings(), demo=True)
    app.state.services = full_stack.services
    headers = await bearer(full_stack)
    wanted = "/v1/deposits/pesees?name=pesees.csv&into=valcobreizh.depot"
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://interco") as client:
        made = await client.put(wanted, content=csv_file(), headers=headers)
        assert made.status_code == 201, made.text
        query = "{ mesnilRocH { pesees { totalCount(mode: EXACT) { value } } } }"
        answer = await full_stack.ask(query, "steward@mesnil-roc-h")
        counted = json.loads(answer.body)["data"]["mesnilRocH"]["pesees"]["totalCount"]
        assert counted["value"] == made.json()["version"]["rows"]
        ended = await client.delete("/v1/datasets/pesees", headers=headers)
        assert ended.status_code == 200, ended.text


def test_a_command_has_a_token_of_the_full_demos_agents(full_stack):
    """A folder of the full stack has no note of declarations that were applied."""
    state = full_stack.state
    state.full_stack_marker.touch()
    assert token_of(state, "agent@valcobreizh")
