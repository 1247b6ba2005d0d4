"""The questions by which the guides of Hasura and PostGraphile show linked rows, pages, totals and
groups are answered in one document each, not much longer than theirs.

Covers schema.reading.linked_reader, schema.reading.linked_orders, schema.reading.linked_totals,
schema.reading.order_keys, schema.reading.measures, schema.reading.row_fields,
schema.linked_problems, federation.results.linked_lists.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import pytest

from tests.integration.linked.brute_force import World, nearest, told, total
from tests.integration.linked.guide_questions import (
    INVOICE,
    LINE,
    QUESTIONS,
    TREES,
    VARIABLES,
    WEIGHING,
    desc,
    one,
    rows,
)
from tests.integration.linked.invoices import TABLES, rows_of_all
from tests.integration.linked.trees import Order, Tree

WORLD = World(rows_of_all())


def answer_of(level):
    return WORLD.expected(Tree(0, level))


@pytest.fixture
def ask(gateway, in_files):
    async def answered(name, **variables):
        body = await gateway.ask(QUESTIONS[name].document, in_files.owner, variables)
        assert "errors" not in body, body["errors"]
        return body["data"].get("smictomDemo", body["data"])

    return answered


def is_alike(expected, came):
    """`came` may hold less than `expected`, but for rows; means are compared as such."""
    match expected, came:
        case dict(), dict():
            return all(key in expected and is_alike(expected[key], came[key]) for key in came)
        case list(), list():
            return len(expected) == len(came) and all(map(is_alike, expected, came))
        case float(), int() | float():
            return math.isclose(expected, came, rel_tol=1e-9)
    return expected == came


@pytest.mark.parametrize("name", TREES)
async def test_rows_and_their_linked_rows(ask, name):
    came = await ask(name, **VARIABLES.get(name, {}))
    expected = {key: answer_of(level) for key, level in TREES[name].items()}
    assert came.keys() == expected.keys()
    assert is_alike(expected, came)


@pytest.mark.parametrize("is_shown", [False, True])
async def test_a_link_is_shown_where_a_variable_says_so(ask, is_shown):
    came = await ask("Q18", withFacture=is_shown)
    links = [one("facture", INVOICE, "numero")] if is_shown else []
    assert came == {LINE: {"nodes": answer_of(rows(LINE, "id mois", *links))["nodes"]}}


async def test_rows_without_their_one_row(ask):
    (lines,) = (await ask("Q30")).values()
    facture = TABLES[LINE].link("facture")
    alone = [each["id"] for each in WORLD.rows[LINE] if not WORLD.linked(each, facture)]
    assert [each["id"] for each in lines["nodes"]] == alone


async def test_a_row_is_found_again_by_its_identifier(gateway, in_files, ask):
    first = "{ smictomDemo { lignes(first: 1) { nodes { nodeId id } } } }"
    body = await gateway.ask(first, in_files.owner)
    (row,) = body["data"]["smictomDemo"]["lignes"]["nodes"]
    node = (await ask("Q29", nodeId=row["nodeId"]))["node"]
    pesees = WORLD.linked({"id": row["id"]}, TABLES[LINE].link("pesees"))
    assert (node["nodeId"], node["id"]) == (row["nodeId"], row["id"])
    assert node["pesees"] == {"totalCount": {"value": len(pesees)}}


async def test_edges_have_cursors(ask):
    invoices = (await ask("Q20"))[INVOICE]
    expected = answer_of(rows(INVOICE, "numero fournisseur exercice", first=2))
    assert [each["node"] for each in invoices["edges"]] == expected["nodes"]
    assert len({each["cursor"] for each in invoices["edges"]}) == 2
    assert invoices["pageInfo"]["hasNextPage"] is True
    assert invoices["pageInfo"]["endCursor"]


_PAGED = "numero fournisseur montant_ht"


async def test_pages_forward(ask):
    pages, after = [], None
    while not pages or pages[-1]["pageInfo"]["hasNextPage"]:
        pages.append((await ask("Q27", after=after))[INVOICE])
        after = pages[-1]["pageInfo"]["endCursor"]
    order = (Order("column", None, "fournisseur"),)
    _are_pages_of(pages, answer_of(rows(INVOICE, _PAGED, order=order))["nodes"])


async def test_pages_backward(ask):
    pages, before = [], None
    while not pages or pages[0]["pageInfo"]["hasPreviousPage"]:
        pages.insert(0, (await ask("Q28", before=before))[INVOICE])
        before = pages[0]["pageInfo"]["startCursor"]
    order = (desc("montant_ht"),)
    _are_pages_of(pages, answer_of(rows(INVOICE, _PAGED, order=order))["nodes"])


def _are_pages_of(pages, expected):
    edges = [edge for page in pages for edge in page["edges"]]
    assert [edge["node"] for edge in edges] == expected
    assert len({edge["cursor"] for edge in edges}) == len(expected)
    assert len(pages) == 3
    for page in pages:
        assert page["totalCount"] == {"value": len(expected)}
    for one_page, other in pairwise(pages):
        assert one_page["pageInfo"]["hasNextPage"]
        assert other["pageInfo"]["hasPreviousPage"]


def _groups(table, column):
    found = {}
    for row in WORLD.rows[table]:
        found.setdefault(row[column], []).append(row)
    return found


async def test_the_first_row_of_each_value(ask):
    groups = (await ask("Q13"))[INVOICE]["groupBy"]
    came = [row for group in groups for row in group["rows"]]
    columns = "numero fournisseur commune montant_ht"
    order = (Order("column", None, "commune"), desc("montant_ht"))
    everything = answer_of(rows(INVOICE, columns, order=order))["nodes"]
    first = {row["commune"]: row for row in reversed(everything)}
    assert came == list(reversed(first.values()))


async def test_groups_and_their_means(ask):
    groups = (await ask("Q35"))[INVOICE]["groupBy"]
    expected = {
        key: float(total(members, "avg", "montant_ht"))
        for key, members in _groups(INVOICE, "exercice").items()
    }
    came = {each["key"]["exercice"]: each["aggregate"]["avg"]["montantHt"] for each in groups}
    assert came == pytest.approx(expected)
    assert len(groups) == len(expected)


async def test_groups_chosen_by_a_mean(ask):
    groups = (await ask("Q36"))[WEIGHING]["groupBy"]
    expected = {
        told(key, "date"): str(total(members, "sum", "poids_kg"))
        for key, members in _groups(WEIGHING, "jour").items()
        if total(members, "avg", "poids_kg") > 4200
    }
    came = {each["key"]["jour"]: each["aggregate"]["sum"]["poidsKg"] for each in groups}
    assert came == expected


async def test_medians_and_the_ninth_decile(ask):
    lines = (await ask("Q37"))[LINE]
    amounts = [row["montant"] for row in WORLD.rows[LINE] if row["montant"] is not None]
    decile = told(nearest(amounts, Fraction(9, 10)), "decimal(12,2)")
    expected = {
        key: told(total(members, "median", "montant"), "decimal(12,2)")
        for key, members in _groups(LINE, "flux").items()
    }
    median = told(total(WORLD.rows[LINE], "median", "montant"), "decimal(12,2)")
    assert lines["aggregate"] == {"median": {"montant": median}, "p90": {"montant": decile}}
    came = {
        each["key"]["flux"]: each["aggregate"]["median"]["montant"] for each in lines["groupBy"]
    }
    assert came == expected


@pytest.mark.parametrize(
    ("aggregate", "code"),
    [
        ('{ where: { flux: { eq: "OMR" } } }', "empty_condition"),
        ("{ where: null, count: { gt: 1 } }", "null_condition"),
        ('{ NOT: { where: { flux: { eq: "OMR" } } } }', "unknown_input_field"),
    ],
)
async def test_a_condition_on_totals_says_of_which_rows_and_what(
    gateway, in_files, aggregate, code
):
    where = f"{{ lignes: {{ aggregate: {aggregate} }} }}"
    document = f"{{ smictomDemo {{ factures(where: {where}) {{ nodes {{ numero }} }} }} }}"
    body = await gateway.ask(document, in_files.owner)
    assert [each["extensions"]["code"] for each in body["errors"]] == [code]


def test_documents_are_about_as_long_as_those_of_the_guides():
    """Those that are longer have to say how many rows: the guides ask for all without a word."""
    longer = {name for name, each in QUESTIONS.items() if each.ratio > 1.2}
    assert len(QUESTIONS) == 35
    assert longer == {"Q02", "Q03", "Q09", "Q14", "Q21"}
