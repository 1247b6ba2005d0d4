// Documents with linked rows, edges and `node`, each asked with the types that were made of it:
// `node calls.js ADDRESS TOKEN`.
import { deepStrictEqual, ok, strictEqual } from "node:assert";

import { graphql } from "./generated/gql";
import type { TypedDocumentString } from "./generated/graphql";

const [address, token] = process.argv.slice(2);

const INVOICES = graphql(`
  query Invoices($first: Int!, $after: String, $above: Valcobreizh_FacturesLignes_Where) {
    valcobreizh {
      factures(first: $first, after: $after, orderBy: [{ totalHt: DESC }]) {
        edges {
          cursor
          node {
            ...Invoice
            lignes(first: 5, where: $above, orderBy: [{ produit: ASC }]) {
              nodes { produit tonnageT facture { numeroFacture } }
              totalCount { value }
              aggregate { count sum { tonnageT } }
            }
          }
        }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`);
const AGAIN = graphql(`
  query Again($nodeId: ID!) {
    node(nodeId: $nodeId) { __typename ...Invoice }
  }
  fragment Invoice on Valcobreizh_Factures_Node { nodeId numeroFacture totalHt }
`);

async function ask<Result, Variables>(
  document: TypedDocumentString<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const answer = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({ query: document, variables }),
  });
  const { data, errors } = await answer.json();
  strictEqual(errors, undefined);
  return data;
}

async function call(): Promise<void> {
  const first = (await ask(INVOICES, { first: 2 })).valcobreizh?.factures;
  const edges = first?.edges ?? [];
  strictEqual(edges.length, 2);
  strictEqual(edges[1]?.cursor, first?.pageInfo?.endCursor);
  for (const edge of edges) {
    const { numeroFacture, lignes } = edge?.node ?? {};
    ok(lignes?.nodes?.length, numeroFacture ?? "");
    strictEqual(lignes.totalCount?.value, lignes.aggregate?.count);
    for (const line of lignes.nodes) strictEqual(line?.facture?.numeroFacture, numeroFacture);
  }
  const variables = { first: 2, after: first?.pageInfo?.endCursor };
  const next = (await ask(INVOICES, { ...variables, above: { tonnageT: { gt: "1000000" } } }));
  deepStrictEqual(next.valcobreizh?.factures?.edges?.[0]?.node?.lignes?.nodes, []);

  const known = edges[0]?.node;
  const { node } = await ask(AGAIN, { nodeId: known?.nodeId ?? "" });
  ok(node?.__typename === "Valcobreizh_Factures_Node");
  strictEqual(node.numeroFacture, known?.numeroFacture);
}

call().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
