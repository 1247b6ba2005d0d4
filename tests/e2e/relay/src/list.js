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
export const mass = graphql`
  fragment listMass on Standards_CollecteDechets_Node { flux tonnageKg dataset }
`;
export const masses = graphql`
  query listMassesQuery($first: Int!, $after: String) {
    valDIlleAubigne {
      collectes(first: $first) { edges { node { asCollecteDechets { ...listMass } } } }
    }
    standards {
      collecteDechets(
        first: $first, after: $after, overlap: ALL
        where: { dataset: { eq: "val_d_ille_aubigne.collectes" } }
      ) @connection(key: "list_collecteDechets", filters: []) {
        edges { cursor node { ...listMass } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
`;
