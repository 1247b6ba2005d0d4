"""Text that stands raised: the call of a note behind a figure, a square, an ordinal."""

from __future__ import annotations

import re

_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
SIGNS = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
"""Raised figures, as a class of a regular expression writes them."""
_FIGURES = re.compile(r"-?\d{1,3}(?:\s?[,;]\s?\d{1,3})*")
_BRACKETS = re.compile(r"[(\[]\s*(\d{1,2}|[a-z])\s*[)\]]")
_CALL = re.compile(rf"(?P<text>.*(?:[^\W\d_]{{3}}|[)\]]))\s?[{SIGNS}][{SIGNS},; ]*", re.DOTALL)


def raised(text: str, before: str) -> str:
    """As it is written without a font: `¹`, ` (1)`; an ordinal stays (`1er`)."""
    plain = text.strip()
    if _FIGURES.fullmatch(plain):
        return re.sub(r"\s", "", plain).translate(_RAISED)
    if (bracket := _BRACKETS.fullmatch(plain)) is not None:
        return f" ({bracket[1]})"
    is_call = len(plain) == 1 and plain in "abcdf" and before.rstrip()[-1:].isdigit()
    return f" ({plain})" if is_call else text


def without_call(text: str) -> str:
    """A text without the call of a note behind its last word; squares and cubes of units stay."""
    if text.isascii():
        return text
    match = _CALL.fullmatch(text.rstrip())
    return text if match is None else match["text"]
