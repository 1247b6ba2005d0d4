"""One dataset's decision as it is told: branches, columns, denials, and whom to ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from catalog.cog import Cog
from catalog.model.agreement import Agreement
from catalog.model.bilingual import Bilingual
from catalog.model.dataset import Column, Dataset
from catalog.model.hosting import HostingPart
from catalog.model.identifiers import Siren
from catalog.snapshot import Snapshot
from gateway.reading.reports.access_values import (
    AccessBranch,
    AccessColumn,
    AccessDataset,
    AccessTold,
)
from gateway.reading.reports.scopes import name_organisation, scopes_of
from gateway.reading.reports.words import reason, rows_in_words, told
from policies.decision import Branch, CellTransform, DatasetDecision, Denial
from policies.problems import problem_of
from policies.suspensions import with_its_record

_ASK_OWN_ORGANISATION = frozenset({"purpose_not_assigned", "group_required"})
_ASK_PRINCIPAL = frozenset({"mandate_not_covering", "mandate_required"})
_ASK_NOBODY = frozenset({"account_required", "purpose_required", "purpose_not_covered"})


def name_dataset(dataset: Dataset, snapshot: Snapshot) -> AccessDataset:
    return AccessDataset(
        id=dataset.id,
        name=dataset.name,
        title=Bilingual(fr=dataset.title_fr, en=dataset.title_en),
        owner=name_organisation(dataset.owner, snapshot),
    )


def write_branches(
    answer: DatasetDecision, dataset: Dataset, day: date, snapshot: Snapshot, cog: Cog
) -> list[AccessBranch]:
    agreements = {each.citation: each for each in snapshot.agreements}
    return [
        _branch(each, agreements.get(each.agreement), dataset, day, snapshot, cog)
        for each in answer.branches
    ]


def write_withheld(answer: DatasetDecision, dataset: Dataset) -> list[AccessColumn]:
    """The columns that no branch gives; a caller who discovers a dataset may know its columns."""
    given = {column for branch in answer.branches for column in branch.columns}
    return [_column(each, None) for each in dataset.columns if each.id not in given]


def write_denials(
    denials: Iterable[Denial],
    dataset: Dataset,
    snapshot: Snapshot,
    *,
    organisation: Siren | None,
    principal: Siren | None,
) -> list[AccessTold]:
    """`organisation` is the agent's own, `principal` whom it acts for, if anybody."""
    return [_denial(each, dataset, snapshot, organisation, principal) for each in denials]


def _denial(
    denial: Denial,
    dataset: Dataset,
    snapshot: Snapshot,
    organisation: Siren | None,
    principal: Siren | None,
) -> AccessTold:
    asked = _whom(denial, dataset, organisation, principal)
    return replace(
        told(problem_of(with_its_record(denial, snapshot), dataset.name)),
        agreement=denial.agreement,
        purposes=list(denial.purposes),
        ask=None if asked is None else name_organisation(asked, snapshot),
    )


def _whom(
    denial: Denial, dataset: Dataset, organisation: Siren | None, principal: Siren | None
) -> Siren | None:
    code = denial.code
    stored = any(each.part is HostingPart.STORAGE for each in denial.shortfalls)
    # The operator is no organisation of the catalog: the words name it.
    if code in _ASK_NOBODY or (denial.shortfalls and not stored):
        return None
    if code in _ASK_OWN_ORGANISATION:
        return organisation
    return principal if code in _ASK_PRINCIPAL else dataset.owner


def _branch(
    branch: Branch,
    agreement: Agreement | None,
    dataset: Dataset,
    day: date,
    snapshot: Snapshot,
    cog: Cog,
) -> AccessBranch:
    scopes = list(scopes_of(branch.rows, dataset.owner, day, snapshot, cog))
    return AccessBranch(
        agreement=branch.agreement,
        title=None if agreement is None else agreement.title,
        start=None if agreement is None else agreement.start,
        end=None if agreement is None else agreement.end,
        purposes=[] if agreement is None else sorted(agreement.purposes),
        output=branch.output.value,
        columns=_columns(branch, dataset.columns),
        rows=rows_in_words(branch.rows, dataset, snapshot, scopes),
        scopes=scopes,
        reasons=[reason(each) for each in branch.reasons],
    )


def _columns(branch: Branch, columns: Sequence[Column]) -> list[AccessColumn]:
    return [_column(each, branch.columns[each.id]) for each in columns if each.id in branch.columns]


def _column(column: Column, cell: CellTransform | None) -> AccessColumn:
    return AccessColumn(
        id=column.id,
        name=column.name,
        label=Bilingual(fr=column.label_fr, en=column.label_en),
        transform=None if cell is None else cell.transform.value,
        constant=None if cell is None else cell.constant,
    )
