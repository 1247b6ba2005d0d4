"""Declared keys that are none: several rows bear one, some bear NULL. Page by page, forward and
backward, each row is still shown, and once, in every storage of the demo.

Covers schema.reading.page_rows, gateway.reading.query.pages, schema.reading.ties,
schema.reading.keyset.
"""

import json
from collections import Counter
from dataclasses import dataclass, replace

import pytest

from catalog.model.version import CatalogVersion
from gateway.reading.query.plan_cache import PlanCache


@dataclass(frozen=True)
class Fixed:
    """A catalog that stays as it is."""

    snapshot: object

    async def current(self):
        return self.snapshot


@dataclass(frozen=True)
class Table:
    """A dataset of the demo as its owner reads it, a false key, and few of its rows."""

    owner: str
    slug: str
    name: str
    field: str
    key: tuple[str, ...]
    nodes: str
    where: str = "{}"


TABLES = {
    "csv, or postgresql": Table(
        *("valDIlleAubigne", "val-d-ille-aubigne", "collectes", "collectes", ("date_collecte",)),
        nodes="_id dateCollecte flux tonnageKg",
        where='{ codeCommune: { eq: "35003" }, dateCollecte: { lt: "2023-05-01" } }',
    ),
    "a csv with cells that are empty": Table(
        *("bretagneRomantique", "bretagne-romantique", "points_apport", "pointsApport"),
        key=("flux", "date_pose"),
        nodes="flux datePose volumeL commune { nom }",
    ),
    "sqlite, or postgresql": Table(
        *("mesnilRocH", "mesnil-roc-h", "energie_batiments", "energieBatiments"),
        key=("energie", "estime"),
        nodes="energie temperatureMoyenneC estime mois",
    ),
    "a key of an instant": Table(
        *("mesnilRocH", "mesnil-roc-h", "energie_batiments", "energieBatiments"),
        key=("releve_le", "energie"),
        nodes="_id releveLe energie consommationKwh",
    ),
    "a key of a local time": Table(
        *("sde35", "sde35", "bornes_recharge", "bornesRecharge"),
        key=("maj_le",),
        nodes="_id majLe puissanceKw",
    ),
    "parquet": Table(
        *("sde35", "sde35", "bornes_recharge", "bornesRecharge"),
        key=("nb_prises", "acces_libre"),
        nodes="nbPrises accesLibre puissanceKw",
    ),
}


async def with_key(gateway, table):
    snapshot = await gateway.ports.catalog.current()
    owner = snapshot.organisation_of_slug(table.slug)
    dataset = snapshot.dataset_of(owner.siren, table.name)
    key = tuple(dataset.column_named(each).id for each in table.key)
    datasets = {**snapshot.datasets, dataset.id: replace(dataset, primary_key=key)}
    other = replace(snapshot, datasets=datasets, version=CatalogVersion(table.name, 1))
    return gateway.with_ports(catalog=Fixed(other), memory=PlanCache())


async def page_of(gateway, table, arguments, token=None, nodes=None):
    after = "" if token is None else f", after: {json.dumps(token)}"
    document = f"""{{ {table.owner} {{ {table.field}(where: {table.where}, {arguments}{after}) {{
      nodes {{ {nodes or table.nodes} }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""
    body = json.loads((await gateway.ask(document, f"agent@{table.slug}")).body)
    assert "errors" not in body, body["errors"]
    return body["data"][table.owner][table.field]


async def all_pages(gateway, table, arguments, begin=""):
    found, token = [], None
    while True:
        page = await page_of(gateway, table, arguments + (begin if token is None else ""), token)
        found += page["nodes"]
        info = page["pageInfo"]
        if not info["hasNextPage"]:
            return found
        assert page["nodes"]
        token = info["endCursor"]
        assert token is not None


def counted(rows):
    return Counter(json.dumps(each) for each in rows)


async def check(gateway, table, pages):
    changed = await with_key(gateway, table)
    whole = (await page_of(changed, table, "first: 10000"))["nodes"]
    several = counted(whole)
    assert len(whole) > 30
    size = len(whole) // pages
    first = table.nodes.replace("_id", "").split()[0]
    for order in ("", f", orderBy: {{ {first}: DESC_NULLS_FIRST }}"):
        assert counted(await all_pages(changed, table, f"first: {size}{order}")) == several
    # From the third row on, whatever begins there; and by `offset` alone.
    rest = await all_pages(changed, table, f"first: {size}", begin=", offset: 2")
    begun = (await page_of(changed, table, "first: 2, offset: 0"))["nodes"]
    assert counted(begun + rest) == several


@pytest.mark.parametrize("name", TABLES)
async def test_rows_of_one_key_are_all_shown_embedded(embedded, name):
    await check(embedded, TABLES[name], 5)


@pytest.mark.parametrize("name", TABLES)
async def test_rows_of_one_key_are_all_shown_on_servers(full_stack, name):
    await check(full_stack, TABLES[name], 2)


async def test_one_row_at_a_time(embedded):
    table = replace(
        TABLES["csv, or postgresql"],
        where='{ codeCommune: { eq: "35003" }, dateCollecte: { lt: "2023-01-10" } }',
    )
    changed = await with_key(embedded, table)
    whole = (await page_of(changed, table, "first: 10000"))["nodes"]
    assert len(whole) > len({each["dateCollecte"] for each in whole})
    assert counted(await all_pages(changed, table, "first: 1")) == counted(whole)


async def test_a_cursor_between_rows_of_one_key_is_of_what_is_shown_and_of_its_condition(embedded):
    table = replace(TABLES["parquet"], key=("acces_libre",))
    changed = await with_key(embedded, table)
    token = (await page_of(changed, table, "first: 3"))["pageInfo"]["endCursor"]
    again = (await page_of(changed, table, "first: 5", token))["nodes"]
    assert len(again) == 5
    for other in (
        replace(table, nodes="nbPrises"),
        replace(table, where="{ nbPrises: { gte: 2 } }"),
    ):
        after = f", after: {json.dumps(token)}"
        document = f"""{{ sde35 {{ bornesRecharge(where: {other.where}, first: 5{after}) {{
          nodes {{ {other.nodes} }} }} }} }}"""
        body = json.loads((await changed.ask(document, "agent@sde35")).body)
        assert [each["extensions"]["code"] for each in body["errors"]] == ["invalid_cursor"]
