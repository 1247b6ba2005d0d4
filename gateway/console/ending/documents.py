"""The acts that stop what an agreement gives, or let it go on."""

from __future__ import annotations

from typing import Final

SUSPEND: Final = """
mutation Suspend($agreement: String!, $reason: String!) {
  suspendAgreement(agreement: $agreement, reason: $reason) { agreement { citation state } }
}
"""

RESUME: Final = """
mutation Resume($agreement: String!) {
  resumeAgreement(agreement: $agreement) { agreement { citation state } }
}
"""

REVOKE: Final = """
mutation Revoke($agreement: String!, $reason: String!) {
  revokeAgreement(agreement: $agreement, reason: $reason) { agreement { citation state } }
}
"""

WITHDRAW: Final = """
mutation Withdraw($agreement: String!, $reason: String) {
  withdrawAgreement(agreement: $agreement, reason: $reason) { agreement { citation state } }
}
"""
