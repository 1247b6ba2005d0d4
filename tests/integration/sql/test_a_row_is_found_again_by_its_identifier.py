"""A row is found again by `nodeId`, for the body that it was shown to and as long as it is given.

Covers gateway.reading.query.node_ids, schema.cursor, schema.reading.node_reader,
schema.types.node_types.
"""

import pytest

from tests.integration.sql.conftest import OWNER, VALCOBREIZH

WHO = ("agent@valcobreizh", "rpqs_dechets")
ROW = "valDIlleAubigne { collectes(first: 3) { nodes { nodeId tonnageKg dateCollecte } } }"
AGAIN = """query Again($id: ID!) { node(nodeId: $id) { __typename nodeId
  ... on ValDIlleAubigne_Collectes_Node { tonnageKg dateCollecte } } }"""


async def asked(door, query, *who, **variables):
    body = {"query": query, "variables": variables}
    return (await door.post("/graphql", body, *who)).json()


async def rows_of(door, *who):
    answer = await asked(door, f"{{ {ROW} }}", *who)
    return answer["data"]["valDIlleAubigne"]["collectes"]["nodes"]


@pytest.mark.parametrize("who", [OWNER, VALCOBREIZH], ids=lambda who: who[0])
async def test_each_row_is_found_again_with_the_same_identifier(door, who):
    for row in await rows_of(door, *who):
        found = await asked(door, AGAIN, *who, id=row["nodeId"])
        assert found["data"]["node"] == {"__typename": "ValDIlleAubigne_Collectes_Node"} | row
    assert await rows_of(door, *who) == await rows_of(door, *who)


async def test_the_identifier_of_another_body_is_no_row(door):
    theirs, ours = await rows_of(door, *OWNER), await rows_of(door, *VALCOBREIZH)
    for who, rows in ((VALCOBREIZH, theirs), (OWNER, ours)):
        for row in rows:
            answer = await asked(door, AGAIN, *who, id=row["nodeId"])
            assert answer["data"] == {"node": None}
            assert "errors" not in answer


@pytest.mark.parametrize("identifier", ["", "abc", "MQ", "é", "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA"])
async def test_a_text_that_we_did_not_write_is_no_row(door, identifier):
    answer = await asked(door, AGAIN, *OWNER, id=identifier)
    assert answer == {"data": {"node": None}} | {k: v for k, v in answer.items() if k != "data"}
    assert "errors" not in answer


async def test_rows_of_several_datasets_are_found_in_one_document(door):
    both = await asked(
        door,
        """{ valcobreizh { factures(first: 1) { nodes { nodeId numeroFacture
          lignes(first: 2) { nodes { nodeId produit facture { nodeId } } } } } } }""",
        *WHO,
    )
    (invoice,) = both["data"]["valcobreizh"]["factures"]["nodes"]
    lines = invoice["lignes"]["nodes"]
    assert {each["facture"]["nodeId"] for each in lines} == {invoice["nodeId"]}
    found = await asked(
        door,
        """query All($ids: [ID!]!) { nodes(nodeIds: $ids) { __typename ... on Node { nodeId }
          ... on Valcobreizh_Factures_Node { numeroFacture }
          ... on Valcobreizh_FacturesLignes_Node { produit } } }""",
        *WHO,
        ids=[lines[1]["nodeId"], "nobody", invoice["nodeId"], lines[0]["nodeId"]],
    )
    second, nobody, first, other = found["data"]["nodes"]
    assert nobody is None
    assert first["numeroFacture"] == invoice["numeroFacture"]
    assert [second["produit"], other["produit"]] == [lines[1]["produit"], lines[0]["produit"]]


async def test_identifiers_are_bounded(door):
    answer = await asked(
        door, "query All($ids: [ID!]!) { nodes(nodeIds: $ids) { nodeId } }", *WHO, ids=["x"] * 51
    )
    assert answer["errors"][0]["extensions"]["code"] == "document_limit"
