"""Parts of dates, conditional aggregates, first rows, territories and linked rows of the demo: each
document answers as the statement of SQL that asks the same.

Covers schema.reading.windows, schema.reading.group_rows, schema.reading.row_conditions,
schema.reading.territory_filters.
"""

import pytest

from tests.integration.sql.conftest import COLLECTES, OWNER, VALCOBREIZH

WEEK = "CAST(day_of_week(date_collecte) AS integer)"


async def given(door, document, *who):
    answer = await door.post("/graphql", {"query": document}, *who)
    body = answer.json()
    assert "errors" not in body, body
    return body["data"]


@pytest.mark.parametrize("who", [OWNER, VALCOBREIZH], ids=lambda who: who[0])
async def test_days_of_the_week_with_two_years_and_the_heaviest_weighings(door, who):
    data = await given(
        door,
        """{ valDIlleAubigne { collectes(where: { flux: { ne: "OMR" } }) {
          groupBy(orderBy: [{ key: { datePart: { dateCollecte: ASC } } }]) {
            key { datePart { dateCollecte(by: DAY_OF_WEEK) } }
            old: aggregate(where: { dateCollecte: { lt: "2024-01-01" } }) {
              count sum { tonnageKg } }
            never: aggregate(where: { dateCollecte: { lt: "2000-01-01" } }) {
              count sum { tonnageKg } }
            aggregate { count }
            rows(first: 2, orderBy: [{ tonnageKg: DESC }]) {
              tonnageKg dateCollecte commune { code } }
          } } } }""",
        *who,
    )
    groups = data["valDIlleAubigne"]["collectes"]["groupBy"]
    old = "date_collecte < DATE '2024-01-01'"
    totals = await door.rows(
        f"SELECT {WEEK} AS w, count(*) FILTER (WHERE {old}), sum(tonnage_kg) FILTER (WHERE {old}),"
        f" count(*) FROM {COLLECTES} WHERE flux <> 'OMR' GROUP BY 1 ORDER BY 1",
        *who,
    )
    assert [
        [
            each["key"]["datePart"]["dateCollecte"],
            each["old"]["count"],
            each["old"]["sum"]["tonnageKg"],
            each["aggregate"]["count"],
        ]
        for each in groups
    ] == [[day, count, str(mass), every] for day, count, mass, every in totals]
    assert all(each["never"] == {"count": 0, "sum": {"tonnageKg": None}} for each in groups)
    assert set(range(1, 8)) >= {each["key"]["datePart"]["dateCollecte"] for each in groups}
    first = await door.rows(
        "SELECT w, tonnage_kg, date_collecte FROM (SELECT *, row_number() OVER (PARTITION BY w"
        " ORDER BY tonnage_kg DESC, date_collecte, code_commune) AS r FROM (SELECT"
        f" {WEEK} AS w, tonnage_kg, date_collecte, code_commune FROM {COLLECTES}"
        " WHERE flux <> 'OMR')) WHERE r <= 2 ORDER BY w, r",
        *who,
    )
    shown = [
        [each["key"]["datePart"]["dateCollecte"], row["tonnageKg"], row["dateCollecte"]]
        for each in groups
        for row in each["rows"]
    ]
    assert shown == first
    if who is VALCOBREIZH:
        assert "35326" not in {row["commune"]["code"] for each in groups for row in each["rows"]}


@pytest.mark.parametrize("who", [OWNER, VALCOBREIZH], ids=lambda who: who[0])
async def test_months_of_each_flux_with_medians_running_sums_and_differences(door, who):
    data = await given(
        door,
        """{ valDIlleAubigne { collectes {
          groupBy(
            having: { count: { gt: 2 } }
            orderBy: [{ key: { flux: ASC } }, { key: { dateCollecte: ASC } }]
          ) {
            key { flux dateCollecte(by: MONTH) }
            aggregate { median { tonnageKg } percentile(p: 90) { tonnageKg dateCollecte } }
            window {
              runningSum { tonnageKg }
              rank(of: { sum: { tonnageKg: DESC } })
              difference { count sum { tonnageKg } } }
          } } } }""",
        *who,
    )
    groups = data["valDIlleAubigne"]["collectes"]["groupBy"]
    right = await door.rows(
        "SELECT *, sum(kg) OVER w, rank() OVER (PARTITION BY flux ORDER BY kg DESC),"
        " CASE WHEN date_add('month', 1, lag(m) OVER w) = m THEN n - lag(n) OVER w END,"
        " CASE WHEN date_add('month', 1, lag(m) OVER w) = m THEN kg - lag(kg) OVER w END"
        " FROM (SELECT flux, date_trunc('month', date_collecte) AS m, median(tonnage_kg),"
        " percentile_disc(0.9) WITHIN GROUP (ORDER BY tonnage_kg),"
        " percentile_disc(0.9) WITHIN GROUP (ORDER BY date_collecte),"
        f" count(*) AS n, sum(tonnage_kg) AS kg FROM {COLLECTES} GROUP BY 1, 2"
        " HAVING count(*) > 2) WINDOW w AS (PARTITION BY flux ORDER BY m) ORDER BY flux, m",
        *who,
    )
    assert len(groups) > 50
    for each, row in zip(groups, right, strict=True):
        measured, window = each["aggregate"], each["window"]
        ranked, change = measured["percentile"], window["difference"]
        found = [
            *(each["key"][name] for name in ("flux", "dateCollecte")),
            *(measured["median"]["tonnageKg"], ranked["tonnageKg"], ranked["dateCollecte"]),
            *(window["runningSum"]["tonnageKg"], window["rank"]),
            *(change["count"], change["sum"]["tonnageKg"]),
        ]
        assert found == [*row[:5], *row[7:9], row[9] and int(row[9]), row[10]]
    assert any(each["window"]["difference"]["count"] is not None for each in groups)


