"""A row that numbers the columns under their header: `(1)`, `(2)`, `(3) = (1) + (2)`."""

from __future__ import annotations

import re
from itertools import pairwise

from intake.file_reading.cell_text import shown
from intake.file_reading.header import Header
from intake.file_reading.row_cells import filled
from intake.file_reading.row_reasons import Rows
from intake.file_reading.values import Reason, Sheet

_NUMBER = re.compile(r"[(\[]?\s*(?:col\.?\s*)?([1-9]\d?|[a-z])\s*[)\]]?", re.IGNORECASE)
_COMPUTED = re.compile(
    r"[(\[]?\s*(?:[1-9]\d?|[a-z])\s*[)\]]?\s*=\s*[\d()\[\]a-z\s+\-*/x%]{3,60}", re.IGNORECASE
)
_LEAST = 3


def set_column_numbers_aside(sheet: Sheet, header: Header, rows: Rows) -> None:
    """Sets the first row aside where each of its cells numbers its column, one after the other,
    in brackets or with the computation of a column.
    """
    if not rows.data or not header.rows or rows.data[0] - header.rows[-1] > _LEAST:
        return
    at = rows.data[0]
    texts = [
        shown(sheet.rows[at][column]).strip() for column in filled(sheet.rows[at], header.columns)
    ]
    computed = [_COMPUTED.fullmatch(text) is not None for text in texts]
    plain = [match[1].lower() for text in texts if (match := _NUMBER.fullmatch(text)) is not None]
    if len(texts) < _LEAST or len(plain) + sum(computed) < len(texts) or len(plain) < 2:
        return
    is_in_order = all(_rank(one) < _rank(other) for one, other in pairwise(plain))
    in_brackets = all(text[:1] in "([" for text in texts)
    if is_in_order and (any(computed) or in_brackets):
        rows.leave(sheet, [at], Reason.TITLE)


def _rank(sign: str) -> int:
    return int(sign) if sign.isdecimal() else ord(sign)
