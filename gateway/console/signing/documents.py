"""The GraphQL documents of facts before a signature, and of acts that answer a proposal."""

from __future__ import annotations

from typing import Final

BEFORE: Final = """
query Before($citation: String!) {
  agreement(citation: $citation) {
    beforeSigning {
      rowCount totalRows communes { code nom rowCount totalRows }
      guard {
        stops overridable findingsSha256 communes { code nom } columns days { fr en } overrideReason
      }
    }
  }
}
"""

SIGNED: Final = """
query Signed {
  agreements {
    approvals { organisation { siren } agent at capacity act { reference enforceableSince } }
  }
}
"""

OPEN: Final = """
mutation Open($agreement: String!) {
  openPreview(agreement: $agreement) { preview { rowCount } }
}
"""

APPROVE: Final = """
mutation Approve($agreement: String!, $approval: ApprovalInput!) {
  approveAgreement(agreement: $agreement, approval: $approval) { agreement { citation state } }
}
"""

REQUEST_CHANGES: Final = """
mutation RequestChanges($agreement: String!, $reason: String!) {
  requestChanges(agreement: $agreement, reason: $reason) { agreement { citation state } }
}
"""

REFUSE: Final = """
mutation Refuse($agreement: String!, $reason: String!) {
  refuseAgreement(agreement: $agreement, reason: $reason) { agreement { citation state } }
}
"""

OVERRIDE: Final = """
mutation Override($agreement: String!, $findings: String!, $reason: String!) {
  overrideGuard(agreement: $agreement, findingsSha256: $findings, reason: $reason) {
    agreement { citation state }
  }
}
"""
