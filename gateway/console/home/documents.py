"""The GraphQL document of the home page."""

from __future__ import annotations

from typing import Final

from gateway.console.agreements.awaited import FIELDS
from gateway.console.boards.fields import HOME_FIELDS
from gateway.console.mutualised.due_reports import DUE_REPORT, DUE_REPORTS
from gateway.console.today.fields import OWN_FIELDS

HOME: Final = (
    """
query Home(
  $year: Int!, $openings: Boolean!, $campaigns: Boolean!, $people: Boolean!
) {
  me { organisation { siren } }
  awaiting {
    act
    agreement { citation title end dataset grantor { siren name } grantee { siren name } }
  }
  openings @include(if: $openings) { dataset title { fr en } isYours proposedBy proposedByName }
  inbox { id at kind read titleFr titleEn sentenceFr sentenceEn about form }
  datasets { owner { siren } }
  agreements {
    citation title end datasetId datasetTitle { fr en } purposes"""
    + FIELDS
    + """  }
  services { id }
  activations { id service }
"""
    + DUE_REPORTS
    + OWN_FIELDS
    + HOME_FIELDS
    + "}"
    + DUE_REPORT
)
OPEN_DATA: Final = """
query Welcome {
  datasets {
    id titleFr titleEn descriptionFr descriptionEn synthetic licence accessLevel owner { name }
  }
}
"""
