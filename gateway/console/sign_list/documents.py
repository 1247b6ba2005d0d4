"""The GraphQL documents of the pages that sign many agreements at once."""

from __future__ import annotations

from typing import Final

from gateway.console.agreements.documents import WHOLE

TO_SIGN: Final = (
    """
query ToSign {
  awaiting { act agreement { ...Whole } }
}
"""
    + WHOLE
)

OPEN: Final = """
mutation Open($agreements: [String!]!) {
  openPreviews(agreements: $agreements) { refused { citation } }
}
"""

SIGN: Final = """
mutation Sign($input: ListApprovalInput!) {
  approveAgreements(input: $input) {
    agreements { citation } refused { citation sentence { fr en } nextStep { fr en } }
  }
}
"""
