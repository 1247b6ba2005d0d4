"""The GraphQL documents of the pages of data."""

from __future__ import annotations

from typing import Final

DATASET: Final = """
query Dataset($id: ID!) {
  dataset(id: $id) {
    id name field titleFr titleEn descriptionFr descriptionEn licence accessLevel listing
    personalData synthetic standard primaryKey territory { column dateColumn }
    updateFrequency updateFrequencyLabel { fr en } contact { name email } lastUpdate
    theme { code label { fr en } } versions { number day mode state }
    owner { siren slug name field communes look { logoType version } }
    columns {
      id name field type labelFr labelEn descriptionFr descriptionEn unit concept classification
      secret shareOfWhole codes given relation
    }
  }
  purposes { code labelFr labelEn }
}
"""
DEPOSITED: Final = """
query Deposited {
  deposits { dataset versions { number by byName } }
}
"""
OPENINGS: Final = """
query Openings {
  openings { dataset }
}
"""
STANDING: Final = """
query Standing($id: ID!, $dataset: String!) {
  agreements(dataset: $dataset) {
    citation title state end endedAt grantor { siren name } grantee { siren name }
    steps { act reason }
  }
  effectiveAccess(dataset: $id) {
    branches { agreement }
    missing { code words { fr en } next { fr en } purposes agreement }
  }
}
"""
EXPECTED: Final = """
query Expected($id: ID!) {
  effectiveAccess(dataset: $id) { branches { scopes { communes { code } } } }
}
"""
SEEN_AS: Final = """
query SeenAs($id: ID!, $organisation: String!, $for_purpose: String, $at: Date) {
  effectiveAccess(dataset: $id, organisation: $organisation, purpose: $for_purpose, at: $at) {
    allowed discoverable at
    reader { siren name }
    branches {
      agreement title start end rows { fr en }
      columns { id name label { fr en } transform constant }
      scopes {
        competence organisation { name }
        communes { code nom } ofTheOwner { code nom } partlyCovered { code nom }
      }
      reasons { words { fr en } }
    }
    withheld { name label { fr en } }
    missing { code words { fr en } next { fr en } purposes ask { name slug } }
  }
  rowsSeenAs(dataset: $id, organisation: $organisation, purpose: $for_purpose, at: $at) {
    columns { name label { fr en } isHashed } rows
  }
}
"""
BODIES: Final = """
query Bodies($id: ID!) {
  dataset(id: $id) { id titleFr titleEn owner { siren slug name } }
  organisations { siren slug name }
  purposes { code labelFr labelEn }
}
"""
