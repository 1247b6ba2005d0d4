"""The GraphQL document of the page of who shares with whom."""

from __future__ import annotations

from typing import Final

PARTNERS: Final = """
query Partners { agreements { state grantor { siren name } grantee { siren name } } }
"""
