"""The unit that a title above the table says: « Montants en k€ », « Tonnages (en tonnes) »."""

from __future__ import annotations

import re
from collections.abc import Iterable

from intake.file_reading.header import Header
from intake.file_reading.units import unit_named
from intake.file_reading.values import Sheet

CURVED = "\N{RIGHT SINGLE QUOTATION MARK}"
_IN = re.compile(
    r"(?:\ben\s+|unités?\s*:\s*|\bexprimée?s?\s+en\s+|[(\[]|\s[–-]\s|\bmontants?\s+)"
    r"((?:kg|t|g|m[³3]|l|kWh|MWh|€)\s?/\s?(?:hab\.?|an|j|jour|h|s|m[²2]|km|t|tonne|m[³3]|mois)"
    r"|k€|M€|K€|keuros?|milliers\s+d['\u2019]euros|millions\s+d['\u2019]euros|euros?|€|tonnes?|t|kg|kWh|MWh"
    r"|GWh|m[³3]|mm|litres?|heures?|km)(?![\w³/])",
    re.IGNORECASE,
)


def first_unit(titles: Iterable[str]) -> tuple[str, str] | None:
    """(the unit, the title that says it); None where no title does."""
    for title in titles:
        if match := _IN.search(title):
            unit = unit_named(match[1].replace(CURVED, "'"))
            if unit is not None:
                return unit, title
    return None


def unit_above(sheet: Sheet, header: Header) -> str | None:
    """The unit of the rows above the header, whatever columns it is meant for."""
    above = sheet.rows[sheet.begins : header.rows[0]] if header.rows else []
    texts = (cell for row in above for cell in row if isinstance(cell, str))
    first = first_unit(texts)
    return None if first is None else first[0]
