"""A key that is given as a pseudonym: pages are ordered by what is shown of the rows, lose none of
them, and hash those that they show, not the whole table.

Covers schema.ordering, schema.keyset.
"""

import json
from collections import Counter

import pytest

from gateway.query.plan_cache import PlanCache

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
    shown = [(float(each["tonnageKg"]), each["flux"], each["idPesee"]) for each in rows]
    assert shown == sorted(shown)
    # Nothing of the order of the key itself, which their owner sees.
    own = (await page_of(embedded, "idPesee flux tonnageKg", "first: 10000", reader=OWNER))["nodes"]
    assert [each["idPesee"] for each in own] == sorted(each["idPesee"] for each in own)
    look = Counter((each["flux"], each["tonnageKg"]) for each in own)
    assert look == Counter((each["flux"], each["tonnageKg"]) for each in rows)
    assert [each["flux"] for each in own] != [each["flux"] for each in rows]


async def test_what_is_hashed_is_what_the_page_may_show(embedded):
    plans = []

    class Watched:
        def __init__(self, engine):
            self.engine = engine

        async def execute(self, plan, values):
            plans.append(plan)
            return await self.engine.execute(plan, values)

    engines = {name: Watched(engine) for name, engine in embedded.ports.engines.items()}
    gateway = embedded.with_ports(engines=engines, memory=PlanCache())
    await page_of(gateway, "idPesee dateCollecte flux tonnageKg", "first: 5", where="{}")
    edge, page = plans
    assert "sha256" not in edge.text.lower()
    assert "id_pesee" not in {name for _, name in edge.columns_read}
    assert "sha256" in page.text.lower()
    # No row beyond those that are level with the edge, and the rows of the page are few of all.
    assert {each.source.token.value for each in page.parameters} == {"\0edge"}
    assert len(page.parameters) > len(page.logical.cursor_columns)


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
