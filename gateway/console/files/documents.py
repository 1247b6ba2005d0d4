"""The GraphQL documents of the pages of files, beside the deposit service."""

from __future__ import annotations

from typing import Final

PLACES: Final = """
query Places {
  openDeposits { name owner hostCountry secnumcloud operator }
  organisations { siren name }
  datasets { owner { siren } contact { name email } }
}
"""
COMMUNES: Final = """
query Communes($codes: [String!]!) { communes(codes: $codes) { code nom } }
"""
"""1,000 at most."""
DATASET: Final = """
query Dataset($id: ID!) {
  declaredDataset(dataset: $id) {
    id name storage title { fr en } primaryKey
    columns { name label { fr en } unit type classification }
  }
}
"""
DEPOSITS: Final = """
query Deposits {
  deposits {
    dataset storage title { fr en } columns { name label unit }
    versions { number at by byName mode fileName rows note state daysLeftToUndo }
  }
}
"""
SHARED: Final = """
query Shared($id: String!) {
  agreements(dataset: $id, state: [ACTIVE]) { citation title grantee { name } }
}
"""
COMPUTED_FROM: Final = """
query ComputedFrom($id: ID!) {
  dataset(id: $id) { standard }
  services { id title { fr en } roles { standard optional } }
}
"""
OWN_PLACES: Final = """
query OwnPlaces {
  openDeposits { name }
  deposits { dataset }
}
"""
ASK_FOR_PLACE: Final = """
mutation AskForPlace($why: String!) {
  requestDeposit(why: $why) { applied }
}
"""
