"""The GraphQL documents of the pages of agreements, and of the acts that one button does."""

from __future__ import annotations

from typing import Final

from gateway.console.agreements.awaited import FIELDS
from gateway.console.agreements.health import FIELDS as HEALTH
from gateway.console.agreements.health import IN_A_LIST
from gateway.console.agreements.renewal import FIELDS as RENEWAL
from gateway.console.agreements.suspensions import FIELDS as SUSPENSIONS

LIST: Final = (
    """
query Agreements {
  awaiting { act agreement { citation } }
  agreements {
    citation version title start end dataset """
    + IN_A_LIST
    + FIELDS
    + """  }
}
"""
)

WHOLE: Final = (
    """
fragment Whole on Agreement {
  id citation version title state datasetId dataset datasetTitle { fr en } output legalBasis
  start end sha256 answerBy
  membersFor endedAt
  grantor { siren slug name kind }
  grantee { siren slug name kind }
  purposeLabels { code labelFr labelEn }
  grantedColumns { name labelFr labelEn transform constant classification secret secretText }
  rows { fr en }
  terms {
    relation combine combineDatasets noticeDays onwardSharing queriesPerDay rowsPerQuery
    unitaryMaxRows template
    hosting { countries secnumcloud operatedBy }
    personalData {
      controller { name email } dpo { name email } persons dataCategories recipients transfers
      retention securityMeasures dpiaReference dpiaWaiver jointArrangement processorContract
    }
  }
  approvals {
    organisation { siren name } agent agentName at capacity act { reference enforceableSince }
    employer { name }
  }
  steps { at act before after agent agentName organisation { siren name } reason }
  """
    + SUSPENSIONS
    + """
  previews { agent versionSha256 }
  guard {
    stops overridable findingsSha256 communes { code nom } columns days { fr en } overrideReason
  }
  hosting { words { fr en } turn { fr en } }
  possible { act mine strongerSignIn by { fr en } }
  preview {
    at allRows communes { code nom } ofTheOwner { code nom } leftOut { code nom }
    partlyCovered { code nom } readers { siren name }
  }
}
"""
)

ONE: Final = (
    """
query Agreement($citation: String!) {
  agreement(citation: $citation) {
    ...Whole
    versions { citation state }
    differences { what { fr en } before { fr en } after { fr en } }"""
    + HEALTH
    + RENEWAL
    + """  }
}
"""
    + WHOLE
)

DATA: Final = """
query Data($dataset: ID!) {
  dataset(id: $dataset) {
    id titleFr titleEn synthetic columns { name labelFr labelEn }
  }
}
"""

OWNERS_VIEW: Final = """
query OwnersView($dataset: ID!) {
  usage(dataset: $dataset, by: MONTH) {
    agreements period requests rows organisation { name }
  }
  drift(dataset: $dataset) {
    breaking changes { fr en } agreements { citation } problem problemFr problemEn
  }
}
"""

REMIND: Final = """
mutation Remind($agreement: String!) {
  remindParty(agreement: $agreement) { agreement { citation } }
}
"""

SUBMIT: Final = """
mutation Submit($agreement: String!) {
  submitAgreement(agreement: $agreement) { sentences { fr en } agreement { citation state } }
}
"""
