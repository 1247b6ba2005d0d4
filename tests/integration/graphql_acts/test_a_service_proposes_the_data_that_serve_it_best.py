"""A report proposes, of a body's data, those that serve each role best; else it asks.

Covers gateway.figures.activations.proposal, gateway.figures.activations.question,
gateway.figures.activations.report, gateway.figures.activations.choices_kept,
gateway.figures.activations.counting, gateway.control.service_report_types,
services_run.dataset_binding.
"""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from catalog.changes import ActRecord, Changes
from catalog.model.identifiers import Name
from gateway.figures.activations import coverage
from tests.integration.graphql_acts.services_of_a_town import ACTIVATE, PREVIEW, document_of

STEWARD = "steward@valcobreizh"
CONTRACT, LINES = "valcobreizh__contrat_traitement", "valcobreizh__factures_lignes"
ROLES = """query($service: ID!, $input: ServiceChoicesInput) {
  serviceReport(service: $service, input: $input) {
    ready question { key text { fr } options { value label { fr } } }
    roles { role { name } matched missing chosen { name } candidates { name } }
  } }"""
OF_TOWNS = {
    STEWARD: {
        "contrat": ("valcobreizh.contrat_traitement", 14, 0),
        "bons": ("valcobreizh.bons_collecteur", 8, 0),
        "tickets": ("valcobreizh.tickets_site", 8, 1),
        "factures": ("valcobreizh.factures", 3, 0),
        "lignes": ("valcobreizh.factures_lignes", 5, 0),
        "details": ("valcobreizh.factures_detail", 4, 0),
    },
    "steward@bretagne-romantique": {
        "contrat": ("bretagne-romantique.marche_traitement", 14, 0),
        "bons": ("bretagne-romantique.pesees_prestataire", 8, 0),
        "tickets": ("bretagne-romantique.entrees_usine", 8, 1),
        "factures": ("bretagne-romantique.factures", 3, 0),
        "lignes": ("bretagne-romantique.factures_lignes", 5, 0),
        "details": ("bretagne-romantique.factures_detail", 4, 0),
    },
}


async def put(town, *entities):
    catalog = town.services.acts.catalog
    record = ActRecord(datetime(2026, 11, 25, tzinfo=UTC), None, "test", None, "test")
    await catalog.write((await catalog.current()).version, Changes(put=entities), record)


async def reported(town, agent=STEWARD, service="service-fait", **chosen):
    variables = {"service": service}
    if chosen:
        choices = [{"role": role, "datasets": names} for role, names in chosen.items()]
        variables["input"] = {"datasets": choices}
    return (await town.ask(ROLES, agent, variables=variables)).data["serviceReport"]


def picked(report):
    return {
        one["role"]["name"]: tuple(chosen["name"] for chosen in one["chosen"])
        for one in report["roles"]
    }


async def contract(town, dataset=CONTRACT):
    return (await town.ports.catalog.current()).datasets[dataset]


def named(dataset, name, *columns, title="Prix"):
    """The same rows under another name, with those columns alone."""
    kept = tuple(one for one in dataset.columns if not columns or one.name in columns)
    return replace(
        dataset,
        id=f"valcobreizh__{name}",
        name=Name(name),
        title_fr=title,
        title_en=title,
        columns=kept,
        relations=(),
    )


@pytest.mark.parametrize("agent", OF_TOWNS)
async def test_each_role_of_a_town_gets_its_own_data(town, agent):
    report = await reported(town, agent)
    assert (report["ready"], report["question"]) == (True, None)
    found = {
        one["role"]["name"]: (one["chosen"][0]["name"], one["matched"], one["missing"])
        for one in report["roles"]
    }
    assert found == OF_TOWNS[agent]


async def test_what_is_at_stake_is_told_by_the_contract_and_not_by_the_invoices(town):
    told = await town.ask(PREVIEW, STEWARD, variables={"service": "service-fait"})
    figures = {one["name"]: one["value"] for one in document_of(told, "previewService")["figures"]}
    assert figures["at_stake_eur"] == "7043.70"


