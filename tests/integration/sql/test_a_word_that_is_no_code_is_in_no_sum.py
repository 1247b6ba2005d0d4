"""A standard's codes are a contract: a column's own words are what its owner says they mean, and a
word of which nobody said it is in no answer that reads the column.

Covers catalog.actions.code_meanings, gateway.reading.query.standard_left_out,
catalog.standards.conformity.
"""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal

import pytest

from catalog.model.dataset import CodeMeaning
from demo.generate.costs import cost_matrix
from demo.generate.world import SEED
from gateway.demo_mode.state import DemoState
from gateway.wiring.services import open_services
from tests.demo_folders import make_demo
from tests.integration.sql.conftest import VALCOBREIZH as SYNDICAT
from tests.integration.sql.conftest import Door
from tests.integration.standard_bodies import write

MATRIX = "valcobreizh__matrice_couts"
NET = """SELECT owner_nom, annee,
    sum(CASE WHEN sens='PRODUIT' THEN -montant_eur ELSE montant_eur END)
  FROM standards.matrice_des_couts GROUP BY 1, 2 ORDER BY 2"""
TOTAL = "SELECT annee, sum(montant_eur) FROM standards.matrice_des_couts GROUP BY 1 ORDER BY 1"


@pytest.fixture(scope="module")
async def town(tmp_path_factory):
    state = DemoState(tmp_path_factory.mktemp("codes") / "state")
    await make_demo(state)
    async with open_services(state.settings(), demo=True) as services:
        yield Door(state, services)


def by_year(of):
    """The rows as they were made, each amount as `of` counts it by its kind."""
    net = defaultdict(Decimal)
    for year, _, _, kind, amount in cost_matrix(SEED).rows:
        net[str(year)] += amount * of[kind]
    return net


def told(answer):
    return {row[1]: Decimal(row[2]) for row in answer["rows"]}


async def meaning(town, **codes):
    """The matrix as its owner declares it, with these words and no others."""
    dataset = (await town.services.acts.catalog.current()).datasets[MATRIX]
    said = tuple(CodeMeaning(word, code) for word, code in codes.items())
    columns = tuple(
        replace(each, codes=said) if each.name == "sens" else each for each in dataset.columns
    )
    await write(town, replace(dataset, columns=columns))


async def asked(town, statement):
    answer = await town.sql(statement, *SYNDICAT)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_words_that_the_owner_explained_are_the_codes_of_the_standard(town):
    answer = await asked(town, NET)
    assert told(answer) == by_year({"Charges": 1, "Produits": -1})
    assert told(answer)["2025"] == Decimal("7609285.50")
    assert all("leftOut" not in each for each in answer["scope"]["sources"])
    own = await town.rows(
        "SELECT DISTINCT sens FROM valcobreizh.matrice_couts ORDER BY 1", *SYNDICAT
    )
    assert own == [["Charges"], ["Produits"]]


async def test_a_word_that_nobody_explained_is_in_no_sum_and_is_counted(town):
    await meaning(town, Charges="CHARGE")
    answer = await asked(town, NET)
    assert told(answer) == by_year({"Charges": 1, "Produits": 0})
    (source,) = answer["scope"]["sources"]
    income = sum(row[3] == "Produits" for row in cost_matrix(SEED).rows)
    assert source["leftOut"] == [{"field": "sens", "rows": income, "reason": "CODE_NOT_IN_LIST"}]
    assert answer["scope"]["partial"] is True


async def test_a_dataset_without_any_meaning_leaves_answers_that_read_the_column_alone(town):
    await meaning(town)
    answer = await asked(town, NET)
    assert answer["rows"] == []
    assert answer["scope"]["partial"] is True
    whole = await asked(town, TOTAL)
    assert len(whole["rows"]) == 3
    assert whole["scope"]["partial"] is False
    assert all("leftOut" not in each for each in whole["scope"]["sources"])


async def test_the_codes_are_told_with_the_columns(town):
    rows = await town.rows("DESCRIBE standards.matrice_des_couts", *SYNDICAT)
    words = {row[0]: row[3] for row in rows}
    assert words["sens"] == "Charge ou produit. Codes : CHARGE, PRODUIT."
    document = """query { __type(name: "Standards_MatriceDesCouts_Node") {
      fields { name description } } }"""
    answer = (await town.post("/graphql", {"query": document}, *SYNDICAT)).json()
    words = {each["name"]: each["description"] for each in answer["data"]["__type"]["fields"]}
    assert "Codes : CHARGE, PRODUIT." in words["sens"]


async def test_the_tables_and_their_columns_are_listed(town):
    assert ["standards"] in await town.rows("SHOW SCHEMAS")
    assert ["collecte_dechets"] in await town.rows("SHOW TABLES FROM standards")
    described = await town.rows("DESCRIBE standards.collecte_dechets")
    assert ["tonnage_kg", "decimal(24,6)", "kg", "Masse nette"] in described
    assert described[-1][0] == "dataset"
    refused = await town.refusal("SELECT 1 FROM standards.collecte_dechet")
    assert refused["code"] == "unknown_dataset"
    assert "standards.collecte_dechets" in refused["title"]
