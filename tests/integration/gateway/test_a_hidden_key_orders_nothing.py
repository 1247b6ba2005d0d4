"""A key that is given as a pseudonym: pages are ordered by what their reader is given of the rows,
lose none of them, and hash those that they show, not the whole table.

Covers schema.reading.ordering, schema.reading.keyset, schema.reading.page_rows,
federation.rewrites.limit_first, federation.naming.
"""

import json
from collections import Counter
from dataclasses import replace

import pytest
from sqlglot import exp

from federation.naming import ORDERED
from gateway.reading.query.plan_cache import PlanCache
from gateway.reading.query.prepare import prepare
from gateway.reading.query.request import GraphqlRequest
from tests.integration.gateway.test_pages_lose_no_row import TABLES, with_key

READER = ("agent@valcobreizh", "rpqs_dechets")
OWNER = ("agent@val-d-ille-aubigne", None)
WHERE = '{ codeCommune: { eq: "35003" }, dateCollecte: { lt: "2023-05-01" } }'
FIELDS = ("idPesee flux tonnageKg", "_id dateCollecte flux commune { nom }", "flux", "idPesee")


async def page_of(gateway, nodes, arguments, token=None, reader=READER, where=WHERE):
    after = "" if token is None else f", after: {json.dumps(token)}"
    document = f"""{{ valDIlleAubigne {{ collectes(where: {where}, {arguments}{after}) {{
      nodes {{ {nodes} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""
    body = json.loads((await gateway.ask(document, *reader)).body)
    assert "errors" not in body, body["errors"]
    return body["data"]["valDIlleAubigne"]["collectes"]


async def all_pages(gateway, nodes, arguments):
    found, token = [], None
    while True:
        page = await page_of(gateway, nodes, arguments, token)
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        assert page["nodes"]
        token = page["pageInfo"]["endCursor"]


async def check_pages(gateway, nodes, order, size):
    whole = (await page_of(gateway, nodes, f"first: 10000{order}"))["nodes"]
    assert len(whole) > 30
    paged = await all_pages(gateway, nodes, f"first: {size}{order}")
    assert paged == whole
    skipped = (await page_of(gateway, nodes, f"first: 7, offset: 5{order}"))["nodes"]
    assert skipped == whole[5:12]


@pytest.mark.parametrize("order", ["", ", orderBy: { tonnageKg: DESC_NULLS_FIRST }"])
@pytest.mark.parametrize("nodes", FIELDS)
async def test_no_row_is_lost_or_moved_between_pages(embedded, nodes, order):
    await check_pages(embedded, nodes, order, 9)


async def test_no_row_is_lost_or_moved_between_pages_on_servers(full_stack):
    await check_pages(full_stack, FIELDS[0], "", 40)


async def test_one_row_at_a_time(embedded):
    where = '{ codeCommune: { eq: "35003" }, dateCollecte: { lt: "2023-01-20" } }'
    found, token = [], None
    whole = (await page_of(embedded, "flux", "first: 100", where=where))["nodes"]
    for _ in whole:
        page = await page_of(embedded, "flux", "first: 1", token, where=where)
        found += page["nodes"]
        token = page["pageInfo"]["endCursor"]
    assert found == whole


async def test_rows_come_in_the_order_of_what_is_shown(embedded):
    rows = (await page_of(embedded, "idPesee flux tonnageKg", "first: 10000"))["nodes"]
    shown = [(float(each["tonnageKg"]), each["flux"]) for each in rows]
    # Where these are level, by two more columns that are given, and by the pseudonym last.
    assert shown == sorted(shown)
    # Nothing of the order of the key itself, which their owner sees.
    own = (await page_of(embedded, "idPesee flux tonnageKg", "first: 10000", reader=OWNER))["nodes"]
    assert [each["idPesee"] for each in own] == sorted(each["idPesee"] for each in own)
    look = Counter((each["flux"], each["tonnageKg"]) for each in own)
    assert look == Counter((each["flux"], each["tonnageKg"]) for each in rows)
    assert [each["flux"] for each in own] != [each["flux"] for each in rows]


class Watched:
    def __init__(self, engine, plans):
        self.engine, self.plans = engine, plans

    async def execute(self, plan, values):
        self.plans.append(plan)
        return await self.engine.execute(plan, values)


def watched(gateway):
    plans = []
    engines = {name: Watched(engine, plans) for name, engine in gateway.ports.engines.items()}
    return gateway.with_ports(engines=engines, memory=PlanCache()), plans


def is_hashed(text):
    return "sha256" in text.lower()


def columns_of(plan):
    return {name for _, name in plan.columns_read}


@pytest.mark.parametrize(
    "nodes", ["idPesee dateCollecte flux tonnageKg", "idPesee flux", "idPesee", "_id", "tourneeId"]
)
async def test_what_is_hashed_is_what_the_page_may_show(embedded, nodes):
    gateway, plans = watched(embedded)
    await page_of(gateway, nodes, "first: 5", where="{}")
    edge, page = plans
    assert not is_hashed(edge.text)
    assert not {"id_pesee", "tournee_id"} & columns_of(edge)
    assert is_hashed(page.text)
    # No row beyond those that are level with the edge, and the rows of the page are few of all.
    assert {each.source.token.value for each in page.parameters} == {"\0edge"}
    assert len(page.parameters) > len(page.logical.cursor_columns)


async def test_rows_of_which_a_pseudonym_alone_is_shown_come_in_the_order_of_what_is_given(
    embedded,
):
    given = "idPesee dateCollecte tonnageKg"
    rows = (await page_of(embedded, given, "first: 10000"))["nodes"]
    hashes = [each["idPesee"] for each in rows]
    alone = (await page_of(embedded, "idPesee", "first: 10000"))["nodes"]
    assert [each["idPesee"] for each in alone] == hashes
    assert hashes != sorted(hashes)


async def test_a_column_that_orders_rows_is_named_to_the_law_and_in_the_record(embedded):
    document = "{ valDIlleAubigne { collectes(first: 5) { nodes { idPesee } } } }"
    prepared = await prepare(await request_of(embedded, document), embedded.ports)
    assert ("val_d_ille_aubigne.collectes", ORDERED) in prepared.question.named
    (plan,) = prepared.plans.slices.values()
    assert columns_of(plan) == {"id_pesee", "date_collecte", "tonnage_kg"}


async def request_of(gateway, document):
    snapshot = await gateway.ports.catalog.current()
    (agent,) = [each for each in snapshot.agents.values() if each.sub == READER[0]]
    token = gateway.state.token(agent)
    return GraphqlRequest("r", document, authorization=f"Bearer {token}", purpose=READER[1])


async def test_where_the_key_is_given_and_another_column_is_a_pseudonym_few_rows_are_hashed(
    embedded,
):
    table = replace(TABLES["csv, or postgresql"], key=("date_collecte", "tonnage_kg"))
    gateway, plans = watched(await with_key(embedded, table))
    rows = (await page_of(gateway, "dateCollecte tonnageKg idPesee", "first: 9"))["nodes"]
    edge, page = plans
    assert not is_hashed(edge.text)
    assert is_hashed(page.text)
    assert (
        rows == (await page_of(gateway, "dateCollecte tonnageKg idPesee", "first: 99"))["nodes"][:9]
    )
    order = [(each["dateCollecte"], float(each["tonnageKg"])) for each in rows]
    assert order == sorted(order)
    plans.clear()
    await page_of(gateway, "dateCollecte tonnageKg flux", "first: 9")
    assert len(plans) == 1


async def test_an_id_is_made_of_the_rows_of_the_page_alone(embedded):
    gateway, plans = watched(embedded)
    page = await page_of(
        gateway, "_id idPesee commune { nom }", "first: 5", reader=OWNER, where="{}"
    )
    (plan,) = plans
    below = plan.tree.args["from_"].this.this
    # Names of communes may be joined above: the order is settled there.
    assert plan.tree.args["order"] is not None
    assert not is_hashed(below.sql())
    assert below.args["limit"].expression == exp.Literal.number(6)
    assert [each["idPesee"] for each in page["nodes"]] == sorted(
        each["idPesee"] for each in page["nodes"]
    )


async def test_a_cursor_is_of_this_order(embedded):
    page = await page_of(embedded, "idPesee flux tonnageKg", "first: 3")
    after = f"after: {json.dumps(page['pageInfo']['endCursor'])}"
    document = f"""{{ valDIlleAubigne {{ collectes(where: {WHERE}, first: 3, {after}) {{
      nodes {{ dateCollecte }} }} }} }}"""
    body = json.loads((await embedded.ask(document, *READER)).body)
    assert [each["extensions"]["code"] for each in body["errors"]] == ["invalid_cursor"]


async def test_whoever_sees_the_key_has_its_order(embedded):
    nodes = (await page_of(embedded, "idPesee flux", "first: 50", reader=OWNER))["nodes"]
    assert [each["idPesee"] for each in nodes] == sorted(each["idPesee"] for each in nodes)
