"""The first rows of a file as they will stand: what is personal is masked."""

from __future__ import annotations

from datetime import date, datetime
from itertools import islice
from typing import Any

from intake.deposits.cell_values import CellValues
from intake.deposits.column_names import safe_text
from intake.deposits.masking import masked
from intake.deposits.values import ColumnProposal, DatasetProposal
from intake.file_reading.typed_rows import ReadFile, SourceRow

_ROWS = 10
_LONGEST = 60


def sample_rows(file: ReadFile, proposal: DatasetProposal) -> dict[str, Any]:
    """`rows`: the number of each in its sheet, and its values as text, None where there is none."""
    read = [(column, CellValues(column.read, column.column.type)) for column in proposal.columns]
    return {
        "columns": [column.header for column, _ in read],
        "rows": [
            {"number": row.number, "cells": [_text(column, values, row) for column, values in read]}
            for row in islice(file.rows(), _ROWS)
        ],
    }


def _text(proposal: ColumnProposal, values: CellValues, row: SourceRow) -> str | None:
    value = values.value(row.cell(proposal.read))
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    text = value.isoformat() if isinstance(value, date | datetime) else safe_text(str(value))
    if proposal.personal_kind is not None:
        return masked(proposal.personal_kind, text)
    return text[:_LONGEST]
