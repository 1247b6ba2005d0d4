"""An agreement written back as a person would write it: what an amendment starts from."""

from __future__ import annotations

from collections.abc import Iterator

from catalog.actions.agreement import AgreementDraft, ColumnGrant, CombineDraft, TermsDraft
from catalog.actions.granted_rows import (
    ListedTerritory,
    OwnTerritory,
    RowComparison,
    RowsDraft,
    TerritoryDate,
)
from catalog.model.agreement import Agreement
from catalog.model.row_condition import (
    AllOf,
    AllRows,
    Compare,
    InListedTerritory,
    InTerritory,
    RowCondition,
)
from catalog.model.terms import Terms
from catalog.snapshot import Snapshot


def draft_of(agreement: Agreement, catalog: Snapshot) -> AgreementDraft:
    """Drafting it again gives the same text, as long as the dataset is what it was.

    A column that is there no more keeps its signed name: the rules say that it is unknown.
    """
    dataset = catalog.datasets.get(agreement.dataset_id)
    return AgreementDraft(
        id=agreement.id,
        version=agreement.version,
        grantor=agreement.grantor,
        to=agreement.grantee,
        dataset=agreement.dataset_id if dataset is None else dataset.name,
        title=agreement.title,
        columns=tuple(
            ColumnGrant(each.name, each.transform, each.constant, each.secret_text)
            for each in agreement.columns
        ),
        rows=_rows_of(agreement, catalog),
        purposes=agreement.purposes,
        legal_basis=agreement.legal_basis,
        start=agreement.start,
        end=agreement.end,
        output=agreement.output,
        time_zone=agreement.time_zone,
        members=agreement.members,
        terms=_terms_of(agreement.terms, catalog),
    )


def _rows_of(agreement: Agreement, catalog: Snapshot) -> RowsDraft:
    own: OwnTerritory | None = None
    listed: ListedTerritory | None = None
    compare: list[RowComparison] = []
    for each in _conditions(agreement.rows):
        match each:
            case InTerritory(competence=competence, date_column=date_column):
                own = OwnTerritory(competence, _at(date_column))
            case InListedTerritory(communes=communes, at=on, date_column=date_column):
                listed = ListedTerritory(communes, on, _at(date_column))
            case Compare(column=column, op=op, values=values):
                compare.append(RowComparison(_column(column, agreement, catalog), op, values))
            case AllRows() | AllOf():
                continue
    return RowsDraft(own, listed, tuple(compare))


def _conditions(rows: RowCondition) -> Iterator[RowCondition]:
    if not isinstance(rows, AllOf):
        yield rows
        return
    for each in rows.conditions:
        yield from _conditions(each)


def _at(date_column: str | None) -> TerritoryDate:
    return TerritoryDate.QUERY_DATE if date_column is None else TerritoryDate.ROW_DATE


def _column(column: str, agreement: Agreement, catalog: Snapshot) -> str:
    dataset = catalog.datasets.get(agreement.dataset_id)
    columns = () if dataset is None else dataset.columns
    return next((each.name for each in columns if each.id == column), column)


def _terms_of(terms: Terms, catalog: Snapshot) -> TermsDraft:
    return TermsDraft(
        relation=terms.relation,
        personal_data=terms.personal_data,
        combine=CombineDraft(
            terms.combine.kind, tuple(_named(each, catalog) for each in terms.combine.datasets)
        ),
        notice_days=terms.notice_days,
        onward_sharing=terms.onward_sharing,
        limits=terms.limits,
        unitary=terms.unitary,
        template=terms.template,
        hosting=terms.hosting,
    )


def _named(dataset_id: str, catalog: Snapshot) -> str:
    dataset = catalog.datasets.get(dataset_id)
    owner = None if dataset is None else catalog.organisations.get(dataset.owner)
    return dataset_id if dataset is None or owner is None else f"{owner.slug}.{dataset.name}"