async def test_a_decoy_with_few_columns_does_not_take_the_place_of_the_contract(town):
    decoy = named(await contract(town), "contrat_de_l_an_passe", "produit", "prix_t")
    await put(town, decoy)
    report = await reported(town)
    assert picked(report)["contrat"] == ("valcobreizh.contrat_traitement",)
    assert report["ready"]
    candidates = {one["role"]["name"]: one["candidates"] for one in report["roles"]}["contrat"]
    assert candidates[0] == {"name": "valcobreizh.contrat_traitement"}
    assert {"name": "valcobreizh.contrat_de_l_an_passe"} in candidates


async def test_data_of_which_most_is_absent_are_confirmed_before_anything_is_activated(town):
    thin = replace(
        await contract(town),
        columns=named(await contract(town), "x", "produit", "prix_t").columns,
        primary_key=("produit",),
    )
    await put(town, thin)
    report = await reported(town)
    assert picked(report)["contrat"] == ("valcobreizh.contrat_traitement",)
    assert picked(report)["lignes"] == ("valcobreizh.factures_lignes",)
    assert report["question"]["key"] == "contrat"
    assert "n'a que 2 des 14 colonnes utiles pour le contrat" in report["question"]["text"]["fr"]
    refused = await town.ask(ACTIVATE, STEWARD, variables={"service": "service-fait"})
    assert refused.codes == ["service_data_asked"]
    confirmed = await reported(town, contrat=["valcobreizh.contrat_traitement"])
    assert (confirmed["ready"], confirmed["question"]) == (True, None)


async def test_of_two_that_serve_as_well_a_person_chooses(town):
    twin = named(await contract(town), "contrat_2027", title="Contrat 2027")
    await put(town, twin)
    report = await reported(town)
    assert report["question"]["key"] == "contrat"
    assert {one["value"] for one in report["question"]["options"]} == {
        "valcobreizh.contrat_traitement", "valcobreizh.contrat_2027",
    }  # fmt: skip
    assert "Contrat 2027" in {one["label"]["fr"] for one in report["question"]["options"]}
    chosen = await reported(town, contrat=["valcobreizh.contrat_2027"])
    assert (chosen["ready"], picked(chosen)["contrat"]) == (True, ("valcobreizh.contrat_2027",))


async def test_no_role_takes_the_only_data_of_another(town):
    without = {"contrat": []}
    report = await reported(town, **without)
    assert picked(report)["lignes"] == ("valcobreizh.factures_lignes",)
    assert not report["ready"]


async def test_a_column_is_asked_about_by_its_title_and_some_of_its_values(town):
    agent, monthly = "steward@bretagne-romantique", "bretagne-romantique.tonnages_mensuels"
    document = """query($input: ServiceChoicesInput) {
      serviceReport(service: "rpqs-dechets", input: $input) {
        question { text { fr } suggested options { value label { fr en } examples } } } }"""
    chosen = {"datasets": [{"role": "collectes", "datasets": [monthly]}]}
    told = await town.ask(document, agent, variables={"input": chosen})
    question = told.data["serviceReport"]["question"]
    assert "Tonnages mensuels par commune" in question["text"]["fr"]
    assert "tonnages_mensuels" not in question["text"]["fr"]
    assert question["text"]["fr"].endswith("quelle colonne est le poids ?")
    assert question["suggested"] == "total_enleve"
    first, second = question["options"]
    assert first["label"]["fr"].endswith("(t)")
    assert (first["value"], second["value"]) == ("total_enleve", "nb_enlevements")
    assert "_" not in first["label"]["fr"] + second["label"]["fr"]
    assert all(float(value) > 0 for value in first["examples"])
    assert (len(first["examples"]), len(second["examples"])) == (3, 2)


COVERED = """query($service: ID!) {
  serviceReport(service: $service) {
    ready question { key } roles { role { name optional } sentence { fr } reason { fr en }
      chosen { name } candidates { name isRelated coverage { fr } years { year isWhole } } } } }"""


