"""The fields of a body's home board, which the home page asks within its own document."""

from __future__ import annotations

from typing import Final

HOME_FIELDS: Final = """
  homeBoard { id title tiles { id kind title text } }
"""
