"""The GraphQL documents of the pages of uses."""

from __future__ import annotations

from typing import Final

USES: Final = """
query Uses($dataset: ID, $since: Date, $until: Date, $quota: Boolean!) {
  usage(dataset: $dataset, since: $since, until: $until) {
    dataset organisation { siren name } purpose agreements requests besideOthers rows last
  }
  months: usage(dataset: $dataset, since: $since, until: $until, by: MONTH) {
    requests rows period
  }
  linksOverYourData {
    id body datasets purpose lastDay state awaits consented opened lastOpenedAt
  }
  ownQuota @include(if: $quota) { limits { percent sentence { fr en } } opens }
  datasets { id titleFr titleEn owner { siren } }
  purposes { code labelFr labelEn }
  inbox { kind at about titleFr titleEn sentenceFr sentenceEn }
}
"""
CONSENT: Final = """
mutation Consent($id: ID!) { consentToQuestionLink(id: $id) { applied } }
"""
END_CONSENT: Final = """
mutation EndConsent($id: ID!) { endQuestionLinkConsent(id: $id) { applied } }
"""
MINE: Final = """
query Mine($since: Date) {
  myRequests(since: $since) {
    requestId at onBehalfOf { name } purpose datasets agreements status rows requests
  }
  datasets { id titleFr titleEn owner { siren } }
  purposes { code labelFr labelEn }
}
"""
OWN_DATA: Final = """
query OwnData {
  datasets { id titleFr titleEn owner { siren } }
  purposes { code labelFr labelEn }
}
"""
COULD_HAVE_READ: Final = """
query CouldHaveRead($dataset: ID!, $since: DateTime!, $until: DateTime!) {
  couldHaveRead(dataset: $dataset, since: $since, until: $until) {
    organisation { siren name } purpose agreements since until
  }
}
"""
