"""The GraphQL queries and acts of the pages of a body's look."""

from __future__ import annotations

from typing import Final

LOOK: Final = """
query Look($siren: String!) {
  organisation(siren: $siren) {
    siren name
    look {
      shownName accent accentSoft accentContrast band bandInk bandContrast notice logo logoType
      version
    }
  }
}
"""
SET_LOOK: Final = """
mutation SetLook($input: LookInput!) { setLook(input: $input) { act } }
"""
REMOVE_LOOK: Final = "mutation RemoveLook { removeLook { act } }"
