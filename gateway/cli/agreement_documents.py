"""The GraphQL documents of the commands about agreements."""

from __future__ import annotations

SUMMARY = """
  citation state title start end dataset
  grantor { slug name } grantee { slug name }
"""
COMMUNES = "communes { code nom } ofTheOwner { code nom } partlyCovered { code nom }"
PREVIEW = f"""
  preview {{ citation versionSha256 at allRows rowCount {COMMUNES}
    columns {{ name labelFr labelEn transform constant classification }}
    readers {{ slug name }} }}
"""
RESULT = f"act applied sentences {{ fr en }} agreement {{ {SUMMARY} sha256 }} {PREVIEW}"

_REASONS = "reasons { kind side confirmed words { fr en } turn { fr en } }"
HEALTH = f"health {{ state words {{ fr en }} since triedAt awaitsRetry {_REASONS} }}"
LIST = f"""query ($state: [AgreementState!], $role: AgreementRole, $dataset: String) {{
  agreements(state: $state, role: $role, dataset: $dataset) {{ {SUMMARY}
    health {{ state words {{ fr en }} }} }} }}"""
AWAITING = f"query {{ awaiting {{ act agreement {{ {SUMMARY} }} }} }}"
TEMPLATES = """query { templates {
  name titleFr titleEn descriptionFr descriptionEn standard competence legalBasis columns } }"""
SHOW = f"""query ($citation: String!) {{ agreement(citation: $citation) {{
  {SUMMARY} sha256 legalBasis output timeZone membersFor endedAt
  purposeLabels {{ code labelFr labelEn }}
  grantedColumns {{ name labelFr labelEn transform constant classification secret secretText }}
  rows {{ fr en }} answerBy
  terms {{ relation combine combineDatasets noticeDays onwardSharing queriesPerDay rowsPerQuery
    unitaryMaxRows hosting {{ countries secnumcloud operatedBy }} template
    personalData {{ controller {{ name email }} dpo {{ name email }}
      persons dataCategories recipients transfers retention securityMeasures dpiaReference
      dpiaWaiver jointArrangement processorContract }} }}
  approvals {{ organisation {{ name }} agent at capacity versionSha256 documentSha256 mandate
    act {{ reference enforceableSince }} }}
  guard {{ stops findingsSha256 communes {{ code nom }} days {{ fr en }}
    overrideReason overriddenBy }}
  suspensions {{ cause mine at reason by {{ fr en }} turn {{ fr en }} }}
  hosting {{ part fact known words {{ fr en }} turn {{ fr en }} }}
  possible {{ act mine by {{ fr en }} }}
  versions {{ citation state }}
  preview {{ at allRows {COMMUNES} readers {{ slug name }} }}
}} }}"""
NEWEST = "query ($citation: String!) { agreement(citation: $citation) { citation } }"
HISTORY = """query ($citation: String!) { agreement(citation: $citation) {
  citation state steps { at act before after agent reason organisation { name } }
  approvals { organisation { name } agent at capacity act { reference enforceableSince } } } }"""
HEALTH_OF_ONE = f"""query ($citation: String!) {{ agreement(citation: $citation) {{
  citation title state {HEALTH}
  healthHistory {{ at state words {{ fr en }} {_REASONS} }} }} }}"""
VERIFY = f"""mutation {{ verifyAgreements {{ judged sound
  agreements {{ citation title {HEALTH} }} }} }}"""
EXPORT = """query ($citation: String!) { agreement(citation: $citation) {
  citation sha256 canonicalText } }"""


def act_document(field: str, arguments: str, given: str, result: str = RESULT) -> str:
    """`mutation` of one act: its variables' declarations, and how they are handed over."""
    return (
        f"mutation ({arguments}, $dryRun: Boolean!) "
        f"{{ result: {field}({given}, dryRun: $dryRun) {{ {result} }} }}"
    )


SUBMIT = act_document(
    "submitAgreement",
    "$agreement: String!, $answerBy: Date",
    "agreement: $agreement, answerBy: $answerBy",
)
DRAFT = act_document("draftAgreement", "$input: AgreementInput!", "input: $input")
AMEND = act_document("amendAgreement", "$input: AmendmentInput!", "input: $input")
FROM_TEMPLATE = act_document("draftFromTemplate", "$input: TemplateDraftInput!", "input: $input")
PROPOSE = """mutation ($lines: [ProposalInput!]!, $answerBy: Date, $dryRun: Boolean!) {
  proposed: proposeAgreements(lines: $lines, answerBy: $answerBy, dryRun: $dryRun) {
    applied listSha256
    lines { place state
      agreement { citation sha256 title grantor { name } grantee { name } }
      cover { citation state end }
      problems { code path sentence { fr en } nextStep { fr en } } } } }"""
APPROVE = act_document(
    "approveAgreement",
    "$agreement: String!, $approval: ApprovalInput!",
    "agreement: $agreement, approval: $approval",
)
OVERRIDE = act_document(
    "overrideGuard",
    "$agreement: String!, $findings: String!, $reason: String!",
    "agreement: $agreement, findingsSha256: $findings, reason: $reason",
)


def plain_act(field: str) -> str:
    """An act that is told nothing but the version."""
    return act_document(field, "$agreement: String!", "agreement: $agreement")


def reasoned_act(field: str) -> str:
    """An act that is told why."""
    return act_document(
        field,
        "$agreement: String!, $reason: String!",
        "agreement: $agreement, reason: $reason",
    )