async def covered(town, agent, service="rpqs-dechets"):
    told = await town.ask(COVERED, agent, variables={"service": service})
    return told.data["serviceReport"]["roles"][0]


async def test_data_with_a_complete_year_are_proposed_before_those_of_the_standard(town):
    weighings = await covered(town, "steward@bretagne-romantique")
    assert [one["name"] for one in weighings["chosen"]] == ["bretagne-romantique.tonnages_mensuels"]
    assert weighings["reason"]["fr"] == "Proposées parce qu'elles ont une année complète, 2023."
    assert weighings["reason"]["en"] == "Proposed because they have a complete year, 2023."
    words = {one["name"]: one["coverage"] for one in weighings["candidates"]}
    assert words["bretagne-romantique.tonnages_mensuels"] == {
        "fr": "2023 complète · 25 communes sur 25"
    }
    assert words["bretagne-romantique.pesees_quai"] == {
        "fr": "aucune année complète, 2026 : 10 mois sur 12 · 25 communes sur 25"
    }
    assert words["standards.collecte_dechets"] is None


async def test_a_neighbours_complete_years_do_not_come_before_ones_own(town):
    weighings = await covered(town, STEWARD)
    assert [one["name"] for one in weighings["chosen"]] == ["valcobreizh.collectes"]
    assert weighings["reason"]["fr"] == (
        "Proposées parce que leur année complète, 2025, couvre le plus de communes."
    )
    words = {one["name"]: one["coverage"] for one in weighings["candidates"]}
    assert words["val-d-ille-aubigne.collectes"]["fr"] == (
        "2023–2025 complètes · 18 communes sur 52"
    )


async def test_what_is_activated_is_what_the_report_proposed(town):
    refused = await town.ask(
        ACTIVATE, "steward@bretagne-romantique", variables={"service": "rpqs-dechets"}
    )
    assert refused.codes == ["service_column_asked"]


async def test_data_about_something_else_are_proposed_for_nothing(town):
    agent = "steward@bretagne-romantique"
    # A commune alone makes no car-pool place of a drop-off point.
    places = await covered(town, agent, "couverture-covoiturage")
    assert "bretagne-romantique.points_apport" in {one["name"] for one in places["candidates"]}
    assert places["chosen"] == []
    measures = await covered(town, agent, "comptage-velo")
    assert measures["chosen"] == []
    assert measures["sentence"]["fr"] == "Aucune donnée ne convient."
    assert measures["candidates"]
    assert not any(one["isRelated"] for one in measures["candidates"])
    # They may still be chosen.
    points = {"mesures": ["bretagne-romantique.points_apport"]}
    report = await reported(town, agent, "comptage-velo", **points)
    assert picked(report)["mesures"] == ("bretagne-romantique.points_apport",)
    assert report["question"]["key"] == "mesures.passages"
    assert report["question"]["text"]["fr"].endswith("quelle colonne est le nombre de passages ?")


async def test_who_may_not_activate_reads_at_once_who_may(town):
    document = """{ serviceReport(service: "service-fait") { ready refusals { fr en } } }"""
    steward = await town.ask(document, STEWARD)
    assert steward.data["serviceReport"]["refusals"] == []
    agent = await town.ask(document, "agent@valcobreizh")
    (refusal,) = agent.data["serviceReport"]["refusals"]
    assert "Dans votre organisme : Nolwenn Kerbrat (référent)" in refusal["fr"]


async def test_one_request_counts_a_bounded_number_of_data(town, monkeypatch):
    # On a busy machine time would be the bound.
    monkeypatch.setattr(coverage, "_TIME_LIMIT_S", 60)
    report = 'serviceReport(service: "rpqs-dechets") { roles { candidates { coverage { fr } } } }'
    asked = " ".join(f"r{place}: {report}" for place in range(20))
    told = (await town.ask(f"{{ {asked} }}", "steward@bretagne-romantique")).data
    counted = [
        sum(one["coverage"] is not None for role in each["roles"] for one in role["candidates"])
        for each in told.values()
    ]
    assert max(counted) > 0
    assert sum(counted) <= 24
