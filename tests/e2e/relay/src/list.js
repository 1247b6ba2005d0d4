import { graphql } from 'relay-runtime';
export const fragment = graphql`
  fragment listCollectes on Query
  @refetchable(queryName: "listPageQuery")
  @argumentDefinitions(
    first: { type: "Int" }, after: { type: "String" }
    last: { type: "Int" }, before: { type: "String" }
  ) {
    valDIlleAubigne {
      collectes(first: $first, after: $after, last: $last, before: $before)
      @connection(key: "list_collectes") {
        edges { cursor node { nodeId flux tonnageKg } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }
`;
export const row = graphql`
  fragment listRow on ValDIlleAubigne_Collectes_Node @refetchable(queryName: "listRowQuery") {
    flux tonnageKg
  }
`;
export const query = graphql`
  query listQuery($nodeId: ID!) {
    ...listCollectes @arguments(first: 10)
    node(nodeId: $nodeId) { ...listRow @alias }
  }
`;