async def test_a_territory_leaves_out_what_the_syndicat_does_not_serve(door):
    data = await given(
        door,
        """{ valDIlleAubigne { collectes(where: { commune: { inTerritory: {
            of: "valcobreizh", competence: "1510", at: "2025-01-01" } } }) {
            groupBy { key { commune { code } } } } } }""",
        *OWNER,
    )
    codes = {
        each["key"]["commune"]["code"] for each in data["valDIlleAubigne"]["collectes"]["groupBy"]
    }
    written = await door.rows(f"SELECT DISTINCT code_commune FROM {COLLECTES}", *OWNER)
    assert ["35326"] in written
    assert "35326" not in codes
    assert len(codes) == 18


INVOICES, LINES = "valcobreizh.factures", "valcobreizh.factures_lignes"


@pytest.mark.parametrize(
    ("asked", "condition"),
    [
        ('some: { tonnageT: { gt: "500" } }', "EXISTS (SELECT 1 FROM {t} AND l.tonnage_t > 500)"),
        (
            'every: { prixUnitaire: { lt: "120" } }',
            "NOT EXISTS (SELECT 1 FROM {t} AND NOT coalesce(l.prix_unitaire < 120, false))",
        ),
        (
            'none: { produit: { startsWith: "O" } }',
            "NOT EXISTS (SELECT 1 FROM {t} AND l.produit LIKE 'O%')",
        ),
        ("none: {}", "NOT EXISTS (SELECT 1 FROM {t})"),
    ],
)
async def test_invoices_are_found_by_their_lines(door, asked, condition):
    who = ("agent@valcobreizh",)
    data = await given(
        door,
        f"{{ valcobreizh {{ factures(where: {{ lignes: {{ {asked} }} }}, first: 100) {{"
        " nodes { numeroFacture } totalCount { value } } } }",
        *who,
    )
    linked = condition.format(t=f"{LINES} l WHERE l.numero_facture = f.numero_facture")
    right = await door.rows(
        f"SELECT f.numero_facture FROM {INVOICES} f WHERE {linked} ORDER BY 1", *who
    )
    found = data["valcobreizh"]["factures"]
    assert [[each["numeroFacture"]] for each in found["nodes"]] == right
    assert found["totalCount"]["value"] == len(right)


async def test_invoices_are_found_and_ordered_by_percentiles_of_their_lines(door):
    who = ("agent@valcobreizh",)
    data = await given(
        door,
        """{ valcobreizh { factures(
          where: { lignes: { aggregate: { percentile: {
            p: 33.4, of: { tonnageT: { gt: "60" } } } } } }
          orderBy: [{ lignes: { median: { tonnageT: DESC } } }], first: 100
        ) { nodes { numeroFacture lignes { aggregate { median { tonnageT } } } } } } }""",
        *who,
    )
    right = await door.rows(
        f"SELECT numero_facture, median(tonnage_t) FROM {LINES} GROUP BY 1 HAVING"
        " percentile_disc(0.334) WITHIN GROUP (ORDER BY tonnage_t) > 60 ORDER BY 2 DESC, 1",
        *who,
    )
    nodes = data["valcobreizh"]["factures"]["nodes"]
    found = [[e["numeroFacture"], e["lignes"]["aggregate"]["median"]["tonnageT"]] for e in nodes]
    assert found == right
    assert len(right) == 8


async def test_lines_are_found_by_their_invoice(door):
    who = ("agent@valcobreizh",)
    data = await given(
        door,
        """{ valcobreizh { facturesLignes(where: { facture: { totalHt: { gt: "40000" } } }) {
            groupBy { key { produit } aggregate { count } } } } }""",
        *who,
    )
    right = await door.rows(
        f"SELECT l.produit, count(*) FROM {LINES} l JOIN {INVOICES} f"
        " ON f.numero_facture = l.numero_facture WHERE f.total_ht > 40000 GROUP BY 1 ORDER BY 1",
        *who,
    )
    groups = data["valcobreizh"]["facturesLignes"]["groupBy"]
    assert [[each["key"]["produit"], each["aggregate"]["count"]] for each in groups] == right


async def test_what_a_stranger_may_not_discover_has_no_such_field(door):
    answers = [
        await door.post(
            "/graphql", {"query": f"{{ valcobreizh {{ {name} {{ nodes {{ x }} }} }} }}"}
        )
        for name in ("factures", "fractures")
    ]
    told = [each.json()["errors"][0]["message"] for each in answers]
    assert told[0].replace("factures", "x") == told[1].replace("fractures", "x")
