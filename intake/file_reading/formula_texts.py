"""Tells by the text of a formula, which a program wrote without its result, what it would give."""

from __future__ import annotations

import re

FIGURE_FORMULA = "figure_formula"
"""The reason of an empty cell whose formula would give a figure."""
_REFERENCE = r"\[?\.?\$?[A-Z]{1,3}\$?\d{1,7}\]?"
_ADDS = re.compile(
    r"\b(?:SUM|SUMIFS?|SUMPRODUCT|AVERAGE|AVERAGEIFS?|COUNT\w{0,3}|PRODUCT|SUBTOTAL|ROUND(?:UP|DOWN)?"
    r"|ABS|MEDIAN)\(|"
    + _REFERENCE
    + r"\s*[-+*/]\s*"
    + _REFERENCE
    + r"|[\d)\]]\s*[*/]\s*[\dA-Z(\[]",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"[\"&]|\b(?:CONCAT\w*|TEXT\w*|LEFT|RIGHT|MID|UPPER|LOWER|PROPER|TRIM|SUBSTITUTE|DATE\w*|EDATE"
    r"|EOMONTH|TODAY|NOW|TIME|HYPERLINK|AND|OR|NOT|IS[A-Z]+)\(",
    re.IGNORECASE,
)
_LONGEST = 1_000


def gives_a_figure(formula: str) -> bool:
    """`SUM(B6:Y6)`, `H3-G3`, `E5*F5`; False of texts, days and yes or no, and where unsure."""
    text = formula[:_LONGEST]
    return _ADDS.search(text) is not None and _WORDS.search(text) is None
