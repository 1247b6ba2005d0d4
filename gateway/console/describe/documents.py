"""The GraphQL documents of the pages that describe, verify and withdraw data."""

from __future__ import annotations

from typing import Final

DECLARED: Final = """
query Declared($id: ID!) {
  declaredDataset(dataset: $id) {
    id name title { fr en } description { fr en } updateFrequency contact { name email }
    listing accessLevel personalData standard primaryKey
    columns { name type label { fr en } unit concept classification codeList
      ownWords { word code proposed choices { code label { fr en } } } }
    acceptance { standard period columnsComplete noDuplicates contract { column equals } }
  }
  deposits { dataset }
}
"""
DESCRIBE: Final = """
mutation Describe($id: ID!, $changes: DatasetDescription!) {
  describeDataset(dataset: $id, changes: $changes) { applied waits agreements }
}
"""
WITHDRAW: Final = """
mutation Withdraw($id: ID!, $reason: String) {
  withdrawDataset(dataset: $id, reason: $reason) { applied }
}
"""
LIVE: Final = """
query Live($id: String!) {
  agreements(dataset: $id) { citation title state end grantee { name } }
}
"""
CHECK: Final = """
query Check($id: ID!) {
  declaredDataset(dataset: $id) { id title { fr en } }
  sourceCheck(dataset: $id) {
    rows isPartial
    ladder {
      rungs { words { fr en } state text { fr en } }
      messages { code text { fr en } remedy { fr en } examples breaks }
      more
      communes { seen { code rows } missing outside }
    }
    causes { fr en inTerritory rows examples { code nowNom } }
  }
}
"""
