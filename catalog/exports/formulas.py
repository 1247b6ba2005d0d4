"""Text that a spreadsheet would run: one rule for the cells and the headers of every file."""

from __future__ import annotations

import re
from typing import Final

PATTERN: Final = (
    "^[\\x00-\\x08\\x0b\\x0c\\x0e-\\x20\\x7f-\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\u3000\ufeff]*[=+\\-@\\t\\r\\n＝＋－＠]"
)
"""Blanks and what is not seen, which a spreadsheet may skip, then a sign; in a form that RE2 reads
as well.
"""
_BEGINS: Final = re.compile(PATTERN)


def is_formula(text: str) -> bool:
    """True where a spreadsheet could take the text for a formula."""
    return _BEGINS.match(text) is not None


def guarded(text: str) -> str:
    """The text itself, with an apostrophe before what would be a formula."""
    return f"'{text}" if is_formula(text) else text
