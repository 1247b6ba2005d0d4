"""An agreement that gives already, or is about to give, all that another one would."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.model.agreement import OVER, Agreement, AgreementState, Output
from catalog.model.row_condition import AllRows
from catalog.model.transform import Transform

STANDING = frozenset(AgreementState) - OVER - {AgreementState.DRAFT}
"""States of what was proposed, signed or begun, and is not over."""


def cover_of(text: Agreement, others: Iterable[Agreement]) -> Agreement | None:
    """The one that lasts longest; None where there is none. Between the same two about the same
    data, for these purposes, columns and rows at least, on each day of the text.
    """
    covers = [other for other in others if _covers(other, text)]
    return max(covers, key=lambda other: other.end, default=None)


def _covers(other: Agreement, text: Agreement) -> bool:
    return (
        other.state in STANDING
        and (other.parties, other.dataset_id) == (text.parties, text.dataset_id)
        and text.purposes <= other.purposes
        and text.members == other.members
        and other.start <= text.start
        and text.end <= other.end
        and _gives_rows(other, text)
        and _gives_columns(other, text)
    )


def _gives_rows(other: Agreement, text: Agreement) -> bool:
    """All of them, or those of the same condition; in detail, or in the same form."""
    return other.output in {Output.DETAIL, text.output} and (
        isinstance(other.rows, AllRows) or other.rows == text.rows
    )


def _gives_columns(other: Agreement, text: Agreement) -> bool:
    """Each as it is, or changed in the same way."""
    columns = {column.column: column for column in other.columns}
    return all(
        (same := columns.get(column.column)) is not None
        and (
            same.transform is Transform.CLEAR
            or (same.transform, same.constant) == (column.transform, column.constant)
        )
        for column in text.columns
    )
