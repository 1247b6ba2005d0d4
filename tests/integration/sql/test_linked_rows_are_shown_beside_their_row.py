"""Rows that are linked to each other are shown in one selection, as SQL joins them.

Covers federation.linked_planning, federation.linked_queries, federation.linked_rows,
federation.results.linked_lists, schema.linked_problems, schema.reading.linked_orders,
schema.reading.linked_reader, schema.reading.linked_totals, schema.reading.measures,
schema.reading.order_keys, schema.reading.row_fields, schema.reading.having.
"""

import pytest

WHO = ("agent@valcobreizh", "rpqs_dechets")
INVOICES, LINES = "valcobreizh.factures", "valcobreizh.factures_lignes"


async def answered(door, document, *who):
    answer = await door.post("/graphql", {"query": document}, *(who or WHO))
    body = answer.json()
    assert "errors" not in body, body
    return body["data"]["valcobreizh"]


async def test_each_invoice_shows_its_first_lines_their_number_and_their_sums(door):
    found = await answered(
        door,
        """{ valcobreizh { factures(first: 100) { nodes { numeroFacture
          lignes(first: 2, orderBy: [{ tonnageT: DESC }]) {
            nodes { produit tonnageT } totalCount { value exact }
            aggregate { count sum { tonnageT } max { prixUnitaire } } }
          cheap: lignes(where: { prixUnitaire: { lt: "100" } }) { totalCount { value }
            aggregate { sum { tonnageT } } } } } } }""",
    )
    of_invoice = "FROM {l} WHERE numero_facture = '{n}'"
    for invoice in found["factures"]["nodes"]:
        of = of_invoice.format(l=LINES, n=invoice["numeroFacture"])
        ((count, mass, price),) = await door.rows(
            f"SELECT count(*), sum(tonnage_t), max(prix_unitaire) {of}", *WHO
        )
        first = await door.rows(
            f"SELECT produit, tonnage_t {of} ORDER BY tonnage_t DESC, produit LIMIT 2", *WHO
        )
        ((cheap, sum_of_cheap),) = await door.rows(
            f"SELECT count(*), sum(tonnage_t) {of} AND prix_unitaire < 100", *WHO
        )
        lines = invoice["lignes"]
        assert [[each["produit"], each["tonnageT"]] for each in lines["nodes"]] == first
        assert lines["totalCount"] == {"value": count, "exact": True}
        totals = {"count": count, "sum": {"tonnageT": mass}, "max": {"prixUnitaire": price}}
        assert lines["aggregate"] == totals
        assert invoice["cheap"]["totalCount"] == {"value": cheap}
        assert invoice["cheap"]["aggregate"]["sum"]["tonnageT"] == sum_of_cheap
    assert len(found["factures"]["nodes"]) == 12


async def test_a_line_shows_its_invoice_and_that_its_lines_again(door):
    found = await answered(
        door,
        """{ valcobreizh { facturesLignes(first: 3) { nodes { produit
          facture { numeroFacture totalHt lignes { nodes { produit } } } }
          pageInfo { hasNextPage endCursor } } } }""",
    )
    rows = await door.rows(
        f"SELECT l.produit, f.numero_facture, f.total_ht FROM {LINES} l JOIN {INVOICES} f"
        " ON f.numero_facture = l.numero_facture ORDER BY l.numero_facture, l.produit LIMIT 3",
        *WHO,
    )
    nodes = found["facturesLignes"]["nodes"]
    shown = [[n["produit"], n["facture"]["numeroFacture"], n["facture"]["totalHt"]] for n in nodes]
    assert shown == rows
    products = [each["produit"] for each in nodes[0]["facture"]["lignes"]["nodes"]]
    assert products == [n["produit"] for n in nodes]
    assert found["facturesLignes"]["pageInfo"]["hasNextPage"] is True


@pytest.mark.parametrize(
    ("order", "key"),
    [
        ("lignes: { sum: { tonnageT: DESC } }", "sum(l.tonnage_t) DESC"),
        ("lignes: { count: DESC }", "count(*) DESC"),
        ("lignes: { min: { prixUnitaire: ASC } }", "min(l.prix_unitaire)"),
    ],
)
async def test_invoices_are_ordered_by_what_their_lines_come_to(door, order, key):
    found = await answered(
        door,
        f"{{ valcobreizh {{ factures(orderBy: [{{ {order} }}]) {{"
        " nodes { numeroFacture } } } }",
    )
    rows = await door.rows(
        f"SELECT f.numero_facture FROM {INVOICES} f JOIN {LINES} l"
        f" ON l.numero_facture = f.numero_facture GROUP BY 1 ORDER BY {key}, 1",
        *WHO,
    )
    assert [[each["numeroFacture"]] for each in found["factures"]["nodes"]] == rows


