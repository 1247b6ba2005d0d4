"""The GraphQL document of the page of one body."""

from __future__ import annotations

from typing import Final

BODY: Final = """
query Body($slug: String!, $signedIn: Boolean!) {
  organisation(slug: $slug) {
    siren slug name kind
    datasets {
      id titleFr titleEn descriptionFr descriptionEn accessLevel lastUpdate contact { name email }
    }
  }
  agreements @include(if: $signedIn) { state grantor { siren } grantee { siren } }
}
"""
