"""An agreement that gives already, or is about to give, all that another one would."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.model.agreement import OVER, Agreement, AgreementState, Output
from catalog.model.hosting import HostingDemand
from catalog.model.row_condition import AllRows
from catalog.model.terms import (
    Combine,
    CombineKind,
    OnwardSharing,
    PersonalDataBlock,
    Terms,
)
from catalog.model.transform import Transform

STANDING = frozenset(AgreementState) - OVER - {AgreementState.DRAFT}
"""States of what was proposed, signed or begun, and is not over."""


def cover_of(text: Agreement, others: Iterable[Agreement]) -> Agreement | None:
    """The one that lasts longest; None where there is none. Between the same two about the same
    data, for these purposes, columns, rows and terms at least, on each day of the text.
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
        and _gives_terms(other.terms, text.terms)
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


def _gives_terms(other: Terms, text: Terms) -> bool:
    """As much use, joins, passing on and safety as the text asks for: where two terms cannot be
    compared, they must be the same.
    """
    return (
        _allows(other.limits.queries_per_day, text.limits.queries_per_day)
        and _allows(other.limits.rows_per_query, text.limits.rows_per_query)
        and _allows(_most_rows(other), _most_rows(text))
        and text.notice_days <= other.notice_days
        and text.onward_sharing in {OnwardSharing.NONE, other.onward_sharing}
        and _joins(other.combine, text.combine)
        and text.relation is other.relation
        and _processes(other.personal_data, text.personal_data)
        and (text.hosting or HostingDemand()) == (other.hosting or HostingDemand())
    )


def _allows(most: int | None, amount: int | None) -> bool:
    """None: no limit but the platform's own."""
    return most is None or (amount is not None and amount <= most)


def _most_rows(terms: Terms) -> int | None:
    return None if terms.unitary is None else terms.unitary.max_rows


_WIDER = (CombineKind.NONE, CombineKind.REFERENCE, CombineKind.OPEN)
"""Each allows what the former does."""


def _joins(other: Combine, text: Combine) -> bool:
    if text.kind is CombineKind.NONE:
        return True
    if CombineKind.NAMED in {other.kind, text.kind}:
        return text.kind is other.kind and {*text.datasets} <= {*other.datasets}
    return _WIDER.index(text.kind) <= _WIDER.index(other.kind)


def _processes(other: PersonalDataBlock | None, text: PersonalDataBlock | None) -> bool:
    """For the same people and as long, by no more recipients: who answers for it may change."""
    if other is None or text is None:
        return text is None
    return (
        {*text.persons} <= {*other.persons}
        and {*text.data_categories} <= {*other.data_categories}
        and {*text.recipients} <= {*other.recipients}
        and (text.transfers, text.retention) == (other.transfers, other.retention)
    )
