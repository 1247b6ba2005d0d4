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

_TEXT: Final = """
      citation state start end datasetId output purposeLabels { code }
      grantedColumns { name transform }
      grantor { siren } grantee { siren }
"""

STANDING: Final = f"""
query Standing {{
  agreements(
    state: [SUBMITTED, CHANGES_REQUESTED, APPROVED_BY_ONE, APPROVED, ACTIVE, SUSPENDED]
  ) {{{_TEXT}  }}
}}
"""

_DRAFTED: Final = (
    """
    sentences { fr en }
    agreement {"""
    + _TEXT
    + """
      grantedColumns { name labelFr labelEn }
      terms {
        combine combineDatasets noticeDays onwardSharing queriesPerDay rowsPerQuery unitaryMaxRows
      }
      beforeSigning @include(if: $counted) {
        rowCount totalRows communes { code nom rowCount totalRows }
      }
    }
    preview { allRows communes { code } ofTheOwner { code nom } leftOut { code nom } }
"""
)

FROM_TEMPLATE: Final = (
    """
mutation FromTemplate($input: TemplateDraftInput!, $dryRun: Boolean!, $counted: Boolean!) {
  drafted: draftFromTemplate(input: $input, dryRun: $dryRun) {"""
    + _DRAFTED
    + """  }
}
"""
)

FROM_COLUMNS: Final = (
    """
mutation FromColumns($input: AgreementInput!, $dryRun: Boolean!, $counted: Boolean!) {
  drafted: draftAgreement(input: $input, dryRun: $dryRun) {"""
    + _DRAFTED
    + """  }
}
"""
)

SUBMIT: Final = """
mutation Submit($agreement: String!, $answerBy: Date) {
  submitAgreement(agreement: $agreement, answerBy: $answerBy) { agreement { citation state } }
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
