"""The GraphQL documents of the pages that open data."""

from __future__ import annotations

from typing import Final

PUBLISH: Final = """
mutation Publish($id: ID!, $listing: DatasetListing!, $level: DatasetAccessLevel!,
  $columns: [String!], $licence: String) {
  publishDataset(dataset: $id, listing: $listing, accessLevel: $level, columns: $columns,
    licence: $licence) { applied waits }
}
"""
DECLARED: Final = """
query Declared($id: ID!) {
  declaredDataset(dataset: $id) {
    id name title { fr en } listing accessLevel personalData licence primaryKey
    columns { name label { fr en } classification }
  }
  openings { dataset }
}
"""
OPENINGS: Final = """
query Openings {
  openings {
    dataset title { fr en } sha256 proposedBy proposedByName proposedAt isYours
    accessLevel accessLevelThen listing listingThen licence noLongerPersonal
    columns { name label { fr en } isOpened }
  }
}
"""
CONFIRM: Final = """
mutation Confirm($id: ID!, $sha256: String!) {
  confirmOpening(dataset: $id, sha256: $sha256) { applied }
}
"""
REFUSE: Final = """
mutation Refuse($id: ID!, $reason: String!) {
  refuseOpening(dataset: $id, reason: $reason) { applied }
}
"""
WITHDRAW: Final = """
mutation WithdrawOpening($id: ID!) {
  withdrawOpening(dataset: $id) { applied }
}
"""
