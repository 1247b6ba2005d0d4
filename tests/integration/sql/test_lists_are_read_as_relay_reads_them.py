"""Edges with their cursors, and pages both ways, as the specification of Relay's cursors has them.

Covers gateway.reading.query.row_cursors, schema.paging_problems, schema.reading.page.
"""

import pytest

from tests.integration.sql.conftest import COLLECTES, OWNER, VALCOBREIZH

PAGE = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }"
ROW = "node { dateCollecte flux tonnageKg codeCommune }"


async def connection(door, arguments, selection, *who):
    document = f"{{ valDIlleAubigne {{ collectes({arguments}) {{ {selection} }} }} }}"
    answer = await door.post("/graphql", {"query": document}, *who)
    assert "errors" not in answer.json(), answer.json()
    return answer.json()["data"]["valDIlleAubigne"]["collectes"]


async def forward_pages(door, order, count, *who):
    """Edges of so many pages of 20, each begun where the one before ends."""
    edges, after = [], ""
    for _ in range(count):
        page = await connection(
            door, f"{order}, first: 20{after}", f"edges {{ cursor {ROW} }} {PAGE}", *who
        )
        edges += page["edges"]
        assert page["pageInfo"]["hasPreviousPage"] is bool(after)
        cursors = [each["cursor"] for each in page["edges"]]
        ends = (page["pageInfo"]["startCursor"], page["pageInfo"]["endCursor"])
        assert ends == (cursors[0], cursors[-1])
        after = f', after: "{page["pageInfo"]["endCursor"]}"'
    return edges


@pytest.mark.parametrize("who", [OWNER, VALCOBREIZH], ids=lambda who: who[0])
async def test_pages_forward_are_the_list(door, who):
    order = 'orderBy: [{ tonnageKg: DESC }], where: { flux: { eq: "VERRE" } }'
    whole = await connection(door, f"{order}, first: 60", "nodes { dateCollecte tonnageKg }", *who)
    edges = await forward_pages(door, order, 3, *who)
    shown = [(each["node"]["dateCollecte"], each["node"]["tonnageKg"]) for each in edges]
    assert shown == [(each["dateCollecte"], each["tonnageKg"]) for each in whole["nodes"]]


async def test_pages_back_are_those_forward(door):
    who, order = OWNER, 'orderBy: [{ tonnageKg: DESC }], where: { flux: { eq: "VERRE" } }'
    forward = await forward_pages(door, order, 3, *who)
    order = 'orderBy: [{ tonnageKg: DESC }], where: { flux: { eq: "VERRE" } }'
    before, back = f', before: "{forward[45]["cursor"]}"', []
    while True:
        page = await connection(
            door, f"{order}, last: 15{before}", f"edges {{ cursor {ROW} }} {PAGE}", *who
        )
        back = [each["node"] for each in page["edges"]] + back
        assert page["pageInfo"]["hasNextPage"] is True
        if not page["pageInfo"]["hasPreviousPage"]:
            break
        before = f', before: "{page["pageInfo"]["startCursor"]}"'
    assert back == [each["node"] for each in forward[:45]]


async def test_each_edge_is_a_place_to_go_on_from(door):
    edges = (await connection(door, "first: 6", f"edges {{ cursor {ROW} }}", *OWNER))["edges"]
    for at, edge in enumerate(edges[:-1]):
        after = await connection(
            door, f'first: 1, after: "{edge["cursor"]}"', f"edges {{ {ROW} }}", *OWNER
        )
        assert after["edges"][0]["node"] == edges[at + 1]["node"]


async def test_the_last_rows_are_those_at_the_end(door):
    order = "orderBy: [{ dateCollecte: ASC }, { codeCommune: ASC }]"
    last = await connection(door, f"{order}, last: 3", f"edges {{ {ROW} }} {PAGE}", *OWNER)
    rows = await door.rows(
        f"SELECT date_collecte, code_commune, flux FROM {COLLECTES}"
        " ORDER BY date_collecte DESC, code_commune DESC, id_pesee DESC LIMIT 3",
        *OWNER,
    )
    names = ("dateCollecte", "codeCommune", "flux")
    assert [[each["node"][name] for name in names] for each in last["edges"]] == rows[::-1]
    assert (last["pageInfo"]["hasNextPage"], last["pageInfo"]["hasPreviousPage"]) == (False, True)


async def test_whoever_has_the_key_as_a_pseudonym_is_told_to_go_forward(door):
    document = "{ valDIlleAubigne { collectes(last: 2) { nodes { flux } } } }"
    (error,) = (await door.post("/graphql", {"query": document}, *VALCOBREIZH)).json()["errors"]
    assert error["extensions"]["code"] == "last_needs_clear_key"


@pytest.mark.parametrize(
    "arguments",
    ["first: 2, last: 2", 'after: "x", last: 2', 'first: 2, before: "x"', "last: 2, offset: 3"],
)
async def test_a_request_goes_one_way(door, arguments):
    document = f"{{ valDIlleAubigne {{ collectes({arguments}) {{ nodes {{ flux }} }} }} }}"
    (error,) = (await door.post("/graphql", {"query": document}, *OWNER)).json()["errors"]
    assert error["extensions"]["code"] == "pages_one_way"


async def test_the_last_rows_of_a_standard_are_those_before_its_end(door):
    fields = "{ edges { cursor node { dataset flux tonnageKg } } pageInfo { startCursor } }"
    document = f"""query($before: String) {{ standards {{
      last: collecteDechets(last: 2, before: $before, overlap: ALL) {fields} }} }}"""
    last = await relay(door, document)
    before = await relay(door, document, before=last["pageInfo"]["startCursor"])
    assert last["edges"][0]["cursor"] == last["pageInfo"]["startCursor"]
    assert len(last["edges"]) == len(before["edges"]) == 2
    assert last["edges"] != before["edges"]


async def relay(door, document, **variables):
    body = {"query": document, "variables": variables}
    answer = (await door.post("/graphql", body, *OWNER)).json()
    assert "errors" not in answer, answer["errors"]
    return answer["data"]["standards"]["last"]
