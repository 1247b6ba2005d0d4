"""The fields of a body's day, which the home page asks within its own document."""

from __future__ import annotations

from typing import Final

OWN_FIELDS: Final = """
  figures { digest indicator year at title { fr en } }
  campaigns @include(if: $campaigns) {
    id title due state counts { toSign withoutData }
  }
  people @include(if: $people) { roles }
"""
"""Asked within the home page's own document: one more would cost as much as that one."""
