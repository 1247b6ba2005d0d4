"""What an amendment changes of the version before, and which communes an agreement leaves out.

Covers gateway.control.version_differences, gateway.control.agreement_types,
gateway.control.amendment.
"""

import re

ROWS = '{ agreement(citation: "conv-2025-0005@1") { rows { fr } } }'
AMENDED = """mutation ($input: AmendmentInput!) { amendAgreement(input: $input) {
  agreement { citation differences { what { fr en } before { fr } after { fr } } } } }"""
LEFT_OUT = """{ agreement(citation: "conv-2025-0001@1") {
  preview { ofTheOwner { nom } leftOut { code nom } } } }"""


async def amended(town, **changes):
    given = {"agreement": "conv-2025-0005@1", "start": "2026-12-15", **changes}
    told = await town.ask(AMENDED, "steward@mesnil-roc-h", variables={"input": given})
    differences = told.data["amendAgreement"]["agreement"]["differences"]
    return {
        line["what"]["fr"]: (
            line["before"] and line["before"]["fr"],
            line["after"] and line["after"]["fr"],
        )
        for line in differences
    }


async def test_only_what_changes_is_told(town):
    assert await amended(town, end="2029-12-14") == {
        "Début": ("1er mars 2025", "15 déc. 2026"),
        "Fin": ("29 févr. 2028", "14 déc. 2029"),
    }


async def test_a_column_that_comes_or_goes_or_is_given_otherwise_is_told_by_its_label(town):
    columns = [
        {"name": "id_pesee", "transform": "KEYED_HASH"},
        {"name": "date_collecte", "transform": "MONTH"},
        {"name": "tournee_id", "transform": "KEYED_HASH"},
        {"name": "code_commune", "transform": "CLEAR"},
        {"name": "flux", "transform": "CLEAR"},
        {"name": "mode_collecte", "transform": "CLEAR"},
        {"name": "tonnage_kg", "transform": "CLEAR"},
    ]
    found = await amended(town, columns=columns)
    assert found["Colonne « Jour de collecte »"] == ("en clair", "au mois")
    assert found["Colonne « Établissement qui collecte »"] == ("en clair", None)
    assert "Colonne « Tournée »" not in found


async def test_rows_purposes_and_terms_are_told_in_words(town):
    found = await amended(
        town,
        rows={"all": True},
        purposes=["planification_collecte"],
        noticeDays=30,
        onwardSharing="AGGREGATES",
        limits={"rowsPerQuery": 500},
    )
    assert found["Lignes"][1] == "toutes les lignes"
    assert found["Finalités"] == (
        "Rapport annuel sur le prix et la qualité du service de gestion des déchets",
        "Planification des tournées de collecte",
    )
    assert found["Préavis, en jours"] == ("0", "30")
    assert found["Retransmission"] == ("rien", "totaux seulement")
    assert found["Limites (rows_per_query)"] == (None, "500")
    assert "Base légale" not in found


async def test_a_first_version_changes_nothing(town):
    one = '{ agreement(citation: "conv-2025-0005@1") { differences { what { fr } } } }'
    assert (await town.ask(one, "steward@valcobreizh")).data["agreement"] == {"differences": []}


async def test_the_commune_that_is_not_of_the_syndicat_is_named_as_left_out(town):
    shown = (await town.ask(LEFT_OUT, "steward@valcobreizh")).data["agreement"]["preview"]
    assert len(shown["ofTheOwner"]) == 18
    assert shown["leftOut"] == [{"code": "35326", "nom": "Sens-de-Bretagne"}]


COMPARED = {"compare": [{"column": "flux", "op": "EQ", "values": ["OMR"]}]}


async def test_other_communes_leave_the_other_conditions_on_rows(town):
    await amended(town, rows={"all": False, **COMPARED})
    own = {"competence": "1510", "at": "ROW_DATE"}
    found = await amended(town, territory={"ownTerritory": own})
    assert found["Lignes"][1] == (
        "les lignes du territoire de Mesnil-Roc'h pour la compétence 1510, à la "
        "date de chaque ligne ; les lignes où « flux » = OMR"
    )
    found = await amended(town, territory={"all": True})
    assert found["Lignes"][1] == "les lignes où « flux » = OMR"


async def test_communes_that_stay_change_nothing(town):
    before = await amended(town, end="2029-12-14")
    assert "Lignes" not in before
    rows = (await town.ask(ROWS, "steward@mesnil-roc-h")).data["agreement"]["rows"][0]["fr"]
    competence = re.search(r"compétence (\w+)", rows)[1]
    at = "ROW_DATE" if "chaque ligne" in rows else "QUERY_DATE"
    same = {"ownTerritory": {"competence": competence, "at": at}}
    assert "Lignes" not in await amended(town, end="2029-12-14", territory=same)


async def test_communes_said_in_two_ways_are_refused(town):
    for given in ({"territory": {}}, {"territory": {"all": True}, "rows": {"all": True}}):
        wanted = {"agreement": "conv-2025-0005@1", "start": "2026-12-15", **given}
        told = await town.ask(AMENDED, "steward@mesnil-roc-h", variables={"input": wanted})
        assert told.codes == ["rows_not_said"]
