"""The GraphQL documents of the page of a contractor, who deposits under a mandate."""

from __future__ import annotations

from typing import Final

RECEIVED: Final = """
query Received { disputesReceived { digest sender { name } title { fr en } at table } }
"""
LEFT: Final = """
query Left {
  deposits {
    dataset title { fr en } owner { name }
    versions { number at fileName rows note state }
    acceptance {
      standard period columnsComplete noDuplicates contract { column equals }
    }
    columns { name label unit }
  }
}
"""
