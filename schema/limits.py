"""The most that one document may ask for; refused in milliseconds, before work grows with it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """Fields, aliases, directives and depth are counted after fragments are expanded."""

    max_bytes: int = 100_000
    max_tokens: int = 5_000
    max_nesting: int = 60
    """Of braces, brackets and parentheses, in the text or in a variable."""
    max_depth: int = 25
    max_fields: int = 2_000
    max_aliases: int = 500
    max_directives: int = 200
    max_root_fields: int = 50
    max_list: int = 2_000
    """Values of one `in`, and items of one AND, OR or orderBy."""
    max_commune_codes: int = 2_000
    max_rows: int = 10_000
    default_rows: int = 50
    max_offset: int = 10_000
    capped_count: int = 10_001
    max_whole_schema: int = 200
    """Datasets above which introspection needs a scope."""


LIMITS = DocumentLimits()
