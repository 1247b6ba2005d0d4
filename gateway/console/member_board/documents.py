"""The GraphQL documents of the board of members: members, their data, agreements, rows received."""

from __future__ import annotations

from typing import Final

BOARD: Final = """
query Board {
  templates { name titleFr titleEn competence standard }
  organisations {
    siren slug name kind field
    datasets {
      id name field titleFr titleEn standard updateFrequency
      territory { column dateColumn }
      columns { name field type }
    }
  }
  agreements(role: RECEIVED) {
    citation version datasetId state start end purposes columns
    grantor { siren } terms { template }
    possible { act mine by { fr en } }
    steps { at act }
    preview { allRows ofTheOwner { code nom } }
  }
}
"""

MEMBERS: Final = """
query Members($siren: String!, $competence: String!) {
  territory(siren: $siren, competence: $competence) {
    communes { code nom } memberships { through communes }
  }
}
"""


def received_document(organisation: str, dataset: str, date: str, commune: str | None) -> str:
    """Rows a month, and a commune where one is given. The names are fields of our own schema."""
    place = "" if commune is None else f"{commune} "
    return (
        f"query Received {{ {organisation} {{ {dataset} {{ groupBy(first: 5000) {{ "
        f"key {{ {place}{date}(by: MONTH) }} aggregate {{ count }} }} }} }} }}"
    )
