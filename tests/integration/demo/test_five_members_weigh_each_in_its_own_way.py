"""The demo as it comes: five bodies of one standard, in five shapes, and services that use them.

Covers demo.generate.members, demo.generate.peers, demo.prepare, gateway.figures.activations.runner.
"""

import json
from collections import defaultdict
from decimal import Decimal

import pytest

from demo.generate.collectes import valcobreizh_communes
from demo.generate.world import make_world
from gateway.cli.demo_folder import demo_at

MEMBERS = {
    "CC Liffré-Cormier Communauté": "liffre-cormier-communaute",
    "CC de Saint-Méen Montauban": "saint-meen-montauban",
}
TO_ASK = {"bretagne_romantique.pesees_quai", "couesnon_marches_de_bretagne.levees"}
CODES = {
    "OMR": "OMR",
    "OMr": "OMR",
    "Ordures ménagères": "OMR",
    "EMBALLAGES_PAPIERS": "EMBALLAGES_PAPIERS",
    "TRI": "EMBALLAGES_PAPIERS",
    "Emballages": "EMBALLAGES_PAPIERS",
    "Verre": "VERRE",
    "Biodéchets": "BIODECHETS",
    "Encombrants": "ENCOMBRANTS",
    "Tout-venant": "ENCOMBRANTS",
}
PREVIEW = """query($service: ID!, $input: ServiceChoicesInput) {
  previewService(service: $service, input: $input) { document } }"""
PEERS = {
    "datasets": [
        {"role": "organismes", "datasets": ["valcobreizh.organismes_compares"]},
        {"role": "valeurs", "datasets": ["valcobreizh.chiffres_compares"]},
    ],
}


@pytest.fixture(scope="module")
async def demo(tmp_path_factory):
    async with demo_at(tmp_path_factory.mktemp("state")) as demo, demo.client() as client:

        async def post(path, agent, body, purpose="rpqs_dechets"):
            token = await demo.token(agent)
            headers = {"Authorization": f"Bearer {token}", "Interco-Purpose": purpose}
            return (await client.post(path, json=body, headers=headers)).json()

        yield post


def kilograms(table):
    """By stream of the standard, in kilograms, as the table's own codes and unit say them."""
    in_tonnes = any(each.name in {"tonnes", "poids_t"} for each in table.columns)
    total = defaultdict(Decimal)
    for _, _, _, code, mass in table.rows:
        total[CODES[code]] += Decimal(mass) * (1000 if in_tonnes else 1)
    return dict(total)


async def test_the_syndicat_reads_those_who_signed_and_is_told_whom_to_ask(demo):
    query = """SELECT owner_nom, flux, sum(tonnage_kg) FROM standards.collecte_dechets
        WHERE date_collecte >= DATE '2026-01-01' GROUP BY owner_nom, flux"""
    answer = await demo("/v1/sql", "agent@valcobreizh", {"query": query})
    told = defaultdict(dict)
    for owner, flux, kg in answer["rows"]:
        told[owner][flux] = Decimal(kg)
    world = make_world()
    assert told == {name: kilograms(world.of_members[slug]) for name, slug in MEMBERS.items()}
    statuses = {each["dataset"]: each["status"] for each in answer["scope"]["sources"]}
    assert {name for name, status in statuses.items() if status == "DENIED"} == TO_ASK
    assert answer["scope"]["partial"] is True


async def test_nothing_overlaps_over_all_the_years(demo):
    query = "SELECT year(date_collecte), count(*) FROM standards.collecte_dechets GROUP BY 1"
    answer = await demo("/v1/sql", "agent@valcobreizh", {"query": query})
    assert sorted(int(year) for year, _ in answer["rows"]) == [2023, 2024, 2025, 2026]


def test_each_weighing_is_of_one_commune_of_the_syndicat():
    served = {each.code for each in valcobreizh_communes()}
    tables = make_world().of_members
    assert len(tables) == 4
    for table in tables.values():
        numbers = [row[0] for row in table.rows]
        assert len(set(numbers)) == len(numbers)
        assert {row[2] for row in table.rows} <= served
        assert {row[1].year for row in table.rows} == {2026}


async def test_a_body_is_compared_with_five_others_who_accept(demo):
    body = {"query": PREVIEW, "variables": {"service": "comparaison", "input": PEERS}}
    answer = await demo("/graphql", "steward@valcobreizh", body)
    assert "errors" not in answer, answer["errors"]
    document = answer["data"]["previewService"]["document"]
    assert "Brocéliande" not in document
    assert "mediane" in document
    assert "too_few_peers" not in document
    document = json.loads(document)
    assert document["parameters"]["organisme"] == "200090884"
    assert [one["code"] for one in document["notices"]] == ["without_consent"]
    (peers,) = {row[3] for row in document["tables"]["comparisons"]["rows"]}
    assert peers == 7


async def test_another_bodys_name_is_refused(demo):
    other = {**PEERS, "parameters": [{"name": "organisme", "value": "CC Bretagne Romantique"}]}
    body = {"query": PREVIEW, "variables": {"service": "comparaison", "input": other}}
    answer = await demo("/graphql", "steward@valcobreizh", body)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == "service_of_another_body"
