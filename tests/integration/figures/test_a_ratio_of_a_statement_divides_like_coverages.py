"""A frozen statement says which of its ratios divide what does not cover the same.

Covers federation.sql.ratios, gateway.figures.frozen.unlike_ratios.
"""

import json

import pytest

from catalog.figure_coverage import FigureCoverage, coverage_of, reasons_of
from papers.figure_sheet import figure_sheet
from tests.integration.figures.conftest import freeze

OURS = "valcobreizh.collectes"
COSTS = "valcobreizh.matrice_couts"
YEAR = "t.date_collecte BETWEEN DATE '2025-01-01' AND DATE '2025-12-31'"
PEOPLE = f"""SELECT sum(p.population) AS habitants FROM reference.populations p WHERE p.annee = 2025
  AND p.code IN (SELECT t.code_commune FROM {OURS} t WHERE {YEAR})"""
BY_SUBQUERIES = f"""SELECT (SELECT sum(c.montant_ht) FROM {COSTS} c WHERE c.annee = 2025)
  / ({PEOPLE}) AS euros_par_habitant"""
BY_QUERIES = f"""WITH depenses AS (
  SELECT sum(c.montant_ht) AS euros FROM {COSTS} c WHERE c.annee = 2025),
gens AS ({PEOPLE})
SELECT round(CAST(d.euros AS double) / NULLIF(g.habitants, 0), 2) AS euros_par_habitant
FROM depenses d CROSS JOIN gens g"""
GLASS_AND_ALL = f"""WITH verre AS (
  SELECT t.code_commune, sum(t.tonnage_kg) AS kg FROM {OURS} t
  WHERE {YEAR} AND t.flux = 'VERRE' GROUP BY t.code_commune),
tout AS (
  SELECT t.code_commune, sum(t.tonnage_kg) AS kg FROM {OURS} t
  WHERE {YEAR} {{more}} GROUP BY t.code_commune)
SELECT v.code_commune, v.kg / a.kg AS part_du_verre
FROM verre v JOIN tout a ON a.code_commune = v.code_commune ORDER BY 1"""
QUARTERS = f"""WITH hiver AS (
  SELECT t.code_commune, sum(t.tonnage_kg) AS kg FROM {OURS} t
  WHERE {YEAR} AND month(t.date_collecte) <= 3 GROUP BY t.code_commune),
printemps AS (
  SELECT t.code_commune, sum(t.tonnage_kg) AS kg FROM {OURS} t
  WHERE {YEAR} AND month(t.date_collecte) BETWEEN 4 AND 6 GROUP BY t.code_commune)
SELECT p.code_commune, h.kg / p.kg AS hiver_sur_printemps
FROM hiver h JOIN printemps p ON p.code_commune = h.code_commune ORDER BY 1"""
SAME_ROWS = """SELECT e.batiment,
  sum(e.consommation_kwh) / sum(e.temperature_moyenne_c) AS par_degre
  FROM mesnil_roc_h.energie_batiments e GROUP BY e.batiment ORDER BY 1"""
WINDOWED = f"""SELECT t.flux, sum(t.tonnage_kg) / sum(sum(t.tonnage_kg)) OVER () AS part
  FROM {OURS} t WHERE {YEAR} GROUP BY t.flux ORDER BY 1"""


def unlike(figure):
    return (figure["content"]["scope"] or {}).get("unlike", [])


@pytest.mark.parametrize("statement", [BY_SUBQUERIES, BY_QUERIES], ids=["subqueries", "with"])
async def test_costs_of_a_whole_syndicat_over_the_people_of_a_part_are_told(frozen, statement):
    """52 communes pay; those of its own rows are 34."""
    figure = await frozen(statement=statement)
    (one,) = unlike(figure)
    assert one["ratio"] == "euros_par_habitant"
    assert (one["over"]["communes"], one["under"]["communes"]) == (52, 34)
    assert one["only_over"]["number"] == 18
    assert coverage_of(figure["content"]) is FigureCoverage.PARTIAL
    (reason,) = reasons_of(figure["content"])
    assert "« euros_par_habitant » divise c.montant_ht par p.population" in reason.fr
    assert "18 communes dans c.montant_ht seul" in reason.fr
    assert "18 communes in c.montant_ht alone" in reason.en
    sheet = figure_sheet(figure["content"], figure["digest"], "https://interco.example", "fr")
    (covers,) = [one for one in sheet.sections if one.heading == "Ce que cela couvre"]
    assert "euros_par_habitant" in covers.facts[-1].value


async def test_months_and_communes_that_one_side_lacks_are_told(frozen):
    whole = await frozen(statement=GLASS_AND_ALL.format(more=""))
    assert unlike(whole) == []
    assert coverage_of(whole["content"]) is FigureCoverage.UNVERIFIED
    fewer = "AND month(t.date_collecte) <= 10"
    figure = await frozen(statement=GLASS_AND_ALL.format(more=fewer), indicator="dix_mois")
    (one,) = unlike(figure)
    assert one["uneven"]["number"] == one["over"]["communes"]
    assert "d'autres mois pour" in reasons_of(figure["content"])[0].fr
    but_one = "AND t.code_commune <> '35308'"
    figure = await frozen(statement=GLASS_AND_ALL.format(more=but_one), indicator="sans_une")
    (one,) = unlike(figure)
    assert one["only_over"] == {"number": 1, "names": ["Mesnil-Roc'h"]}


async def test_rows_under_a_former_code_are_of_the_commune_that_it_became(frozen):
    """In 2023 a lorry still wrote Lanhélin and Tressé, until summer, for Mesnil-Roc'h."""
    of_2023 = GLASS_AND_ALL.replace("2025", "2023")
    no_former = "AND t.code_commune NOT IN ('35147', '35344')"
    assert unlike(await frozen(statement=of_2023.format(more=no_former))) == []


async def test_as_many_months_of_another_season_are_other_months(frozen):
    """Each of a commune's two quarters has three months."""
    figure = await frozen(statement=QUARTERS)
    (one,) = unlike(figure)
    assert one["uneven"]["number"] == one["over"]["communes"] == one["under"]["communes"] > 0
    assert coverage_of(figure["content"]) is FigureCoverage.PARTIAL


async def test_rows_that_fill_one_side_alone_are_counted(town):
    """18 of 648 readings have no temperature."""
    answer = await freeze(
        town, "steward@mesnil-roc-h", purpose="suivi_energie", statement=SAME_ROWS
    )
    content = json.loads(answer.data["freezeFigure"]["figure"]["content"])
    (one,) = content["scope"]["unlike"]
    assert (one["rows_only_over"], one["rows_only_under"]) == (18, 0)
    assert "18 lignes n'ont que e.consommation_kwh" in reasons_of(content)[0].fr
    assert "18 rows have e.consommation_kwh alone" in reasons_of(content)[0].en
    assert coverage_of(content) is FigureCoverage.PARTIAL


async def test_what_cannot_be_derived_is_not_verified_and_never_complete(frozen):
    figure = await frozen(statement=WINDOWED)
    assert unlike(figure) == []
    assert coverage_of(figure["content"]) is FigureCoverage.UNVERIFIED
