"""The GraphQL document of the catalogue's page."""

from __future__ import annotations

from typing import Final

QUESTIONS_FOUND: Final = """
query QuestionsFound($words: String!) { operations(search: $words) { name title } }
"""
CATALOGUE: Final = """
query Catalogue(
  $words: String, $where: CatalogueFilter, $sort: CatalogueSort!, $first: Int!, $offset: Int!
) {
  catalogue(search: $words, where: $where, sort: $sort, first: $first, offset: $offset) {
    total exact isNear suggestions
    entries {
      theme access freshness foundWords
      reasons { typed words { fr en } }
      dataset {
        id titleFr titleEn descriptionFr descriptionEn synthetic personalData lastUpdate
        updateFrequencyLabel { fr en }
        owner { siren name }
      }
    }
    facets { code label { fr en } values { code label { fr en } count isChosen } }
    understood { typed read isPlace isCorrected isFound near }
  }
  agreements(state: [ACTIVE], role: RECEIVED) { datasetId purposes }
}
"""
