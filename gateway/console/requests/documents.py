"""GraphQL documents that a request or a proposal needs, before it is written and to be sent."""

from __future__ import annotations

from typing import Final

NEW: Final = """
query New {
  templates {
    name titleFr titleEn descriptionFr descriptionEn competence subject { fr en } columns
    purposes legalBasis standard
  }
  purposes { code labelFr labelEn }
  organisations { siren slug name kind datasets { id name field titleFr titleEn standard } }
}
"""

DATASET: Final = """
query Asked($dataset: ID!) {
  templates {
    name columns standard placed(dataset: $dataset) { column } missing(dataset: $dataset) { fr en }
  }
  dataset(id: $dataset) {
    id name titleFr titleEn descriptionFr descriptionEn personalData primaryKey standard
    territory { column dateColumn }
    owner { siren slug name }
    columns { name type labelFr labelEn classification concept }
  }
}
"""

MEMBERS: Final = """
query Members($siren: String!, $competence: String!) {
  territory(siren: $siren, competence: $competence) { memberships { through communes } }
}
"""

PARTNERS: Final = """
query Partners {
  agreements(state: [ACTIVE]) { grantor { siren } grantee { siren } }
}
"""

NEIGHBOURS: Final = """
query Neighbours($siren: String!, $competence: String!) {
  territory(siren: $siren, competence: $competence) { neighbours }
}
"""

PROPOSE: Final = """
mutation Propose($lines: [ProposalInput!]!, $answerBy: Date, $dryRun: Boolean!) {
  proposed: proposeAgreements(lines: $lines, answerBy: $answerBy, dryRun: $dryRun) {
    lines {
      state
      agreement { citation }
      cover { citation state end }
      problems { code path sentence { fr en } nextStep { fr en } }
      sentences { fr en }
      missing { fr en }
      withoutSignatory { siren }
      text @include(if: $dryRun) {
        legalBasis start end purposeLabels { code }
        grantedColumns { name labelFr labelEn transform }
        terms {
          combine combineDatasets noticeDays onwardSharing queriesPerDay rowsPerQuery unitaryMaxRows
        }
        preview { allRows communes { code } ofTheOwner { code nom } leftOut { code nom } }
      }
    }
  }
}
"""
"""The one act that proposes, and (`dryRun`) says what it would do."""

COUNT: Final = """
mutation Count($lines: [ProposalInput!]!) {
  proposed: proposeAgreements(lines: $lines, dryRun: true) {
    lines {
      text {
        preview { allRows communes { code } ofTheOwner { code nom } leftOut { code nom } }
        beforeSigning { rowCount totalRows communes { code nom rowCount totalRows } }
      }
    }
  }
}
"""

SENT: Final = """
query Sent {
  agreements { citation title state grantor { siren name } grantee { siren name } }
}
"""

HAND: Final = """
mutation Hand($dataset: ID!, $form: String!) {
  handRequest(dataset: $dataset, form: $form) { applied }
}
"""
