"""A new version from the one there is, and a draft written again."""

from __future__ import annotations

from typing import Final

COLUMNS: Final = """
query Columns($dataset: ID!) {
  dataset(id: $dataset) {
    titleFr titleEn columns { name labelFr labelEn classification }
    territory { column dateColumn }
  }
  purposes { code labelFr labelEn }
  templates { name competence subject { fr en } purposes }
}
"""

_REVISED: Final = """ {
    sentences { fr en }
    changes { what { fr en } before { fr en } after { fr en } }
    agreement {
      citation
      differences { what { fr en } before { fr en } after { fr en } }
    }
  }
}
"""

AMEND: Final = (
    """
mutation Amend($input: AmendmentInput!, $dryRun: Boolean!) {
  revised: amendAgreement(input: $input, dryRun: $dryRun)"""
    + _REVISED
)

CORRECT: Final = (
    """
mutation Correct($input: AmendmentInput!, $dryRun: Boolean!) {
  revised: correctAgreement(input: $input, dryRun: $dryRun)"""
    + _REVISED
)
