"""Rows are grouped by columns of the row that they are linked to, as each reader sees it: those
linked to none, or to a hidden one, are a group without it.

Covers schema.reading.group_keys, schema.types.group_types.
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from catalog.model.identifiers import graphql_name
from tests.integration.linked.brute_force import told, total
from tests.integration.linked.documents import document_of
from tests.integration.linked.growing import grow
from tests.integration.linked.invoices import TABLES
from tests.integration.linked.readers import OWNER, READERS, SEEING
from tests.integration.linked.trees import Level, Tree

_SUMMED = {"lignes": "montant", "pesees": "poids_kg"}
_KEYS = {
    "lignes": (["flux", "mois"], ["exercice", "commune", "date_facture"]),
    "pesees": (["camion", "jour"], ["flux", "mois"]),
}


async def hold(gateway, place, reader, seed):
    random = Random(seed)
    name = random.choice(list(_SUMMED))
    world, given = await gateway.world(place, reader)
    (link,) = (each for each in TABLES[name].links if not each.many)
    own, of_parent = (random.sample(each, random.randrange(len(each) + 1)) for each in _KEYS[name])
    of_parent = of_parent or _KEYS[name][1][:1]
    own = [each for each in own if each not in reader.shown_only.get(name, ())]
    where = grow(seed, given, reader.shown_only, root=name).root.where
    rows = world.satisfying(Level(name, where=where), world.rows[name])
    body = await gateway.ask(
        _document(place, seed, name, (link, own, of_parent), where),
        place.owner if reader.name == OWNER else reader.sub,
    )
    assert "errors" not in body, body
    came = {
        (
            *(group["key"][graphql_name(each)] for each in own),
            *((group["key"][link.name] or {}).get(graphql_name(each)) for each in of_parent),
        ): (group["aggregate"]["count"], *group["aggregate"]["sum"].values())
        for group in body["data"][place.field][name]["groupBy"]
    }
    assert came == _expected(world, name, (link, own, of_parent), rows), (seed, reader.name)


def _document(place, seed, name, keys, where):
    link, own, of_parent = keys
    listed = document_of(Tree(seed, Level(name, nodes=False, where=where, total=True)), place.field)
    of_link = f"{link.name} {{ {' '.join(map(graphql_name, of_parent))} }}"
    key = " ".join((*map(graphql_name, own), of_link))
    aggregate = f"count sum {{ {graphql_name(_SUMMED[name])} }}"
    groups = f"groupBy {{ key {{ {key} }} aggregate {{ {aggregate} }} }}"
    return listed.replace("totalCount { value exact }", groups)


def _expected(world, name, keys, rows):
    link, own, of_parent = keys
    types, of_types, groups = TABLES[name].types, TABLES[link.target].types, {}
    for row in rows:
        linked = (world.linked(row, link) or [{}])[0]
        key = (
            *(told(row[each], types[each]) for each in own),
            *(told(linked.get(each), of_types[each]) for each in of_parent),
        )
        groups.setdefault(key, []).append(row)
    column = _SUMMED[name]
    kind = "bigint" if types[column] == "integer" else types[column]
    return {
        key: (len(members), told(total(members, "sum", column), kind))
        for key, members in groups.items()
    }


async def test_in_files_and_in_postgresql(gateway, in_files, in_postgresql):
    for seed in range(8000, 8014):
        place = in_files if seed % 2 else in_postgresql
        await hold(gateway, place, READERS[SEEING[seed % len(SEEING)]], seed)


@pytest.mark.whole
async def test_two_hundred_groupings(gateway, in_files, in_postgresql):
    for seed in range(8100, 8300):
        place = in_files if seed % 2 else in_postgresql
        await hold(gateway, place, READERS[SEEING[seed % len(SEEING)]], seed)


async def test_a_window_begins_anew_for_each_year_of_the_invoice(gateway, in_files):
    body = await gateway.ask(
        """{ smictomDemo { lignes { groupBy(orderBy: [{ key: { facture: { exercice: ASC } } },
            { key: { mois: ASC } }]) {
          key { mois(by: MONTH) facture { exercice } } aggregate { sum { tonnageKg } }
          window { runningSum { tonnageKg } } } } } }""",
        in_files.owner,
    )
    assert "errors" not in body, body
    groups = body["data"]["smictomDemo"]["lignes"]["groupBy"]
    running: dict[object, Decimal] = {}
    for group in groups:
        if group["key"]["mois"] is None:
            continue
        year = group["key"]["facture"]["exercice"]
        mass = Decimal(group["aggregate"]["sum"]["tonnageKg"] or 0)
        running[year] = running.get(year, Decimal(0)) + mass
        shown = group["window"]["runningSum"]["tonnageKg"]
        assert Decimal(shown or 0) == running[year], group
    assert len(running) > 2