async def test_pages_in_an_order_of_linked_rows_follow_each_other(door):
    document = """{{ valcobreizh {{ factures(first: 5, {after}
      orderBy: [{{ lignes: {{ sum: {{ tonnageT: DESC }} }} }}]) {{
      nodes {{ numeroFacture }} pageInfo {{ hasNextPage endCursor }} }} }} }}"""
    shown, after = [], ""
    while True:
        page = (await answered(door, document.format(after=after)))["factures"]
        shown += [each["numeroFacture"] for each in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = f'after: "{page["pageInfo"]["endCursor"]}",'
    rows = await door.rows(
        f"SELECT numero_facture FROM {LINES} GROUP BY 1 ORDER BY sum(tonnage_t) DESC, 1", *WHO
    )
    assert [[each] for each in shown] == rows


@pytest.mark.parametrize(
    ("condition", "having"),
    [
        ("count: { gte: 3 }", "count(l.produit) >= 3"),
        ("count: { lt: 1 }", "count(l.produit) < 1"),
        ('sum: { tonnageT: { gt: "300" } }', "sum(l.tonnage_t) > 300"),
        (
            'OR: [{ count: { eq: 0 } }, { max: { prixUnitaire: { gt: "120" } } }]',
            "count(l.produit) = 0 OR max(l.prix_unitaire) > 120",
        ),
    ],
)
async def test_invoices_are_chosen_by_what_their_lines_come_to(door, condition, having):
    found = await answered(
        door,
        "{ valcobreizh { factures(first: 100, where: { lignes: { aggregate: {"
        f" {condition} }} }} }}) {{ nodes {{ numeroFacture }} totalCount {{ value }} }} }} }}",
    )
    rows = await door.rows(
        f"SELECT f.numero_facture FROM {INVOICES} f LEFT JOIN {LINES} l"
        f" ON l.numero_facture = f.numero_facture GROUP BY 1 HAVING {having} ORDER BY 1",
        *WHO,
    )
    assert [[each["numeroFacture"]] for each in found["factures"]["nodes"]] == rows
    assert found["factures"]["totalCount"]["value"] == len(rows)


@pytest.mark.parametrize(
    ("selection", "code"),
    [
        ("lignes(first: 101) { nodes { produit } }", "too_many_linked_rows"),
        ("lignes(first: 0) { nodes { produit } }", "too_many_linked_rows"),
        (
            "lignes { nodes { facture { lignes { nodes { facture { totalHt } } } } } }",
            "document_limit",
        ),
        ("lignes { a: nodes { produit } b: nodes { tonnageT } }", "document_limit"),
    ],
)
async def test_what_cannot_be_shown_is_refused_with_its_place(door, selection, code):
    document = f"{{ valcobreizh {{ factures {{ nodes {{ {selection} }} }} }} }}"
    (error,) = (await door.post("/graphql", {"query": document}, *WHO)).json()["errors"]
    assert (error["extensions"]["code"], error["locations"][0]["line"]) == (code, 1)


async def test_rows_of_a_group_show_no_linked_rows_and_say_where_they_are(door):
    document = """{ valcobreizh { facturesLignes { groupBy { key { produit }
      rows { facture { totalHt } } } } } }"""
    (error,) = (await door.post("/graphql", {"query": document}, *WHO)).json()["errors"]
    assert error["extensions"]["code"] == "linked_rows_of_group"
    assert "nodes" in error["extensions"]["next"]


async def test_the_product_of_all_lists_counts_before_anything_runs(door):
    document = """{ valcobreizh { factures(first: 2000) { nodes { lignes(first: 100) {
      nodes { produit } } } } } }"""
    (error,) = (await door.post("/graphql", {"query": document}, *WHO)).json()["errors"]
    assert error["extensions"]["code"] == "too_many_rows_asked"
    assert "202,000" in error["message"] or "202000" in error["message"]


async def test_lines_are_grouped_by_a_column_of_their_invoice(door):
    found = await answered(
        door,
        """{ valcobreizh { facturesLignes { groupBy(
            orderBy: [{ key: { facture: { mois: DESC } } }, { key: { produit: ASC } }]) {
          key { produit facture { mois totalHt } } aggregate { count sum { tonnageT } }
          rows(first: 1) { numeroFacture } } } } }""",
    )
    rows = await door.rows(
        "SELECT l.produit, f.mois, f.total_ht, count(*), sum(l.tonnage_t), min(l.numero_facture)"
        f" FROM {LINES} l JOIN {INVOICES} f ON f.numero_facture = l.numero_facture"
        " GROUP BY 1, 2, 3 ORDER BY 2 DESC, 1",
        *WHO,
    )
    shown = [
        [
            group["key"]["produit"],
            *group["key"]["facture"].values(),
            group["aggregate"]["count"],
            group["aggregate"]["sum"]["tonnageT"],
            group["rows"][0]["numeroFacture"],
        ]
        for group in found["facturesLignes"]["groupBy"]
    ]
    assert shown == rows


async def test_groups_follow_only_what_they_are_grouped_by(door):
    document = """{ valcobreizh { facturesLignes { groupBy(
      orderBy: [{ key: { facture: { mois: ASC } } }]) { key { produit } } } } }"""
    (error,) = (await door.post("/graphql", {"query": document}, *WHO)).json()["errors"]
    assert error["extensions"]["code"] == "order_outside_keys"
    assert "facture.mois" in error["message"]
