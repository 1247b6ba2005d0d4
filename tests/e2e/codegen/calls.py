"""Linked rows, edges and `node` by the types that sgqlc made: `python calls.py ADDRESS TOKEN`."""

import sys

from interco_schema import Query, Valcobreizh_Factures_Node
from sgqlc.endpoint.http import HTTPEndpoint
from sgqlc.operation import Operation

address, token = sys.argv[1:]
endpoint = HTTPEndpoint(f"{address}/graphql", {"Authorization": f"Bearer {token}"})


def ask(operation):
    answer = endpoint(operation)
    assert "errors" not in answer, answer
    return operation + answer


listed = Operation(Query)
invoices = listed.valcobreizh.factures(first=2, order_by=[{"totalHt": "DESC"}])
invoices.edges.cursor()
invoices.edges.node.__fields__("node_id", "numero_facture", "total_ht")
lines = invoices.edges.node.lignes(first=5, where={"produit": {"isNull": False}})
lines.nodes.__fields__("produit", "tonnage_t")
lines.nodes.facture.numero_facture()
lines.total_count.value()
lines.aggregate.sum.tonnage_t()
invoices.page_info.__fields__("has_next_page", "end_cursor")

found = ask(listed).valcobreizh.factures
assert found.page_info.end_cursor == found.edges[1].cursor
for edge in found.edges:
    numbers = {line.facture.numero_facture for line in edge.node.lignes.nodes}
    assert numbers == {edge.node.numero_facture}
    assert len(edge.node.lignes.nodes) == edge.node.lignes.total_count.value

known = found.edges[0].node
again = Operation(Query)
again.node(node_id=known.node_id).__as__(Valcobreizh_Factures_Node).__fields__("total_ht")
assert ask(again).node.total_ht == known.total_ht
