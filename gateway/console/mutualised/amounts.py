"""Amounts and numbers as people write them: « 1 950 000,50 € »."""

from __future__ import annotations

import re
from decimal import Decimal

from catalog.model.problem import Language
from gateway.console.rendering import write_number

_EURO = re.compile(r"(€|eur|euros?)$", re.IGNORECASE)
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")
_NUMBER = re.compile(r"-?\d{1,15}(\.\d{1,6})?")


def read_amount(text: str, language: Language) -> str | None:
    """`1950000.50`; None for what is no number. Spaces of any kind and the euro are for the eye;
    a comma is a decimal one, but for `1,950,000` in English.
    """
    digits = _EURO.sub("", "".join(text.split()))
    if language == "en" and _THOUSANDS.fullmatch(digits):
        digits = digits.replace(",", "")
    digits = digits.replace(",", ".")
    return digits if _NUMBER.fullmatch(digits) else None


def shown_amount(text: str, language: Language) -> str:
    """An amount that was read, as its field shows it again."""
    return write_number(str(Decimal(text)), language)
