"""Linked rows and identifiers are bounded by document, and prepared beside the loop where many.

Covers gateway.reading.query.beside, gateway.reading.query.prepare.
"""

import asyncio

from gateway.reading.query import prepare
from tests.integration.sql.conftest import OWNER

WHO = ("agent@valcobreizh", "rpqs_dechets")
LIST = "lignes(first: 2) { nodes { produit } totalCount { value } }"


def threads_of(monkeypatch, name):
    """True for each call of the function that ran in the loop."""
    in_loop, run = [], getattr(prepare, name)

    def called(*given, **named):
        try:
            asyncio.get_running_loop()
            in_loop.append(True)
        except RuntimeError:
            in_loop.append(False)
        return run(*given, **named)

    monkeypatch.setattr(prepare, name, called)
    return in_loop


async def test_a_list_with_many_linked_lists_is_planned_beside(door, monkeypatch):
    in_loop = threads_of(monkeypatch, "make_plans")
    linked = " ".join(f"a{at}: {LIST}" for at in range(6))
    for selection in ("numeroFacture mois", linked):
        document = f"{{ valcobreizh {{ factures(first: 3) {{ nodes {{ {selection} }} }} }} }}"
        answer = await door.post("/graphql", {"query": document}, *WHO)
        assert "errors" not in answer.json()
    assert in_loop == [True, False]


async def test_rows_are_found_by_many_identifiers_beside(door, monkeypatch):
    in_loop = threads_of(monkeypatch, "_read_anew")
    query = "query A($i: [ID!]!) { nodes(nodeIds: $i) { nodeId } }"
    answer = await door.post("/graphql", {"query": query, "variables": {"i": ["x"]}}, *OWNER)
    assert answer.json()["data"] == {"nodes": [None]}
    assert in_loop == [False]


async def test_identifiers_are_counted_over_the_document(door):
    aliases = " ".join(f"a{at}: nodes(nodeIds: $i) {{ nodeId }}" for at in range(3))
    variables = {"i": ["x"] * 20}
    document = f"query A($i: [ID!]!) {{ {aliases} }}"
    answer = await door.post("/graphql", {"query": document, "variables": variables}, *OWNER)
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "document_limit"
